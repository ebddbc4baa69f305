import { stat } from 'node:fs/promises';

type Env = Readonly<Record<string, string | undefined>>;

/**
 * The environment without HOME where that names no directory. Services and build machines have such a HOME (Debian's `nobody`:
 * /nonexistent, which must stay so), and root could make it.
 */
export async function withRealHome(env: Env): Promise<Env> {
  const home = env['HOME'];
  if (home === undefined) return env;
  const isThere = await stat(home).then(
    (entry) => entry.isDirectory(),
    () => false,
  );
  return isThere ? env : { ...env, HOME: undefined };
}
