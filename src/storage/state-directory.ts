import { isAbsolute, join } from 'node:path';

/**
 * The program's state directory by the XDG Base Directory specification: `$XDG_STATE_HOME/netns-course`, by default
 * `~/.local/state/netns-course`. A relative XDG_STATE_HOME is ignored, as the specification says. Undefined: no home.
 */
export function stateDirectory(env: Readonly<Record<string, string | undefined>>): string | undefined {
  const stated = env['XDG_STATE_HOME'];
  if (stated !== undefined && isAbsolute(stated)) return join(stated, 'netns-course');
  const home = env['HOME'];
  return home !== undefined && isAbsolute(home) ? join(home, '.local', 'state', 'netns-course') : undefined;
}
