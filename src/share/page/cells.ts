import type { ElementContent, Text } from 'hast';
import stringWidth from 'string-width';

/** A character that is two cells wide, for the pages' style to make it so. */
const wideClass = 'wide';
export const cellStyle = `pre .${wideClass} { display: inline-block; width: 2ch; text-align: center; }`;

/**
 * The text of a drawing or a listing, with its columns: a browser takes Chinese and Latin from fonts of which one's character is
 * seldom just two of the other's wide.
 */
export function inCells(text: string): readonly ElementContent[] {
  const parts: ElementContent[] = [];
  let narrow: Text | undefined;
  for (const character of text) {
    if (stringWidth(character) === 2) {
      const children: ElementContent[] = [{ type: 'text', value: character }];
      parts.push({ type: 'element', tagName: 'span', properties: { className: [wideClass] }, children });
      narrow = undefined;
    } else if (narrow !== undefined) narrow.value += character;
    else parts.push((narrow = { type: 'text', value: character }));
  }
  return parts;
}
