import type { Words } from '../words/index.ts';
import type { JudgedCheck, LessonReport, ProofCase } from './types.ts';

/** Where an editor finds a case: `FILE:LINE` or `FILE:LINE:COLUMN`. */
export function placeOf(lesson: LessonReport, { place, sample }: ProofCase): string {
  if (sample !== undefined) return `${lesson.file}:${String(sample.line)}`;
  return `${lesson.file}:${String(place.line)}:${String(place.column)}`;
}

/** What there is to say about a case that did not pass, as lines of plain text without the case's name. */
export function detailsOf(proofCase: ProofCase, words: Words): readonly string[] {
  const { message, checks, sample, typed = [] } = proofCase;
  const texts = words.verify;
  const lines = message === '' ? [] : [message];
  for (const check of checks) lines.push(...checkLines(check, words));
  if (sample !== undefined) {
    lines.push(`${texts.sampleExpected}: ${sample.expected ?? texts.nothing}`);
    lines.push(`${texts.sampleObserved}: ${sample.observed ?? texts.nothing}`);
  }
  for (const { line, exitCode, output } of typed) {
    if (exitCode === 0) continue;
    lines.push(
      texts.ended({ command: line, exitCode }),
      ...output.filter((each) => each !== '').map((each) => `  ${each}`),
    );
  }
  return lines;
}

function checkLines({ id, title, verdict }: JudgedCheck, words: Words): string[] {
  const texts = words.verify;
  const name = title === undefined ? id : `${id} (${title})`;
  const facts: readonly (readonly [string, string | undefined])[] = [
    [texts.expected, verdict.expected],
    [texts.observed, verdict.observed],
    [texts.look, verdict.look],
  ];
  return [
    `${name}: ${texts.verdict[verdict.state]}${verdict.message === undefined ? '' : `: ${verdict.message}`}`,
    ...facts.flatMap(([label, value]) => (value === undefined ? [] : [`  ${label}: ${value}`])),
  ];
}
