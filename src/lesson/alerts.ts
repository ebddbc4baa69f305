import type { Blockquote, RootContent } from 'mdast';

/** GitHub's alerts: `> [!TIP]` on a line of its own at the head of a block quote. */
export type AlertName = 'note' | 'tip' | 'important' | 'warning' | 'caution';

export const alertNames: readonly AlertName[] = ['note', 'tip', 'important', 'warning', 'caution'];

/** What stands in the brackets, and the quote's content without the marker. */
export interface Alert {
  readonly word: string;
  /** Absent: no alert of GitHub's, or the marker does not stand alone on its line. */
  readonly name?: AlertName;
  readonly content: readonly RootContent[];
}

/** Reads a block quote as an alert; `undefined` where it is an ordinary quote. */
export function readAlert(quote: Blockquote): Alert | undefined {
  const [first, ...others] = quote.children;
  const text = first?.type === 'paragraph' ? first.children[0] : undefined;
  if (first?.type !== 'paragraph' || text?.type !== 'text') return undefined;
  const match = /^\[!([^\]\s]+)\]/.exec(text.value);
  if (match === null) return undefined;
  const word = match[1] ?? '';
  const below = /^[ \t]*(?:\n|$)/.exec(text.value.slice(match[0].length))?.[0];
  const rest = text.value.slice(match[0].length + (below?.length ?? 0));
  const second = first.children[1];
  const alone =
    below?.endsWith('\n') === true || (below !== undefined && (second === undefined || second.type === 'break'));
  const name = alone ? alertNames.find((known) => known === word.toLowerCase()) : undefined;
  const inline = first.children.slice(rest === '' && second?.type === 'break' ? 2 : 1);
  const children = rest === '' ? inline : [{ ...text, value: rest }, ...inline];
  const content = children.length === 0 ? others : [{ ...first, children }, ...others];
  return name === undefined ? { word, content } : { word, name, content };
}
