import { z } from 'zod';
import type { Found } from '../../check/found.ts';

/** A tool's JSON as the schema's type, or an error that names the tool and the first mistake; never throws. */
export function parseJson<T>(tool: string, text: string, schema: z.ZodType<T>): Found<T> {
  // iproute2 prints nothing, rather than [], for some empty lists.
  const json = text.trim() === '' ? '[]' : text;
  let value: unknown;
  try {
    // iproute2 escapes quotes, but passes on what else a learner put into an alias: no JSON string may hold that.
    value = JSON.parse(json.replaceAll(/[\0-\u001f]/gu, ' '));
  } catch {
    return { state: 'error', message: `${tool}: not JSON: ${excerpt(json)}` };
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return { state: 'found', value: parsed.data };
  const issue = parsed.error.issues[0];
  return { state: 'error', message: `${tool}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'unexpected'}` };
}

/** A found value, changed; everything else as it was. */
export function mapFound<T, U>(found: Found<T>, change: (value: T) => U): Found<U> {
  return found.state === 'found' ? { state: 'found', value: change(found.value) } : found;
}

/**
 * A list of objects of which `{}` are dropped: iproute2 4.15 to 5.2 print an empty object for each entry that their
 * own filter left out.
 */
export function listOf<T>(entry: z.ZodType<T>): z.ZodType<T[]> {
  return z.preprocess(
    (value: unknown) => (Array.isArray(value) ? value.filter((each: unknown) => !isEmptyObject(each)) : value),
    z.array(entry),
  );
}

function isEmptyObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length === 0;
}

function excerpt(text: string): string {
  return JSON.stringify(text.trim().slice(0, 60));
}
