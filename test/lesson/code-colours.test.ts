import { stripVTControlCharacters } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { limits } from '../../src/lesson/limits.ts';
import { parseLesson } from '../../src/lesson/parse-lesson.ts';
import { blocksToLines } from '../../src/lesson/plain.ts';
import { codeSpans } from '../../src/lesson/plain/code-colours.ts';
import type { Span } from '../../src/lesson/plain/style.ts';
import { en } from '../../src/words/en/index.ts';

/** Pieces with a look as `LOOK‹text›`, so that a whole line can be read. */
const names: Readonly<Record<string, string>> = { 1: 'bold', 2: 'dim', 32: 'green', 35: 'magenta', 36: 'cyan' };
const told = (spans: readonly Span[]): string =>
  spans.map(({ text, sgr: [look] }) => (look === undefined ? text : `${names[look] ?? look}‹${text}›`)).join('');

describe('a shell’s command', () => {
  test.each([
    ['ip link set lo up', 'bold‹ip› link set lo up'],
    ['ip -n client link', 'bold‹ip› cyan‹-n› client link'],
    ['ip link add a type veth peer name b', 'bold‹ip› link add a type veth peer name b'],
    [
      'ls && cat < f 2>&1 | wc -l',
      'bold‹ls› magenta‹&&› bold‹cat› magenta‹<› f magenta‹2>&›1 magenta‹|› bold‹wc› cyan‹-l›',
    ],
    ['pid=$(pgrep x); echo "$pid"', 'cyan‹pid=›cyan‹$(pgrep x)›magenta‹;› bold‹echo› green‹"$pid"›'],
    ['echo $((1 + 2))', 'bold‹echo› cyan‹$((1 + 2))›'],
    ['sudo ip netns # all', 'bold‹sudo› bold‹ip› netns dim‹# all›'],
    [
      'for n in a b; do ping $n; done',
      'magenta‹for› n magenta‹in› a bmagenta‹;› magenta‹do› bold‹ping› cyan‹$n›magenta‹;› magenta‹done›',
    ],
    [
      'cat > f <<\'END\'\n{ "a": $b }\nEND\nls',
      'bold‹cat› magenta‹>› f magenta‹<<›green‹\'END\'›magenta‹\n›green‹{ "a": $b }\nEND›magenta‹\n›bold‹ls›',
    ],
    ['unshare --uts bash', 'bold‹unshare› cyan‹--uts› bash'],
    ['CNI_COMMAND=ADD ./bridge', 'cyan‹CNI_COMMAND=›ADD bold‹./bridge›'],
  ])('%s', (command, shown) => {
    expect(told(codeSpans(command, 'bash'))).toBe(shown);
  });
});

test('a fence’s prompt, what was typed and what was printed differ', () => {
  expect(told(codeSpans('$ ip link\n1: lo: up\nroot@box:~# ls\n> x', 'console'))).toBe(
    'dim‹$ ›bold‹ip› link\ndim‹1: lo: up›\ndim‹root@box:~# ›bold‹ls›\ndim‹> ›bold‹x›',
  );
});

test.each([
  [
    'json',
    '{ "mtu": 1500, "up": true, "dev": "eth0" }',
    ['cyan‹"mtu"›', 'magenta‹1500›', 'magenta‹true›', 'green‹"eth0"›'],
  ],
  ['yml', '# why\n- netns: client', ['dim‹# why›', 'magenta‹-›', 'cyan‹netns:›']],
  ['toml', '[a]\nb = 1', ['bold‹[a]›', 'cyan‹b›', 'magenta‹1›']],
  ['diff', '+new\n-old', ['green‹+new›', '31‹-old›']],
  ['go', 'return "x" // y', ['magenta‹return›', 'green‹"x"›', 'dim‹// y›']],
])('a fence of %s', (language, code, shown) => {
  const text = told(codeSpans(code, language));
  for (const piece of shown) expect(text).toContain(piece);
});

test.each([undefined, null, 'text', 'klingon', ''])('of the language %s nothing has a look', (language) => {
  expect(codeSpans('if (1) { "x" }', language)).toEqual([{ text: 'if (1) { "x" }', sgr: [] }]);
});

test('code longer than the limit has no look, whatever it is', () => {
  const code = '${'.repeat(limits.colouredCode);
  for (const language of ['bash', 'json', 'console'])
    expect(codeSpans(code, language)).toEqual([{ text: code, sgr: [] }]);
});

const languages = ['bash', 'console', 'json', 'yaml', 'ini', 'diff', 'dockerfile', 'go', 'python', 'c', 'none'];
const pieces = [
  '$',
  '$(',
  '${',
  ')',
  '}',
  '"',
  "'",
  '\\',
  '<<E',
  '<<-',
  'E',
  '\n',
  '\t',
  ' ',
  '#',
  '- ',
  'a:',
  '{',
  '网',
  'é',
  '🙂',
  '&',
  '>',
  '|',
  '1',
];

test('whatever the code is, its pieces are the code again, in colours for light and dark grounds', () => {
  const code = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(fc.constantFrom(...pieces)).map((all) => all.join('')),
  );
  fc.assert(
    fc.property(code, fc.constantFrom(...languages), (text, language) => {
      const spans = codeSpans(text, language);
      expect(spans.map((span) => span.text).join('')).toBe(text);
      for (const { sgr } of spans) for (const each of sgr) expect(['1', '2', '31', '32', '35', '36']).toContain(each);
    }),
    { numRuns: 500 },
  );
});

test('nothing is said by colour alone: without it the lines are the same, also where they are cut', () => {
  const fences =
    '```console\n$ cat > f.json <<\'END\'\n> { "a": 1 }\n> END\n$ ip -n client link set lo up && ip -n client address show dev lo\n1: lo\n```\n\n```json\n{ "name": "net", "type": "bridge", "ipam": { "type": "host-local" } }\n```';
  const text = `---\ntitle: T\nminutes: 1\n---\n# T\n\n## Step\n\n${fences}\n\n\`\`\`yaml check\n- netns: client\n\`\`\`\n`;
  const { lesson } = parseLesson({ id: 't', file: 't.md', text }, en);
  const blocks = lesson?.steps[0]?.blocks ?? [];
  expect(blocks).toHaveLength(2);
  for (const width of [12, 20, 33, 47, 80])
    for (const style of [{}, { codeFrom: 0 }, { codeFrom: 9 }]) {
      const [coloured, plain] = [true, false].map((colour) =>
        blocksToLines(blocks, { width, colour, ascii: true, words: en, ...style }),
      );
      expect(coloured?.map(stripVTControlCharacters)).toEqual(plain);
      expect(coloured?.join('')).toContain('\u001b[36m');
    }
});
