import { z } from 'zod';
import { validate } from './issues.ts';
import type { Report } from './report.ts';
import { readYaml } from './yaml-source.ts';

const slug = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

/**
 * What a variable may hold: names, addresses, prefixes, numbers. Nothing that means something to a shell or to YAML, so
 * that a value can stand anywhere in a command or a check.
 */
const variableValue = /^[A-Za-z0-9][A-Za-z0-9._:/@%+=-]{0,63}$/;

/** The front matter of a lesson: everything that is not prose. */
const schema = z.strictObject({
  title: z.string().trim().min(1).max(120),
  /** How long it takes a learner, in minutes. */
  minutes: z.int().min(1).max(600),
  mode: z.enum(['guided', 'challenge']).default('guided'),
  world: z.enum(['host', 'lan']).default('host'),
  requires: z.array(z.string().regex(/^(?:kernel:)?[a-z0-9][a-z0-9._+-]{0,63}$/)).default([]),
  vars: z.record(z.string(), z.union([z.string(), z.number()])).default({}),
  'starts-after': z.string().regex(slug).optional(),
});

export interface FrontMatter extends Omit<z.output<typeof schema>, 'vars'> {
  readonly vars: Readonly<Record<string, string>>;
  /** The line after the closing `---`. */
  readonly next: number;
  /** Where the key of a variable stands, for messages. */
  readonly place: (key: string) => { readonly line: number; readonly column: number };
}

/** Where the text begins, whether or not the front matter could be read. */
export interface FrontMatterResult {
  readonly frontMatter?: FrontMatter;
  readonly next: number;
}

/** Reads the block between the `---` of the first line and the next one. */
export function readFrontMatter(lines: readonly string[], report: Report): FrontMatterResult {
  const words = report.words.lesson;
  if (lines[0]?.trimEnd() !== '---') {
    report.add({ line: 1, column: 1 }, 'missing-front-matter', words.missingFrontMatter());
    return { next: 1 };
  }
  const end = lines.findIndex((line, index) => index > 0 && /^(?:---|\.\.\.)[ \t]*$/.test(line));
  if (end < 0) {
    report.add({ line: 1, column: 1 }, 'missing-front-matter', words.unclosedFrontMatter());
    return { next: 1 };
  }
  const next = end + 2;
  const yaml = readYaml(lines.slice(1, end), 2, 0, undefined, report);
  if (yaml === undefined) return { next };
  const value = yaml.value ?? {};
  const data = validate(schema, value, yaml, [], report);
  let sound = data !== undefined;
  const vars: Record<string, string> = {};
  for (const [name, given] of Object.entries(data?.vars ?? {})) {
    const written = typeof given === 'number' ? (yaml.written(['vars', name]) ?? String(given)) : given;
    if (!/^[a-z][a-z0-9_-]*$/.test(name)) {
      report.add(yaml.keyPlace(['vars'], name), 'bad-value', words.badVariableName({ name }));
      sound = false;
    } else if (!variableValue.test(written)) {
      report.add(yaml.place(['vars', name]), 'bad-value', words.badVariableValue({ name }));
      sound = false;
    } else vars[name] = written;
  }
  if (data === undefined || !sound) return { next };
  const place = (key: string): { line: number; column: number } => yaml.keyPlace(['vars'], key);
  return { next, frontMatter: { ...data, vars, next, place } };
}
