import { printable } from '../../verify/printable.ts';

/** Markup that is ours: everything else is escaped when it is put in. */
export interface Html {
  readonly markup: string;
}

/**
 * A template of markup: every value is text and escaped, or `Html`, or a list of them. So text of a submission cannot become
 * an element or leave an attribute (attributes are written with double quotes).
 */
export function html(
  strings: TemplateStringsArray,
  ...values: readonly (string | number | Html | readonly Html[])[]
): Html {
  const parts = strings.map((string, index) => string + markupOf(values[index] ?? ''));
  return { markup: parts.join('') };
}

function markupOf(value: string | number | Html | readonly Html[]): string {
  if (typeof value === 'string' || typeof value === 'number') return escapeHtml(String(value));
  return 'markup' in value ? value.markup : value.map(({ markup }) => markup).join('');
}

/** Text for an element or a double-quoted attribute (HTML Living Standard, 13.3). */
function escapeHtml(text: string): string {
  return printable(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
