import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { exportHtml } from '../../../src/grade/export/html.ts';
import { gradebookSchema, type Gradebook, type Result } from '../../../src/grade/result.ts';
import { playbackOf } from '../../../src/terminal/playback.ts';
import { wordsFor } from '../../../src/words/index.ts';
import { printed } from '../../support/chromium.ts';
import { emptySnapshot } from '../submit.ts';

/** The gradebook as it comes out of a printer: the PDF that real Chromium makes of it, read by pdftotext(1). */

const words = wordsFor();
const texts = words.gradebook.page;
const sample = gradebookSchema.parse(JSON.parse(readFileSync('fixtures/grade/gradebook.json', 'utf8')));

/** A whole class: the sample's rows again and again, some with the longest texts that a row may have. */
function makeClass(): Gradebook {
  const results = Array.from({ length: 60 }, (_, at): Result[] => {
    const row = sample.results[at % sample.results.length];
    if (row === undefined) return [];
    const id = `learner-${String(at).padStart(3, '0')}${at % 20 === 0 ? 'x'.repeat(180) : ''}`;
    const [first] = row.checks;
    const observed = `seen-${String(at)}-${'y'.repeat(at % 15 === 0 ? 300 : 3)}`;
    const checks = first === undefined ? [] : [{ ...first, observed }, ...row.checks.slice(1)];
    return [{ ...row, learner: { ...row.learner, id }, file: `${id}.json`, checks }];
  });
  return { ...sample, results: results.flat() };
}

interface Word {
  readonly text: string;
  readonly left: number;
  readonly right: number;
}
interface Page {
  readonly width: number;
  readonly words: readonly Word[];
}

function pdfToText(pdf: Buffer, option: '-bbox' | '-raw'): string {
  return execFileSync('pdftotext', [option, '-', '-'], { input: pdf, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
}

/** What stands where on each page, in points. */
function read(pdf: Buffer): readonly Page[] {
  const options = { input: pdf, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 } as const;
  const shown = execFileSync('pdftotext', ['-bbox', '-', '-'], options);
  return shown
    .split('<page ')
    .slice(1)
    .map((page) => ({
      width: Number(/width="([\d.]+)"/u.exec(page)?.[1]),
      words: [...page.matchAll(/<word xMin="([\d.-]+)"[^>]* xMax="([\d.-]+)"[^>]*>([^<]*)</gu)].map(
        ([, left, right, text = '']) => ({ text, left: Number(left), right: Number(right) }),
      ),
    }));
}

const klass = makeClass();
let pages: readonly Page[] = [];
/** Without spaces: a long word is broken into lines. */
let text = '';

beforeAll(async () => {
  const cast = [
    JSON.stringify({ version: 3, term: { cols: 120, rows: 8 } }),
    JSON.stringify([0, 'o', `${'wide '.repeat(24)}\r\nend-of-session`]),
  ];
  const playbacks = [await playbackOf('controlplane', cast.join('\n'))];
  const work = new Map([[klass.results[1]?.file ?? '', { snapshot: emptySnapshot, playbacks }]]);
  const hash = (part: string): string => createHash('sha256').update(part).digest('base64');
  const pdf = await printed(exportHtml(klass, { words, language: 'en', hash, work }));
  pages = read(pdf);
  // In the order in which it was drawn: cell by cell.
  text = pdfToText(pdf, '-raw').replaceAll(/\s/gu, '');
}, 120_000);

describe('the gradebook on paper', () => {
  test('every row is there, in the class’s table and with its checks, to the last character', () => {
    expect(pages.length).toBeGreaterThan(5);
    for (const { learner, checks } of klass.results) {
      expect(text.split(learner.id).length - 1, learner.id).toBeGreaterThanOrEqual(2);
      for (const { observed = '' } of checks) expect(text).toContain(observed.replaceAll(/\s/gu, ''));
    }
    expect(text).toContain('end-of-session');
  });

  test('nothing is beyond the paper’s edge', () => {
    const beyond = pages.flatMap(({ width, words: all }) => all.filter(({ left, right }) => left < 0 || right > width));
    expect(beyond).toEqual([]);
  });

  test('the table’s headings are on every page that it goes on to, and what only works on a screen on none', () => {
    const heading = texts.findings.split(' ')[0];
    const withRows = pages.filter(({ words: all }) => all.some((word) => word.text.startsWith('learner-')));
    const ofClass = withRows.slice(0, 2);
    for (const { words: all } of ofClass) expect(all.map((word) => word.text)).toContain(heading);
    for (const control of [texts.search, texts.backToClass, texts.play]) {
      expect(text).not.toContain(control.replaceAll(/\s/gu, ''));
    }
  });
});
