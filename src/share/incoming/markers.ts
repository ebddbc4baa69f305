import { similar } from '../../lesson/similar.ts';

/** What a marker behind code asks for. `none`: it only says that the code is not for copying. */
export type Action = 'run' | 'copy' | 'none' | 'unknown';

export interface Marker {
  readonly action: Action;
  /** `exec interrupt`: whatever runs is ended first. */
  readonly interrupt: boolean;
  /** Another terminal or machine than the first: `T2`, `HOST2`. */
  readonly where?: string;
  /** As it stands between the braces. */
  readonly text: string;
}

const actions: Readonly<Record<string, Action>> = { exec: 'run', execute: 'run', copy: 'copy', open: 'copy' };

/** Reads what stands between `{{` and `}}`: Killercoda's `exec`, Katacoda's `execute`, and what is nearly one of them. */
export function readMarker(text: string): Marker {
  const [name = '', ...words] = text.trim().split(/\s+/);
  const lower = name.toLowerCase();
  const action =
    name === '' ? 'none' : (actions[lower] ?? actions[similar(lower, Object.keys(actions)) ?? ''] ?? 'unknown');
  const where = words.find((word) => /^(?:T|HOST)[2-9]$/.test(word));
  const interrupt = words.some((word) => word === 'interrupt' || word === 'ctrl-seq');
  return { action, interrupt, text, ...(where === undefined ? {} : { where }) };
}

/**
 * Moves the markers that stand on closing fences, where CommonMark has no place for them, behind the language on the opening
 * one, as its info string; a line `{{exec}}` of its own stays.
 */
export function moveMarkers(text: string): string {
  const lines = text.replaceAll('\r', '').split('\n');
  let open: { readonly index: number; readonly fence: string } | undefined;
  for (const [index, line] of lines.entries()) {
    const match = /^([ \t>]*)(`{3,}|~{3,})(.*)$/.exec(line);
    if (match === null) continue;
    const [, indent = '', fence = '', rest = ''] = match;
    if (open === undefined) {
      open = { index, fence };
      continue;
    }
    const closes = fence.startsWith(open.fence[0] ?? '') && fence.length >= open.fence.length;
    const marker = /^\s*(\{\{[^}]*\}\})?\s*$/.exec(rest);
    if (!closes || marker === null) continue;
    if (marker[1] !== undefined) {
      lines[open.index] = `${lines[open.index] ?? ''} ${marker[1]}`;
      lines[index] = `${indent}${fence}`;
    }
    open = undefined;
  }
  return lines.join('\n');
}
