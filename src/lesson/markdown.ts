import type { Code, Nodes, RootContent } from 'mdast';
import remarkCjkFriendly from 'remark-cjk-friendly';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { outline } from './fence-lines.ts';
import type { FenceLines, Outline } from './fence-lines.ts';
import { limits } from './limits.ts';
import type { Report } from './report.ts';

const processor = unified().use(remarkParse).use(remarkGfm).use(remarkCjkFriendly).freeze();

/** How much text one call of the parser gets at least, where the lesson can be cut. */
const chunkLength = 2048;

/**
 * Markdown (CommonMark, GFM, emphasis beside Chinese) from line `first` (1-based) on as mdast, positions counted in the
 * whole file. The parser's time grows with the square of a document's length (28 s for 5,000 steps, measured), so the file
 * is cut at its `## ` headings, which nothing but a fence or a comment can contain, and fences at the left margin are read
 * by their lines: 10,000 steps then cost ten times what 1,000 do. `undefined` where the file goes beyond a limit.
 */
export function parseMarkdown(
  lines: readonly string[],
  first: number,
  report: Report,
): readonly RootContent[] | undefined {
  const found = outline(lines.map((line, index) => (index + 1 < first ? '' : line)));
  if (!withinBounds(found, report)) return undefined;
  const fences = new Map(found.fences.map((fence) => [fence.open, fence]));
  const prose = proseOnly(lines, first, found.fences);
  const definitions = found.definitions.map((line) => prose[line - 1] ?? '');
  const nodes: RootContent[] = [];
  for (const { from, to } of chunks(prose, first, found.headings)) {
    if (!shortEnough(prose, from, to, found.headings, report)) continue;
    const text = prose.slice(from - 1, to).join('\n');
    const borrowed = definitions.length === 0 ? '' : `\n\n${definitions.join('\n')}`;
    for (const node of processor.parse(text + borrowed).children) {
      if ((node.position?.start.line ?? 0) > to - from + 1) continue;
      shift(node, from - 1);
      nodes.push(fenceAt(node, fences, lines) ?? node);
    }
  }
  return nodes;
}

function withinBounds(found: Outline, report: Report): boolean {
  const words = report.words.lesson;
  const { line, depth } = found.deepest;
  if (depth > limits.nesting) {
    report.add({ line, column: 1 }, 'too-deep', words.tooDeep({ limit: limits.nesting }));
    return false;
  }
  const extra = found.definitions[limits.definitions];
  if (extra !== undefined) {
    const reason = words.tooManyDefinitions({ limit: limits.definitions });
    report.add({ line: extra, column: 1 }, 'too-many-definitions', reason);
    return false;
  }
  const extraStep = found.headings[limits.steps];
  if (extraStep !== undefined) {
    report.add({ line: extraStep, column: 1 }, 'too-many-steps', words.tooManySteps({ limit: limits.steps }));
    return false;
  }
  return true;
}

/** The lines with each fence's opening replaced by a comment (it ends a paragraph as a fence does) and its rest blank. */
function proseOnly(lines: readonly string[], first: number, fences: readonly FenceLines[]): string[] {
  const prose = lines.map((line, index) => (index + 1 < first ? '' : line));
  for (const fence of fences) {
    prose.fill('', fence.open - 1, fence.close);
    prose[fence.open - 1] = '<!---->';
  }
  return prose;
}

function* chunks(
  prose: readonly string[],
  first: number,
  headings: readonly number[],
): Generator<{ from: number; to: number }> {
  let from = first;
  let length = 0;
  let counted = first;
  for (const heading of headings) {
    for (; counted < heading; counted += 1) length += (prose[counted - 1]?.length ?? 0) + 1;
    if (length < chunkLength) continue;
    yield { from, to: heading - 1 };
    from = heading;
    length = 0;
  }
  yield { from, to: prose.length };
}

/** Reports a section that is too long, and says whether the chunk may be parsed. */
function shortEnough(
  prose: readonly string[],
  from: number,
  to: number,
  headings: readonly number[],
  report: Report,
): boolean {
  let length = 0;
  for (let line = from; line <= to; line += 1) length += (prose[line - 1]?.length ?? 0) + 1;
  if (length <= limits.sectionLength) return true;
  const section = headings.findLast((heading) => heading >= from && heading <= to) ?? from;
  report.add(
    { line: section, column: 1 },
    'too-long',
    report.words.lesson.sectionTooLong({ limit: limits.sectionLength }),
  );
  return false;
}

/** Moves a parsed tree down the file. */
function shift(node: Nodes, lines: number): void {
  if (lines === 0) return;
  if (node.position !== undefined) {
    node.position.start.line += lines;
    node.position.end.line += lines;
    delete node.position.start.offset;
    delete node.position.end.offset;
  }
  if ('children' in node) for (const child of node.children) shift(child, lines);
}

/** The fence whose place a comment kept, as the parser would have given it. */
function fenceAt(
  node: RootContent,
  fences: ReadonlyMap<number, FenceLines>,
  lines: readonly string[],
): Code | undefined {
  const fence = node.type === 'html' ? fences.get(node.position?.start.line ?? 0) : undefined;
  if (fence === undefined) return undefined;
  const end = fence.closed ? fence.close - 1 : fence.close;
  const [lang = '', ...meta] = fence.info.split(/[ \t]+/);
  return {
    type: 'code',
    lang: lang === '' ? null : lang,
    meta: meta.length === 0 ? null : fence.info.slice(lang.length).trim(),
    value: lines.slice(fence.open, end).join('\n'),
    position: {
      start: { line: fence.open, column: 1 },
      end: { line: fence.close, column: (lines[fence.close - 1]?.length ?? 0) + 1 },
    },
  };
}
