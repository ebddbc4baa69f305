import { z } from 'zod';
import { checkKinds } from '../../src/check/registry.ts';
import { common as commonSchema } from '../../src/lesson/checks.ts';
import { schemaIn } from '../../src/lesson/front-matter.ts';
import { en } from '../../src/words/en/index.ts';
import { common, frontMatter, kinds, type Meanings } from './meanings.ts';

/** A part of a JSON Schema, as far as a lesson's keys have one. */
const shape = z.object({
  type: z.union([z.string(), z.array(z.string())]).optional(),
  enum: z.array(z.unknown()).optional(),
  const: z.unknown().optional(),
  default: z.unknown().optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  required: z.array(z.string()).default([]),
  get properties() {
    return z.record(z.string(), shape).optional();
  },
  get items() {
    return z.union([shape, z.boolean()]).optional();
  },
  get anyOf() {
    return z.array(shape).optional();
  },
});

type Shape = z.output<typeof shape>;

interface Row {
  readonly key: string;
  readonly value: string;
  readonly otherwise: string;
}

/** The page of every key that a lesson may have, as Markdown. @throws where a key has no meaning, or a meaning no key. */
export function formatPage(): string {
  return `# Every key of the lesson format

Written by \`npm run docs\` from the schemas that read lessons; not to be edited. How a lesson is built is told in
[lessons.md](lessons.md), what the checks mean in [checks.md](checks.md), the way from nothing to a course in [authoring.md](authoring.md).

## Front matter

${table(schemaIn(en.lesson), frontMatter)}

## Every check

${table(commonSchema, common)}

${[...checkKinds].map(([name, { schema }]) => `## ${name}\n\n${table(schema, kinds[name] ?? {})}`).join('\n\n')}
`;
}

function table(schema: z.ZodType, meanings: Meanings): string {
  const whole = shape.parse(z.toJSONSchema(schema, { io: 'output', unrepresentable: 'any' }));
  const found = rows(whole, '');
  const keys = found.map(({ key }) => key);
  const lacking = keys.filter((key) => meanings[key] === undefined);
  const stale = Object.keys(meanings).filter((key) => !keys.includes(key));
  if (lacking.length + stale.length > 0)
    throw new Error(`scripts/docs/meanings.ts: lacks ${lacking.join(', ')}; has nothing for ${stale.join(', ')}`);
  const lines = found.map(
    ({ key, value, otherwise }) => `| \`${key}\` | ${value} | ${otherwise} | ${meanings[key] ?? ''} |`,
  );
  return ['| key | value | left out | meaning |', '| --- | --- | --- | --- |', ...lines].join('\n');
}

function rows({ properties = {}, required }: Shape, prefix: string): readonly Row[] {
  return Object.entries(properties).flatMap(([name, each]) => {
    const key = `${prefix}${name}`;
    const otherwise =
      each.default !== undefined ? `\`${JSON.stringify(each.default)}\`` : required.includes(name) ? '**needed**' : '';
    const inner = [each, ...(each.anyOf ?? [])].flatMap((part) => rows(part, `${key}.`));
    return [{ key, value: valueText(each), otherwise }, ...inner];
  });
}

function valueText({ type, enum: values, const: only, minimum, maximum, items, anyOf }: Shape): string {
  if (anyOf !== undefined) return [...new Set(anyOf.map(valueText))].join(' or ');
  if (values !== undefined) return values.map((value) => `\`${String(value)}\``).join(', ');
  if (only !== undefined) return `\`${typeof only === 'string' ? only : JSON.stringify(only)}\``;
  if (Array.isArray(type)) return type.join(' or ');
  if (type === 'array') return typeof items === 'object' ? `list of ${valueText(items)}` : 'list';
  if (type === 'integer' || type === 'number') {
    const most = maximum === undefined || maximum >= Number.MAX_SAFE_INTEGER ? '' : String(maximum);
    const name = type === 'integer' ? 'whole number' : 'number';
    return minimum === undefined && most === ''
      ? name
      : `${name}, ${String(minimum ?? '')}–${most}`.replace(/–$/, ' or more');
  }
  return type === 'object'
    ? 'keys'
    : type === 'string'
      ? 'text'
      : type === 'boolean'
        ? '`true`, `false`'
        : (type ?? 'any');
}
