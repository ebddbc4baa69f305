/**
 * The shells' marks in a terminal's byte stream (`docs/marks.md`; OSC 133 "semantic prompts", OSC 7133 our own), told
 * apart from data. Pure and incremental: however the stream is cut, the same marks come out.
 */

/** What the stream holds, in order. `output` is everything that is no mark of ours, byte for byte. */
export type Mark =
  | { readonly type: 'output'; readonly bytes: Uint8Array }
  | { readonly type: 'prompt-start'; readonly shell: number; readonly depth: number }
  | { readonly type: 'prompt-end'; readonly shell: number }
  /** The continuation prompt is shown: what was typed is not a whole command yet. */
  | { readonly type: 'continuation'; readonly shell: number }
  | { readonly type: 'command'; readonly shell: number; readonly netns: string; readonly line: string }
  | { readonly type: 'done'; readonly shell: number; readonly exitCode: number }
  | { readonly type: 'request'; readonly words: readonly string[] };

export interface MarkParser {
  readonly push: (bytes: Uint8Array) => readonly Mark[];
  /** The stream has ended: what was held back, because it might have become a mark, is data. */
  readonly end: () => readonly Mark[];
}

/** A longer payload is data: nobody types such a line, and nothing may make us hold back without bound. */
export const maxMarkBytes = 64 * 1024;

const ESC = 0x1b;
const BEL = 0x07;
const prefixes = ['\u001b]133;', '\u001b]7133;'].map((text) => new TextEncoder().encode(text));
const nothing = new Uint8Array(0);

/** Marks that do not bear `nonce` are data, as is everything that is not spelt exactly as `docs/marks.md` says. */
export function createMarkParser(nonce: string): MarkParser {
  let held: Uint8Array = nothing;

  const push = (chunk: Uint8Array): readonly Mark[] => {
    const bytes = held.length === 0 ? chunk : joined(held, chunk);
    // What was held has been looked through: it has no end in it. Only its last byte may be half of one (ESC \).
    let searchedTo = Math.max(0, held.length - 1);
    held = nothing;
    const marks: Mark[] = [];
    let dataFrom = 0;
    let at = bytes.indexOf(ESC);
    const flush = (to: number): void => {
      if (to > dataFrom) marks.push({ type: 'output', bytes: bytes.subarray(dataFrom, to) });
    };
    while (at !== -1) {
      const prefix = prefixLength(bytes, at);
      if (prefix === 'cut') break;
      const end = prefix === 0 ? 0 : payloadEnd(bytes, at + prefix, Math.max(searchedTo, at + prefix));
      searchedTo = 0;
      if (end === 'cut') break;
      const mark = end === 0 ? undefined : readMark(bytes, at, prefix, end, nonce);
      if (mark !== undefined) {
        flush(at);
        marks.push(mark);
        dataFrom = end + (bytes[end] === BEL ? 1 : 2);
        at = bytes.indexOf(ESC, dataFrom);
      } else {
        at = bytes.indexOf(ESC, at + 1);
      }
    }
    if (at === -1) flush(bytes.length);
    else {
      flush(at);
      held = bytes.slice(at);
    }
    return marks;
  };

  const end = (): readonly Mark[] => {
    const bytes = held;
    held = nothing;
    return bytes.length === 0 ? [] : [{ type: 'output', bytes }];
  };

  return { push, end };
}

/** Length of the mark prefix at `at`; 0: none; `cut`: the bytes end before that can be said. */
function prefixLength(bytes: Uint8Array, at: number): number | 'cut' {
  let cut = false;
  for (const prefix of prefixes) {
    let i = 0;
    while (i < prefix.length && bytes[at + i] === prefix[i]) i++;
    if (i === prefix.length) return prefix.length;
    if (at + i === bytes.length) cut = true;
  }
  return cut ? 'cut' : 0;
}

/**
 * Where the payload ends: the index of its BEL, or of the ESC of its ESC \. Any other control character cannot be in a
 * mark (values are percent-encoded), so it ends the hope for one at once (0), and no forged beginning holds back more
 * than a line.
 */
function payloadEnd(bytes: Uint8Array, from: number, searchFrom: number): number | 'cut' {
  const limit = Math.min(bytes.length, from + maxMarkBytes + 1);
  for (let i = searchFrom; i < limit; i++) {
    const byte = bytes[i] ?? 0;
    if (byte >= 0x20 && byte !== 0x7f) continue;
    if (byte === BEL) return i;
    if (byte !== ESC) return 0;
    if (i + 1 === bytes.length) return 'cut';
    return bytes[i + 1] === 0x5c ? i : 0;
  }
  return bytes.length > from + maxMarkBytes ? 0 : 'cut';
}

function readMark(bytes: Uint8Array, at: number, prefix: number, end: number, nonce: string): Mark | undefined {
  const fields = new TextDecoder().decode(bytes.subarray(at + prefix, end)).split(';');
  if (prefix === prefixes[1]?.length) {
    const [first, ...words] = fields;
    return first === `n=${nonce}` && words.length > 0 ? { type: 'request', words: words.map(unescaped) } : undefined;
  }
  const [kind, ...rest] = fields;
  const exitCode = kind === 'D' ? wholeNumber(rest.shift()) : 0;
  const values = new Map<string, string>();
  for (const field of rest) {
    const equals = field.indexOf('=');
    if (equals > 0) values.set(field.slice(0, equals), field.slice(equals + 1));
  }
  const shell = wholeNumber(values.get('p'));
  if (values.get('n') !== nonce || shell === undefined) return undefined;
  if (kind === 'A') return { type: 'prompt-start', shell, depth: wholeNumber(values.get('d')) ?? 1 };
  if (kind === 'B') return { type: 'prompt-end', shell };
  if (kind === 'P' && values.get('k') === 'c') return { type: 'continuation', shell };
  if (kind === 'D' && exitCode !== undefined) return { type: 'done', shell, exitCode };
  if (kind !== 'C') return undefined;
  return { type: 'command', shell, netns: unescaped(values.get('ns') ?? ''), line: unescaped(values.get('cmd') ?? '') };
}

function wholeNumber(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}

/** Percent-decoding of bytes, then UTF-8; a `%` that is no escape stays. */
function unescaped(text: string): string {
  if (!text.includes('%')) return text;
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (escapes) => {
    const bytes = escapes
      .split('%')
      .slice(1)
      .map((hex) => Number.parseInt(hex, 16));
    return new TextDecoder('utf-8', { ignoreBOM: true }).decode(Uint8Array.from(bytes));
  });
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
