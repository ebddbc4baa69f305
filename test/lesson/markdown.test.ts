import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import remarkCjkFriendly from 'remark-cjk-friendly';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { describe, expect, test } from 'vitest';
import { parseMarkdown } from '../../src/lesson/markdown.ts';
import { createReport } from '../../src/lesson/report.ts';
import { en } from '../../src/words/en/index.ts';

const whole = unified().use(remarkParse).use(remarkGfm).use(remarkCjkFriendly);

/** What the parser says of the text in one piece, offsets aside. */
function inOnePiece(text: string): unknown {
  return plain(whole.parse(text).children);
}

function inSections(text: string): unknown {
  return plain(parseMarkdown(text.split('\n'), 1, createReport('x.md', en)));
}

/** Enough before a text that it is cut more than once. */
const padding = `## Padding\n\n${'Words and words.\n'.repeat(200)}\n`;

function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (key, inner: unknown) => (key === 'offset' ? undefined : inner)));
}

describe('cutting a file into sections changes nothing', () => {
  const fixtures = join(import.meta.dirname, '../../fixtures/lessons');
  // One goes beyond a limit, one is not text, two hold HTML or a byte order mark that the parser treats otherwise.
  const texts = readdirSync(fixtures)
    .filter((name) => !['too-deep', 'utf16', 'bom', 'crlf', 'crlf-places'].includes(name))
    .map((name) => [name, readFileSync(join(fixtures, name, 'lesson.md'), 'utf8')] as const);

  test.each(texts)('%s', (_name, text) => {
    const body = text.replace(/^---\n[^]*?\n---\n/, '');
    expect(inSections(padding + body)).toEqual(inOnePiece(padding + body));
  });

  const line = fc.constantFrom(
    '',
    '## A step',
    'Words *and* `code`',
    '- item',
    '  - inner',
    '1. one',
    '> quoted',
    '> [!TIP]',
    '```console',
    '```',
    '````',
    '~~~',
    '  ```',
    ' ```',
    '  <!-- open',
    '$ ip link',
    '    indented',
    'Setext',
    '---',
    '===',
    '| a | b |',
    '| - | - |',
    '<!-- comment -->',
    '<!-- open',
    'closed -->',
    '中文**粗体。**后面',
    'https://example.org ~~gone~~',
  );

  test('of any text made of such lines', () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 30 }), (lines) => {
        const text = padding + lines.join('\n');
        expect(inSections(text)).toEqual(inOnePiece(text));
      }),
      { numRuns: 100 },
    );
  });
});

test('a link definition serves every section', () => {
  const filler = `${'words '.repeat(700)}\n\n`.replaceAll(/(.{60}) /g, '$1\n');
  const text = `## One\n\n[a][docs]\n\n${filler}## Two\n\n[b][docs]\n\n${filler}## Three\n\n[docs]: https://example.org\n`;
  const found = JSON.stringify(inSections(text)).match(/"linkReference"/g);
  expect(found).toHaveLength(2);
});
