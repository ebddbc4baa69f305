import { readFileSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { describe, expect, test } from 'vitest';
import { reportJson } from '../../src/verify/reporters/json.ts';
import { reportJunit } from '../../src/verify/reporters/junit.ts';
import { reportReadable } from '../../src/verify/reporters/readable.ts';
import { reportTap } from '../../src/verify/reporters/tap.ts';
import { wordsFor } from '../../src/words/index.ts';
import { aCase, aReport } from './make.ts';

const words = wordsFor();
const place = { line: 30, column: 1 };
const report = aReport([
  [
    aCase({ proof: 'before' }),
    aCase(),
    aCase({ proof: 'left-out', command: 'ip link set v0 up', place: { line: 14, column: 3 } }),
    aCase({ proof: 'sample', command: 'ip link' }),
    aCase({ proof: 'no-look' }),
  ],
  [
    aCase({
      proof: 'before',
      state: 'fail',
      message: words.verify.passesBefore,
      checks: [
        {
          id: 'red',
          kind: 'netns',
          place,
          verdict: { state: 'pass', expected: 'a namespace red', observed: 'red is there' },
        },
      ],
    }),
    aCase({
      state: 'error',
      message: words.verify.checkBroke,
      typed: [
        { line: 'ip link', exitCode: 0, output: ['1: lo'] },
        { line: 'ip netns add red', exitCode: 1, output: ['Cannot create: \u001b[1mFile exists'] },
        { line: 'sleep 9', output: [''] },
      ],
      checks: [
        { id: 'a', kind: 'reach', title: 'It answers', place, verdict: { state: 'error', message: 'ping: "no" <&>' } },
        { id: 'b', kind: 'link', place, verdict: { state: 'skipped' } },
      ],
    }),
    aCase({
      proof: 'left-out',
      command: "cat <<'end' ]]> # \\ \u001b[31m\u0000\u202e\u009b\nend",
      place: { line: 14, column: 3 },
      state: 'fail',
      message: words.verify.survivor,
    }),
    aCase({
      proof: 'sample',
      command: 'ip link',
      state: 'fail',
      message: words.verify.sampleDiffers,
      sample: {
        line: 17,
        expected: '1: lo: <UP>',
        output: ['\u001b]0;title\u0007', '2: "x" & \ud800'],
        observed: '2: "x" & \ud800',
      },
    }),
    aCase({ proof: 'after', step: 'later', state: 'skipped', message: words.verify.notTried({ step: 'step' }) }),
  ],
  [
    aCase({
      proof: 'lesson',
      state: 'skipped',
      message: words.verify.missing({ names: 'tcpdump' }),
      place: { line: 1, column: 1 },
    }),
  ],
]);

/** Compares with the file beside the fixtures, or writes it where UPDATE=1. */
function expectFile(name: string, text: string): void {
  const path = new URL(`../../fixtures/verify/reports/${name}`, import.meta.url);
  if (process.env['UPDATE'] === '1') writeFileSync(path, text);
  expect(text).toBe(readFileSync(path, 'utf8'));
}

describe('reporters', () => {
  test('readable', () => {
    expectFile('report.txt', reportReadable(report, words));
  });
  test('JSON', () => {
    const text = reportJson(report);
    expectFile('report.json', text);
    expect(JSON.parse(text)).toMatchObject({
      schema: 'netns-course/verify/v1',
      counts: { pass: 5, fail: 3, error: 1, skipped: 2 },
      exitCode: 1,
      figures: { wallMs: 2_345, labs: 7, labMs: 9_876 },
      lessons: [{ state: 'pass' }, { state: 'fail' }, { state: 'skipped' }],
    });
  });
  test('JUnit', () => {
    expectFile('report.xml', reportJunit(report, words));
  });
  test('TAP', () => {
    expectFile('report.tap', reportTap(report, words));
  });

  test('nothing a lab printed reaches a terminal or a document as a control character', () => {
    const all = [
      reportReadable(report, words),
      reportJson(report),
      reportJunit(report, words),
      reportTap(report, words),
    ];
    for (const text of all) {
      expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\ufffe\uffff]/u);
      expect(text).not.toMatch(/\p{Cs}/u);
    }
  });

  test('every opened XML element is closed, and what was text is text', () => {
    const text = reportJunit(report, words);
    const open: string[] = [];
    for (const [, close, name = '', self] of text
      .replace(/^<\?xml[^>]*\?>/u, '')
      .matchAll(/<(\/?)([a-z]+)[^<>]*?(\/?)>/gu)) {
      if (close === '/') expect(open.pop()).toBe(name);
      else if (self !== '/') open.push(name);
    }
    expect(open).toEqual([]);
    expect(text.replaceAll(/<\/?[a-z]+[^<>]*>|<\?xml[^>]*\?>/gu, '')).not.toMatch(/[<>]|&(?!amp;|lt;|gt;|quot;)/u);
  });

  test('TAP: plans and numbers agree, errors and failures are not ok', () => {
    const lines = reportTap(report, words).split('\n');
    expect(lines[0]).toBe('TAP version 14');
    expect(lines[1]).toBe('1..3');
    expect(lines.filter((line) => /^(?:not )?ok/u.test(line))).toEqual([
      'ok 1 - lesson-1',
      'not ok 2 - lesson-2',
      'ok 3 - lesson-3 # SKIP',
    ]);
    const points = lines.filter((line) => /^ {4}(?:not )?ok/u.test(line));
    expect(points).toHaveLength(5 + 5 + 1);
    expect(points.filter((line) => line.includes('not ok'))).toHaveLength(4);
    expect(lines.filter((line) => /^ {4}1\.\.\d+$/u.test(line))).toEqual(['    1..5', '    1..5', '    1..1']);
  });
});
