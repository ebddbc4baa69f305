import { z } from 'zod';
import { type Choice, type Choices, wrongChoices } from '../grade/variant.ts';
import type { Words } from '../words/index.ts';
import type { Report } from './report.ts';
import type { Yaml } from './yaml-source.ts';

/**
 * What a variable may hold: names, addresses, prefixes, numbers. Nothing that means something to a shell or to YAML, so
 * that a value can stand anywhere in a command or a check.
 */
const variableValue = /^[A-Za-z0-9][A-Za-z0-9._:/@%+=-]{0,63}$/;

/** A variable's value as front matter has it. */
export function variableIn(words: Words['lesson']) {
  return z.union([z.string().regex(variableValue, words.badVariableValue()), z.number()]);
}

/** A variable's choice as `variants` has it: a list, `{ from, to }`, `{ subnet, length }`, `{ in, from, to }` or `{ in, host }`. */
export function choiceIn(words: Words['lesson']) {
  const number = z.int().min(0).max(0xffffff);
  return z.union([
    z
      .array(variableIn(words))
      .min(2)
      .max(200)
      .transform((values): Choice => ({ type: 'one-of', values: values.map(String) })),
    z
      .strictObject({ subnet: z.string(), length: z.int() })
      .transform(({ subnet, length }): Choice => ({ type: 'subnet', of: subnet, length })),
    z
      .strictObject({ in: z.string(), host: number })
      .transform(({ in: net, host }): Choice => ({ type: 'host', in: net, from: host, to: host })),
    z
      .strictObject({ in: z.string(), from: number, to: number })
      .transform(({ in: net, from, to }): Choice => ({ type: 'host', in: net, from, to })),
    z.strictObject({ from: number, to: number }).transform(({ from, to }): Choice => ({ type: 'number', from, to })),
  ]);
}

/** What of the choices a schema alone cannot see: variables without a value of their own, networks that are none. */
export function reportChoices(
  choices: Choices,
  vars: Readonly<Record<string, string>>,
  yaml: Yaml,
  report: Report,
): void {
  const words = report.words.lesson;
  for (const name of Object.keys(choices)) {
    if (Object.hasOwn(vars, name)) continue;
    report.add(yaml.keyPlace(['variants'], name), 'unknown-var', words.choiceNotAVariable({ name }));
  }
  for (const { name, why } of wrongChoices(choices)) {
    report.add(yaml.place(['variants', name]), 'bad-value', words.badChoice(why));
  }
}
