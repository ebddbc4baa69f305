import stringWidth from 'string-width';
import type { Words } from '../words/index.ts';
import type { LessonMessage } from './report.ts';
import { withoutForbidden } from './source-text.ts';

export interface ReportStyle {
  readonly colour: boolean;
  readonly words: Words;
}

/**
 * Mistakes for people: under each file its `LINE:COLUMN  reason  rule`, in columns; a closing line with the sum. What a
 * message quotes of a lesson cannot control the terminal.
 */
export function reportLines(
  files: number,
  messages: readonly LessonMessage[],
  { colour, words }: ReportStyle,
): string[] {
  if (messages.length === 0) return [words.lesson.lintClean({ files })];
  const byFile = new Map<string, LessonMessage[]>();
  for (const message of messages) {
    const own = byFile.get(message.file ?? '');
    if (own === undefined) byFile.set(message.file ?? '', [message]);
    else own.push(message);
  }
  const lines: string[] = [];
  for (const [file, own] of byFile) {
    lines.push(paint(withoutForbidden(file), '4', colour));
    const rows = own.map(({ line, column, reason, ruleId }) => ({
      place: line == null ? '' : `${line}:${column ?? 1}`,
      reason: withoutForbidden(reason),
      rule: ruleId ?? '',
    }));
    const placeWidth = Math.max(...rows.map(({ place }) => place.length));
    const reasonWidth = Math.min(72, Math.max(...rows.map(({ reason }) => stringWidth(reason))));
    for (const { place, reason, rule } of rows) {
      const gap = ' '.repeat(Math.max(0, reasonWidth - stringWidth(reason)));
      lines.push(`  ${place.padStart(placeWidth)}  ${reason}${gap}  ${paint(rule, '2', colour)}`);
    }
    lines.push('');
  }
  lines.push(words.lesson.lintMistakes({ files: byFile.size, mistakes: messages.length }));
  return lines;
}

function paint(text: string, sgr: string, colour: boolean): string {
  return colour ? `\u001b[${sgr}m${text}\u001b[0m` : text;
}
