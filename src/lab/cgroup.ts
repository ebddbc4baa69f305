import { accessSync, constants, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Whether a lab may have a cgroup namespace. Where the user may change the cgroup we are in (a delegated session,
 * systemd's `user@.service`), a lab's root could mount it, since the ids are the same: freeze or kill the runner through
 * it, and leave cgroups behind (cgroups(7), nsdelegate does not cover what is entered by nsenter). Then it gets none.
 * Where the runner is root, labs belong to an id that owns no cgroup.
 */
export function mayHaveCgroup(isRoot: boolean): boolean {
  if (isRoot) return true;
  const place = ownCgroup();
  if (place === undefined) return true;
  return ![place, join(place, 'cgroup.procs')].some(isWritable);
}

/** The directory of the cgroup2 hierarchy that we are in, where that is mounted. */
export function ownCgroup(): string | undefined {
  try {
    const path = /^0::(.*)$/m.exec(readFileSync('/proc/self/cgroup', 'utf8'))?.[1];
    const mount = readFileSync('/proc/self/mountinfo', 'utf8')
      .split('\n')
      .find((line) => line.includes(' - cgroup2 '))
      ?.split(' ')[4];
    return path === undefined || mount === undefined ? undefined : join(mount, path);
  } catch {
    return undefined;
  }
}

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
