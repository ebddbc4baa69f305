import type { CommandRecord } from '../check/types.ts';
import type { NodeName } from '../lesson/types.ts';
import type { ShellEvent } from './shells.ts';
import { createOutputText, type OutputText } from './text.ts';

/** The commands of one terminal, as `ShellEvent`s tell them. */
export interface Records {
  /** Takes an event; the record it begins, adds to or ends, as it is then. */
  readonly push: (event: ShellEvent, nowMs: number) => CommandRecord | undefined;
  /** Bytes of UTF-8 kept of a running command's output; 0 for one that is not running. */
  readonly outputLength: (index: number) => number;
  /** Oldest first; running ones with what they have shown so far. */
  readonly list: () => readonly CommandRecord[];
}

/** Older ones are forgotten. */
export const maxRecords = 1000;
/** Outputs kept of all finished commands together, in bytes of UTF-8; of older ones only ends are kept beyond that. */
export const maxRecordedLength = 8 * 1024 * 1024;
const keptOfOld = 16 * 1024;

interface Running {
  readonly index: number;
  readonly line: string;
  readonly netns: string;
  readonly startedMs: number;
  readonly output: OutputText;
}

interface Finished {
  readonly record: CommandRecord;
  /** What its output takes, in bytes of UTF-8. */
  readonly length: number;
}

/** Keeps the record of a node's terminal. Times are `nowMs` as given: monotonic milliseconds. */
export function createRecords(node: NodeName): Records {
  const running = new Map<number, Running>();
  const finished = new Map<number, Finished>();
  let finishedLength = 0;

  /** Output is made into text when it is first read: nobody waits at the prompt for what nobody reads. */
  const snapshot = ({ index, line, netns, startedMs, output }: Running): CommandRecord => {
    let text: string | undefined;
    return {
      index,
      node,
      line,
      netns,
      startedMs,
      get output() {
        return (text ??= output.text());
      },
    };
  };

  const finish = (command: Running, exitCode: number | undefined, endedMs: number): CommandRecord => {
    const { index, output } = command;
    const record = Object.assign(snapshot(command), { endedMs, ...(exitCode === undefined ? {} : { exitCode }) });
    running.delete(index);
    finished.set(index, { record, length: output.length });
    finishedLength += output.length;
    trim();
    return record;
  };

  const trim = (): void => {
    for (const [index, { length }] of finished) {
      if (finished.size + running.size <= maxRecords) break;
      finished.delete(index);
      finishedLength -= length;
    }
    if (finishedLength <= maxRecordedLength) return;
    for (const [index, { record, length }] of finished) {
      if (finishedLength <= maxRecordedLength) break;
      if (length <= 2 * keptOfOld + 3) continue;
      const output = `${record.output.slice(0, keptOfOld)}\n…\n${record.output.slice(-keptOfOld)}`;
      const kept = { record: { ...record, output }, length: Buffer.byteLength(output) };
      finished.set(index, kept);
      finishedLength -= length - kept.length;
    }
  };

  const push = (event: ShellEvent, nowMs: number): CommandRecord | undefined => {
    if (event.type === 'prompt' || event.type === 'continuation') return undefined;
    if (event.type === 'start') {
      const { command: index, line, netns } = event;
      const command: Running = { index, line, netns, startedMs: nowMs, output: createOutputText() };
      running.set(index, command);
      return snapshot(command);
    }
    const command = running.get(event.command);
    if (command === undefined) return undefined;
    if (event.type === 'end') return finish(command, event.exitCode, nowMs);
    command.output.push(event.bytes);
    return snapshot(command);
  };

  const list = (): readonly CommandRecord[] =>
    [...[...finished.values()].map(({ record }) => record), ...[...running.values()].map(snapshot)].sort(
      (a, b) => a.index - b.index,
    );

  return { push, outputLength: (index) => running.get(index)?.output.length ?? 0, list };
}
