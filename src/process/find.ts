import { accessSync, constants, lstatSync, realpathSync, statSync } from 'node:fs';
import { delimiter, dirname, isAbsolute, join } from 'node:path';

/** Where distributions put system tools; `ip` and `iptables` are not in every user's PATH. */
const systemDirectories = ['/usr/sbin', '/usr/bin', '/sbin', '/bin'] as const;

/**
 * The absolute path of a system tool, or undefined where there is none: the first executable of that name that only
 * root can change, in the system's directories, then in `path` (default: PATH); else the first that can be executed.
 * A tool that others can write could be changed through `/proc/PID/exe` by the lab it enters (CVE-2019-5736).
 */
export function findTool(name: string, path: string = process.env['PATH'] ?? ''): string | undefined {
  const places = [...systemDirectories, ...path.split(delimiter).filter((place) => isAbsolute(place))];
  let first: string | undefined;
  for (const place of places) {
    const path = join(place, name);
    if (!isExecutable(path)) continue;
    if (isTrusted(path)) return path;
    first ??= path;
  }
  return first;
}

/** Whether only root can change the file and replace it in its directory (stat(2) modes, symlinks resolved). */
export function isTrusted(path: string): boolean {
  try {
    const real = realpathSync(path);
    return [real, dirname(real)].every((each) => {
      const { uid, mode } = lstatSync(each);
      return uid === 0 && (mode & 0o022) === 0;
    });
  } catch {
    return false;
  }
}

function isExecutable(path: string): boolean {
  try {
    // An error that is thrown costs more than a look.
    if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true) return false;
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
