import type { Words } from '../../words/index.ts';

/** How prose becomes lines of text. */
export interface PlainStyle {
  /** Display columns that no line exceeds; at least 2 (a Chinese character is that wide). */
  readonly width: number;
  /** SGR sequences for emphasis and code; each line begins and ends without any. */
  readonly colour: boolean;
  /** Only ASCII for lines, bullets and bars. */
  readonly ascii: boolean;
  /** Links lead somewhere when they are clicked (OSC 8); else, and without it, their address is written behind them. */
  readonly links?: boolean;
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
export type Sgr = '1' | '2' | '3' | '4' | '9' | '31' | '32' | '35' | '36';

/** A run of text that looks one way. */
export interface Span {
  readonly text: string;
  readonly sgr: readonly Sgr[];
  /** Where it leads. */
  readonly link?: string;
}

/** A line: spans, painted or not. Blanks at the end go. */
export function paint(spans: readonly Span[], colour: boolean): string {
  return trimEnd(spans)
    .map(({ text, sgr, link }) => {
      const painted = !colour || sgr.length === 0 || text === '' ? text : `\u001b[${sgr.join(';')}m${text}\u001b[0m`;
      return link === undefined ? painted : `\u001b]8;;${link}\u001b\\${painted}\u001b]8;;\u001b\\`;
    })
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
