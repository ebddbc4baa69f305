import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { exportHtml } from '../../../src/grade/export/html.ts';
import { gradebookSchema, type Gradebook } from '../../../src/grade/result.ts';
import { wordsFor } from '../../../src/words/index.ts';
import type { Link } from '../../../src/check/netns-facts.ts';
import type { Snapshot } from '../../../src/check/snapshot.ts';
import { playbackOf } from '../../../src/terminal/playback.ts';
import { inChromium } from '../../support/chromium.ts';
import { emptySnapshot } from '../submit.ts';

const gradebook = gradebookSchema.parse(JSON.parse(readFileSync('fixtures/grade/gradebook.json', 'utf8')));
const hash = (text: string): string => createHash('sha256').update(text).digest('base64');
const pageOf = (book: Gradebook): string => exportHtml(book, { words: wordsFor(), language: 'en', hash });

/** Without its policy, so that the test's own script runs: what is shown must be harmless without it, too. */
const unguarded = (page: string): string => page.replace(/<meta\s+http-equiv="Content-Security-Policy"[^>]*>/, '');

/** A session with colours, a screen that is cleared, a window's title, and what would be markup. */
const cast = [
  { version: 3, term: { cols: 60, rows: 8 } },
  [0, 'o', 'root@lab:~# '],
  [0.5, 'o', 'ip netns add \u001b[1mshop\u001b[0m\r\n'],
  [1, 'o', '\u001b]0;title\u0007</script><script>window.pwned=1</script>\r\n'],
  [60, 'o', '\u001b[2J\u001b[Hdone \u202e<b>bold</b>'],
]
  .map((line) => JSON.stringify(line))
  .join('\n');

const link = (index: number, name: string, peerIndex: number, peerNetns: string): Link => ({
  index,
  name,
  kind: 'veth',
  up: true,
  carrier: true,
  mtu: 1500,
  mac: `2e:00:00:00:00:0${String(index)}`,
  peerIndex,
  peerNetns,
  addresses: [],
  details: {},
});
const snapshot: Snapshot = {
  ...emptySnapshot,
  nodes: {
    controlplane: {
      files: {},
      netns: [
        { name: '', inode: 1, links: { state: 'found', value: [link(2, 'to-<b>shop', 3, 'shop')] } },
        { name: 'shop', inode: 2, links: { state: 'found', value: [link(3, 'eth0', 2, '')] } },
      ],
    },
  },
};
const work = new Map([['late/bob.json', { snapshot, playbacks: [await playbackOf('controlplane', cast)] }]]);
const workPage = exportHtml(gradebook, { words: wordsFor(), language: 'en', hash, work });

describe('the gradebook as a page', () => {
  it('draws the network that was handed in, and plays the session, of which nothing runs', async () => {
    const seen = await inChromium<{
      picture: { wide: number; high: number; complete: boolean };
      list: string;
      end: string;
      first: string;
      later: string;
      clock: string;
      pwned: boolean;
      strangers: number;
    }>(
      unguarded(workPage),
      `(async () => {
        const picture = document.querySelector('img');
        await picture.decode();
        const player = document.querySelector('.player');
        const screen = player.querySelector('pre');
        const seek = player.querySelector('input');
        const to = (value) => { seek.value = value; seek.dispatchEvent(new Event('input')); return screen.textContent; };
        const end = screen.textContent;
        const first = to(1);
        player.querySelector('button').click();
        await new Promise((resolve) => setTimeout(resolve, 5000));
        return {
          picture: { wide: picture.naturalWidth, high: picture.naturalHeight, complete: picture.complete },
          list: document.querySelector('details pre').textContent,
          end, first, later: screen.textContent,
          clock: player.querySelector('output').value,
          pwned: window.pwned !== undefined,
          strangers: document.querySelectorAll('b, iframe').length,
        };
      })()`,
    );
    expect(seen.picture.complete && seen.picture.wide > 100 && seen.picture.high > 50).toBe(true);
    expect(seen.list).toContain('to-<b>shop');
    expect(seen.first.trim()).toBe('root@lab:~#');
    expect(seen.end).toContain('done <b>bold</b>');
    expect({ later: seen.later, clock: seen.clock }).toEqual({ later: seen.end, clock: '1:02' });
    expect({ pwned: seen.pwned, strangers: seen.strangers }).toEqual({ pwned: false, strangers: 0 });
  });

  it('shows rows to review first, sorts by a heading, and searches', async () => {
    const seen = await inChromium<{ first: string[]; sorted: string[]; found: string[]; none: boolean }>(
      unguarded(pageOf(gradebook)),
      `(() => {
        const ids = () => [...document.querySelectorAll('#class tbody tr')].filter((row) => !row.hidden).map((row) => row.cells[0].textContent.trim());
        const first = ids();
        document.querySelector('#class thead button').click();
        const sorted = ids();
        const box = document.querySelector('#search');
        const type = (text) => { box.value = text; box.dispatchEvent(new Event('input')); };
        type('lovelace');
        const found = ids();
        type('nobody at all');
        return { first, sorted, found, none: !document.querySelector('#nothing').hidden && ids().length === 0 };
      })()`,
    );
    expect(seen.first[0]).toBe('bob');
    expect(seen.sorted).toEqual(seen.first.toSorted());
    expect(seen.found).toEqual(['ada']);
    expect(seen.none).toBe(true);
  });

  it('runs nothing of a submission’s, also without its policy', async () => {
    const attacks = [
      '<script>window.pwned=1</script>',
      '"><img src=x onerror="window.pwned=1">',
      "' onmouseover='window.pwned=1' x='",
      '</script><svg onload=window.pwned=1>',
      'javascript:window.pwned=1',
      '</style><script>window.pwned=1</script>',
      '\u202e<b>gpj.exe\u001b[31m',
    ].join(' ');
    const poisoned = poison(gradebook, attacks) as Gradebook;
    const seen = await inChromium<{ pwned: boolean; strangers: number; text: boolean }>(
      unguarded(pageOf(poisoned)),
      `({
        pwned: window.pwned !== undefined,
        strangers: document.querySelectorAll('img, svg, b, iframe, [onmouseover], [onerror], a[href^="javascript"]').length,
        text: document.body.textContent.includes('window.pwned=1'),
      })`,
    );
    expect(seen).toEqual({ pwned: false, strangers: 0, text: true });
  });

  it('allows no script and no style but its own, and nothing from elsewhere', () => {
    const page = workPage;
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1]?.replaceAll('&#39;', "'") ?? '';
    expect(policy).toContain("default-src 'none'");
    for (const [element, directive] of [
      ['style', 'style-src'],
      ['script', 'script-src'],
    ] as const) {
      const all = [...page.matchAll(new RegExp(`<${element}>([^]*?)</${element}>`, 'g'))].map(
        (match) => match[1] ?? '',
      );
      expect(all).toHaveLength(1);
      expect(policy).toContain(`${directive} 'sha256-${hash(all[0] ?? '')}'`);
    }
    expect(page).not.toMatch(/(?:src|href)="(?!#|data:image\/svg\+xml,)/);
    expect(exportHtml(gradebook, { words: wordsFor(), language: 'en', hash, work })).toBe(page);
  });

  it('is clean by axe, light and dark, and every link leads somewhere', async () => {
    const axe = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8').replaceAll(
      '</script',
      '<\\/script',
    );
    for (const scheme of ['light', 'dark']) {
      const page = unguarded(workPage)
        .replace('color-scheme: light dark', `color-scheme: ${scheme}`)
        .replace('(prefers-color-scheme: dark)', scheme === 'dark' ? 'all' : 'not all');
      const seen = await inChromium<{ violations: string[]; dangling: number }>(
        `${page}<script>${axe}</script>`,
        `axe.run().then(({ violations }) => ({
          violations: violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html).join(' ').slice(0, 300)),
          dangling: [...document.querySelectorAll('a')].filter((each) => document.querySelector(each.getAttribute('href')) === null).length,
        }))`,
      );
      expect({ scheme, ...seen }).toEqual({ scheme, violations: [], dangling: 0 });
    }
  });
});

/** Every text that came from a submission or a class list, with an attack put to it. */
function poison(value: unknown, attack: string, key = ''): unknown {
  const fixed = ['schema', 'status', 'state', 'snapshot', 'claimed', 'kind'];
  if (typeof value === 'string') return fixed.includes(key) ? value : `${value} ${attack}`;
  if (Array.isArray(value)) return value.map((each) => poison(each, attack, key));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, poison(each, attack, name)]));
}
