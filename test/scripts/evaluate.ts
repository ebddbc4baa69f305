import { spawnSync } from 'node:child_process';

/** Runs a module of scripts/ in a process of its own, as they are: plain JavaScript without types. Returns what `code` prints, parsed. */
export function evaluate(code: string, cwd = '.'): unknown {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', code], {
    cwd,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}
