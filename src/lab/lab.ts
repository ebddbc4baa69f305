import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import type { At } from '../check/facts.ts';
import type { Need, Snapshot } from '../check/snapshot.ts';
import type { NodeName, WorldName } from '../lesson/types.ts';
import { run } from '../process/run.ts';
import { eachSecond } from '../process/each-second.ts';
import { killGroup } from '../process/start.ts';
import type { RunOptions, RunResult, SpawnSpec } from '../process/types.ts';
import { enterSpec, terminalType } from './enter.ts';
import type { Owner } from './fence/fence.ts';
import { Agents } from './facts/agent.ts';
import { Memory } from './facts/memory.ts';
import { guard } from './guard/guard.ts';
import type { Thresholds } from './guard/judge.ts';
import { isAlive, isSame, type NodeProcess } from './node.ts';
import type { Captured, NotCaptured, Sending } from '../trace/types.ts';
import { notStarted } from './probe.ts';
import { shareWatch } from './share-watch.ts';
import type { LabTools } from './tools.ts';
import { Tracer } from './trace/tracer.ts';
import type { CaptureListener, Capturing, Lab, LabEnd, LabTarget } from './types.ts';
import { watch } from './watch.ts';

/** What a booted lab is made of. */
export interface LabParts {
  /** What the runner started: the outermost process, which ends when the lab does. */
  readonly child: ChildProcessWithoutNullStreams;
  readonly tools: LabTools;
  readonly owner: Owner | undefined;
  readonly cgroup: boolean;
  readonly nodes: ReadonlyMap<NodeName, NodeProcess>;
  readonly world: WorldName;
  readonly nonce: string;
  readonly thresholds: Thresholds;
  /** What its outermost processes said on stderr so far. */
  readonly stderr: () => string;
  /** Starts what the lab is not ready without. */
  readonly begin?: (lab: Lab) => Promise<void>;
}

/** After its control pipe closed, a lab has this long to go by itself; one whose PID 1 is stopped by a debugger does not. */
const graceMs = 200;

/** How long to wait for the kernel to take a killed lab down; a packet storm was seen to need 1.75 s. */
const killMs = 5000;

/** After a node's end what is in it is killed, and all is reaped within this time, or waits for the machine's init. */
const reapMs = 150;

/** A booted lab; see `Lab`. Made by `startLab`. */
export class RunningLab implements Lab {
  readonly world: WorldName;
  readonly nodes: readonly NodeName[];
  readonly pid: number;
  readonly ended: Promise<LabEnd>;
  readonly ready: Promise<void>;
  readonly #parts: LabParts;
  readonly #exited: Promise<void>;
  readonly #agents = new Agents();
  readonly #memory = new Memory();
  readonly #tracer = new Tracer();
  #end: LabEnd | undefined;

  constructor(parts: LabParts) {
    this.#parts = parts;
    this.world = parts.world;
    this.nodes = [...parts.nodes.keys()];
    this.pid = parts.nodes.get('controlplane')?.pid ?? -1;
    this.#exited = new Promise((resolve) => {
      if (hasExited(parts.child)) resolve();
      else parts.child.once('exit', () => resolve());
    });
    const watcher = guard(this.#target(), parts.thresholds, (why) => void this.#stop(why));
    // The outermost process ends after all in the lab has been reaped, which others may have to do.
    const look = eachSecond(() => {
      if ([...parts.nodes.values()].every(isAlive)) return;
      look.close();
      setTimeout(() => void this.#stop({ reason: 'died', detail: parts.stderr().trim() }), reapMs);
    });
    void this.#exited.then(() => {
      look.close();
      watcher.close();
      void this.#agents.close();
      void this.#tracer.close();
    });
    this.ready = parts.begin?.(this) ?? Promise.resolve();
    // Whoever waits for it hears of a failure.
    this.ready.catch(() => undefined);
    this.ended = this.#exited.then(() => this.#end ?? { reason: 'died', detail: parts.stderr().trim() });
  }

  command = (node: NodeName, argv: readonly string[], streams: 'pipes' | 'terminal' = 'terminal'): SpawnSpec =>
    this.#enter(node, argv, { TERM: terminalType(process.env['TERM']) }, streams);

  shell = (node: NodeName): SpawnSpec =>
    this.#enter(node, ['/bin/bash', '-i'], {
      TERM: terminalType(process.env['TERM']),
      NETNS_COURSE_NONCE: this.#parts.nonce,
    });

  run = async (node: NodeName, argv: readonly string[], options: RunOptions): Promise<RunResult> => {
    const process = this.#parts.nodes.get(node);
    if (process === undefined || !isAlive(process)) return notStarted(`${node} is not there`);
    return run(this.#enter(node, argv, { TERM: 'dumb' }, 'pipes'), options);
  };

  snapshot = async (needs: readonly Need[]): Promise<Snapshot> => {
    // Reading facts takes a schema library, which a boot need not wait for.
    const { collect } = await import('./facts/collect.ts');
    return collect(this.#target(), needs, this.run, this.#agents, this.#memory);
  };

  trace = (sending: Sending): Promise<Captured | NotCaptured> => this.#tracer.trace(this.#target(), sending);

  capture = (at: At, link: string, listener: CaptureListener): Capturing | NotCaptured =>
    this.#tracer.capture(this.#target(), at, link, listener);

  watch = shareWatch((onChange) => watch(this.#target(), onChange));

  close = (): Promise<void> => this.#stop({ reason: 'closed' });

  async #stop(end: LabEnd): Promise<void> {
    const { child, nodes } = this.#parts;
    if (!hasExited(child)) this.#end ??= end;
    const agentsGone = Promise.all([this.#agents.close(), this.#tracer.close()]);
    child.stdin.destroy();
    if (!(await within(this.#exited, graceMs))) {
      killGroup(child.pid);
      await within(this.#exited, killMs);
    }
    // A killed `unshare` is gone before its child is: the kernel kills that, and all in it, by itself.
    await within(Promise.all([gone([...nodes.values()]), agentsGone]), killMs);
  }

  /** @throws {RangeError} for a node that the world does not have */
  #enter(
    node: NodeName,
    argv: readonly string[],
    env: Readonly<Record<string, string>>,
    streams: 'pipes' | 'terminal' = 'terminal',
  ): SpawnSpec {
    const { tools, owner, cgroup, nodes } = this.#parts;
    const process = nodes.get(node);
    if (process === undefined) throw new RangeError(`the world ${this.world} has no ${node}`);
    return enterSpec({ tools, pid: process.pid, owner, cgroup }, argv, env, streams);
  }

  #target(): LabTarget {
    const { nodes, owner } = this.#parts;
    const pids = Object.fromEntries(
      [...nodes].filter(([, process]) => isAlive(process)).map(([name, { pid }]) => [name, pid]),
    );
    return { pids, ...(owner === undefined ? {} : { owner }) };
  }
}

function hasExited(child: ChildProcessWithoutNullStreams): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

/** Whether the promise settled in time. */
async function within(promise: Promise<unknown>, limitMs: number): Promise<boolean> {
  let limit: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => (limit = setTimeout(() => resolve(false), limitMs)));
  const inTime = await Promise.race([promise.then(() => true), late]);
  clearTimeout(limit);
  return inTime;
}

/** Resolves when none of the processes is there any more, or all have ended and are only not reaped; gives up after `killMs`. */
async function gone(processes: readonly NodeProcess[]): Promise<void> {
  const limit = performance.now() + killMs;
  let ended: number | undefined;
  while (processes.some(isSame) && performance.now() < (ended ?? limit)) {
    if (ended === undefined && !processes.some(isAlive)) ended = performance.now() + reapMs;
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}
