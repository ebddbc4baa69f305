import type { RunResult } from '../../process/types.ts';

/** Why a program's answer is none, in one line: the text of an `error` fact. */
export function problemOf(tool: string, result: RunResult): string {
  if (result.failed !== undefined) return result.failed.startsWith(tool) ? result.failed : `${tool}: ${result.failed}`;
  if (result.timedOut) return `${tool}: no answer within ${Math.round(result.durationMs)} ms`;
  if (result.truncated) return `${tool}: more output than is kept`;
  const said = result.stderr.split('\n').find((line) => line.trim() !== '') ?? '';
  return `${tool}: ${result.signal ?? `exit ${result.exitCode}`}${said === '' ? '' : `: ${said.trim().slice(0, 200)}`}`;
}

/** Whether the program ran to its end, said yes, and all it printed is here. */
export function isWhole(result: RunResult): boolean {
  return result.exitCode === 0 && !result.truncated && !result.timedOut;
}
