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

/**
 * One pass over the lines: CommonMark §4.5 for fences at the left margin (those interrupt whatever stands before them),
 * HTML comments over several lines left alone. An indented fence may belong to a list item: it is not listed, and nothing
 * inside it is taken for a heading.
 */
export function outline(lines: readonly string[]): Outline {
  const fences: FenceLines[] = [];
  const headings: number[] = [];
  const definitions: number[] = [];
  let deepest = { line: 1, depth: 0 };
  let inside: { open: number; marker: string; info: string; margin: boolean } | undefined;
  let comment = false;
  for (const [index, line] of lines.entries()) {
    const number = index + 1;
    if (inside !== undefined) {
      if (!closes(line, inside.marker)) continue;
      if (inside.margin) fences.push({ ...inside, close: number, closed: true });
      inside = undefined;
      continue;
    }
    if (comment) {
      comment = !line.includes('-->');
      continue;
    }
    const fence = opening.exec(line);
    if (fence !== null) {
      inside = { open: number, marker: fence[2] ?? '', info: fence[3] ?? '', margin: fence[1] === '' };
      continue;
    }
    if (/^ {0,3}<!--/.test(line) && !line.includes('-->')) comment = true;
    else if (/^##[ \t]/.test(line)) headings.push(number);
    else if (/^ {0,3}\[[^\]]+\]:/.test(line)) definitions.push(number);
    const depth = containers.exec(line)?.[0].replace(/[ \t\d]/g, '').length ?? 0;
    if (depth > deepest.depth) deepest = { line: number, depth };
  }
  if (inside?.margin === true) fences.push({ ...inside, close: lines.length, closed: false });
  return { fences, headings, definitions, deepest };
}

function closes(line: string, marker: string): boolean {
  const match = /^ {0,3}(`{3,}|~{3,})[ \t]*$/.exec(line);
  return match?.[1] !== undefined && match[1][0] === marker[0] && match[1].length >= marker.length;
}
