import type { RootContent } from 'mdast';
import { checkKinds } from '../check/registry.ts';
import { valuesFor } from '../grade/variant.ts';
import type { Words } from '../words/index.ts';
import type { CheckKinds } from './checks.ts';
import type { LessonDraft, StepDraft } from './drafts.ts';
import { readFrontMatter } from './front-matter.ts';
import { limits } from './limits.ts';
import { parseMarkdown } from './markdown.ts';
import { readIntro, readSection } from './read-section.ts';
import type { SectionContext } from './read-section.ts';
import { createReport } from './report.ts';
import type { LessonMessage, Report } from './report.ts';
import { resolveReferences } from './references.ts';
import { rulesFor } from './rules/index.ts';
import { cutSections } from './sections.ts';
import { forbiddenCharacters, sourceLines } from './source-text.ts';
import { descendants, placeOf } from './tree.ts';
import type { Lesson, Step } from './types.ts';
import type { Variables } from './variables.ts';

/** A lesson file, read but not yet understood. */
export interface LessonSource {
  /** The folder's name without its number. */
  readonly id: string;
  /** As messages shall name it. */
  readonly file: string;
  readonly text: string;
  /** A student's: `vars` that have a choice take its values. */
  readonly seed?: string;
  /** For a translation: the original's step ids, in order. */
  readonly stepIds?: readonly string[];
}

/** The lesson where nothing is wrong with it, and every mistake where something is. */
export interface ParsedLesson {
  readonly lesson?: Lesson;
  readonly messages: readonly LessonMessage[];
}

/**
 * Reads a lesson: front matter, steps, commands, checks, hints (docs/lessons.md says what may be written). Never throws for
 * what a file holds: every mistake comes with file, line, column (UTF-16 units, from 1), rule and reason, all at once. Time
 * grows with the length of the text.
 *
 * @param kinds the kinds of checks there are (default: the registry's)
 */
export function parseLesson(source: LessonSource, words: Words, kinds: CheckKinds = checkKinds): ParsedLesson {
  const report = createReport(source.file, words);
  const lesson = readLesson(source, kinds, report);
  const messages = report.messages();
  return lesson === undefined || messages.length > 0 ? { messages } : { lesson, messages };
}

function readLesson(source: LessonSource, kinds: CheckKinds, report: Report): Lesson | undefined {
  const words = report.words.lesson;
  if (source.text.trim() === '') {
    report.add({ line: 1, column: 1 }, 'empty-file', words.emptyFile());
    return undefined;
  }
  if (source.text.length > limits.lessonBytes) {
    report.add({ line: 1, column: 1 }, 'too-large', words.tooLarge({ limit: limits.lessonBytes }));
    return undefined;
  }
  const lines = sourceLines(source.text, report);
  if (lines.some((line) => line.length > limits.lineLength)) return undefined;
  const { frontMatter, next } = readFrontMatter(lines, report);
  const markdown = parseMarkdown(lines, next, report);
  if (markdown === undefined) return undefined;
  const nodes = resolveReferences(markdown);
  if (!report.has('control-character')) reportHiddenCharacters(nodes, report);
  const { choices = {}, checkpoint } = frontMatter ?? {};
  const given = frontMatter?.vars ?? {};
  const vars = source.seed === undefined ? given : valuesFor(source.seed, choices, given);
  const variables: Variables = { values: vars, used: new Set() };
  const context: SectionContext = { kinds, variables, choices, mode: frontMatter?.mode ?? 'guided', report, lines };
  const { titles, intro, sections } = cutSections(nodes);
  const steps = sections.map((section, index) =>
    readSection(section.heading, section.nodes, source.stepIds?.[index], context),
  );
  const isCheckpoint = checkpoint !== undefined;
  const draft: LessonDraft = { mode: context.mode, isCheckpoint, titles, intro: readIntro(intro, context), steps };
  for (const rule of rulesFor(kinds)) rule.check(draft, report);
  if (frontMatter === undefined) return undefined;
  for (const choice of Object.values(choices)) if (choice.type === 'host') variables.used.add(choice.in);
  for (const name of Object.keys(vars)) {
    if (!variables.used.has(name)) report.add(frontMatter.place(name), 'unused-var', words.unusedVariable({ name }));
  }
  return {
    id: source.id,
    file: source.file,
    title: frontMatter.title,
    minutes: frontMatter.minutes,
    mode: frontMatter.mode,
    world: frontMatter.world,
    requires: frontMatter.requires,
    vars,
    ...(Object.keys(choices).length === 0 ? {} : { choices }),
    ...(source.seed === undefined ? {} : { seed: source.seed }),
    ...(checkpoint === undefined
      ? {}
      : { checkpoint: { limit: checkpoint.limit ?? 2 * frontMatter.minutes, hints: checkpoint.hints } }),
    ...(frontMatter.translates === undefined ? {} : { translates: frontMatter.translates }),
    ...(frontMatter['starts-after'] === undefined ? {} : { startsAfter: frontMatter['starts-after'] }),
    intro: draft.intro,
    steps: steps.map(finishStep),
  };
}

/** Characters that Markdown's own references (`&#x202e;`) bring in behind the back of the scan of the source. */
function reportHiddenCharacters(nodes: readonly RootContent[], report: Report): void {
  for (const node of descendants(nodes)) {
    const text = 'value' in node ? node.value : 'url' in node ? `${node.url}${node.title ?? ''}` : '';
    const [bad] = forbiddenCharacters(text);
    if (bad === undefined || node.type === 'code') continue;
    const reason = report.words.lesson.controlCharacter({ name: bad.name });
    report.add(placeOf(node), 'control-character', reason);
  }
}

function finishStep(draft: StepDraft): Step {
  const { id, title, blocks, commands, checks, setup, place } = draft;
  const hints = draft.hints.map((hint) => hint.content);
  return { id, title, blocks, commands, checks, setup, hints, debrief: draft.debriefs[0]?.content ?? [], place };
}
