import { consoleLines, nodeLines, stack } from './plain/blocks.ts';
import { paint } from './plain/style.ts';
import type { PlainStyle } from './plain/style.ts';
import type { Block } from './types.ts';

export type { PlainStyle } from './plain/style.ts';

/**
 * What a step shows, as lines of text without line ends: wrapped by UAX #14, measured in display columns, never wider than
 * `style.width`, every line complete in itself (SGR only where there is colour, ended in the line that began it).
 */
export function blocksToLines(blocks: readonly Block[], style: PlainStyle): string[] {
  const safe = { ...style, width: Math.max(2, Math.floor(style.width)) };
  const groups = blocks.map((block) =>
    block.type === 'console' ? consoleLines(block.commands, safe) : nodeLines(block.node, safe),
  );
  return stack(groups).map((line) => paint(line, safe.colour));
}
