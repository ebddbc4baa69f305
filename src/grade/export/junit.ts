import { attributes, escapeXml, numbers } from '../../verify/xml.ts';
import type { Gradebook, Result } from '../result.ts';
import { findingLines, testRows, type TestRow } from './tests.ts';

/**
 * JUnit XML as its readers agree on it: a suite for each learner and checkpoint, a case for each check. `failure` is a check
 * that does not hold, `error` one that broke, `skipped` one that waits for another; points are properties.
 */
export function exportJunit(gradebook: Gradebook): string {
  const suites = gradebook.results.filter(({ status }) => status !== 'superseded');
  const counts = numbers(countsOf(suites.flatMap(testRows)));
  return `<?xml version="1.0" encoding="UTF-8"?>
<testsuites${attributes({ name: gradebook.course.title })}${counts}>
${suites.map(suite).join('')}</testsuites>
`;
}

function countsOf(rows: readonly TestRow[]): Record<'tests' | 'failures' | 'errors' | 'skipped', number> {
  const count = (wanted: string): number => rows.filter(({ check }) => check.state === wanted).length;
  return { tests: rows.length, failures: count('fail'), errors: count('error'), skipped: count('skipped') };
}

function suite(result: Result): string {
  const rows = testRows(result);
  const { learner, checkpoint, file, status, score, maxScore, submittedAt } = result;
  const name = `${checkpoint} ${learner.id === '' ? (file ?? '') : learner.id}`;
  const head = attributes({ name, ...(submittedAt === undefined ? {} : { timestamp: submittedAt }) });
  const properties = Object.entries({ status, score: String(score), 'max-score': String(maxScore) })
    .map(([key, value]) => `      <property${attributes({ name: key, value })}/>\n`)
    .join('');
  const findings = findingLines(result);
  return `  <testsuite${head}${numbers(countsOf(rows))}>
    <properties>
${properties}    </properties>
${rows.map((row) => testCase(row, `${checkpoint}.${row.check.step}`)).join('')}${
    findings === '' ? '' : `    <system-out>${escapeXml(findings)}</system-out>\n`
  }  </testsuite>
`;
}

function testCase({ name, output, check }: TestRow, classname: string): string {
  const head = attributes({ name, classname });
  if (check.state === 'pass') return `    <testcase${head}/>\n`;
  const said = attributes({ message: check.observed ?? check.message ?? check.state });
  const element = { fail: 'failure', error: 'error', skipped: 'skipped' }[check.state];
  const body = element === 'skipped' ? `<skipped${said}/>` : `<${element}${said}>${escapeXml(output)}</${element}>`;
  return `    <testcase${head}>\n      ${body}\n    </testcase>\n`;
}
