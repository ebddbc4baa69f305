import { findTool } from '../process/find.ts';
import type { Manager } from './packages.ts';

/** The program by which each manager is known; `apt` installs by `apt-get`, whose command line is stable (apt(8)). */
const programs: Readonly<Record<Manager, string>> = {
  apt: 'apt-get',
  dnf: 'dnf',
  pacman: 'pacman',
  zypper: 'zypper',
  apk: 'apk',
};

/** Distributions whose own manager it is: some have another's program installed too (Debian has a package `dnf`). */
const families: Readonly<Record<Manager, readonly string[]>> = {
  apt: ['debian', 'ubuntu'],
  dnf: ['fedora', 'rhel', 'centos'],
  pacman: ['arch'],
  zypper: ['suse', 'opensuse', 'sles'],
  apk: ['alpine'],
};

/**
 * This machine's package manager: its distribution's, else the first one found. Undefined: none that we know
 * (NixOS, Gentoo …).
 * @param has whether a program is installed
 */
export function packageManager(
  os: { readonly id: string; readonly like: readonly string[] },
  has: (program: string) => boolean = (program) => findTool(program) !== undefined,
): Manager | undefined {
  const installed = (['apt', 'dnf', 'pacman', 'zypper', 'apk'] as const).filter((manager) => has(programs[manager]));
  const names = [os.id, ...os.like].map((name) => name.replace(/-.*/, ''));
  return installed.find((manager) => families[manager].some((family) => names.includes(family))) ?? installed[0];
}
