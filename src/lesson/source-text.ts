import { limits } from './limits.ts';
import type { Report } from './report.ts';

/**
 * Characters that a lesson must not hold, because its text is shown on a terminal: the C0 controls but tab and newline,
 * DEL, C1, Unicode's line separators and those that turn the direction of text round (Trojan Source, CVE-2021-42574).
 */
const forbidden = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/gu;

/** Offset and `U+001B` name of each forbidden character. */
export function forbiddenCharacters(text: string): { readonly offset: number; readonly name: string }[] {
  if (text.search(forbidden) < 0) return [];
  return Array.from(text.matchAll(forbidden), (match) => ({
    offset: match.index,
    name: `U+${(match[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`,
  }));
}

/** Without them, for text that is shown anyway (messages that quote the lesson). */
export function withoutForbidden(text: string): string {
  return text.replace(forbidden, '\ufffd');
}

/**
 * The lines of a lesson: a leading byte order mark and CRLF are taken as editors on Windows write them; a forbidden
 * character or a line that is too long is reported with its place.
 */
export function sourceLines(text: string, report: Report): readonly string[] {
  const unmarked = text.replace(/^\ufeff/, '').replaceAll('\r\n', '\n');
  const lines = unmarked.split('\n');
  const clean = unmarked.search(forbidden) < 0;
  for (const [index, line] of lines.entries()) {
    for (const { offset, name } of clean ? [] : forbiddenCharacters(line)) {
      report.add(
        { line: index + 1, column: offset + 1 },
        'control-character',
        report.words.lesson.controlCharacter({ name }),
      );
    }
    if (line.length > limits.lineLength) {
      report.add(
        { line: index + 1, column: limits.lineLength + 1 },
        'too-long',
        report.words.lesson.lineTooLong({ limit: limits.lineLength }),
      );
    }
  }
  return lines;
}
