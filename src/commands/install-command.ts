import { readOsRelease } from '../machine/os-release.ts';
import { packageManager } from '../machine/package-manager.ts';
import { packagesFor, shownCommand } from '../machine/packages.ts';
import { bringsServices, packageTable } from './setup.ts';

/** The one command that installs these tools on this machine; our own `setup`, which says more, where we know no manager. */
export function installCommand(missing: readonly string[]): string {
  const manager = packageManager(readOsRelease());
  // Of these some distributions would start an Engine on the machine itself: `setup` keeps them from it.
  if (manager === undefined || missing.some((tool) => bringsServices.includes(tool))) return 'netns-course setup';
  return shownCommand(manager, packagesFor(packageTable(), manager, missing), process.geteuid?.() === 0);
}
