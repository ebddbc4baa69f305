import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { wordsFor } from '../../src/words/index.ts';
import type { Language } from '../../src/words/languages.ts';
import { builtCli } from '../support/built-cli.ts';
import { openOuter, type Outer } from '../support/outer-terminal.ts';

/**
 * What the real program shows in the first minute, in both languages and two sizes, as text: `fixtures/screens/*.txt`.
 * `UPDATE=1` writes them anew: read the difference.
 */

const fixture = (name: string): string => fileURLToPath(new URL(`../../fixtures/screens/${name}`, import.meta.url));
const isUpdate = process.env['UPDATE'] === '1';
const state = mkdtempSync(join(tmpdir(), 'netns-course-screens-'));
const outers: Outer[] = [];
let cli = '';

beforeAll(() => void (cli = builtCli()));
afterEach(async () => void (await Promise.all(outers.splice(0).map((outer) => outer.close()))));
afterAll(() => rmSync(state, { recursive: true, force: true }));

let count = 0;
function start(columns: number, rows: number, locale: string): Outer {
  const env = {
    XDG_STATE_HOME: join(state, String((count += 1))),
    HOME: '/nonexistent',
    LC_ALL: locale,
  };
  const outer = openOuter([process.execPath, cli], { columns, rows, env });
  outers.push(outer);
  // A course that nobody opened before is read first, and the machine may be busy.
  return { ...outer, until: (what) => outer.until(what, 60_000) };
}

const leader = '\u001d';
/** The prompt stands on the screen as often as it was shown: once more after each command. */
const prompts = (times: number) => (screen: string) => screen.split('controlplane $').length - 1 >= times;

/** Waits until nothing has been drawn for this long: only where there is nothing yet to wait for. */
const quietMs = 1500;
async function quiet(outer: Outer): Promise<void> {
  for (let before = -1; before !== outer.raw().length;) {
    before = outer.raw().length;
    await new Promise((resolve) => setTimeout(resolve, quietMs));
  }
}

/** Compares screens, by name, with those of a file, each as soon as it is drawn; or writes the file. */
function gallery(file: string) {
  const known = new Map<string, string>();
  if (!isUpdate && existsSync(file)) {
    const [, ...parts] = readFileSync(file, 'utf8').split(/^=== (.*) ===\n/m);
    for (let at = 0; at < parts.length; at += 2) known.set(parts[at] ?? '', parts[at + 1] ?? '');
  }
  const seen: string[] = [];
  return {
    shows: async (name: string, outer: Outer): Promise<void> => {
      const wanted = known.get(name);
      const shown = (): string => `${outer.text().replaceAll(/ +$/gm, '').trimEnd()}\n`;
      if (isUpdate) await quiet(outer);
      else await outer.until(() => shown() === wanted).catch(() => expect(shown(), name).toBe(wanted));
      seen.push(`=== ${name} ===\n${shown()}`);
    },
    write: (): void => {
      if (isUpdate) writeFileSync(file, seen.join(''));
      expect([...known.keys()].length).toBe(isUpdate ? 0 : seen.length);
    },
  };
}

describe.each([
  [80, 24],
  [160, 50],
] as const)('at %i×%i', (columns, rows) => {
  test.each([
    ['en', 'C.UTF-8'],
    ['zh-CN', 'zh_CN.UTF-8'],
  ] as const)('in %s: the choice, a step, the keys, a hint, half of it, passed', async (language: Language, locale) => {
    const words = wordsFor(language);
    const outer = start(columns, rows, locale);
    const { shows, write } = gallery(fixture(`${String(columns)}x${String(rows)}.${language}.txt`));
    await outer.until(words.drawn.pickerHeading);
    await shows('the first start', outer);
    outer.type('\u001b[B');
    await outer.until(/▸ · veth/);
    outer.type('\r');
    await outer.until(prompts(1));
    await shows('the first step', outer);
    outer.type(`${leader}?`);
    await outer.until(words.drawn.helpHeading);
    await shows('the keys', outer);
    // An Escape with a key right behind it would be that key with Alt.
    outer.type('\u001b');
    await outer.until((screen) => !screen.includes(words.drawn.helpIntro.slice(0, 12)));
    outer.type(`${leader}h`);
    await shows('a hint', outer);
    outer.type('ip netns add client\r');
    await outer.until(prompts(2));
    await shows('half of it', outer);
    outer.type('ip netns add server\r');
    await outer.until(prompts(3));
    outer.type('ip netns list\r');
    await outer.until(prompts(4));
    await shows('the next step', outer);
    write();
  });
});

test('the language changes in the choice and in a lesson, while its lab lives on', async () => {
  const [english, chinese] = [wordsFor('en'), wordsFor('zh-CN')];
  const outer = start(160, 50, 'C.UTF-8');
  await outer.until(english.drawn.pickerHeading);
  outer.type('L');
  await outer.until(chinese.drawn.pickerHeading);
  outer.type('\u001b[B');
  await outer.until(/▸ · veth/);
  outer.type('\r');
  await outer.until(prompts(1));
  await outer.until(chinese.drawn.lessonStep({ lesson: '', step: 1, of: 10 }));
  outer.type('ip netns add client\r');
  await outer.until(prompts(2));
  outer.type(`${leader}L`);
  await outer.until(english.course.speaks);
  await outer.until(english.drawn.lessonStep({ lesson: '', step: 1, of: 10 }));
  // What was judged before is said anew, too.
  await outer.until((screen) => !/\p{Script=Han}/u.test(screen));
  outer.type('course lang zh-CN\r');
  await outer.until(chinese.course.speaks);
  outer.type('course lang tlh\r');
  await outer.until(chinese.commands.unknownLanguage({ name: 'tlh', known: 'en, zh-CN' }).slice(0, 30));
  outer.type('ip netns list\r');
  await outer.until(/│client *$/m);
});
