import { afterEach, expect, test, vi } from 'vitest';
import { looksOf } from '../../src/commands/looks.ts';

afterEach(() => vi.unstubAllEnvs());

/** What a terminal says of itself, and whether links can be clicked there. */
test.each([
  [{ TERM: 'xterm-256color', VTE_VERSION: '7600' }, true],
  [{ TERM: 'xterm-kitty' }, true],
  [{ TERM: 'xterm-256color', TERM_PROGRAM: 'vscode', TERM_PROGRAM_VERSION: '1.90.0' }, true],
  [{ TERM: 'xterm-256color' }, false],
  [{ TERM: 'linux' }, false],
  [{ TERM: 'tmux-256color', TERM_PROGRAM: 'tmux', TERM_PROGRAM_VERSION: '3.3a' }, false],
  [{ TERM: 'xterm-kitty', NO_COLOR: '1' }, false],
] as const)('%j: links %s', (env, links) => {
  for (const name of ['CI', 'WT_SESSION', 'TERM_PROGRAM', 'VTE_VERSION', 'FORCE_HYPERLINK', 'NO_COLOR', 'FORCE_COLOR'])
    vi.stubEnv(name, undefined);
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  const stdout = Object.assign(Object.create(process.stdout) as NodeJS.WriteStream & { fd: number }, { isTTY: true });
  expect(looksOf({ env, stdout })).toEqual({ colour: !('NO_COLOR' in env), links });
});
