import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import type { NodeName } from '../../lesson/types.ts';
import { killGroup, start } from '../../process/start.ts';
import { probeSpec } from '../probe.ts';
import { systemCalls } from '../system-calls.ts';
import type { LabTarget } from '../types.ts';
import type { Place } from './places.ts';
import { captureProgram } from './program.ts';
import { RecordReader, type CaptureRecord } from './records.ts';

export interface ListenOptions {
  /** All on this node: a program can enter the namespaces of one user namespace, and each node has its own. */
  readonly node: NodeName;
  readonly places: readonly Place[];
  /** Bytes kept of each frame. */
  readonly keptBytes: number;
  /** Frames taken in a second; what comes beyond is counted as lost. Absent: all. */
  readonly mostPerSecond?: number;
  /** As SO_ATTACH_FILTER takes it; absent: everything. */
  readonly filter?: Uint8Array;
  /** Only this interface, which must be in the one place. */
  readonly interface?: string;
  /** What is sent, once all listen. */
  readonly send?: {
    readonly kind: 'icmp' | 'tcp';
    readonly path: string;
    readonly to: string;
    /** Of an echo: its id. */
    readonly port: number;
    readonly sign: string;
    /** Of an echo that must not be fragmented: bytes of the IP packet. */
    readonly size?: number;
    readonly waitMs: number;
  };
}

/** What ends with a lab. */
export interface Closing {
  /** Aborted when the lab ends. */
  readonly signal: AbortSignal;
  /** Notes a program of ours that the lab's end has to wait for. */
  readonly program: (gone: Promise<unknown>) => void;
}

/** The capturing program at work. */
export interface Listening {
  /** Resolves when it hears everything, or is gone. */
  readonly ready: Promise<void>;
  /** Has it send what it is to send. */
  readonly go: () => void;
  /** Asks it to tell what it still has, and to end. */
  readonly stop: () => void;
  /** Ends it at once. */
  readonly kill: () => void;
  /** Resolves when it has told all, or is gone: the kernel takes a while to close many sockets. */
  readonly told: Promise<void>;
  /** Resolves when the process is gone; with what it said on standard error. */
  readonly gone: Promise<string | undefined>;
}

/**
 * Starts the capturing program in a lab; what it finds is handed over as it comes. It is outside of the lab's processes, as
 * every probe is: `closing` ends it with the lab, and the kernel with the runner.
 */
export function listen(
  target: LabTarget,
  options: ListenOptions,
  onRecord: (record: CaptureRecord) => void,
  closing: Closing,
): Listening | { readonly failed: string } {
  if (systemCalls === undefined) return { failed: `not on this architecture: ${process.arch}` };
  const { send, places } = options;
  const words = [
    String(systemCalls.setns),
    String(systemCalls.unshare),
    String(systemCalls.clockGettime),
    String(send?.waitMs ?? 0),
    String(options.keptBytes),
    String(options.mostPerSecond ?? 0),
    Buffer.from(options.filter ?? []).toString('hex'),
    options.interface ?? '',
    send?.kind ?? '',
    send?.path ?? '',
    send?.to ?? '',
    String(send?.port ?? 0),
    send?.sign ?? '',
    String(send?.size ?? 0),
  ];
  const argv = ['perl', '-e', captureProgram, '--', ...words, ...places.map(({ path }) => path)];
  const made = probeSpec(target, options.node, '', argv, { dieWithRunner: true });
  if ('failed' in made) return made;
  let child: ChildProcessWithoutNullStreams;
  try {
    child = start(made.spec);
  } catch (error) {
    return { failed: error instanceof Error ? error.message : String(error) };
  }
  const kill = (): void => killGroup(child.pid);
  if (closing.signal.aborted) kill();
  closing.signal.addEventListener('abort', kill, { once: true });
  const reader = new RecordReader(places.map(({ at }) => at));
  let said = '';
  let [isReady, isTold] = [() => undefined, () => undefined] as [() => void, () => void];
  const ready = new Promise<void>((resolve) => (isReady = resolve));
  const told = new Promise<void>((resolve) => (isTold = resolve));
  child.stdout.on('data', (bytes: Buffer) => {
    for (const record of reader.read(bytes)) {
      if (record.type === 'listening') isReady();
      onRecord(record);
      if (record.type === 'end') isTold();
    }
  });
  child.stderr.on('data', (bytes: Buffer) => (said = (said + bytes.toString('utf8')).slice(0, 2000)));
  const gone = new Promise<string | undefined>((resolve) => {
    child.on('error', ({ message }) => resolve(message));
    child.on('close', () => resolve(said.trim() === '' ? undefined : said.trim()));
  });
  void gone.then(() => {
    closing.signal.removeEventListener('abort', kill);
    isReady();
    isTold();
  });
  closing.program(gone);
  return { ready, told, go: () => void child.stdin.write('.'), stop: () => child.stdin.end(), kill, gone };
}
