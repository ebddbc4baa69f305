import type { Code } from 'mdast';
import { z } from 'zod';
import type { CheckKind } from '../check/kind.ts';
import type { Check } from '../check/types.ts';
import { knownKeys, validate } from './issues.ts';
import { limits } from './limits.ts';
import type { Report } from './report.ts';
import { similar } from './similar.ts';
import { placeOf } from './tree.ts';
import type { Place } from './types.ts';
import { substitute, unanswered, withVariables } from './variables.ts';
import type { Variables } from './variables.ts';
import { readYaml } from './yaml-source.ts';
import type { Yaml } from './yaml-source.ts';

/** The kinds there are, by the key they have in a `yaml check` item. */
export type CheckKinds = ReadonlyMap<string, CheckKind<unknown>>;

const sentence = z.string().trim().min(1).max(400);
const identifier = z.string().regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/);

/** The keys that every check may have beside its kind (docs/checks.md). */
export const common = z.strictObject({
  id: identifier.optional(),
  title: sentence.optional(),
  needs: z.preprocess((value) => (typeof value === 'string' ? [value] : value), z.array(z.string())).optional(),
  within: z
    .string()
    .regex(/^\d{1,5}(?:ms|s)$/)
    .optional(),
  exactly: z.boolean().optional(),
  pass: sentence.optional(),
  fail: sentence.optional(),
  points: z.number().min(0).max(1000).optional(),
  hidden: z.boolean().optional(),
});
const commonKeys = knownKeys(common);

/** Hands out `KIND-N` ids within one step: N counts all checks of the kind, so that naming one renumbers none. */
export interface CheckIds {
  readonly next: (kind: string) => string;
}

export function createCheckIds(): CheckIds {
  const counts = new Map<string, number>();
  return {
    next: (kind) => {
      const count = (counts.get(kind) ?? 0) + 1;
      counts.set(kind, count);
      return `${kind}-${count}`;
    },
  };
}

/**
 * The checks of a `yaml check` fence. Common keys are told from the kind's own, which the kind's schema validates; each
 * mistake is reported at the line and column of the lesson file where it stands.
 */
export function readChecks(
  code: Code,
  kinds: CheckKinds,
  ids: CheckIds,
  variables: Variables,
  report: Report,
): readonly Check[] {
  const words = report.words.lesson;
  const { line, column } = placeOf(code);
  const lines = code.value.split('\n');
  const before = report.count();
  for (const [index, text] of lines.entries()) {
    for (const { name, offset } of unanswered(text.replace(/(?:^|\s)#.*$/, ''), variables)) {
      const place = { line: line + 1 + index, column: column + offset };
      const known = Object.keys(variables.values);
      report.add(place, 'unknown-var', words.unknownVariable({ name, similar: similar(name, known) }));
    }
  }
  // What stands in its place decides whether the rest is YAML.
  if (report.count() > before) {
    substitute(code.value, variables);
    return [];
  }
  const yaml = readYaml(lines, line + 1, column - 1, variables, report);
  if (yaml === undefined) return [];
  if (!Array.isArray(yaml.value)) {
    // An empty fence may be the file's last line: then there is nothing below it to point at.
    const place = code.value.trim() === '' ? { line, column } : yaml.place([]);
    report.add(place, 'wrong-type', words.checksNotAList());
    return [];
  }
  return yaml.value.flatMap((item: unknown, index) => readCheck(item, index, yaml, kinds, ids, report) ?? []);
}

function readCheck(
  item: unknown,
  index: number,
  yaml: Yaml,
  kinds: CheckKinds,
  ids: CheckIds,
  report: Report,
): Check | undefined {
  const words = report.words.lesson;
  if (typeof item !== 'object' || item === null || Array.isArray(item)) {
    report.add(yaml.place([index]), 'wrong-type', words.checkNotAMap());
    return undefined;
  }
  const entries = Object.entries(item);
  const own = entries.filter(([key]) => kinds.has(key));
  const foreign = entries.filter(([key]) => !kinds.has(key) && !commonKeys.includes(key));
  const values = Object.fromEntries(entries.filter(([key]) => commonKeys.includes(key)));
  const shared = validate(common, values, yaml, [index], report);
  for (const [key] of foreign) {
    const known = own.length === 0 ? [...kinds.keys(), ...commonKeys] : commonKeys;
    const kindMissing = own.length === 0 && foreign.length === 1;
    const reason = { key, similar: similar(key, known) };
    report.add(
      yaml.keyPlace([index], key),
      kindMissing ? 'unknown-kind' : 'unknown-key',
      kindMissing ? words.unknownKind({ ...reason, kinds: [...kinds.keys()] }) : words.unknownKey(reason),
    );
  }
  if (own.length === 0 && foreign.length === 0) {
    report.add(yaml.place([index]), 'missing-kind', words.missingKind({ kinds: [...kinds.keys()] }));
  }
  for (const [key] of own.slice(1)) {
    const first = own[0]?.[0] ?? '';
    report.add(yaml.keyPlace([index], key), 'two-kinds', words.twoKinds({ first, second: key }));
  }
  const [name, value] = own[0] ?? [];
  const kind = name === undefined ? undefined : kinds.get(name);
  if (name === undefined || kind === undefined) return undefined;
  const failedBefore = report.count();
  const spec = validate(kind.schema, value, yaml, [index, name], report);
  const withinMs = withinOf(shared?.within, index, yaml, report);
  const numbered = ids.next(name);
  if (shared === undefined || report.count() > failedBefore) return undefined;
  return {
    id: shared.id ?? numbered,
    kind: name,
    spec,
    ...(shared.title === undefined ? {} : { title: shared.title }),
    needs: shared.needs ?? [],
    withinMs,
    exactly: shared.exactly ?? false,
    ...(shared.pass === undefined ? {} : { pass: shared.pass }),
    ...(shared.fail === undefined ? {} : { fail: shared.fail }),
    ...(shared.points === undefined ? {} : { points: shared.points }),
    hidden: shared.hidden ?? false,
    place: yaml.place([index]),
  };
}

function withinOf(within: string | undefined, index: number, yaml: Yaml, report: Report): number {
  if (within === undefined) return 0;
  const withinMs = within.endsWith('ms') ? Number.parseInt(within, 10) : Number.parseInt(within, 10) * 1000;
  if (withinMs > limits.withinMs) {
    const reason = report.words.lesson.tooBig({
      key: 'within',
      value: within,
      most: `${limits.withinMs / 1000}s`,
      of: 'number',
    });
    report.add(yaml.place([index, 'within']), 'bad-value', reason);
  }
  return withinMs;
}

/** The check of a `bash check` fence: the kind `script`. */
export function scriptCheck(
  code: Code,
  kinds: CheckKinds,
  ids: CheckIds,
  variables: Variables,
  report: Report,
): Check | undefined {
  const place: Place = placeOf(code);
  const kind = kinds.get('script');
  const result = kind?.schema.safeParse({ script: withVariables(code.value, variables) });
  if (code.value.trim() === '' || result === undefined || !result.success) {
    report.add(place, 'bad-value', report.words.lesson.emptyScript());
    return undefined;
  }
  const id = ids.next('script');
  return { id, kind: 'script', spec: result.data, needs: [], withinMs: 0, exactly: false, hidden: false, place };
}
