import type { Code, Nodes, RootContent } from 'mdast';
import remarkCjkFriendly from 'remark-cjk-friendly';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { outline } from './fence-lines.ts';
import type { FenceLines, Outline } from './fence-lines.ts';
import { limits } from './limits.ts';
import type { Report } from './report.ts';

const commonMark = unified().use(remarkParse).freeze();
const everything = unified().use(remarkParse).use(remarkGfm).use(remarkCjkFriendly).freeze();

/**
 * What only the extensions see: tables, strikethrough, footnotes, task lists, bare addresses, and any character beyond ASCII
 * (emphasis beside Chinese). They cost a third of the parser's time, and most sections have none of it.
 */
const needsExtensions = /[|~@\u0080-\uffff]|\[\^|\[[ \tx]\]|www\.|(?<!\]\()https?:/i;

/** How much text one call of the parser gets at least, where the lesson can be cut. */
const chunkLength = 3072;

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
  const prose = proseLines(lines, first, found.fences);
  const definitions = found.definitions.map((line) => lines[line - 1] ?? '');
  const borrowed = definitions.length === 0 ? '' : `\n\n${definitions.join('\n')}`;
  const nodes: RootContent[] = [];
  for (const chunk of chunks(prose, new Set(found.headings))) {
    const text = chunk.map((line) => line.text).join('\n');
    if (text.length > limits.sectionLength) {
      const section = chunk.findLast(({ number }) => found.headings.includes(number)) ?? chunk[0];
      const place = { line: section?.number ?? first, column: 1 };
      report.add(place, 'too-long', report.words.lesson.sectionTooLong({ limit: limits.sectionLength }));
      continue;
    }
    const processor = needsExtensions.test(text) ? everything : commonMark;
    for (const node of processor.parse(text + borrowed).children) {
      if ((node.position?.start.line ?? 0) > chunk.length) continue;
      renumber(node, chunk);
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

/** A line that the parser gets, and its number in the file. */
interface ProseLine {
  readonly text: string;
  readonly number: number;
}

/** The lines from `first` on, each fence replaced by a comment (which ends a paragraph and a list as a fence does). */
function proseLines(lines: readonly string[], first: number, fences: readonly FenceLines[]): ProseLine[] {
  const prose: ProseLine[] = [];
  let next = first;
  for (const fence of fences) {
    for (; next < fence.open; next += 1) prose.push({ text: lines[next - 1] ?? '', number: next });
    prose.push({ text: '<!---->', number: fence.open });
    next = fence.close + 1;
  }
  for (; next <= lines.length; next += 1) prose.push({ text: lines[next - 1] ?? '', number: next });
  return prose;
}

/** Runs of whole sections, of at least `chunkLength` where there is so much. */
function* chunks(prose: readonly ProseLine[], headings: ReadonlySet<number>): Generator<readonly ProseLine[]> {
  let chunk: ProseLine[] = [];
  let length = 0;
  for (const line of prose) {
    if (length >= chunkLength && headings.has(line.number)) {
      yield chunk;
      chunk = [];
      length = 0;
    }
    chunk.push(line);
    length += line.text.length + 1;
  }
  yield chunk;
}

/** Gives a parsed tree its lines in the file. */
function renumber(node: Nodes, chunk: readonly ProseLine[]): void {
  if (node.position !== undefined) {
    const { start, end } = node.position;
    node.position = {
      start: { line: chunk[start.line - 1]?.number ?? start.line, column: start.column },
      end: { line: chunk[end.line - 1]?.number ?? end.line, column: end.column },
    };
  }
  if ('children' in node) for (const child of node.children) renumber(child, chunk);
}

/** The fence whose place a comment kept, as the parser would have given it. */
function fenceAt(
  node: RootContent,
  fences: ReadonlyMap<number, FenceLines>,
  lines: readonly string[],
): Code | undefined {
  const fence = node.type === 'html' ? fences.get(node.position?.start.line ?? 0) : undefined;
  if (fence === undefined) return undefined;
  // What stands behind the last line feed is no line.
  const last = lines.at(-1) === '' ? lines.length - 1 : lines.length;
  const end = fence.closed ? fence.close - 1 : last;
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
