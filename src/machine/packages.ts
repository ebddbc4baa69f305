/** The package managers that packages.json knows. */
export const managers = ['apt', 'dnf', 'pacman', 'zypper', 'apk'] as const;
export type Manager = (typeof managers)[number];

/** packages.json: which package holds a tool, by package manager. */
export interface PackageTable {
  readonly tools: Readonly<Record<string, Readonly<Partial<Record<Manager, string>>>>>;
}

/** Reads packages.json. Throws where it is not such a table: it is part of the program. */
export function parsePackageTable(text: string): PackageTable {
  const value: unknown = JSON.parse(text);
  if (!isRecord(value) || !isRecord(value['tools'])) throw new Error('packages.json has no tools');
  const tools: Record<string, Partial<Record<Manager, string>>> = {};
  for (const [tool, names] of Object.entries(value['tools'])) {
    if (!isRecord(names)) throw new Error(`packages.json: ${tool}`);
    const packages = managers.flatMap((manager): [Manager, string][] => {
      const name = names[manager];
      return typeof name === 'string' ? [[manager, name]] : [];
    });
    tools[tool] = Object.fromEntries(packages);
  }
  return { tools };
}

/** The packages that hold these tools, each once, in order. */
export function packagesFor(table: PackageTable, manager: Manager, tools: readonly string[]): readonly string[] {
  const names = tools.flatMap((tool) => table.tools[tool]?.[manager] ?? []);
  return [...new Set(names)];
}

/** What to run to have packages installed, as words, without the `sudo`. */
export interface InstallCommands {
  /** Fetches the lists of packages: needed on a machine that has none, or old ones. */
  readonly refresh: readonly string[];
  readonly install: readonly string[];
}

/** Without questions, without recommended extras: a learner's machine gets the tools and nothing more. */
export function installCommands(manager: Manager, packages: readonly string[]): InstallCommands {
  const quietApt = ['env', 'DEBIAN_FRONTEND=noninteractive'];
  switch (manager) {
    case 'apt':
      return {
        refresh: [...quietApt, 'apt-get', 'update'],
        install: [...quietApt, 'apt-get', 'install', '-y', '--no-install-recommends', ...packages],
      };
    case 'dnf':
      return {
        refresh: ['dnf', '-y', 'makecache'],
        install: ['dnf', '-y', '--setopt=install_weak_deps=False', 'install', ...packages],
      };
    case 'pacman':
      return { refresh: ['pacman', '-Sy'], install: ['pacman', '-S', '--needed', '--noconfirm', ...packages] };
    case 'zypper':
      return {
        refresh: ['zypper', '--non-interactive', 'refresh'],
        install: ['zypper', '--non-interactive', 'install', '--no-recommends', ...packages],
      };
    case 'apk':
      return { refresh: ['apk', 'update'], install: ['apk', 'add', ...packages] };
  }
}

/** The one line a person would type. */
export function shownCommand(manager: Manager, packages: readonly string[], isRoot: boolean): string {
  const words = installCommands(manager, packages).install.filter(
    (word) => word !== 'env' && !word.startsWith('DEBIAN_'),
  );
  return [...(isRoot ? [] : ['sudo']), ...words].join(' ');
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
