import type { Readable } from 'node:stream';

/** The longest first line that is read: `ready` and two numbers need no more. */
const maxBytes = 100;

/**
 * The first line of a stream, without its newline; the stream is then destroyed, so that nothing written later is ever
 * taken for ours. Undefined where the stream ends before a line does, or the line is too long.
 */
export function readOneLine(stream: Readable): Promise<string | undefined> {
  return new Promise((resolve) => {
    let text = '';
    const settle = (line: string | undefined): void => {
      stream.destroy();
      resolve(line);
    };
    stream.on('data', (bytes: Buffer) => {
      text += bytes.toString('latin1');
      const end = text.indexOf('\n');
      if (end >= 0 && end <= maxBytes) settle(text.slice(0, end));
      else if (text.length > maxBytes) settle(undefined);
    });
    stream.on('close', () => settle(undefined));
    stream.on('error', () => settle(undefined));
  });
}
