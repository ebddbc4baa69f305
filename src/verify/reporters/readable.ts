import type { Words } from '../../words/index.ts';
import { caseName } from '../case-name.ts';
import { detailsOf, placeOf } from '../details.ts';
import { printable } from '../printable.ts';
import { countCases, countReport, lessonState } from '../summary.ts';
import type { LessonReport, VerifyReport } from '../types.ts';

/** For people: a line for each lesson, everything about what is not proved, what it cost. */
export function reportReadable(report: VerifyReport, words: Words): string {
  const { figures } = report;
  const texts = words.verify;
  const lines = report.lessons.flatMap((lesson) => lessonLines(lesson, words));
  lines.push(
    '',
    texts.summary(countReport(report)),
    texts.figures({
      wall: seconds(figures.wallMs),
      labs: figures.labs,
      serial: seconds(figures.labMs),
      jobs: figures.jobs,
      waits: seconds(figures.longestCommandsMs),
    }),
  );
  return `${printable(lines.join('\n'))}\n`;
}

function lessonLines(lesson: LessonReport, words: Words): string[] {
  const texts = words.verify;
  const { cases } = lesson;
  const counts = countCases(cases);
  const line = texts.lessonLine({ title: lesson.id, passed: counts.pass, total: cases.length });
  const lines = [`${texts.mark[lessonState(lesson)]} ${line}`];
  for (const proofCase of cases) {
    const { state, step } = proofCase;
    if (state === 'pass' && proofCase.message === '') continue;
    const where = `${step === undefined ? '' : `${step}: `}${caseName(proofCase, words)}`;
    lines.push(`  ${placeOf(lesson, proofCase)} ${texts.mark[state]} ${where}`);
    lines.push(...detailsOf(proofCase, words).map((detail) => `      ${detail}`));
  }
  return lines;
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(1);
}
