import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runExport } from '../../src/commands/export.ts';
import { parseLesson } from '../../src/lesson/parse-lesson.ts';
import type { Lesson } from '../../src/lesson/types.ts';
import { siteFiles } from '../../src/share/page/pages.ts';
import { readRecording } from '../../src/share/page/recording.ts';
import { playbackOf } from '../../src/terminal/playback.ts';
import { wordsFor } from '../../src/words/index.ts';
import { mustRunLabs } from '../lab/labs.ts';
import { inChromium } from '../support/chromium.ts';
import { commandIo } from '../support/command-io.ts';

const work = mkdtempSync(join(tmpdir(), 'netns-course-site-'));
afterAll(() => rmSync(work, { recursive: true, force: true }));
const hash = (text: string): string => createHash('sha256').update(text).digest('base64');
const unguarded = (page: string): string => page.replace(/<meta\s+http-equiv="Content-Security-Policy"[^>]*>/, '');
const site = join(work, 'site');
const page = (path: string): string => readFileSync(join(site, path), 'utf8');

describe('the lessons as pages', () => {
  beforeAll(async () => {
    mkdirSync(join(work, 'casts'));
    // One that somebody made: in place of the played one.
    writeFileSync(
      join(work, 'casts', 'namespaces.cast'),
      '{"version":3,"term":{"cols":80,"rows":24}}\n[0.1,"o","$ ip link\\r\\n"]\n[0.2,"m","The cable"]\n[0,"o","\\u001b[31m<b>red\\u001b[m"]\n',
    );
    const { io, err } = commandIo(work);
    const flags = { html: 'site', recordings: 'casts', play: mustRunLabs };
    const lessons = ['namespaces', 'veth', 'cni-checkpoint'];
    expect({ code: await runExport(flags, lessons, io), err: err() }).toEqual({ code: 0, err: '' });
  }, 240_000);

  it('are in both languages, lead to one another, and ask nobody for anything', () => {
    const files = readdirSync(site, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.html'));
    const names = ['cni-checkpoint.html', 'index.html', 'namespaces.html', 'veth.html'];
    expect(files.toSorted()).toEqual([...names, ...names.map((name) => `zh-CN/${name}`)].toSorted());
    expect(page('zh-CN/veth.html')).toContain('<html lang="zh-CN">');
    expect(page('zh-CN/veth.html')).toContain('提示 1');
    for (const file of files) {
      const text = page(file);
      expect(text).toContain('default-src &#39;none&#39;');
      expect(text).not.toMatch(/<script (?!type="application\/json")|<link|<iframe|@import|url\(/);
      // One script, the player's, and only where there is something to play; no other may run.
      const scripts = [...text.matchAll(/<script>([^]*?)<\/script>/g)].map(([, script = '']) => hash(script));
      expect(scripts).toHaveLength(text.includes('class="player"') ? 1 : 0);
      expect([...text.matchAll(/script-src &#39;sha256-([^;]*)&#39;;/g)].map(([, own]) => own)).toEqual(scripts);
      expect(
        [...text.matchAll(/ src="([^"]*)"/g)].filter(([, source]) => !source?.startsWith('data:image/svg+xml,')),
      ).toEqual([]);
      for (const [, link = ''] of text.matchAll(/ href="([^"#]*)"/g))
        if (!/^https?:/.test(link))
          expect({ file, link, is: existsSync(join(site, dirname(file), link)) }).toMatchObject({ is: true });
    }
  });

  it('show what is typed and printed, the network after a step, and the recording; not a checkpoint’s solution', () => {
    const veth = page('veth.html');
    expect(veth).toContain('<span class="prompt">$ </span><kbd>ip netns add client</kbd>');
    expect(veth).toMatch(/<kbd>ip netns list<\/kbd>\n<samp>server\nclient<\/samp>/);
    if (mustRunLabs) expect(veth.match(/<img /g)?.length).toBeGreaterThan(2);
    expect(page('namespaces.html')).toContain('&lt;b&gt;red');
    expect(page('cni-checkpoint.html')).not.toMatch(/<kbd>|<img |class="player"/);
    // A drawing's Chinese is two cells wide in any browser.
    expect(page('zh-CN/veth.html')).toContain('| veth <span class="wide">网</span><span class="wide">线</span>  |');
  });

  const played = it.skipIf(!mustRunLabs);
  played('play what the lab’s shell showed, under their own policy', { timeout: 120_000 }, async () => {
    const [seen] = await inFrames<{ end: string; first: string; marks: string[]; later: string; clock: string }>(
      [page('zh-CN/veth.html')],
      `(async () => {
        const player = frame.document.querySelector('.player');
        const screen = player.querySelector('pre');
        const end = screen.textContent;
        const marks = [...player.querySelectorAll('[data-at]')];
        const seek = player.querySelector('input');
        seek.value = 1;
        seek.dispatchEvent(new frame.Event('input'));
        const first = screen.textContent;
        marks[2].click();
        await new Promise((resolve) => setTimeout(resolve, 5000));
        return { end, first, marks: marks.map(({ textContent }) => textContent), later: screen.textContent, clock: player.querySelector('output').value };
      })()`,
    );
    expect(seen?.first).toBe('controlplane $');
    expect(seen?.marks[0]).toBe('两个命名空间');
    expect(seen?.later).toContain('ip link add veth-client type veth peer name veth-server');
    expect(seen?.end).toMatch(/icmp_seq=1|REACHABLE/);
    expect(seen?.clock).toMatch(/^0:[0-9]{2}$/);
    const cast = readFileSync(join(site, 'veth.cast'), 'utf8').split('\n');
    expect(JSON.parse(cast[0] ?? '')).toMatchObject({ version: 3, term: { cols: 100, rows: 28 } });
    expect(cast[1]).toBe('[0,"m","veth/two-namespaces"]');
  });

  it('are clean by axe, on a screen, light and dark, and on paper', { timeout: 120_000 }, async () => {
    const axe = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8').replaceAll(
      '</script',
      '<\\/script',
    );
    const screens = [
      ['veth.html', (text: string) => text],
      [
        'zh-CN/veth.html',
        (text: string) => text.replace('light dark', 'dark').replace('(prefers-color-scheme: dark)', 'all'),
      ],
      ['index.html', (text: string) => text],
      ['veth.html', (text: string) => text.replace('@media print', '@media all')],
    ] as const;
    const seen = await inFrames<{ violations: string[]; wide: boolean }>(
      screens.map(([path, change]) => `${change(unguarded(page(path)))}<script>${axe}</script>`),
      `frame.axe.run(frame.document).then(({ violations }) => ({
        violations: violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html).join(' ').slice(0, 300)),
        wide: frame.document.documentElement.scrollWidth > frame.innerWidth,
      }))`,
    );
    expect(seen).toEqual(screens.map(() => ({ violations: [], wide: false })));
  });
});

it('runs nothing of a lesson’s, also without its policy', { timeout: 120_000 }, async () => {
  const attack = `<script>window.pwned=1</script>"><img src=x onerror="window.pwned=1"> ' onmouseover='window.pwned=1 </pre></style><svg onload=window.pwned=1>`;
  const { lesson } = parseLesson(
    { id: 'x', file: 'lesson.md', text: readFileSync(resolve('lessons/03-bridge/lesson.md'), 'utf8') },
    wordsFor(),
  );
  if (lesson === undefined) throw new Error('no lesson');
  const poisoned = poison(lesson, attack) as Lesson;
  const [first] = poisoned.steps;
  if (first === undefined) throw new Error('no step');
  const link = {
    type: 'link' as const,
    url: 'javascript:window.pwned=1',
    children: [{ type: 'text' as const, value: 'here' }],
  };
  const block = {
    type: 'prose' as const,
    node: { type: 'paragraph' as const, children: [link, { type: 'html' as const, value: attack }] },
  };
  const own = { ...poisoned, steps: [{ ...first, blocks: [block, ...first.blocks] }, ...poisoned.steps.slice(1)] };
  const course = { title: attack, directory: '/', lessons: [own] };
  const edition = { language: 'en', name: 'English', words: wordsFor(), course, lessons: [own] };
  const cast = `{"version":2}\n${JSON.stringify([1, 'm', attack])}\n${JSON.stringify([1, 'o', attack])}\n`;
  const recording = { file: `${own.id}.cast`, cast, playback: await playbackOf('controlplane', cast) };
  const recordings = new Map([[own.id, [recording]]]);
  const files = siteFiles({ editions: [edition], pictures: new Map(), recordings, hash });
  const pages = files.filter(({ path }) => path.endsWith('.html')).map(({ text }) => unguarded(text));
  const seen = await inFrames<{ pwned: boolean; strangers: number; text: boolean }>(
    pages,
    `({
      pwned: frame.pwned !== undefined,
      strangers: frame.document.querySelectorAll('body > * script:not([type="application/json"]), img, svg, iframe, [onmouseover], [onerror], a[href^="javascript"]').length,
      text: frame.document.body.textContent.includes('window.pwned=1'),
    })`,
  );
  expect(seen).toEqual(pages.map(() => ({ pwned: false, strangers: 0, text: true })));
});

it('reads recordings of both versions, and nothing of what is none', () => {
  expect(
    readRecording('{"version":2}\n[1,"o","a\\r\\nb"]\n[2,"m","next"]\nbroken\n[3,"i","typed"]\n[4,"o","c"]\n'),
  ).toEqual([
    { marker: '', lines: ['a', 'b'] },
    { marker: 'next', lines: ['c'] },
  ]);
  expect(readRecording('hello\n')).toEqual([]);
  expect(readRecording('')).toEqual([]);
});

/** Opens documents side by side in one browser, and evaluates an expression for each, whose window is `frame`. */
function inFrames<T>(documents: readonly string[], expression: string): Promise<T[]> {
  const sources = JSON.stringify(documents).replaceAll('<', '\\u003c');
  return inChromium(
    `<!doctype html><html lang="en"><title>frames</title><body><script>
      const loaded = ${sources}.map((source) => {
        const element = document.createElement('iframe');
        Object.assign(element, { srcdoc: source, width: 1000, height: 700 });
        document.body.append(element);
        return new Promise((done) => element.addEventListener('load', () => done(element.contentWindow)));
      });
    </script></body></html>`,
    `(async () => {
      const results = [];
      for (const frame of await Promise.all(loaded)) results.push(await ${expression});
      return results;
    })()`,
  );
}

/** Every text that a lesson shows, with an attack put to it. */
function poison(value: unknown, attack: string, key = ''): unknown {
  const fixed = [
    'type',
    'id',
    'file',
    'kind',
    'mode',
    'world',
    'node',
    'align',
    'lang',
    'identifier',
    'referenceType',
    'url',
    'spread',
  ];
  if (typeof value === 'string') return fixed.includes(key) ? value : `${value} ${attack}`;
  if (Array.isArray(value)) return value.map((each) => poison(each, attack, key));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, poison(each, attack, name)]));
}
