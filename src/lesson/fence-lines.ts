/** A fenced block that begins at the left margin, found by its lines alone. Line numbers are 1-based. */
export interface FenceLines {
  readonly open: number;
  /** The line of the closing fence, or the last line of the file where there is none. */
  readonly close: number;
  readonly closed: boolean;
  readonly marker: string;
  readonly info: string;
}

export interface Outline {
  readonly fences: readonly FenceLines[];
  /** Lines of `## ` headings outside fences and comments: where the file may be cut. */
  readonly headings: readonly number[];
  /** `[label]: URL` lines outside fences. */
  readonly definitions: readonly number[];
  /** Line and nesting depth of lines that open too many block quotes and list items. */
  readonly deepest: { readonly line: number; readonly depth: number };
}

const opening = /^( {0,3})(`{3,}(?=[^`]*$)|~{3,})[ \t]*(.*?)[ \t]*$/;
const containers = /^(?:[ \t]*(?:>|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t])))+/;

const mostReadings = 16;

/** What a line may stand in: nothing (`undefined`), a fence, or a comment. */
interface Inside {
  /** The fence's marker; `undefined` in a comment. */
  readonly marker: string | undefined;
  readonly open: number;
  readonly info: string;
  /** Columns before it: at the left margin nothing else can contain it. */
  readonly indent: number;
  /** Taken to stand in a list item, which a line further to the left ends. */
  readonly inItem: boolean;
}

/**
 * One pass over the lines: CommonMark §4.5 for fences at the left margin (those interrupt whatever stands before them) and
 * §4.6 for comments. What is indented may stand in a list item or not, which only the parser can tell: both readings are
 * followed, and nothing is listed until they agree again.
 */
export function outline(lines: readonly string[]): Outline {
  const fences: FenceLines[] = [];
  const headings: number[] = [];
  const definitions: number[] = [];
  let deepest = { line: 1, depth: 0 };
  let readings: readonly (Inside | undefined)[] = [undefined];
  for (const [index, line] of lines.entries()) {
    const number = index + 1;
    const [before] = readings;
    const certain = readings.length === 1;
    // Too many to follow (nobody writes that): nothing is certain any more.
    if (readings.length <= mostReadings) {
      readings = distinct(readings.flatMap((inside) => next(inside, line, number)));
    }
    if (certain && before === undefined) {
      if (/^##[ \t]/.test(line)) headings.push(number);
      if (/^ {0,3}\[[^\]]+\]:/.test(line)) definitions.push(number);
    } else if (certain && before?.indent === 0 && before.marker !== undefined && readings[0] === undefined) {
      fences.push({ open: before.open, close: number, closed: true, marker: before.marker, info: before.info });
    }
    // Markers in a fence nest nothing.
    if (certain && before !== undefined) continue;
    const depth = containers.exec(line)?.[0].replace(/[ \t\d]/g, '').length ?? 0;
    if (depth > deepest.depth) deepest = { line: number, depth };
  }
  const [open] = readings;
  if (readings.length === 1 && open?.indent === 0 && open.marker !== undefined) {
    fences.push({ open: open.open, close: lines.length, closed: false, marker: open.marker, info: open.info });
  }
  return { fences, headings, definitions, deepest };
}

/** What the next line stands in; several where one cannot know. */
function next(inside: Inside | undefined, line: string, number: number): readonly (Inside | undefined)[] {
  if (inside === undefined) return begins(line, number);
  if (inside.inItem && line.trim() !== '') {
    const indent = line.length - line.trimStart().length;
    if (indent === 0) return begins(line, number);
    if (indent < inside.indent) return [...begins(line, number), ...stays(inside, line)];
  }
  return stays(inside, line);
}

function begins(line: string, number: number): readonly (Inside | undefined)[] {
  const fence = opening.exec(line);
  const comment = /^( {0,3})<!--(?!.*-->)/.exec(line);
  const indent = (fence?.[1] ?? comment?.[1] ?? '').length;
  if (fence === null && comment === null) return [undefined];
  const inside = { marker: fence?.[2], open: number, info: fence?.[3] ?? '', indent, inItem: false };
  return indent === 0 ? [inside] : [inside, { ...inside, inItem: true }];
}

function stays(inside: Inside, line: string): readonly (Inside | undefined)[] {
  const ends = inside.marker === undefined ? line.includes('-->') : closes(line, inside.marker);
  return [ends ? undefined : inside];
}

function distinct(readings: readonly (Inside | undefined)[]): readonly (Inside | undefined)[] {
  const kept = new Map<string, Inside | undefined>();
  for (const inside of readings) {
    const key = inside === undefined ? '' : `${inside.marker ?? '<'} ${inside.open} ${inside.inItem}`;
    kept.set(key, inside);
  }
  return [...kept.values()];
}

function closes(line: string, marker: string): boolean {
  const match = /^ {0,3}(`{3,}|~{3,})[ \t]*$/.exec(line);
  return match?.[1] !== undefined && match[1][0] === marker[0] && match[1].length >= marker.length;
}
