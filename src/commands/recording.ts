import { hostname, userInfo } from 'node:os';
import { resolve } from 'node:path';
import { openRecorder, type Recorder } from '../recording/recorder.ts';
import type { CommandIo } from './io.ts';

export interface RecordFlags {
  readonly record?: string;
  readonly recordFormat?: '2' | '3';
  readonly force?: boolean;
}

/** Names that everybody's lab has too: taking them out would hide nothing and spoil every listing. */
const commonNames = ['root', 'localhost', 'controlplane', 'node01', '/root', '/'];

/**
 * Opens the recording that `--record` asks for. Undefined, and said on standard error, where it cannot be had: `problem`.
 */
export function openRecording(flags: RecordFlags, title: string, io: CommandIo): Recorder | 'none' | 'problem' {
  if (flags.record === undefined) return 'none';
  const path = resolve(io.cwd, flags.record);
  const { words } = io;
  try {
    return openRecorder({
      path,
      format: flags.recordFormat === '2' ? 2 : 3,
      header: {
        term: io.env['TERM'] ?? 'xterm-256color',
        shell: '/bin/bash',
        title,
        timestamp: Math.floor(Date.now() / 1000),
      },
      names: privateNames(io.env),
      force: flags.force === true,
    });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    const message = error instanceof Error ? error.message : String(error);
    io.err(`${code === 'EEXIST' ? words.drawn.recordExists({ path }) : words.drawn.recordFails({ path, message })}\n`);
    return 'problem';
  }
}

/** What tells whose machine this is: its name (short and long), its user's, and the home directory. */
export function privateNames(env: CommandIo['env']): readonly string[] {
  const names = [
    hostname(),
    hostname().split('.')[0] ?? '',
    env['HOME'] ?? '',
    env['USER'] ?? '',
    env['LOGNAME'] ?? '',
  ];
  try {
    const { username, homedir } = userInfo();
    names.push(username, homedir);
  } catch {
    // An id without a name (getpwuid(3) finds none).
  }
  return names.filter((name) => name !== '' && !commonNames.includes(name));
}
