import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The directory that holds `package.json` and `lessons/`: above `dist/` when bundled, above `src/` in the tests. */
export function packageRoot(): string {
  let directory = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(directory, 'package.json'))) {
    const above = dirname(directory);
    if (above === directory) throw new Error(`no package.json above ${fileURLToPath(import.meta.url)}`);
    directory = above;
  }
  return directory;
}

/** The version that package.json states. */
export function packageVersion(): string {
  const parsed: unknown = JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8'));
  return typeof parsed === 'object' && parsed !== null && 'version' in parsed ? String(parsed.version) : 'unknown';
}

/** The course that comes with the program. */
export function builtInCourse(): string {
  return join(packageRoot(), 'lessons');
}

/** The directory of the course to use: `--course DIR`, from where the command was called, or the built-in one. */
export function courseDirectory(flag: string | undefined, cwd: string): string {
  return flag === undefined ? builtInCourse() : resolve(cwd, flag);
}
