import { plainLines } from '../check/plain-text.ts';
import { preflight } from '../lab/preflight.ts';
import { LabError } from '../lab/types.ts';
import { ReplayError } from '../session/rebuild.ts';
import { TerminalError } from '../terminal/native-pty.ts';
import { engineText } from '../ui/engine-text.ts';
import type { Words } from '../words/index.ts';
import { obstacleLine } from './doctor-lines.ts';
import { installCommand } from './install-command.ts';

/**
 * What a learner is told where the course could not go on for a reason that is no fault of this program's code: no lab, no
 * terminal, a lesson that fails its own replay. Undefined for any other error.
 */
export async function failedText(error: unknown, words: Words): Promise<string | undefined> {
  const text = await textOf(error, words);
  // Programs' messages are in it, which may hold anything.
  return text === undefined ? undefined : plainLines(text).join('\n');
}

async function textOf(error: unknown, words: Words): Promise<string | undefined> {
  if (error instanceof LabError) return labFailedText(error, words);
  if (error instanceof ReplayError) return words.course.replayFailed({ detail: error.message });
  const engine = engineText(error, words);
  if (engine !== undefined) return engine;
  if (!(error instanceof TerminalError)) return undefined;
  const { message, reason } = error;
  if (reason === 'no-native') return words.course.noTerminalModule({ message });
  return reason === 'pty-limit' ? words.course.noMoreTerminals({ message }) : words.lab.noTerminal({ message });
}

/** Why no lab could be had: the obstacle that a second try finds, and its cure, as `doctor` says them. */
async function labFailedText(error: LabError, words: Words): Promise<string> {
  const said = [error.message, error.stderr.trim()].filter((text) => text !== '').join('\n');
  const { ok, obstacle } = await preflight();
  if (ok) return words.lab.failedOnce({ said });
  if (obstacle === undefined || obstacle.kind === 'unknown') return words.course.labFailed({ message: said });
  const missing = obstacle.kind === 'tools' ? obstacle.missing : [];
  const { text, cure } = obstacleLine(obstacle, installCommand(missing), words);
  const mended = cure === undefined ? '' : `\n${words.doctor.cure({ command: cure })}`;
  return words.course.labFailed({ message: `${text}${mended}\n${words.doctor.stderr({ text: said })}` });
}
