import { runGrade, type GradeFlags } from '../../src/commands/grade.ts';
import { runMerge, type MergeFlags } from '../../src/commands/grade-merge.ts';
import type { CommandIo, ExitCode } from '../../src/commands/io.ts';
import { wordsFor } from '../../src/words/index.ts';

export interface Ran {
  readonly code: ExitCode;
  readonly out: string;
  readonly err: string;
}

function io(): { readonly io: CommandIo; readonly said: { out: string; err: string } } {
  const said = { out: '', err: '' };
  return {
    said,
    io: {
      words: wordsFor(),
      language: 'en',
      env: {},
      cwd: '/',
      stdin: process.stdin,
      stdout: process.stdout,
      out: (text) => (said.out += text),
      err: (text) => (said.err += text),
      isTerminal: false,
    },
  };
}

/** `netns-course grade …`, in this process. */
export async function grade(flags: GradeFlags, ...paths: string[]): Promise<Ran> {
  const { io: own, said } = io();
  const code = await runGrade(flags, paths, own);
  return { code, ...said };
}

/** `netns-course grade merge …`, in this process. */
export async function merge(flags: MergeFlags, ...paths: string[]): Promise<Ran> {
  const { io: own, said } = io();
  const code = await runMerge(flags, paths, own);
  return { code, ...said };
}
