import { z } from 'zod';
import type { Progress } from './types.ts';

const step = z.object({ state: z.enum(['passed', 'skipped']), when: z.string(), hints: z.int().min(0) });
const lesson = z.object({ steps: z.record(z.string(), step) });
const course = z.object({
  lessons: z.record(z.string(), lesson),
  at: z.object({ lesson: z.string(), step: z.string() }).exactOptional(),
});
const progress = z.object({ schema: z.literal('netns-course/progress/v1'), courses: z.record(z.string(), course) });

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
  const parsed = progress.safeParse(value);
  if (parsed.success) return { state: 'good', progress: parsed.data };
  const issue = parsed.error.issues[0];
  return {
    state: 'damaged',
    reason: issue === undefined ? 'it is not a progress file' : `${issue.path.join('.')}: ${issue.message}`,
  };
}

/** The state file's text: readable by people, ends in a newline. */
export function formatProgress(value: Progress): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
