import type { Blockquote, List, ListItem, RootContent } from 'mdast';
import stringWidth from 'string-width';
import { readAlert } from '../alerts.ts';
import { withoutForbidden } from '../source-text.ts';
import type { Command } from '../types.ts';
import { codeSpans } from './code-colours.ts';
import { spansOf } from './inline.ts';
import type { PlainStyle, Span } from './style.ts';
import { tableLines } from './table.ts';
import { cutSpans, hardWrapSpans, spansBetween, splitLines, textOf, wrapSpans, wrapText } from './wrap.ts';

/** Columns that nested prose keeps, whatever it is nested in: margins give way first. */
const leastWidth = 16;

/** One block of Markdown as lines, without blank lines around it; none for what is not shown (comments, definitions). */
export function nodeLines(node: RootContent, style: PlainStyle): Span[][] {
  switch (node.type) {
    case 'paragraph':
      return wrapSpans(spansOf(node.children, style), style.width);
    case 'heading':
      return wrapSpans(spansOf(node.children, style, ['1']), style.width);
    case 'thematicBreak':
      return [[{ text: (style.ascii ? '-' : '─').repeat(style.width), sgr: ['2'] }]];
    case 'code':
      return pictureLines(splitLines(codeSpans(shownLines(node.value).join('\n'), node.lang)), style);
    case 'list':
      return listLines(node, style);
    case 'blockquote':
      return quoteLines(node, style);
    case 'table':
      return tableLines(node, style);
    case 'footnoteDefinition':
      return behind(`[${withoutForbidden(node.label ?? node.identifier)}] `, node.children, style);
    default:
      return [];
  }
}

/** Blocks one below the other, a blank line between them. */
export function stack(groups: readonly Span[][][], spread = true): Span[][] {
  return groups
    .filter((lines) => lines.length > 0)
    .flatMap((lines, index) => (index > 0 && spread ? [[], ...lines] : lines));
}

/** A `console` block: prompts, commands, what they print. The node is named where not all are typed on the host. */
export function consoleLines(commands: readonly Command[], style: PlainStyle): Span[][] {
  const named = commands.some(({ node }) => node !== 'controlplane');
  return commands.flatMap(({ node, text, interrupt, sample }) => [
    ...codeLines(typedLines(text, named ? `${node} $ ` : '$ '), style),
    ...codeLines(
      sample.flatMap(shownLines).map((line) => [{ text: line, sgr: ['2'] }]),
      style,
    ),
    ...(interrupt ? codeLines([[{ text: '^C', sgr: ['1'] }]], style) : []),
  ]);
}

/** What is typed, behind the shell's prompt and, where it goes on, its second one. */
function typedLines(command: string, first: string): Span[][] {
  const promptOf = (index: number): string => (index > 0 ? '> ' : first);
  const shown = command.split('\n').flatMap((line, index) => shownLines(promptOf(index) + line));
  const typed = shown.map((line, index) => line.slice(promptOf(index).length)).join('\n');
  return splitLines(codeSpans(typed, 'sh')).map((line, index) => [{ text: promptOf(index), sgr: ['2'] }, ...line]);
}

/** Lines as they stand, a little to the right; one that is too long goes on below. */
function codeLines(lines: readonly (readonly Span[])[], style: PlainStyle): Span[][] {
  const margin = style.width <= leastWidth ? '' : style.codeFrom === undefined ? '    ' : '  ';
  return lines
    .flatMap((line) => atBlanks(line, style.width - margin.length))
    .map((line) => [{ text: margin, sgr: [] }, ...line]);
}

/** Columns by which the rest of a line that did not fit is indented. */
const hanging = 4;

/** Cuts a line of code between words, never inside an option or an address; a longer word is cut where it must be. */
function atBlanks(line: readonly Span[], width: number): Span[][] {
  const text = textOf(line);
  if (stringWidth(text) <= width || width <= leastWidth) return hardWrapSpans(line, width);
  const parts = [{ from: 0, to: 0 }];
  for (const { 0: word, index } of text.matchAll(/\s*\S+/g)) {
    const part = parts.at(-1);
    if (part === undefined) break;
    const to = index + word.length;
    const indent = parts.length > 1 ? hanging : 0;
    if (part.to > part.from && indent + stringWidth(text.slice(part.from, to)) > width)
      parts.push({ from: to - word.trimStart().length, to });
    else part.to = to;
  }
  return cutSpans(line, parts).flatMap((part, index) =>
    hardWrapSpans(index === 0 ? part : [{ text: ' '.repeat(hanging), sgr: [] }, ...part], width),
  );
}

/** What is to be looked at, not typed: a drawing or a listing is torn by wrapping, so that a part of it is shown where asked. */
function pictureLines(lines: readonly (readonly Span[])[], style: PlainStyle): Span[][] {
  const { codeFrom } = style;
  if (codeFrom === undefined) return codeLines(lines, style);
  const longest = Math.max(0, ...lines.map((line) => stringWidth(textOf(line))));
  const margin = ' '.repeat(Math.max(0, Math.min(2, style.width - longest)));
  const width = style.width - margin.length;
  if (longest > width) style.onCut?.(longest - width);
  const from = Math.max(0, Math.min(codeFrom, longest - width));
  return lines.map((line) => [{ text: margin, sgr: [] }, ...partOf(line, from, width, style)]);
}

/** `width` columns of a line, `from` that column on; a sign stands in the place of the first and last where it goes on. */
function partOf(line: readonly Span[], from: number, width: number, { ascii }: PlainStyle): Span[] {
  const isMoreLeft = from > 0 && textOf(spansBetween(line, 0, from + 1)).trim() !== '';
  const isMoreRight = stringWidth(textOf(line)) > from + width;
  const sign = (text: string): Span => ({ text, sgr: ['1'] });
  return [
    ...(isMoreLeft ? [sign(ascii ? '<' : '…')] : []),
    ...spansBetween(line, from + (isMoreLeft ? 1 : 0), from + width - (isMoreRight ? 1 : 0)),
    ...(isMoreRight ? [sign(ascii ? '>' : '…')] : []),
  ];
}

function shownLines(text: string): string[] {
  return text.split('\n').map((line) => expandTabs(withoutForbidden(line)));
}

function expandTabs(line: string): string {
  let shown = '';
  for (const char of line) shown += char === '\t' ? ' '.repeat(8 - (stringWidth(shown) % 8)) : char;
  return shown;
}

function listLines(list: List, style: PlainStyle): Span[][] {
  const first = list.start ?? 1;
  const digits = String(first + list.children.length - 1).length;
  const items = list.children.map((item, index) => {
    const bullet = list.ordered === true ? `${String(first + index).padStart(digits)}. ` : style.ascii ? '- ' : '• ';
    return behind(bullet + task(item), item.children, style, item.spread === true);
  });
  return stack(items, list.spread === true || list.children.some(({ spread }) => spread === true));
}

function task({ checked }: ListItem): string {
  return typeof checked === 'boolean' ? `[${checked ? 'x' : ' '}] ` : '';
}

/** Blocks to the right of a marker that stands before the first line. */
function behind(marker: string, nodes: readonly RootContent[], style: PlainStyle, spread = true): Span[][] {
  const columns = stringWidth(marker);
  const fits = style.width - columns >= leastWidth;
  const inner = fits ? { ...style, width: style.width - columns } : style;
  const lines = stack(
    nodes.map((node) => nodeLines(node, inner)),
    spread,
  );
  if (!fits) return [...wrapText(marker.trimEnd(), style.width), ...lines];
  return (lines.length === 0 ? [[]] : lines).map((line, index) => [
    { text: index === 0 ? marker : ' '.repeat(columns), sgr: [] },
    ...line,
  ]);
}

/** A quotation or an alert: a bar at the left, the alert's name above it. */
function quoteLines(quote: Blockquote, style: PlainStyle): Span[][] {
  const alert = readAlert(quote);
  const bar = style.width - 2 >= leastWidth ? (style.ascii ? '| ' : '│ ') : '';
  const inner = { ...style, width: style.width - bar.length };
  const content = alert?.name === undefined ? quote.children : alert.content;
  const { lesson, signs } = style.words;
  const head =
    alert?.name === undefined ? [] : wrapText(signs.heading({ text: lesson.alerts[alert.name] }), inner.width, ['1']);
  const lines = [...head, ...stack(content.map((node) => nodeLines(node, inner)))];
  return lines.map((line) => [{ text: bar, sgr: ['2'] }, ...line]);
}
