import { compareSample } from '../verify/sample.ts';
import { withoutIds } from './ids.ts';
import { opensEditor, waitsForKeys } from './keys.ts';
import { wasInterrupted } from './plan.ts';
import type { Difference } from './result.ts';
import { steady } from './score.ts';
import type { SubmissionCommand } from './submission.ts';

/** How a command came out when it was replayed; absent: it was not typed, or did not end. */
export interface Came {
  readonly output: string;
  readonly exitCode?: number;
}

/**
 * The first command that came out otherwise than the submission says, what changes by nature aside.
 *
 * @param came by the commands' numbers
 */
export function firstDifference(
  commands: readonly SubmissionCommand[],
  came: ReadonlyMap<number, Came>,
): Difference | undefined {
  for (const [index, command] of commands.entries()) {
    // What its reader's keys did cannot be done again.
    if (opensEditor(command.line) || waitsForKeys(command.line)) continue;
    const replayed = came.get(index);
    const found = replayed === undefined ? undefined : compare(command, replayed);
    if (replayed !== undefined && found === undefined) continue;
    const { recorded = '', observed = '' } = found ?? {};
    return {
      index,
      node: command.node,
      command: steady(command.line),
      recorded: { ...codeOf(command), line: steady(recorded) },
      replayed: { ...(replayed === undefined ? {} : codeOf(replayed)), line: steady(observed) },
    };
  }
  return undefined;
}

function compare(
  command: SubmissionCommand,
  replayed: Came,
): { readonly recorded?: string; readonly observed?: string } | undefined {
  // Its last lines, and how many, are chance.
  const isInterrupted = wasInterrupted(command) || command.endedMs === undefined;
  const lines = command.output.trimEnd().split('\n').map(withoutIds);
  // Of a long output only the beginning was kept.
  if (command.cut === true) lines.splice(-1, 1, '…');
  const output = replayed.output.trimEnd().split('\n').map(withoutIds).join('\n');
  const comparison = compareSample(lines, output, { interrupted: isInterrupted });
  if (!isInterrupted && command.exitCode !== replayed.exitCode) {
    const last = (text: string): string => text.trimEnd().split('\n').at(-1) ?? '';
    return { recorded: last(command.output), observed: last(replayed.output) };
  }
  if (comparison.same) return undefined;
  return {
    ...(comparison.expected === undefined ? {} : { recorded: comparison.expected }),
    ...(comparison.observed === undefined ? {} : { observed: comparison.observed }),
  };
}

function codeOf({ exitCode }: Pick<Came, 'exitCode'>): { readonly exitCode?: number } {
  return exitCode === undefined ? {} : { exitCode };
}
