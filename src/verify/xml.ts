import { printable } from './printable.ts';

/** Whole numbers as attributes. */
export function numbers(values: Readonly<Record<string, number>>): string {
  return attributes(Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)])));
}

/** Attributes, each with a blank before it; line feeds kept (XML 1.0, §3.3.3). */
export function attributes(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${escapeXml(value).replaceAll('\n', '&#10;')}"`)
    .join('');
}

/** Text for an element or an attribute, with nothing in it that XML 1.0 forbids (§2.2). */
export function escapeXml(text: string): string {
  return printable(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** Milliseconds as seconds, to the millisecond. */
export function seconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}
