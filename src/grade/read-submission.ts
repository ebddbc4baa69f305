import type { Words } from '../words/index.ts';
import type { Finding } from './result.ts';
import { steady } from './score.ts';
import { submissionSchema, submissionSchemaName, type Submission } from './submission.ts';

/** Bytes. What `submit` writes stays far below it; a longer file is not even read. */
export const maxSubmissionBytes = 4 * 1024 * 1024;

/** A submission's text as data, or why it is none. */
export type ReadSubmission =
  { readonly ok: true; readonly submission: Submission } | { readonly ok: false; readonly finding: Finding };

/** Reads what somebody handed in; never throws, whatever it is. */
export function readSubmission(text: string, words: Words): ReadSubmission {
  const say = words.grading;
  const refuse = (kind: Finding['kind'], message: string): ReadSubmission => ({
    ok: false,
    finding: { kind, text: steady(message) },
  });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    // What V8 says of it quotes the file, and differs from release to release.
    return refuse('not-json', say.notJson({ empty: text.trim() === '', is: error instanceof SyntaxError }));
  }
  const schema = schemaOf(value);
  if (schema !== undefined && schema !== submissionSchemaName && /^netns-course\/submission\/v\d+$/u.test(schema)) {
    return refuse('newer-version', say.newerVersion({ schema }));
  }
  try {
    const parsed = submissionSchema.safeParse(value);
    if (parsed.success) return { ok: true, submission: parsed.data };
    const issue = parsed.error.issues[0];
    const path = (issue?.path ?? []).map(String).join('.').slice(0, 200);
    return refuse('not-a-submission', say.notASubmission({ path }));
  } catch {
    // Nested so deeply that reading it exhausts the stack.
    return refuse('not-a-submission', say.notASubmission({ path: '' }));
  }
}

function schemaOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, 'schema') || !('schema' in value))
    return undefined;
  return typeof value.schema === 'string' ? value.schema : undefined;
}
