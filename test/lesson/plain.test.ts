import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { parseLesson } from '../../src/lesson/parse-lesson.ts';
import { blocksToLines } from '../../src/lesson/plain.ts';
import type { Block } from '../../src/lesson/types.ts';
import { en } from '../../src/words/en/index.ts';

function blocksOf(prose: string, console = '$ ip netns add client'): readonly Block[] {
  const text = `---\ntitle: T\nminutes: 1\n---\n# T\n\n## Step\n\n${prose}\n\n\`\`\`console\n${console}\n\`\`\`\n\`\`\`yaml check\n- netns: client\n\`\`\`\n`;
  const { lesson, messages } = parseLesson({ id: 't', file: 't.md', text }, en);
  if (lesson === undefined) throw new Error(messages.map(String).join('\n'));
  return lesson.steps[0]?.blocks ?? [];
}

function shown(prose: string, width = 40, style: { colour?: boolean; ascii?: boolean } = {}): string {
  const blocks = blocksOf(prose).filter(({ type }) => type === 'prose');
  return blocksToLines(blocks, { width, colour: style.colour ?? false, ascii: style.ascii ?? false, words: en }).join(
    '\n',
  );
}

describe('blocksToLines', () => {
  test('shows the picture of a network as it stands', () => {
    const blocks = blocksOf('```text topology\n┌ client ─┐\n└─────────┘\n```');
    expect(blocks.map(({ type }) => type)).toEqual(['topology', 'console']);
    const lines = blocksToLines(blocks.slice(0, 1), { width: 40, colour: false, ascii: false, words: en });
    expect(lines.map((line) => line.trim())).toEqual(['┌ client ─┐', '└─────────┘']);
  });

  test('wraps paragraphs, joins soft breaks, keeps hard ones', () => {
    expect(shown('One two\nthree four five  \nsix.', 14)).toBe('One two three\nfour five\nsix.');
  });

  test('shows code in backticks, and links with their address', () => {
    expect(shown('See `ip link` and [the manual](https://man7.org/), **now**.', 80)).toBe(
      'See `ip link` and the manual (https://man7.org/), now.',
    );
    expect(shown('<https://man7.org/>', 80)).toBe('https://man7.org/');
  });

  test('a link that can be clicked has its address in it, on each line that it takes; what no browser opens is written out', () => {
    const links = (prose: string): string =>
      blocksToLines(blocksOf(prose).slice(0, 1), {
        width: 12,
        colour: false,
        ascii: false,
        links: true,
        words: en,
      }).join('\n');
    const to = (text: string): string => `\u001b]8;;https://man7.org/\u001b\\${text}\u001b]8;;\u001b\\`;
    expect(links('See [the manual](https://man7.org/).')).toBe(`See ${to('the')}\n${to('manual')}.`);
    expect(links('[a](ftp://b/)')).toBe('a (ftp://b/)');
    expect(links('[a](https://b/\u00e9)')).toBe('a (https://\nb/\u00e9)');
  });

  test('colours only where there is colour, and ends it on each line', () => {
    expect(shown('**one two** `three`', 10, { colour: true })).toBe(
      '\u001b[1mone two\u001b[0m\n\u001b[36mthree\u001b[0m',
    );
  });

  test('headings, lists and tasks', () => {
    expect(shown('### Why\n\n- one\n- two\n  words\n  1. inner\n\n1. a\n\n   b\n2. [x] c')).toBe(
      'Why\n\n• one\n• two words\n  1. inner\n\n1. a\n\n   b\n\n2. [x] c',
    );
    expect(shown('- one', 40, { ascii: true })).toBe('- one');
  });

  test('alerts by name, quotations with a bar', () => {
    expect(shown('> [!WARNING]\n> Hot.\n\n> Said.')).toBe('│ Warning:\n│ Hot.\n\n│ Said.');
    expect(shown('> [!NOTE]\n> ```text\n> x\n> ```', 40, { ascii: true })).toBe('| Note:\n|     x');
  });

  test('tables: columns, wrapped cells, and records where there is no room', () => {
    const table = '| a | head |\n| --- | ---: |\n| one | 1 |\n| two words here | 22 |';
    expect(shown(table)).toBe('a               head\n──────────────  ────\none                1\ntwo words here    22');
    expect(shown(table, 16)).toBe('a           head\n──────────  ────\none            1\ntwo words     22\nhere');
    expect(shown(table, 8)).toBe('a: one\nhead: 1\n\na: two\nwords\nhere\nhead: 22');
  });

  test('drawings and tabs stand as they are', () => {
    expect(shown('```text\n+--+\n|\ta|\n+--+\n```')).toBe('    +--+\n    |       a|\n    +--+');
  });

  test('console blocks: prompts, continuation, output, ^C; nodes where there are two', () => {
    const style = { width: 60, colour: false, ascii: false, words: en };
    const one = blocksOf('', "$ cat <<'EOF'\n> a\n> EOF\na\n$ ping 10.0.0.12\nreply\n^C");
    expect(blocksToLines(one, style).join('\n')).toBe(
      "    $ cat <<'EOF'\n    > a\n    > EOF\n    a\n    $ ping 10.0.0.12\n    reply\n    ^C",
    );
    expect(blocksToLines(blocksOf('', '$ a\nnode01 $ b'), style)).toEqual(['    controlplane $ a', '    node01 $ b']);
  });

  test('Chinese: no blank for a soft break, no line begins with a full stop, emphasis beside characters', () => {
    expect(shown('**这是粗体。**后面\n还有字，很多字。', 10)).toBe('这是粗体。\n后面还有\n字，很多\n字。');
    for (const line of shown('命名空间，'.repeat(20), 11).split('\n')) expect(line).not.toMatch(/^，/);
  });
});

describe('no line is ever wider than the width', () => {
  const widths = fc.integer({ min: 2, max: 100 });
  function holds(blocks: readonly Block[], width: number, colour: boolean, ascii: boolean): void {
    for (const line of blocksToLines(blocks, { width, colour, ascii, words: en })) {
      expect(stringWidth(line)).toBeLessThanOrEqual(width);
      expect(line).not.toMatch(/\n/);
      if (!colour) expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
    }
  }

  const directory = join(import.meta.dirname, '../../fixtures/lessons');
  const good = readdirSync(directory).filter(
    (name) => readFileSync(join(directory, name, 'messages.txt'), 'utf8') === '',
  );
  test.each(good)('the fixture %s', (name) => {
    const text = readFileSync(join(directory, name, 'lesson.md'), 'utf8');
    const { lesson } = parseLesson({ id: name, file: name, text }, en);
    const steps = lesson?.steps ?? [];
    expect(steps.length).toBeGreaterThan(0);
    fc.assert(
      fc.property(widths, fc.boolean(), fc.boolean(), (width, colour, ascii) => {
        for (const step of steps) holds(step.blocks, width, colour, ascii);
      }),
      { numRuns: 30 },
    );
  });

  const piece = fc.oneof(
    fc.constantFrom(
      '**',
      '*',
      '`',
      '- ',
      '> ',
      '\n',
      '\n\n',
      '    ',
      '| ',
      '1. ',
      '中文',
      '，',
      '👩‍💻',
      'é',
      'word ',
      '10.0.0.12/24 ',
    ),
    fc.string({ maxLength: 12 }),
  );
  test('of any prose', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), widths, fc.boolean(), (pieces, width, colour) => {
        // Without what would be a mistake: HTML, fences, other steps, alerts that are none.
        const clean = pieces.join('').replace(/[<>`#~\u0000-\u001f\u007f-\u009f]|\[!/g, ' ');
        holds(blocksOf(`Prose ${clean}`), width, colour, false);
      }),
      { numRuns: 150 },
    );
  });
});
