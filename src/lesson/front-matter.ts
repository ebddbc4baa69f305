import { z } from 'zod';
import type { Choices } from '../grade/variant.ts';
import { choiceIn, reportChoices, variableIn } from './choices.ts';
import { validate } from './issues.ts';
import type { Words } from '../words/index.ts';
import type { Report } from './report.ts';
import { readYaml } from './yaml-source.ts';

const slug = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

/** The front matter of a lesson: everything that is not prose. */
export function schemaIn(words: Words['lesson']) {
  const name = z.string().regex(/^[a-z][a-z0-9_-]*$/, words.badVariableName());
  return z.strictObject({
    title: z.string().trim().min(1).max(120),
    /** How long it takes a learner, in minutes. */
    minutes: z.int().min(1).max(600),
    mode: z.enum(['guided', 'challenge']).default('guided'),
    world: z.enum(['host', 'lan']).default('host'),
    requires: z.array(z.string().regex(/^(?:kernel:)?[a-z0-9][a-z0-9._+-]{0,63}$/, words.badRequirement())).default([]),
    vars: z.record(name, variableIn(words)).default({}),
    variants: z.record(name, choiceIn(words)).default({}),
    checkpoint: z
      .strictObject({
        limit: z.int().min(1).max(600).optional(),
        hints: z.union([z.number().min(0).max(1000), z.literal('off')]).default('off'),
      })
      .optional(),
    'starts-after': z.string().regex(slug).optional(),
    /** Of a translation: the digest of the original's prose that it says. `lint` names it. */
    translates: z.string().optional(),
  });
}

export interface FrontMatter extends Omit<z.output<ReturnType<typeof schemaIn>>, 'vars' | 'variants'> {
  readonly vars: Readonly<Record<string, string>>;
  readonly choices: Choices;
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
  const data = validate(schemaIn(words), yaml.value ?? {}, yaml, [], report);
  if (data === undefined) return { next };
  // A number as it was written: 1.10 is not 1.1.
  const vars = Object.fromEntries(
    Object.entries(data.vars).map(([name, value]) => [name, yaml.written(['vars', name]) ?? String(value)]),
  );
  const place = (key: string): { line: number; column: number } => yaml.keyPlace(['vars'], key);
  const { variants: choices, ...rest } = data;
  reportChoices(choices, vars, yaml, report);
  if (rest.checkpoint !== undefined && rest.mode !== 'challenge') {
    report.add(yaml.keyPlace([], 'checkpoint'), 'checkpoint', words.checkpointGuided());
  }
  return { next, frontMatter: { ...rest, vars, choices, next, place } };
}
