import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { exportCheck50 } from '../../../src/grade/export/check50.ts';
import { exportClassroom50 } from '../../../src/grade/export/classroom50.ts';
import { exportGithubClassroom } from '../../../src/grade/export/github-classroom.ts';
import { exportGradescope } from '../../../src/grade/export/gradescope.ts';
import { exportJunit } from '../../../src/grade/export/junit.ts';
import { exportNbgrader, nbgraderColumns } from '../../../src/grade/export/nbgrader.ts';
import { gradebookSchema } from '../../../src/grade/result.ts';

/** Each format by the fields its own project publishes; nothing beside them. */

const gradebook = gradebookSchema.parse(JSON.parse(readFileSync('fixtures/grade/gradebook.json', 'utf8')));
const [ada, bob] = gradebook.results;
if (ada === undefined || bob === undefined) throw new Error('the fixture has changed');
const visibility = z.enum(['hidden', 'after_due_date', 'after_published', 'visible']);

describe('for one learner', () => {
  it('Gradescope: results.json, hidden checks hidden', () => {
    const format = z.enum(['text', 'html', 'simple_format', 'md', 'ansi']);
    const results = z.strictObject({
      score: z.number(),
      output: z.string(),
      output_format: format,
      test_output_format: format,
      test_name_format: format,
      visibility,
      stdout_visibility: visibility,
      extra_data: z.record(z.string(), z.unknown()),
      tests: z.array(
        z.strictObject({
          score: z.number(),
          max_score: z.number(),
          status: z.enum(['passed', 'failed']),
          name: z.string(),
          number: z.string(),
          output: z.string(),
          visibility,
        }),
      ),
    });
    const { score, tests } = results.parse(exportGradescope(bob));
    expect(score).toBe(2);
    expect(tests.map((test) => [test.status, test.score, test.max_score, test.visibility])).toEqual([
      ['passed', 4, 4, 'visible'],
      ['failed', 0, 6, 'hidden'],
    ]);
    expect(JSON.stringify(tests)).not.toMatch(/\\u001b|\u001b/);
  });

  it('Classroom 50: result.json, its keys hyphenated, whole numbers', () => {
    const result = z.strictObject({
      schema: z.literal('classroom50/result/v1'),
      classroom: z.string(),
      assignment: z.string(),
      assignment_type: z.enum(['individual', 'group']),
      owner: z.string(),
      submission: z.string(),
      commit: z.string(),
      release: z.string(),
      review: z.string(),
      datetime: z.string(),
      score: z.int(),
      'max-score': z.int(),
      tests: z.array(
        z.looseObject({ 'test-name': z.string(), passed: z.boolean(), score: z.int(), 'max-score': z.int() }),
      ),
    });
    const parsed = result.parse(exportClassroom50({ ...bob, score: 2.5 }, gradebook));
    expect(parsed).toMatchObject({ owner: 'bob', score: 3, 'max-score': 10 });
    expect(parsed.tests).toHaveLength(1);
  });

  it('GitHub Classroom: the payload of an autograding action', () => {
    const payload = z.strictObject({
      version: z.literal(1),
      status: z.enum(['pass', 'fail', 'error']),
      max_score: z.number(),
      tests: z.array(
        z.strictObject({
          name: z.string(),
          status: z.enum(['pass', 'fail', 'error']),
          score: z.number(),
          message: z.string(),
          test_code: z.string(),
          filename: z.string(),
          line_no: z.number(),
          duration: z.number(),
        }),
      ),
    });
    expect(payload.parse(exportGithubClassroom(ada))).toMatchObject({ status: 'pass', max_score: 4 });
    const broken = { ...ada, checks: ada.checks.map((check) => ({ ...check, state: 'error' as const, points: 0 })) };
    expect(payload.parse(exportGithubClassroom(broken)).status).toBe('error');
  });

  it('check50: its JSON', () => {
    const report = z.strictObject({
      slug: z.string(),
      version: z.string(),
      results: z.array(
        z.strictObject({
          name: z.string(),
          description: z.string(),
          passed: z.boolean().nullable(),
          log: z.array(z.string()),
          cause: z
            .strictObject({
              rationale: z.string(),
              help: z.string().nullable(),
              expected: z.string(),
              actual: z.string(),
            })
            .nullable(),
          data: z.record(z.string(), z.unknown()),
          dependency: z.string().nullable(),
        }),
      ),
    });
    const waiting = ada.checks.map((check) => ({ ...check, hidden: false, state: 'skipped' as const }));
    expect(report.parse(exportCheck50(ada)).results.map(({ passed }) => passed)).toEqual([true]);
    expect(report.parse(exportCheck50({ ...ada, checks: waiting })).results.at(1)).toMatchObject({
      passed: null,
      dependency: 'let-it-out/netns-1',
    });
  });
});

describe('for a class', () => {
  it('nbgrader: its columns, a line for each that counts, and no formula for a spreadsheet', () => {
    const csv = exportNbgrader(gradebook);
    const rows = parse(csv, { columns: true });
    expect(Object.keys(z.record(z.string(), z.string()).parse(rows[0]))).toEqual([...nbgraderColumns]);
    expect(rows).toHaveLength(gradebook.results.filter(({ status }) => status !== 'superseded').length);
    expect(rows[1]).toMatchObject({ student_id: 'bob', raw_score: '4', late_submission_penalty: '1', score: '2' });
    for (const row of parse(csv)) for (const cell of row) expect(cell).not.toMatch(/^[=+\-@\t\r]/);
  });

  it('JUnit: counts that add up, one result for a case, nothing that XML forbids', () => {
    const xml = exportJunit(gradebook);
    const suites = [...xml.matchAll(/<testsuite .*?<\/testsuite>/gs)].map(([suite]) => suite);
    expect(suites).toHaveLength(gradebook.results.filter(({ status }) => status !== 'superseded').length);
    for (const suite of suites) {
      const count = (element: string): number => suite.split(`<${element}`).length - 1;
      const stated = (name: string): number => Number(new RegExp(` ${name}="(\\d+)"`).exec(suite)?.[1]);
      expect(stated('tests')).toBe(count('testcase'));
      expect(stated('failures')).toBe(count('failure'));
      expect(stated('skipped')).toBe(count('skipped'));
    }
    expect(xml).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]|<script|<b>/);
  });
});
