import { comesAndGoes, withoutVolatile } from './volatile.ts';

/** How a sample and what really came compare; lines are 0-based indexes into the sample as it was given. */
export type Comparison =
  | { readonly same: true }
  | { readonly same: false; readonly index: number; readonly expected?: string; readonly observed?: string };

export interface CompareOptions {
  /** The command was ended by `^C`: how often it printed its lines, and whether its summary is shown, is left open. */
  readonly interrupted: boolean;
}

/** Stands for anything within a line; alone on a line, for any lines. */
const anything = '…';
/** More lines than this are not compared: a sample of that size teaches nobody. */
const maxLines = 5_000;

interface Line {
  readonly text: string;
  /** Volatile parts named. */
  readonly bare: string;
  readonly index: number;
}

/**
 * Whether a lesson's sample output is what came, volatile parts aside.
 *
 * @param sample the lesson's lines; `…` matches anything within a line, a line of `…` any lines.
 * @param output what the terminal showed, lines joined by `\n`.
 */
export function compareSample(sample: readonly string[], output: string, options: CompareOptions): Comparison {
  const wanted = prepare(sample, options);
  const came = prepare(output.split('\n').slice(0, maxLines), options);
  if (options.interrupted) wanted.push({ text: anything, bare: anything, index: sample.length });
  const furthest = matchLines(wanted, came);
  if (furthest === undefined) return { same: true };
  const expected = wanted[furthest.wanted];
  const observed = came[furthest.came];
  return {
    same: false,
    index: expected?.index ?? sample.length,
    ...(expected === undefined || expected.bare === anything ? {} : { expected: expected.text }),
    ...(observed === undefined ? {} : { observed: observed.text }),
  };
}

function prepare(lines: readonly string[], { interrupted }: CompareOptions): Line[] {
  const volatile = comesAndGoes(lines);
  const prepared: Line[] = [];
  for (const [index, text] of lines.entries()) {
    const kept = interrupted ? text.replace(/\^C/u, '') : text;
    const bare = interrupted ? withoutCounts(withoutVolatile(kept)) : withoutVolatile(kept);
    if (volatile[index] === true || bare === '') continue;
    if (interrupted && prepared.at(-1)?.bare === bare) continue;
    prepared.push({ text, bare, index });
  }
  return prepared;
}

/** What a command that runs until `^C` counts: ping's sequence numbers and totals. */
function withoutCounts(line: string): string {
  return line.replaceAll(/\b(?:icmp_)?seq=[\d…]+/gu, 'seq=<n>').replaceAll(/\b[\d…]+ (?=packets|received)/gu, '<n> ');
}

/**
 * Matches whole lists of lines, a line of `…` taking as few as it can (the shortest match of a glob is found by going
 * back to the last `…` only).
 *
 * @returns undefined for a match, else the places where it went furthest and failed.
 */
function matchLines(wanted: readonly Line[], came: readonly Line[]): { wanted: number; came: number } | undefined {
  let at = 0;
  let there = 0;
  let star = -1;
  let starCame = 0;
  let furthest = { wanted: 0, came: 0 };
  const failsAt = (): void => {
    if (at > furthest.wanted || (at === furthest.wanted && there > furthest.came && star === -1)) {
      furthest = { wanted: at, came: there };
    }
  };
  for (;;) {
    const line = wanted[at];
    const real = came[there];
    if (line?.bare === anything) {
      star = at;
      starCame = there;
      at += 1;
    } else if (line === undefined && real === undefined) {
      return undefined;
    } else if (line !== undefined && real !== undefined && matchesLine(line.bare, real.bare)) {
      at += 1;
      there += 1;
    } else {
      failsAt();
      if (star === -1 || starCame >= came.length) return furthest;
      starCame += 1;
      at = star + 1;
      there = starCame;
    }
  }
}

/**
 * Whether one line is the other, `…` in the first standing for anything: inside a word for a part of it, between words
 * for any words, or none.
 */
export function matchesLine(wanted: string, came: string): boolean {
  if (!wanted.includes(anything)) return wanted === came;
  const [first = '', ...others] = spaced(wanted).split(anything);
  const last = others.pop() ?? '';
  const text = spaced(came);
  const end = text.length - last.length;
  if (!text.startsWith(first) || first.length > end || !text.endsWith(last)) return false;
  let from = first.length;
  for (const part of others) {
    const found = text.indexOf(part, from);
    if (found === -1) return false;
    from = found + part.length;
  }
  return from <= end;
}

/** Two spaces between words and one around the line; beside `…` one less, so that it can also stand for no word at all. */
function spaced(line: string): string {
  return ` ${line.replaceAll(' ', '  ')} `.replaceAll(/ ?… ?/gu, anything);
}
