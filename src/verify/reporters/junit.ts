import type { Words } from '../../words/index.ts';
import { caseName } from '../case-name.ts';
import { detailsOf } from '../details.ts';
import { attributes, escapeXml, numbers, seconds } from '../xml.ts';
import { countCases, countReport } from '../summary.ts';
import type { LessonReport, ProofCase, VerifyReport } from '../types.ts';

/**
 * JUnit XML as its many readers agree on it (there is no official schema): a suite for each lesson, a case for each proof,
 * `failure` for a lesson that is wrong, `error` for what could not be judged. Times are seconds.
 */
export function reportJunit(report: VerifyReport, words: Words): string {
  const { pass, fail, error, skipped } = countReport(report);
  const total = pass + fail + error + skipped;
  const suites = report.lessons.map((lesson) => suite(lesson, words));
  const counts = numbers({ tests: total, failures: fail, errors: error, skipped });
  return `<?xml version="1.0" encoding="UTF-8"?>
<testsuites${attributes({ name: report.course })}${counts}${attributes({ time: seconds(report.figures.wallMs) })}>
${suites.join('')}</testsuites>
`;
}

function suite(lesson: LessonReport, words: Words): string {
  const { pass, fail, error, skipped } = countCases(lesson.cases);
  const time = lesson.cases.reduce((sum, { durationMs }) => sum + durationMs, 0);
  const counts = numbers({ tests: pass + fail + error + skipped, failures: fail, errors: error, skipped });
  const head = `${attributes({ name: lesson.id })}${counts}${attributes({ time: seconds(time), file: lesson.file })}`;
  return `  <testsuite${head}>\n${lesson.cases.map((each) => testCase(lesson, each, words)).join('')}  </testsuite>\n`;
}

function testCase(lesson: LessonReport, proofCase: ProofCase, words: Words): string {
  const { step, state, place, sample, message, durationMs } = proofCase;
  const head = attributes({
    name: caseName(proofCase, words),
    classname: step === undefined ? lesson.id : `${lesson.id}.${step}`,
    time: seconds(durationMs),
    file: lesson.file,
    line: String(sample?.line ?? place.line),
  });
  if (state === 'pass') return `    <testcase${head}/>\n`;
  const text = escapeXml(detailsOf(proofCase, words).join('\n'));
  const result =
    state === 'skipped'
      ? `<skipped${attributes({ message })}/>`
      : `<${state === 'fail' ? 'failure' : 'error'}${attributes({ message, type: proofCase.proof })}>${text}</${state === 'fail' ? 'failure' : 'error'}>`;
  return `    <testcase${head}>\n      ${result}\n    </testcase>\n`;
}
