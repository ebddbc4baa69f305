import type { Words } from '../../words/index.ts';

/** How prose becomes lines of text. */
export interface PlainStyle {
  /** Display columns that no line exceeds; at least 2 (a Chinese character is that wide). */
  readonly width: number;
  /** SGR sequences for emphasis and code; each line begins and ends without any. */
  readonly colour: boolean;
  /** Only ASCII for lines, bullets and bars. */
  readonly ascii: boolean;
  /**
   * Drawings and listings that do not fit are not torn by wrapping, but shown from this column on (from 0), as far as there
   * is something to see, with a sign where they go on. Without it they are wrapped, as commands and samples always are.
   */
  readonly codeFrom?: number;
  /** Told of each that does not fit: the columns it lacks. */
  readonly onCut?: (columns: number) => void;
  /** Names of alerts, in the reader's language; English where it is left out. */
  readonly words: Words;
}

/** SGR parameters (ECMA-48 §8.3.117). */
export type Sgr = '1' | '2' | '3' | '4' | '9' | '36';

/** A run of text that looks one way. */
export interface Span {
  readonly text: string;
  readonly sgr: readonly Sgr[];
}

/** A line: spans, painted or not. Blanks at the end go. */
export function paint(spans: readonly Span[], colour: boolean): string {
  const trimmed = trimEnd(spans);
  if (!colour) return trimmed.map(({ text }) => text).join('');
  return trimmed
    .map(({ text, sgr }) => (sgr.length === 0 || text === '' ? text : `\u001b[${sgr.join(';')}m${text}\u001b[0m`))
    .join('');
}

function trimEnd(spans: readonly Span[]): Span[] {
  const kept = [...spans];
  for (let last = kept.pop(); last !== undefined; last = kept.pop()) {
    const text = last.text.trimEnd();
    if (text === '') continue;
    kept.push({ ...last, text });
    break;
  }
  return kept;
}
