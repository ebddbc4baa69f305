import type { NodeName } from '../lesson/types.ts';
import { waitsForKeys } from './keys.ts';

/** One command as a submission records it, as far as a replay needs it. */
export interface RecordedCommand {
  readonly node: NodeName;
  readonly line: string;
  readonly output: string;
  /** Absent where it still ran at the end, or its shell went. */
  readonly exitCode?: number;
  /** Milliseconds since the lab began. */
  readonly startedMs: number;
  readonly endedMs?: number;
}

/** How a replay types one command. */
export interface PlannedCommand {
  /** 0-based number in the submission. */
  readonly index: number;
  readonly command: RecordedCommand;
  /** How many commands of the same node it ran inside of: shells that were opened by `ip netns exec NS bash`, `su` and the like. */
  readonly depth: number;
  /**
   * What is waited for before the next command is typed: `prompt`; `interrupt`: its time, then `^C`; `keys`: a moment, then
   * what makes such a program end; `going`: nothing, because the next one was typed while this one ran, or it never ended.
   */
  readonly until: 'prompt' | 'interrupt' | 'keys' | 'going';
  /** The next one was typed in a shell that this one opened. */
  readonly opens: boolean;
  /** How long it ran when it was recorded; 0 where it never ended. */
  readonly ranMs: number;
}

/** bash's and the kernel's: 128 + SIGINT (bash(1), EXIT STATUS). */
const interrupted = 130;

/** Whether `^C` ended it: programs that count until then, as ping(8) and tcpdump(8) do, end well by it, and the terminal shows the key. */
export function wasInterrupted({ exitCode, output }: Pick<RecordedCommand, 'exitCode' | 'output'>): boolean {
  return exitCode === interrupted || output.includes('^C');
}

/**
 * In which order and how to type the commands of a submission: by their times alone, since what nests and what runs beside
 * what was never written down otherwise.
 */
export function planReplay(commands: readonly RecordedCommand[]): readonly PlannedCommand[] {
  const inOrder = [...commands.entries()].sort(
    ([first, one], [second, other]) => one.startedMs - other.startedMs || first - second,
  );
  const running = new Map<NodeName, RecordedCommand[]>();
  return inOrder.map(([index, command], place) => {
    const around = (running.get(command.node) ?? []).filter((outer) => isAround(outer, command));
    running.set(command.node, [...around, command]);
    const next = inOrder[place + 1]?.[1];
    return {
      index,
      command,
      depth: around.length,
      until: untilOf(command, next),
      opens: opensShell(command, next),
      ranMs: command.endedMs === undefined ? 0 : Math.max(0, command.endedMs - command.startedMs),
    };
  });
}

function untilOf(command: RecordedCommand, next: RecordedCommand | undefined): PlannedCommand['until'] {
  // Its prompt comes.
  if (opensShell(command, next)) return 'prompt';
  if (command.endedMs === undefined) return 'going';
  if (next !== undefined && endOf(command) > next.startedMs) return 'going';
  if (wasInterrupted(command)) return 'interrupt';
  return waitsForKeys(command.line) ? 'keys' : 'prompt';
}

const opensShell = (command: RecordedCommand, next: RecordedCommand | undefined): boolean =>
  next !== undefined && next.node === command.node && isAround(command, next);

/** Whether one ran while the other, which began later, was typed. `exit` ends its shell within the very millisecond. */
function isAround(outer: RecordedCommand, inner: RecordedCommand): boolean {
  const endsShell = inner.endedMs !== undefined && inner.exitCode === undefined;
  return endOf(outer) > inner.startedMs || (endsShell && endOf(outer) === inner.startedMs);
}

const endOf = ({ endedMs }: RecordedCommand): number => endedMs ?? Number.POSITIVE_INFINITY;
