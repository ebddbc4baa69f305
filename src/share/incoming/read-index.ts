import { z } from 'zod';

/** What a path of an index.json is for, besides texts and scripts. */
const page = z.object({
  title: z.string().optional(),
  text: z.string().optional(),
  foreground: z.string().optional(),
  background: z.string().optional(),
  code: z.string().optional(),
  courseData: z.string().optional(),
  verify: z.string().optional(),
});

/** Killercoda's index.json and Katacoda's, which it grew out of: what of them we read, and what we say is left. */
const schema = z.object({
  title: z.string().min(1),
  time: z.union([z.string(), z.number()]).optional(),
  details: z.object({
    intro: page.optional(),
    finish: page.optional(),
    steps: z.array(page).default([]),
    assets: z
      .record(
        z.string(),
        z.array(z.object({ file: z.string(), target: z.string().optional(), chmod: z.string().optional() })),
      )
      .optional(),
  }),
  backend: z.object({ imageid: z.string().default('') }).optional(),
  environment: z.unknown().optional(),
  interface: z.unknown().optional(),
});

export type ScenarioIndex = z.output<typeof schema> & {
  /** Keys that a lesson has no place for, by where they stand: `description`, `steps[0].hint`. */
  readonly otherKeys: readonly string[];
};

/** What is read of index.json by name; `backend`, `environment` and `interface` are told of as a whole. */
const known = {
  top: Object.keys(schema.shape),
  details: ['intro', 'finish', 'steps', 'assets'],
  page: Object.keys(page.shape),
  finish: ['title', 'text'],
};

function otherKeys(data: unknown): readonly string[] {
  const of = (value: unknown, names: readonly string[], where = ''): string[] =>
    typeof value === 'object' && value !== null
      ? Object.keys(value).flatMap((key) => (names.includes(key) ? [] : [`${where}${key}`]))
      : [];
  const at = (value: unknown, key: string): unknown =>
    typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
  const details = at(data, 'details');
  const steps = at(details, 'steps');
  return [
    ...of(data, known.top),
    ...of(details, known.details, 'details.'),
    ...of(at(details, 'intro'), known.page, 'intro.'),
    ...(Array.isArray(steps) ? steps : []).flatMap((step, index) => of(step, known.page, `steps[${String(index)}].`)),
    ...of(at(details, 'finish'), known.finish, 'finish.'),
  ];
}

/** Reads an index.json; the reason where it is none. */
export function readIndex(text: string): { readonly index: ScenarioIndex } | { readonly reason: string } {
  let data: unknown;
  try {
    data = JSON.parse(text.replace(/^\u{feff}/u, ''));
  } catch (error) {
    return { reason: error instanceof Error ? error.message : String(error) };
  }
  const parsed = schema.safeParse(data);
  if (parsed.success) return { index: { ...parsed.data, otherKeys: otherKeys(data) } };
  const [issue] = parsed.error.issues;
  return { reason: `${(issue?.path ?? []).map(String).join('.')}: ${issue?.message ?? ''}` };
}

/** `15 minutes`, `15-20 min`, `15`. */
export function minutesOf({ time }: Pick<ScenarioIndex, 'time'>): number | undefined {
  const number = Number(/\d+/.exec(String(time ?? ''))?.[0]);
  return number >= 1 && number <= 600 ? number : undefined;
}
