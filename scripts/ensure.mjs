// What a fresh clone lacks, installed by itself and said before: node modules here; the system's packages by the
// program's own `setup`, so that there is one table (packages.json) and one place that knows package managers.
import { spawnSync } from 'node:child_process';
import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { root } from './lib/tree.mjs';

/** A step that could not be done; the message says what to do about it. */
export class EnsureError extends Error {}

const say = (text) => process.stderr.write(`netns-course: ${text}\n`);

/**
 * Installs the node modules that package-lock.json names, where they are not there: `npm ci`, one process at a time.
 * Throws EnsureError when npm fails.
 */
export function ensureModules() {
  if (modulesAreThere()) return;
  const release = takeInstallLock();
  try {
    // Another process may have installed them while we waited.
    if (modulesAreThere()) return;
    say('node modules are missing or not those of package-lock.json; running "npm ci" in this directory.');
    const npm = npmCommand();
    const { status, error } = spawnSync(
      npm[0],
      [...npm.slice(1), 'ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'],
      {
        cwd: root,
        stdio: ['ignore', 2, 2],
      },
    );
    if (error !== undefined)
      throw new EnsureError(
        `npm could not be started (${error.message}). Debian and Ubuntu have it in the package npm.`,
      );
    if (status !== 0)
      throw new EnsureError('"npm ci" failed, see above. With a network and a writable directory, run it again.');
    // npm ci leaves out what another platform needs; a tree copied to another machine is told by this.
    writeFileSync(platformFile(), platform());
  } finally {
    release();
  }
}

/**
 * Tools of packages.json that this machine lacks: what `setup` would install.
 * @param {'tools' | 'testTools'} [part] the course's, or what only the tests use
 */
export function missingTools(part = 'tools') {
  const table = JSON.parse(readFileSync(join(root, 'packages.json'), 'utf8'));
  const places = ['/usr/sbin', '/usr/bin', '/sbin', '/bin', ...(process.env.PATH ?? '').split(delimiter)];
  const isThere = (tool) => places.some((place) => isExecutable(join(place, tool)));
  return Object.keys(table[part]).filter((tool) => (tool === 'cni' ? !cniPlugins() : !isThere(tool)));
}

/** The CNI plugins are in no PATH; src/process/cni.ts has the same places. */
function cniPlugins() {
  const own = (process.env.CNI_PATH ?? '').split(delimiter).filter((place) => place !== '');
  const fetched = [process.env.XDG_DATA_HOME ?? join(homedir(), '.local', 'share'), '/usr/local/lib'].map((place) =>
    join(place, 'netns-course', 'cni', 'current'),
  );
  return [...own, ...fetched, '/opt/cni/bin', '/usr/lib/cni', '/usr/libexec/cni'].some((place) =>
    ['bridge', 'host-local', 'loopback'].every((name) => isExecutable(join(place, name))),
  );
}

/**
 * Lets the built program install the system's packages where tools are missing. A machine that cannot have them, or
 * whose user said no, is told once for each set of missing tools; the course goes on with what there is.
 * @returns the tools still missing
 */
export function ensurePackages() {
  const missing = missingTools();
  if (missing.length === 0) return missing;
  const told = join(root, '.setup', 'told');
  const set = missing.join(' ');
  const isTold = existsSync(told) && readFileSync(told, 'utf8') === set;
  if (isTold && process.getuid?.() !== 0) {
    say(`still missing: ${missing.join(', ')} (npx netns-course setup installs what holds them).`);
    return missing;
  }
  spawnSync(process.execPath, [join(root, 'dist', 'cli.js'), 'setup', '--yes'], {
    cwd: root,
    stdio: ['inherit', 2, 2],
  });
  const still = missingTools();
  mkdirSync(join(root, '.setup'), { recursive: true });
  if (still.length > 0) writeFileSync(told, still.join(' '));
  return still;
}

/** npm writes its own lock file into node_modules as its last act: a tree that agrees with ours is complete. */
function modulesAreThere() {
  const hidden = readJson(join(root, 'node_modules', '.package-lock.json'));
  if (hidden === undefined) return false;
  if (existsSync(platformFile()) && readFileSync(platformFile(), 'utf8') !== platform()) return false;
  const wanted = readJson(join(root, 'package-lock.json'));
  return Object.entries(wanted?.packages ?? {}).every(
    ([path, { version, optional }]) => path === '' || optional === true || hidden.packages?.[path]?.version === version,
  );
}

const platform = () => `${process.platform} ${process.arch}`;
const platformFile = () => join(root, 'node_modules', '.netns-course-platform');

function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}

/** The npm that runs us, else the one in PATH. */
function npmCommand() {
  const path = process.env.npm_execpath;
  return path !== undefined && /npm-cli\.c?js$/.test(path) && existsSync(path) ? [process.execPath, path] : ['npm'];
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** Two of `npm start` and `npm test` at once must not both run `npm ci`. A lock whose owner is gone is taken over. */
function takeInstallLock() {
  const path = join(root, '.setup', 'install.lock');
  const deadline = Date.now() + 10 * 60_000;
  mkdirSync(join(root, '.setup'), { recursive: true });
  let isSaid = false;
  for (;;) {
    try {
      const file = openSync(path, 'wx');
      writeFileSync(file, String(process.pid));
      closeSync(file);
      return () => rmSync(path, { force: true });
    } catch (error) {
      if (error.code !== 'EEXIST')
        throw new EnsureError(`${path} cannot be written (${error.code}): npm start needs a checkout it can write to.`);
    }
    const owner = Number(readOr(path, '0'));
    // An empty one is being written right now, or was left by a crash in that instant.
    const isGone =
      owner > 0 ? !isAlive(owner) : Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0) > 5000;
    if (isGone) rmSync(path, { force: true });
    else if (Date.now() > deadline)
      throw new EnsureError(`process ${owner} has been installing for ten minutes (${path}).`);
    else {
      if (!isSaid) say(`waiting for process ${owner}, which installs the node modules.`);
      isSaid = true;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
    }
  }
}

function readOr(path, other) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return other;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
