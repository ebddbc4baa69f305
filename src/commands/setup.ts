import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { installPackages, privilege } from '../machine/install.ts';
import { readOsRelease } from '../machine/os-release.ts';
import { packageManager } from '../machine/package-manager.ts';
import { packagesFor, parsePackageTable, shownCommand, type PackageTable } from '../machine/packages.ts';
import { isInstalled } from '../machine/requirements.ts';
import { askYes } from './ask.ts';
import type { CommandIo, ExitCode } from './io.ts';
import { packageRoot } from './package-root.ts';

/** The tools the course uses and their packages. */
export function packageTable(): PackageTable {
  return parsePackageTable(readFileSync(join(packageRoot(), 'packages.json'), 'utf8'));
}

/** Tools of the table that this machine lacks. */
export function missingTools(table: PackageTable): readonly string[] {
  return Object.keys(table.tools).filter((tool) => !isInstalled(tool));
}

/** Their packages hold services, which the distribution's own command may start. */
export const bringsServices: readonly string[] = ['docker', 'dockerd', 'containerd', 'nginx'];

/**
 * Installs the system's packages that hold what is missing: says what and by which command, asks (unless `yes`), does
 * it as root or by sudo. Exit 0 when nothing is missing in the end, 2 when something is.
 */
export async function runSetup(
  flags: { readonly yes?: boolean | undefined; readonly from?: string | undefined },
  io: CommandIo,
): Promise<ExitCode> {
  const words = io.words.doctor.setup;
  if (flags.from !== undefined) {
    io.err(`${words.cni.fromAlone}\n`);
    return 2;
  }
  const table = packageTable();
  const missing = missingTools(table);
  if (missing.length === 0) {
    io.out(`${words.nothingMissing}\n`);
    return 0;
  }
  const os = readOsRelease();
  io.err(`${words.missing({ tools: io.words.signs.list({ names: missing }), system: os.name })}\n`);
  const manager = packageManager(os);
  if (manager === undefined) {
    io.err(`${words.noManager}\n`);
    return 2;
  }
  if (manager === 'apk') io.err(`${words.alpine}\n`);
  const packages = packagesFor(table, manager, missing);
  const by = await privilege(io.isTerminal);
  const command = shownCommand(manager, packages, by === 'root');
  const services = missing.some((tool) => bringsServices.includes(tool));
  if (by === 'none') {
    // Whoever runs the package manager's own command would have its services started.
    io.err(`${words.cannot({ command: services ? 'sudo npx netns-course setup' : command })}\n`);
    if (missing.includes('cni')) io.err(`${words.cni.withoutRoot}\n`);
    return 2;
  }
  io.err(`${by === 'root' ? words.willAsRoot({ command }) : words.willBySudo({ command })}\n`);
  if (services) io.err(`${words.noServices}\n`);
  if (flags.yes !== true) {
    if (!io.isTerminal) {
      io.err(`${words.sayYes}\n`);
      return 2;
    }
    if (!(await askYes(words.ask, io))) {
      io.err(`${words.nothingDone}\n`);
      return 2;
    }
  }
  await installPackages(manager, packages, by);
  const still = missingTools(table);
  io.err(
    `${still.length === 0 ? words.done : words.stillMissing({ tools: io.words.signs.list({ names: still }), command })}\n`,
  );
  return still.length === 0 ? 0 : 2;
}
