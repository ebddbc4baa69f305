import type { Progress, StepProgress } from './types.ts';

/** What a state file's text turned out to be. `newer`: written by a later version of the program, whose name it tells. */
export type ParsedProgress =
  | { readonly state: 'good'; readonly progress: Progress }
  | { readonly state: 'newer'; readonly schema: string }
  | { readonly state: 'damaged'; readonly reason: string };

/** Reads a state file's text; never throws. */
export function parseProgress(text: string): ParsedProgress {
  if (text.trim() === '') return { state: 'damaged', reason: 'the file is empty' };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { state: 'damaged', reason: error instanceof Error ? error.message : String(error) };
  }
  const schema = typeof value === 'object' && value !== null && 'schema' in value ? value.schema : undefined;
  if (typeof schema === 'string' && /^netns-course\/progress\/v(?!1$)\d+$/.test(schema))
    return { state: 'newer', schema };
  if (isProgress(value)) return { state: 'good', progress: value };
  return { state: 'damaged', reason: 'it is not what netns-course writes' };
}

/** The state file's text: readable by people, ends in a newline. */
export function formatProgress(value: Progress): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/**
 * Guards by hand rather than by a schema library: those copy, and drop an id such as `__proto__` on the way; here
 * what the file says is what is kept, keys that we do not know included.
 */
function isProgress(value: unknown): value is Progress {
  return isRecord(value) && value['schema'] === 'netns-course/progress/v1' && isRecordOf(value['courses'], isCourse);
}

function isCourse(value: unknown): boolean {
  if (!isRecord(value) || !isRecordOf(value['lessons'], isLesson)) return false;
  const at = value['at'];
  return at === undefined || (isRecord(at) && typeof at['lesson'] === 'string' && typeof at['step'] === 'string');
}

function isLesson(value: unknown): boolean {
  return isRecord(value) && isRecordOf(value['steps'], isStep);
}

function isStep(value: unknown): value is StepProgress {
  if (!isRecord(value)) return false;
  const { state, when, hints } = value;
  return (
    (state === 'passed' || state === 'skipped') &&
    typeof when === 'string' &&
    Number.isSafeInteger(hints) &&
    Number(hints) >= 0
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isRecordOf(value: unknown, isItem: (item: unknown) => boolean): boolean {
  return isRecord(value) && Object.values(value).every(isItem);
}
