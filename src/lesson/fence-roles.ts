import type { Code } from 'mdast';
import type { Report } from './report.ts';
import { similar } from './similar.ts';
import { placeOf } from './tree.ts';

/** What a fenced block is for. Every other fence is prose: it is shown as it stands. */
export type FenceRole = 'console' | 'console look' | 'yaml check' | 'bash check' | 'bash setup' | 'text topology';

const roles: readonly FenceRole[] = [
  'console',
  'console look',
  'yaml check',
  'bash check',
  'bash setup',
  'text topology',
];
/** `text` is also the language of fences that are none of ours, whatever stands behind it. */
const languages = new Set(roles.map((role) => role.split(' ')[0] ?? '').filter((language) => language !== 'text'));
const purposes = new Set(roles.flatMap((role) => role.split(' ').slice(1)));

/** Other names that authors give to the languages of roles. */
const aliases: Readonly<Record<string, string>> = {
  sh: 'bash',
  shell: 'bash',
  zsh: 'bash',
  yml: 'yaml',
  terminal: 'console',
  'shell-session': 'console',
  shellsession: 'console',
};

/** A variable's value that a `console` block is for. */
export interface Condition {
  readonly name: string;
  readonly value: string;
}

/** `console when fault=no-route`: what is typed in that variant only. Undefined where the fence says no such thing. */
export function conditionOf(code: Code): Condition | undefined {
  const match = condition.exec(code.meta ?? '');
  return match?.[1] === undefined || match[2] === undefined ? undefined : { name: match[1], value: match[2] };
}

const condition = /(?:^|\s+)when\s+([a-z][a-z0-9_-]*)=(\S+)\s*$/;

/**
 * The role of a fence, from its info string (```` ```yaml check ````). What looks like a misspelt one is reported, with
 * the role that was probably meant: `console lok`, `yaml chek`, `consle`, `sh check`, `check`.
 */
export function roleOf(code: Code, report: Report): FenceRole | undefined {
  const meta = code.lang === 'console' ? (code.meta ?? '').replace(condition, '') : (code.meta ?? '');
  const info = [code.lang ?? '', meta].join(' ').trim().replace(/\s+/g, ' ');
  const exact = roles.find((role) => role === info);
  if (exact !== undefined) return exact;
  const meant = meantRole(info);
  if (meant !== undefined) {
    report.add(placeOf(code), 'misspelt-role', report.words.lesson.misspeltRole({ info, meant }));
  }
  return undefined;
}

function meantRole(info: string): FenceRole | undefined {
  const [language = '', ...rest] = info.toLowerCase().split(' ');
  if (language === '') return undefined;
  const purpose = rest.join(' ');
  const known = languages.has(language) ? language : (aliases[language] ?? similar(language, languages));
  const meantPurpose = purposes.has(purpose) ? purpose : similar(purpose, purposes);
  if (rest.length === 0) {
    if (known === 'console') return 'console';
    const alone = purposes.has(language) ? language : undefined;
    return alone === undefined ? undefined : roles.find((role) => role.endsWith(` ${alone}`));
  }
  if (known !== undefined && meantPurpose !== undefined) {
    return roles.find((role) => role === `${known} ${meantPurpose}`) ?? roles.find((role) => role.startsWith(known));
  }
  if (known === 'console') return 'console';
  if (meantPurpose !== undefined) return roles.find((role) => role.endsWith(` ${meantPurpose}`));
  return languages.has(language) ? roles.find((role) => role.startsWith(language)) : undefined;
}

/** The backticks or tildes that open a fence; `undefined` for indented code. */
export function fenceMarker(code: Code, lines: readonly string[]): string | undefined {
  const { line, column } = placeOf(code);
  return /^(?:`{3,}|~{3,})/.exec(lines[line - 1]?.slice(column - 1) ?? '')?.[0];
}

/** Whether the last line of a fence closes it (CommonMark §4.5); the end of a list item, a quote or the file does not. */
export function isClosed(code: Code, marker: string, lines: readonly string[]): boolean {
  const end = code.position?.end.line ?? 0;
  if (end <= placeOf(code).line) return false;
  const last = /(`+|~+)[ \t]*$/.exec(lines[end - 1] ?? '')?.[1] ?? '';
  return last.length >= marker.length && last[0] === marker[0];
}

/**
 * The line within a fence that looks like the opening of the next one (```` ```yaml check ````): the closing fence before it was
 * forgotten, and Markdown swallows what stands between. `undefined` where there is none.
 */
export function openingInside(code: Code, marker: string): number | undefined {
  const index = code.value.split('\n').findIndex((line) => {
    const inner = /^ {0,3}(`{3,}|~{3,})[ \t]*[A-Za-z]/.exec(line)?.[1] ?? '';
    return inner.length >= marker.length && inner[0] === marker[0];
  });
  return index < 0 ? undefined : index + 1;
}
