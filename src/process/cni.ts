import { accessSync, constants } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import { withRealHome } from './home.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** Where distributions and the plugins' own releases put them. */
const directories = ['/opt/cni/bin', '/usr/lib/cni', '/usr/libexec/cni'] as const;

/** What lessons call: without one of these a directory holds something else, or half a release. */
const plugins = ['bridge', 'host-local', 'loopback'] as const;

/** Where root keeps a release: root's home is closed to the ids of its labs, and what root fetches serves everybody. */
const ofTheMachine = '/usr/local/lib/netns-course/cni';

/**
 * Where releases of the plugins are kept that this user fetched, a directory each, beside the link `current`: by the XDG Base
 * Directory specification `$XDG_DATA_HOME/netns-course/cni`, else below ~/.local/share. Undefined: no home.
 */
export function cniReleases(env: Env): string | undefined {
  const { XDG_DATA_HOME: stated, HOME: home } = withRealHome(env);
  if (stated !== undefined && isAbsolute(stated)) return join(stated, 'netns-course', 'cni');
  if (process.geteuid?.() === 0) return ofTheMachine;
  return home !== undefined && isAbsolute(home) ? join(home, '.local', 'share', 'netns-course', 'cni') : undefined;
}

/**
 * The directory of the CNI plugins, or undefined where there are none: the first of CNI_PATH (the specification's list), a
 * release that was fetched, and the distribution's.
 */
export function findCniPlugins(env: Env = process.env): string | undefined {
  const stated = (env['CNI_PATH'] ?? '').split(delimiter).filter(isAbsolute);
  const fetched = [cniReleases(env) ?? ofTheMachine, ofTheMachine].map((releases) => join(releases, 'current'));
  return [...stated, ...fetched, ...directories].find(hasCniPlugins);
}

/** Whether the plugins that lessons call are in that directory, and can be executed. */
export function hasCniPlugins(directory: string): boolean {
  return plugins.every((name) => isExecutable(join(directory, name)));
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
