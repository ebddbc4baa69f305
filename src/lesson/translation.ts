import { sha256 } from '../check/sha256.ts';
import type { Check } from '../check/types.ts';
import type { Words } from '../words/index.ts';
import { createReport } from './report.ts';
import type { LessonMessage } from './report.ts';
import type { Command, Lesson, Step } from './types.ts';

/**
 * Holds a translation to its original: the same front matter (title aside), steps, commands, checks (their sentences
 * aside), setup and number of hints. Sample output may differ: a translated `ping` speaks the reader's language.
 */
export function compareTranslation(translation: Lesson, original: Lesson, words: Words): readonly LessonMessage[] {
  const report = createReport(translation.file, words);
  const differs = (place: Step['place'], what: Parameters<typeof words.lesson.translationDiffers>[0]['what']): void =>
    report.add(place, 'translation-differs', words.lesson.translationDiffers({ what }));
  if (!same(frontMatter(translation), frontMatter(original))) differs({ line: 1, column: 1 }, 'front-matter');
  const here = translation.steps.length;
  const there = original.steps.length;
  if (here !== there) {
    const place = translation.steps[there]?.place ?? translation.steps.at(-1)?.place ?? { line: 1, column: 1 };
    report.add(place, 'translation-differs', words.lesson.stepsDiffer({ here, there }));
  }
  for (const [index, step] of translation.steps.entries()) {
    const other = original.steps[index];
    if (other === undefined) break;
    const commandsPlace = step.commands[0]?.place ?? step.place;
    if (!same(step.commands.map(typed), other.commands.map(typed))) differs(commandsPlace, 'commands');
    const checksPlace = step.checks[0]?.place ?? step.place;
    if (!same(step.checks.map(demanded), other.checks.map(demanded))) differs(checksPlace, 'checks');
    if (step.setup !== other.setup) differs(step.place, 'setup');
    if (step.hints.length !== other.hints.length) differs(step.place, 'hints');
  }
  return report.messages();
}

/**
 * Holds a translation to what the original says now: it names the digest of the prose that it was made from.
 * @param prose the original's, by `proseDigest`
 */
export function checkFresh(translation: Lesson, prose: string, words: Words): readonly LessonMessage[] {
  if (translation.translates === prose) return [];
  const report = createReport(translation.file, words);
  const isNew = translation.translates === undefined;
  report.add({ line: 1, column: 1 }, 'translation-stale', words.lesson.translationStale({ isNew, prose }));
  return report.messages();
}

/**
 * The digest of what a lesson says: all but its front matter (a title is prose, and is compared with the eyes), and the
 * commands, sample outputs and pictures, which change by themselves. How lines are broken does not matter.
 */
export function proseDigest(text: string): string {
  const body = text.replace(/^---\n[^]*?\n---\n/, '');
  const said = body.replaceAll(/^(`{3,}|~{3,})(?:console|text topology)\b[^]*?^\1[ \t]*$/gm, '');
  return sha256(said.replaceAll(/\s+/g, ' ').trim()).slice(0, 12);
}

function frontMatter({ minutes, mode, world, requires, vars, choices, checkpoint, startsAfter }: Lesson): unknown {
  const sorted = Object.entries(vars).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return [minutes, mode, world, requires, sorted, choices, checkpoint, startsAfter];
}

function typed({ node, text, look, interrupt }: Command): unknown {
  return [node, text, look, interrupt];
}

/** An `ask` check's question is prose. */
function demanded({ id, kind, spec, needs, withinMs, exactly, points, hidden }: Check): unknown {
  const asked =
    kind === 'ask' && typeof spec === 'object' && spec !== null
      ? Object.entries(spec).filter(([key]) => key !== 'question')
      : spec;
  return [id, kind, asked, needs, withinMs, exactly, points, hidden];
}

function same(one: unknown, two: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(two);
}
