import { copyFileSync, existsSync, mkdirSync, readFileSync, realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { runIt } from './built-cli.ts';

/** Whether packages are installed here as Debian does it (dpkg-query(1)). */
export const isDebian = existsSync('/var/lib/dpkg/status');

interface Package {
  readonly name: string;
  readonly needs: readonly string[];
  readonly provides: readonly string[];
  readonly isEssential: boolean;
}

/**
 * A root file system of the Debian packages that are installed on this machine: those named, what is essential, and all
 * that they depend on. Needs no network; nothing is configured but the accounts, which no package holds.
 */
export async function rootOfInstalled(wanted: readonly string[], root: string): Promise<void> {
  const paths = (await closure(wanted))
    .flatMap((name) => filesOf(name))
    .filter(isWanted)
    .map(atHome);
  mkdirSync(root, { recursive: true });
  const copied = await runIt(
    ['sh', '-c', `tar -C / -cf - --no-recursion --ignore-failed-read -T - 2> /dev/null | tar -xf - -C "$0"`, root],
    { input: [...new Set(paths), '/etc/alternatives', '/etc/ld.so.cache'].toSorted().join('\n') },
  );
  if (copied.code !== 0) throw new Error(copied.stderr);
  for (const name of ['passwd', 'group'])
    copyFileSync(`/usr/share/base-passwd/${name}.master`, join(root, 'etc', name));
}

const isWanted = (path: string): boolean => !/^\/usr\/share\/(doc|man|locale|info)\//.test(path);

async function closure(wanted: readonly string[]): Promise<readonly string[]> {
  const format = '${binary:Package}\\t${db:Status-Status}\\t${Essential}\\t${Pre-Depends}, ${Depends}\\t${Provides}\\n';
  const { stdout } = await runIt(['dpkg-query', '-W', '-f', format]);
  const installed = stdout.split('\n').flatMap((line): Package[] => {
    const [name = '', status, essential, needs = '', provides = ''] = line.split('\t');
    if (status !== 'installed') return [];
    return [{ name, isEssential: essential === 'yes', needs: namesIn(needs), provides: namesIn(provides) }];
  });
  const byName = new Map(installed.flatMap((each) => [...each.provides, plain(each.name)].map((key) => [key, each])));
  const taken = new Set<Package>();
  const take = (each: Package | undefined): void => {
    if (each === undefined || taken.has(each)) return;
    taken.add(each);
    for (const need of each.needs) take(byName.get(need));
  };
  for (const each of installed) if (each.isEssential || wanted.includes(plain(each.name))) take(each);
  const missing = wanted.filter((name) => !byName.has(name));
  if (missing.length > 0) throw new Error(`not installed here: ${missing.join(', ')}`);
  return [...taken].map(({ name }) => name);
}

/** Names of a dependency field, without versions; of alternatives (`a | b`) all: those that are not installed are nobody. */
const namesIn = (field: string): readonly string[] =>
  field.replaceAll(/\([^)]*\)|:[a-z0-9]+/g, '').match(/[a-z0-9][a-z0-9+.-]+/g) ?? [];
/** `/sbin/tc` is `/usr/sbin/tc` where `/sbin` is a link, which a package's list does not know. */
const atHome = (path: string): string => {
  const folder = dirname(path);
  return existsSync(folder) ? join(realpathSync(folder), basename(path)) : path;
};
/** `libc6:amd64` is called libc6 where it is depended on. */
const plain = (name: string): string => name.replace(/:.*/, '');

function filesOf(name: string): readonly string[] {
  const list = [name, plain(name)].map((each) => `/var/lib/dpkg/info/${each}.list`).find((path) => existsSync(path));
  return list === undefined
    ? []
    : readFileSync(list, 'utf8')
        .split('\n')
        .filter((path) => path.startsWith('/') && path !== '/.');
}
