import { z } from 'zod';
import { problemCode, problemText } from '../check/problems.ts';
import type { Words } from '../words/index.ts';
import type { Report } from './report.ts';
import type { RuleId } from './rule-ids.ts';
import { similar } from './similar.ts';
import type { Path, Yaml } from './yaml-source.ts';

type Issue = z.core.$ZodIssue;

/** Problems of `check/problems.ts` that are about an address. */
const addressProblems: ReadonlySet<string> = new Set(['bad-address', 'bad-prefix', 'bad-mac']);

/**
 * Validates the value at `base` of some YAML by a schema and reports every mistake at its own line and column.
 * `undefined` when there were any.
 */
export function validate<T>(
  schema: z.ZodType<T>,
  value: unknown,
  yaml: Yaml,
  base: Path,
  report: Report,
): T | undefined {
  const result = schema.safeParse(value, {
    reportInput: true,
    // Only where the schema has no sentence of its own.
    error: (issue) => (issue.code === 'invalid_format' ? report.words.lesson.badFormat() : undefined),
  });
  if (result.success) return result.data;
  for (const issue of flatten(result.error.issues)) reportIssue(issue, schema, value, yaml, base, report);
  return undefined;
}

/** Issues with those of a union replaced by the ones of the alternative that fits the value's type best. */
function flatten(issues: readonly Issue[]): Issue[] {
  return issues.flatMap((issue) => {
    if (issue.code !== 'invalid_union' || issue.errors.length === 0) return [issue];
    const wrongAtOnce = (branch: readonly Issue[]): boolean =>
      branch.some((inner) => inner.code === 'invalid_type' && inner.path.length === 0);
    const best = issue.errors.find((branch) => !wrongAtOnce(branch));
    if (best === undefined) return [issue];
    return flatten(best.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] })));
  });
}

function reportIssue(issue: Issue, schema: z.ZodType, value: unknown, yaml: Yaml, base: Path, report: Report): void {
  const words = report.words.lesson;
  const path = [...base, ...issue.path];
  if (issue.code === 'unrecognized_keys') {
    const known = issue.path.length === 0 ? knownKeys(schema) : [];
    for (const key of issue.keys) {
      const reason = words.unknownKey({ key, similar: similar(key, known) });
      report.add(yaml.keyPlace(path, key), 'unknown-key', reason);
    }
    return;
  }
  const key = String(issue.path.at(-1) ?? base.at(-1) ?? '');
  if (issue.code === 'invalid_type' && issue.path.length > 0 && at(value, issue.path) === undefined) {
    report.add(yaml.place(path.slice(0, -1)), 'missing-key', words.missingKey({ key }));
    return;
  }
  const place = issue.code === 'invalid_key' ? yaml.keyPlace(path.slice(0, -1), key) : yaml.place(path);
  const reason = reasonOf(issue, key, at(value, issue.path), report.words);
  report.add(place, ruleOf(issue, key, report.words), reason);
}

function ruleOf(issue: Issue, key: string, words: Words): RuleId {
  if (issue.code === 'invalid_format' && key === 'mac') return 'bad-address';
  if (issue.code === 'invalid_type') return 'wrong-type';
  if (issue.code === 'invalid_union') return 'wrong-type';
  const problem = problemCode({ message: issue.message, params: paramsOf(issue) }, words);
  if (problem !== undefined && addressProblems.has(problem)) return 'bad-address';
  return 'bad-value';
}

function reasonOf(issue: Issue, key: string, value: unknown, words: Words): string {
  const lesson = words.lesson;
  switch (issue.code) {
    case 'invalid_type':
      return lesson.wrongType({
        key,
        expected: lesson.typeName(issue.expected),
        received: lesson.typeName(typeOf(value)),
      });
    case 'invalid_union':
      return lesson.wrongType({ key, expected: lesson.typeName('other'), received: lesson.typeName(typeOf(value)) });
    case 'invalid_value': {
      const allowed = issue.values.map(String);
      return lesson.notOneOf({ key, value: shown(value), allowed, similar: similar(shown(value), allowed) });
    }
    case 'invalid_key': {
      const parent = String(issue.path.at(-2) ?? '');
      return lesson.badValue({ key: parent, value: key, reason: issue.issues[0]?.message ?? issue.message });
    }
    case 'too_small':
      return lesson.tooSmall({ key, value: shown(value), least: String(issue.minimum), of: issue.origin });
    case 'too_big':
      return lesson.tooBig({ key, value: shown(value), most: String(issue.maximum), of: issue.origin });
    default: {
      const reason = problemText({ message: issue.message, params: paramsOf(issue) }, words);
      return lesson.badValue({ key, value: shown(value), reason });
    }
  }
}

function paramsOf(issue: Issue): Readonly<Record<string, unknown>> | undefined {
  return issue.code === 'custom' ? issue.params : undefined;
}

function typeOf(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

function shown(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

function at(value: unknown, path: Path): unknown {
  let found = value;
  for (const key of path) {
    if (typeof found !== 'object' || found === null) return undefined;
    found = Reflect.get(found, key);
  }
  return found;
}

/** The keys that a schema knows at its top, through unions, preprocessing and defaults. */
export function knownKeys(schema: unknown): string[] {
  if (schema instanceof z.ZodObject) return Object.keys(schema.shape);
  if (schema instanceof z.ZodUnion) return schema.options.flatMap((option) => knownKeys(option));
  if (schema instanceof z.ZodPipe) return [...knownKeys(schema.in), ...knownKeys(schema.out)];
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) return knownKeys(schema.unwrap());
  return [];
}
