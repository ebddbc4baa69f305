import { checkKinds } from '../check/registry.ts';
import type { Check } from '../check/types.ts';
import type { Words } from '../words/index.ts';
import type { CheckKinds } from './checks.ts';
import { parseMarkdown } from './markdown.ts';
import type { ParsedLesson } from './parse-lesson.ts';
import { readSection, type SectionContext } from './read-section.ts';
import { resolveReferences } from './references.ts';
import { createReport } from './report.ts';
import { cutSections } from './sections.ts';
import { similar } from './similar.ts';
import { sourceLines } from './source-text.ts';
import type { Lesson } from './types.ts';

/**
 * A checkpoint with a teacher's own checks, which no learner sees: a Markdown file of `## ` sections, named like the steps
 * (`<!-- step: ID -->`, or the heading), with `yaml check` and `bash check` fences. Its `${name}` are the lesson's variables.
 */
export function applyOverlay(
  lesson: Lesson,
  { file, text }: { readonly file: string; readonly text: string },
  words: Words,
  kinds: CheckKinds = checkKinds,
): ParsedLesson {
  const report = createReport(file, words);
  const lines = sourceLines(text, report);
  const markdown = parseMarkdown(lines, 1, report);
  if (markdown === undefined) return { messages: report.messages() };
  const variables = { values: lesson.vars, used: new Set<string>() };
  const { choices = {}, mode } = lesson;
  const context: SectionContext = { kinds, variables, choices, mode, report, lines };
  const hidden = new Map<string, Check[]>();
  const ids = lesson.steps.map(({ id }) => id);
  for (const section of cutSections(resolveReferences(markdown)).sections) {
    const { id, place, checks } = readSection(section.heading, section.nodes, undefined, context);
    if (ids.includes(id)) hidden.set(id, [...(hidden.get(id) ?? []), ...checks]);
    else report.add(place, 'checkpoint', words.lesson.overlayStep({ id, similar: similar(id, ids) }));
  }
  const messages = report.messages();
  if (messages.length > 0) return { messages };
  const steps = lesson.steps.map((step) => ({ ...step, checks: joined(step.checks, hidden.get(step.id) ?? []) }));
  return { lesson: { ...lesson, steps }, messages };
}

/** The hidden checks after the others; where an id is there already, theirs gets `hidden-` before it. */
function joined(shown: readonly Check[], hidden: readonly Check[]): readonly Check[] {
  const taken = new Set(shown.map(({ id }) => id));
  const own = new Set(hidden.map(({ id }) => id));
  const idOf = (id: string): string => (own.has(id) && taken.has(id) ? `hidden-${id}` : id);
  return [
    ...shown,
    ...hidden.map((check) => ({ ...check, id: idOf(check.id), needs: check.needs.map(idOf), hidden: true })),
  ];
}
