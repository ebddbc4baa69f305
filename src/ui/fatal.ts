import { LabError } from '../lab/types.ts';
import { ReplayError } from '../session/rebuild.ts';
import { TerminalError } from '../terminal/native-pty.ts';

/** After these there is no lab, or no shell, to go on in: no lab to be had, a lesson that fails its own replay, no terminal. */
export function isFatal(error: unknown): boolean {
  return error instanceof LabError || error instanceof ReplayError || error instanceof TerminalError;
}
