import type { Words } from '../../words/index.ts';
import { caseName } from '../case-name.ts';
import { detailsOf, placeOf } from '../details.ts';
import { printable } from '../printable.ts';
import { lessonState } from '../summary.ts';
import type { CaseState, LessonReport, ProofCase, VerifyReport } from '../types.ts';

/** TAP 14 (testanything.org): a subtest for each lesson, a YAML block for what did not pass. An error is `not ok`. */
export function reportTap(report: VerifyReport, words: Words): string {
  const lines = ['TAP version 14', `1..${String(report.lessons.length)}`];
  for (const [index, lesson] of report.lessons.entries()) {
    lines.push(`# Subtest: ${escapeTap(lesson.id)}`);
    lines.push(...subtest(lesson, words).map((line) => `    ${line}`));
    lines.push(testPoint(lessonState(lesson), index + 1, lesson.id, ''));
  }
  return `${lines.join('\n')}\n`;
}

function subtest(lesson: LessonReport, words: Words): string[] {
  const lines = [`1..${String(lesson.cases.length)}`];
  for (const [index, proofCase] of lesson.cases.entries()) {
    const { step, state, message } = proofCase;
    const name = `${step === undefined ? '' : `${step} `}${caseName(proofCase, words)}`;
    lines.push(testPoint(state, index + 1, name, message));
    if (state === 'fail' || state === 'error') lines.push(...diagnostic(lesson, proofCase, words));
  }
  return lines;
}

function testPoint(state: CaseState, number: number, name: string, reason: string): string {
  const ok = state === 'pass' || state === 'skipped' ? 'ok' : 'not ok';
  const directive = state === 'skipped' ? ` # SKIP${reason === '' ? '' : ` ${escapeTap(reason)}`}` : '';
  return `${ok} ${String(number)} - ${escapeTap(name)}${directive}`;
}

/** A JSON string is a YAML scalar (YAML 1.2 §1.3), so nothing a lab printed can break the block. */
function diagnostic(lesson: LessonReport, proofCase: ProofCase, words: Words): string[] {
  const details = detailsOf({ ...proofCase, message: '' }, words).map(
    (line) => `    - ${JSON.stringify(printable(line))}`,
  );
  return [
    '  ---',
    `  severity: ${proofCase.state}`,
    `  proof: ${proofCase.proof}`,
    `  at: ${JSON.stringify(placeOf(lesson, proofCase))}`,
    `  message: ${JSON.stringify(printable(proofCase.message))}`,
    ...(details.length === 0 ? [] : ['  details:', ...details]),
    '  ...',
  ];
}

function escapeTap(text: string): string {
  return printable(text)
    .replaceAll('\n', ' ')
    .replaceAll(/[\\#]/gu, String.raw`\$&`);
}
