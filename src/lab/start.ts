import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { Keep } from '../process/keep.ts';
import { killGroup, start } from '../process/start.ts';
import type { SpawnSpec } from '../process/types.ts';
import { bootSpec, nodesOf } from './boot.ts';
import { mayHaveCgroup, ownCgroup } from './cgroup.ts';
import { defaultThresholds, type Thresholds } from './guard/judge.ts';
import { hiddenFiles } from './hidden.ts';
import type { Interpreter } from './interpreter.ts';
import { startEngine, type EngineImages } from './engine/start.ts';
import { RunningLab } from './lab.ts';
import { findProcess, type NodeProcess } from './node.ts';
import { chooseOwner } from './owner.ts';
import { readOneLine } from './ready-line.ts';
import { findLabTools } from './tools.ts';
import { LabError, type Lab, type LabOptions } from './types.ts';

/** Wall clock that a boot has; it takes some 60 ms on an idle machine. */
const bootTimeoutMs = 20_000;

/** Bytes kept of what the build says on stderr: only ever shown to a person, never judged. */
const maxStderrBytes = 8 * 1024;

/** What the machine decides by itself, and tests by trial. */
export interface LabSettings {
  readonly interpreter?: Interpreter['language'];
  readonly thresholds?: Partial<Thresholds>;
  /** A cgroup namespace and cgroup2 in it. */
  readonly cgroup?: boolean;
  /** What a lab with an Engine finds in it; by default nothing. */
  readonly images?: EngineImages;
}

/**
 * Boots a lab: a throw-away machine of namespaces, which dies with this process, however that ends (its control pipe
 * closes, and the kernel kills it by PR_SET_PDEATHSIG). To be called from the main thread: the signal follows the thread.
 * @throws {LabError} where the machine cannot run one; `stderr` holds what the failing program said
 */
export async function startLab(options: LabOptions, settings: LabSettings = {}): Promise<Lab> {
  const tools = findLabTools(settings.interpreter);
  const owner = chooseOwner();
  const cgroup = settings.cgroup ?? mayHaveCgroup(owner !== undefined);
  const hidden = await hiddenFiles(owner !== undefined);
  const cgroupSeen = options.docker === true && !cgroup ? ownCgroup() : undefined;
  const child = startOuter(bootSpec({ tools, world: options.world, owner, cgroup, cgroupSeen, hidden }));
  const stderr = new Keep(maxStderrBytes);
  child.stderr.on('data', (bytes: Buffer) => stderr.add(bytes));
  const nodes = await bootedNodes(child, options, () => stderr.text());
  const { images } = settings;
  const begin = (lab: Lab): Promise<void> =>
    startEngine((argv) => lab.command('controlplane', argv, 'pipes'), images, cgroup);
  return new RunningLab({
    child,
    tools,
    owner,
    cgroup,
    nodes,
    thresholds: { ...defaultThresholds, ...settings.thresholds },
    world: options.world,
    nonce: options.nonce ?? randomBytes(16).toString('hex'),
    stderr: () => stderr.text(),
    ...(options.docker === true ? { begin } : {}),
  });
}

function startOuter(spec: SpawnSpec): ChildProcessWithoutNullStreams {
  try {
    return start(spec);
  } catch (error) {
    throw new LabError(error instanceof Error ? error.message : String(error));
  }
}

async function bootedNodes(
  child: ChildProcessWithoutNullStreams,
  { world }: LabOptions,
  stderr: () => string,
): Promise<ReadonlyMap<(typeof names)[number], NodeProcess>> {
  const names = nodesOf(world);
  let failed: string | undefined;
  child.on('error', (error) => (failed = error.message));
  const limit = setTimeout(() => killGroup(child.pid), bootTimeoutMs);
  const line = await readOneLine(child.stdout);
  clearTimeout(limit);
  const [word, ...pids] = (line ?? '').split(' ');
  const found = pids.map((pid) => (/^\d+$/.test(pid) ? findProcess(Number(pid)) : undefined));
  const nodes = new Map(
    names.flatMap((name, index) => (found[index] === undefined ? [] : [[name, found[index]] as const])),
  );
  if (word === 'ready' && nodes.size === names.length) return nodes;
  killGroup(child.pid);
  child.stdin.destroy();
  await drained(child);
  throw new LabError(failed ?? 'the lab did not start', stderr());
}

/** Waits for what a failed start still says, shortly: a killed process's stderr ends with it. */
function drained(child: ChildProcessWithoutNullStreams): Promise<void> {
  return new Promise((resolve) => {
    const limit = setTimeout(resolve, 500);
    const done = (): void => {
      clearTimeout(limit);
      resolve();
    };
    if (child.stderr.closed) done();
    else child.stderr.once('close', done);
  });
}
