import { createSupportsHyperlinks } from 'supports-hyperlinks';
import type { CommandIo } from './io.ts';

/** What a terminal is asked to show: colours, unless `NO_COLOR` is set (no-color.org); links (OSC 8) where it is known to have them. */
export function looksOf({ env, stdout }: Pick<CommandIo, 'env' | 'stdout'>): {
  readonly colour: boolean;
  readonly links: boolean;
} {
  const colour = (env['NO_COLOR'] ?? '') === '';
  // Without colour a link would look like any word: its address is written out.
  return { colour, links: colour && createSupportsHyperlinks(stdout) };
}
