import { plainLines } from '../check/plain-text.ts';
import { ImageError, type ImageProblem } from '../images/types.ts';
import { EngineError } from '../lab/types.ts';
import type { Words } from '../words/index.ts';

/** What is said of an error that a lesson goes on after: a lab without its Engine, or a check that broke. */
export function errorText(error: unknown, words: Words): string {
  const lacking = engineText(error, words);
  const text =
    lacking === undefined
      ? words.course.checkError({ message: error instanceof Error ? error.message : String(error) })
      : `${lacking}\n${words.engine.waits}`;
  // Programs' messages are in it, which may hold anything.
  return plainLines(text).join('\n');
}

/** Why a lab has no Engine, or no images; undefined for any other error. */
export function engineText(error: unknown, words: Words): string | undefined {
  const { engine } = words;
  if (error instanceof ImageError)
    return engine.image.problem({ image: error.image, why: problemText(error.reason, engine.image) });
  if (!(error instanceof EngineError)) return undefined;
  const { reason, detail, cause } = error;
  if (reason === 'no-images') return engineText(cause, words) ?? engine.image.cannot({ detail });
  if (reason === 'not-loaded') return engine.notLoaded({ detail });
  return reason === 'late' ? engine.late({ detail }) : engine.notStarted({ detail });
}

function problemText(problem: ImageProblem, words: Words['engine']['image']): string {
  switch (problem.kind) {
    case 'not-installed':
      return words.notInstalled({ tools: problem.tools.join(', ') });
    case 'no-library':
      return words.noLibrary(problem);
    case 'no-puller':
      return words.noPuller({ tools: problem.tools.join(', ') });
    case 'failed':
      return words.failed(problem);
    case 'not-an-image':
      return words.notAnImage(problem);
  }
}
