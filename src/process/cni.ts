import { accessSync, constants } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';

/** Where distributions and the plugins' own releases put them; CNI_PATH is the specification's list of further places. */
const directories = ['/opt/cni/bin', '/usr/lib/cni', '/usr/libexec/cni'] as const;

/** What lessons call: without one of these a directory holds something else, or half a release. */
const plugins = ['bridge', 'host-local', 'loopback'] as const;

/** The directory of this machine's CNI plugins, or undefined where there are none. */
export function findCniPlugins(path: string = process.env['CNI_PATH'] ?? ''): string | undefined {
  const places = [...path.split(delimiter).filter(isAbsolute), ...directories];
  return places.find((place) => plugins.every((name) => isExecutable(join(place, name))));
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
