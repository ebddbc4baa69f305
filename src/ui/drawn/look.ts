import type { PlainStyle } from '../../lesson/plain.ts';

/** A text in a colour (SGR), where there are colours. */
export function colour(code: string, text: string, style: PlainStyle): string {
  return style.colour ? `\u001b[${code}m${text}\u001b[0m` : text;
}

export function bold(text: string, style: PlainStyle): string {
  return style.colour ? `\u001b[1m${text}\u001b[0m` : text;
}

/** Which shell has the keys: brackets say it, inverse video shows it. */
export function mark(text: string, strong: boolean, style: PlainStyle): string {
  return strong && style.colour ? `\u001b[7m${text}\u001b[0m` : text;
}
