import { statSync } from 'node:fs';

type Env = Readonly<Record<string, string | undefined>>;

/**
 * The environment without HOME where that names no directory. Services and build machines have such a HOME (Debian's `nobody`:
 * /nonexistent, which must stay so), and root could make it.
 */
export function withRealHome(env: Env): Env {
  const home = env['HOME'];
  if (home === undefined) return env;
  const isThere = statSync(home, { throwIfNoEntry: false })?.isDirectory() ?? false;
  return isThere ? env : { ...env, HOME: undefined };
}
