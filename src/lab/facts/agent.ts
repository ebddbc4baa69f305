import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { constants } from 'node:os';
import type { NodeName } from '../../lesson/types.ts';
import { killGroup, start } from '../../process/start.ts';
import type { RunResult } from '../../process/types.ts';
import { probeSpec } from '../probe.ts';
import { systemCalls } from '../system-calls.ts';
import type { LabTarget } from '../types.ts';
import { agentProgram } from './agent-program.ts';
import { netnsPath } from './namespaces.ts';

/** What each program may take and print: as a probe on its own. */
const seconds = 2;
const keptBytes = 8 * 1024 * 1024;

/** An agent that was silent for longer than a program may take has died in a way that nobody hears of. */
const silenceMs = seconds * 1000 + 800;

/** An agent that ended is not begun anew at once, lest a lab that kills it costs a process at each question. */
const restMs = 1000;

interface Waiting {
  readonly begun: number;
  readonly resolve: (result: RunResult | undefined) => void;
}

/**
 * The agents of a lab, one in each node's user and network namespaces, outside of its PID namespace where nothing in the
 * lab can see them: a question costs one process in place of three, and none of the runner's own forks. They are a
 * shorter way and not a different one: same programs, same files, same ids as `probe`. Where there is none (no perl, no
 * process to be had, killed) the answer is undefined, and `probe` is the way.
 */
export class Agents {
  readonly #agents = new Map<NodeName, Agent>();
  readonly #endedMs = new Map<NodeName, number>();
  #closed = false;

  /** Runs a program, by its absolute path, in a namespace by its name; `''` is the node's own. Never rejects. */
  ask(target: LabTarget, node: NodeName, netns: string, argv: readonly string[]): Promise<RunResult | undefined> {
    const pid = target.pids[node];
    if (pid === undefined || this.#closed) return Promise.resolve(undefined);
    const path = netns === '' ? '' : netnsPath(pid, netns);
    const agent = path === undefined ? undefined : this.#agent(target, node, pid);
    return path === undefined || agent === undefined ? Promise.resolve(undefined) : agent.ask(path, argv);
  }

  /** Ends them. Resolves when none is left. */
  async close(): Promise<void> {
    this.#closed = true;
    const agents = [...this.#agents.values()];
    for (const agent of agents) agent.close();
    await Promise.all(agents.map(({ gone }) => gone));
  }

  #agent(target: LabTarget, node: NodeName, pid: number): Agent | undefined {
    const known = this.#agents.get(node);
    if (known !== undefined && known.pid === pid) return known;
    known?.close();
    if (performance.now() - (this.#endedMs.get(node) ?? -restMs) < restMs) return undefined;
    const agent = startAgent(target, node, pid, () => {
      this.#endedMs.set(node, performance.now());
      if (this.#agents.get(node) === agent) this.#agents.delete(node);
    });
    if (agent === undefined) this.#endedMs.set(node, performance.now());
    else this.#agents.set(node, agent);
    return agent;
  }
}

function startAgent(target: LabTarget, node: NodeName, pid: number, onEnd: () => void): Agent | undefined {
  if (systemCalls === undefined) return undefined;
  const argv = ['perl', '-e', agentProgram, '--', String(systemCalls.setns)];
  const made = probeSpec(target, node, '', argv, { dieWithRunner: true });
  if ('failed' in made) return undefined;
  try {
    return new Agent(start(made.spec), pid, onEnd);
  } catch {
    // EAGAIN, EMFILE: no process to be had just now.
    return undefined;
  }
}

/** One agent; it answers in the order of the questions. */
class Agent {
  readonly pid: number;
  /** Resolves when the process has been reaped. */
  readonly gone: Promise<void>;
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #onEnd: () => void;
  readonly #waiting = new Map<number, Waiting>();
  #number = 0;
  #received: Buffer = Buffer.alloc(0);
  #silence: NodeJS.Timeout | undefined;
  #ended = false;

  /** @param pid the node's first process, for whose sake it is there */
  constructor(child: ChildProcessWithoutNullStreams, pid: number, onEnd: () => void) {
    this.pid = pid;
    this.#child = child;
    this.#onEnd = onEnd;
    child.stderr.resume();
    child.stdout.on('data', (bytes: Buffer) => this.#receive(bytes));
    this.gone = new Promise((resolve) => {
      for (const event of ['error', 'close'] as const) {
        child.on(event, () => {
          this.close();
          resolve();
        });
      }
    });
  }

  ask(path: string, argv: readonly string[]): Promise<RunResult | undefined> {
    const words = [String(++this.#number), path, String(seconds), String(keptBytes), ...argv];
    if (this.#ended || words.some((word) => word.includes('\0'))) return Promise.resolve(undefined);
    const payload = Buffer.from(words.map((word) => `${word}\0`).join(''));
    const length = Buffer.alloc(4);
    length.writeUInt32BE(payload.length);
    const number = this.#number;
    return new Promise((resolve) => {
      this.#waiting.set(number, { begun: performance.now(), resolve });
      if (this.#waiting.size === 1) this.#listen();
      this.#child.stdin.write(Buffer.concat([length, payload]));
    });
  }

  /** Also what happens when it ends by itself: whoever waits is told to go the other way. */
  close(): void {
    if (this.#ended) return;
    this.#ended = true;
    clearTimeout(this.#silence);
    killGroup(this.#child.pid);
    for (const { resolve } of this.#waiting.values()) resolve(undefined);
    this.#waiting.clear();
    this.#onEnd();
  }

  #listen(): void {
    clearTimeout(this.#silence);
    if (this.#waiting.size > 0) this.#silence = setTimeout(() => this.close(), silenceMs);
  }

  #receive(bytes: Buffer): void {
    this.#received = this.#received.length === 0 ? bytes : Buffer.concat([this.#received, bytes]);
    for (let answer = this.#next(); answer !== undefined; answer = this.#next()) {
      const waiting = this.#waiting.get(answer.number);
      this.#waiting.delete(answer.number);
      this.#listen();
      // -1: no process to be had within the lab's own limits; a probe needs none of them.
      if (waiting === undefined) continue;
      const result = resultOf(answer, performance.now() - waiting.begun);
      waiting.resolve(answer.status === -1 ? undefined : result);
      // Where one program hangs others will: probes wait for several at once, an agent for each in turn.
      if (result.timedOut) this.close();
    }
  }

  /** Takes one whole answer off what was received. */
  #next(): Answer | undefined {
    const end = this.#received.indexOf(10);
    if (end === -1) return undefined;
    const [number, status, truncated, out, err] = this.#received.toString('latin1', 0, end).split(' ').map(Number);
    if (number === undefined || status === undefined || out === undefined || err === undefined) {
      this.close();
      return undefined;
    }
    const begin = end + 1;
    if (this.#received.length < begin + out + err) return undefined;
    const stdout = this.#received.toString('utf8', begin, begin + out);
    const stderr = this.#received.toString('utf8', begin + out, begin + out + err);
    this.#received = this.#received.subarray(begin + out + err);
    return { number, status, truncated: truncated === 1, stdout, stderr };
  }
}

interface Answer {
  readonly number: number;
  /** As waitpid(2) gives it. */
  readonly status: number;
  readonly truncated: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

function resultOf({ status, truncated, stdout, stderr }: Answer, durationMs: number): RunResult {
  const number = status & 127;
  const signal = number === 0 ? null : (signalNames.get(number) ?? `signal ${number}`);
  const exitCode = signal === null ? status >> 8 : null;
  return { exitCode, signal, stdout, stderr, truncated, timedOut: signal === 'SIGALRM', durationMs };
}

const signalNames: ReadonlyMap<number, string> = new Map(
  Object.entries(constants.signals).map(([name, number]) => [number, name]),
);
