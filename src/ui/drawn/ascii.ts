const asciiForms: Readonly<Record<string, string>> = {
  '↑': '^',
  '↓': 'v',
  '·': '-',
  '×': 'x',
  '…': '...',
  '—': '-',
  '█': '_',
  '✓': '+',
  '✗': 'x',
  '“': '"',
  '”': '"',
};

/** Signs of our own texts as ASCII; other languages keep their letters. */
export function asciiText(text: string): string {
  return text.replaceAll(/[↑↓·×…—█✓✗“”]/gu, (sign) => asciiForms[sign] ?? sign);
}
