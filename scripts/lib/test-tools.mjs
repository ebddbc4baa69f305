import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from '../bench/load.mjs';
import { missingTools } from '../ensure.mjs';
import { root } from './tree.mjs';

/**
 * Installs what only the tests use (`testTools` of packages.json) where this user may, by the program's own code; the
 * program itself never does, so that no learner's machine gets it.
 * @returns the tools still missing
 */
export async function ensureTestTools() {
  const missing = missingTools('testTools');
  if (missing.length === 0) return missing;
  const [{ installPackages, privilege }, { packagesFor }, { packageManager }, { readOsRelease }] = await Promise.all(
    ['install', 'packages', 'package-manager', 'os-release'].map((name) => load(`src/machine/${name}.ts`)),
  );
  const { testTools } = JSON.parse(readFileSync(join(root, 'packages.json'), 'utf8'));
  const manager = packageManager(readOsRelease());
  const by = await privilege(false);
  if (manager === undefined || by === 'none') return missing;
  process.stderr.write(`netns-course: installing for the tests: ${missing.join(', ')}\n`);
  await installPackages(manager, packagesFor({ tools: testTools }, manager, missing), by);
  return missingTools('testTools');
}
