import { PassThrough } from 'node:stream';
import type { CommandIo } from '../../src/commands/io.ts';
import { wordsFor } from '../../src/words/index.ts';
import type { Language } from '../../src/words/languages.ts';

/** A command's world in a test: what it says is kept. */
export function commandIo(
  cwd: string,
  language: Language = 'en',
): { io: CommandIo; out: () => string; err: () => string } {
  let out = '';
  let err = '';
  const io: CommandIo = {
    words: wordsFor(language),
    language,
    env: process.env,
    cwd,
    stdin: Object.assign(new PassThrough(), { isTTY: false }) as unknown as CommandIo['stdin'],
    stdout: Object.assign(new PassThrough(), { fd: 1 }) as unknown as CommandIo['stdout'],
    out: (text) => (out += text),
    err: (text) => (err += text),
    isTerminal: false,
  };
  return { io, out: () => out, err: () => err };
}
