import type { CommandIo, ExitCode } from '../../src/commands/io.ts';
import { wordsFor } from '../../src/words/index.ts';

/** How a command ended, and what it said. */
export interface Ran {
  readonly code: ExitCode;
  readonly out: string;
  readonly err: string;
}

/** Runs a command in this process, in English, by pipes, with `home` as the user's and as the place where it is. */
export async function runCommand(home: string, command: (io: CommandIo) => Promise<ExitCode>): Promise<Ran> {
  const said = { out: '', err: '' };
  const code = await command({
    words: wordsFor(),
    language: 'en',
    env: { HOME: home, XDG_STATE_HOME: home },
    cwd: home,
    stdin: process.stdin,
    stdout: process.stdout,
    out: (text) => (said.out += text),
    err: (text) => (said.err += text),
    isTerminal: false,
  });
  return { code, ...said };
}
