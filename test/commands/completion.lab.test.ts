import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { builtCli } from '../support/built-cli.ts';

/** The scripts in the real shells, asking the built program. */

const bin = mkdtempSync(join(tmpdir(), 'netns-course-completion-'));
beforeAll(() => {
  const program = join(bin, 'netns-course');
  writeFileSync(program, `#!/bin/sh\nexec '${process.execPath}' '${builtCli()}' "$@"\n`);
  chmodSync(program, 0o755);
});
afterAll(() => rmSync(bin, { recursive: true, force: true }));

const inShell = (shell: string, args: readonly string[], script: string): string[] =>
  execFileSync(shell, [...args, '-c', script], {
    encoding: 'utf8',
    cwd: bin,
    env: { PATH: `${bin}:/usr/bin:/bin`, HOME: bin, TERM: 'dumb', LANG: 'C.UTF-8' },
    timeout: 30_000,
  })
    .split('\n')
    .filter((line) => line !== '');

const inBash = (...words: string[]): string[] =>
  inShell(
    'bash',
    ['--norc'],
    `source <(netns-course completion bash); COMP_WORDS=(netns-course ${words.map((word) => `'${word}'`).join(' ')})
     COMP_CWORD=${words.length}; _netns_course; printf '%s\\n' "\${COMPREPLY[@]}"`,
  );

/** _describe is zsh's own drawing of a menu, which needs a terminal: here it prints what it was given. */
const inZsh = (...words: string[]): string[] =>
  inShell(
    'zsh',
    ['-f'],
    `autoload -Uz compinit && compinit -u -D; source <(netns-course completion zsh)
     _describe() { print -l -- "\${(@P)3}" }; _files() { print files }
     words=(netns-course ${words.map((word) => `'${word}'`).join(' ')}); CURRENT=${words.length + 1}; _netns_course`,
  ).map((line) => line.split(':')[0] ?? '');

const inFish = (...words: string[]): string[] =>
  inShell(
    'fish',
    ['--no-config'],
    `netns-course completion fish | source; complete -C 'netns-course ${words.join(' ')}'`,
  ).map((line) => line.split('\t')[0] ?? '');

describe.each([
  ['bash', inBash],
  ['zsh', inZsh],
  ['fish', inFish],
])('%s', (_, completed) => {
  it('completes commands and lessons, lessons and their steps, and flags', () => {
    expect(completed('ve')).toEqual(expect.arrayContaining(['verify', 'veth']));
    expect(completed('start', 'veth/ping')).toEqual(['veth/ping-both-ways']);
    expect(completed('verify', 'veth', 'bri')).toEqual(['bridge']);
    expect(completed('list', '--')).toEqual(expect.arrayContaining(['--json', '--course']));
    expect(completed('completion', 'z')).toEqual(['zsh']);
  });
});

it('the manual page has every command and no mistake', () => {
  const page = join(bin, 'page.1');
  writeFileSync(page, execFileSync(process.execPath, [builtCli(), 'man']));
  const env = { PATH: '/usr/bin:/bin', LANG: 'C.UTF-8', MANWIDTH: '100', HOME: bin };
  const warnings = execFileSync('sh', ['-c', `man --warnings -l '${page}' 2>&1 > /dev/null`], {
    env,
    encoding: 'utf8',
  });
  expect(warnings).toBe('');
  const text = execFileSync('man', ['-l', page], { env, encoding: 'utf8' });
  for (const name of ['start', 'verify', 'lab', 'explain', 'doctor']) expect(text).toContain(`netns-course ${name}`);
  expect(text).toContain('EXIT STATUS');
  expect(text).toContain('netns-course --version');
});
