import { createInterface } from 'node:readline';
import type { CommandIo } from './io.ts';

/** Asks on the terminal; anything but yes (y, yes), the end of input among it, is no. */
export function askYes(question: string, io: CommandIo): Promise<boolean> {
  return new Promise((resolve) => {
    const lines = createInterface({ input: io.stdin, terminal: false });
    io.err(`${question} `);
    lines.once('line', (line) => {
      resolve(/^\s*y(es)?\s*$/i.test(line));
      lines.close();
    });
    lines.once('close', () => resolve(false));
  });
}
