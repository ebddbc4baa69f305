import { spawnSync } from 'node:child_process';
import {
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './tree.mjs';

/** What the tests need of the tree. */
const parts = [
  'src',
  'test',
  'fixtures',
  'lessons',
  'docs',
  'dist',
  'scripts',
  'package.json',
  'packages.json',
  'tsconfig.json',
  'vitest.config.ts',
];

/**
 * @typedef {{ as: { cwd: string, folder: string, uid: number, gid: number, env: object }, remove: () => void }} OrdinaryUser
 */

/**
 * A tree that a user who is nobody in particular can run the tests in: root's own is often unreadable to others, and
 * must not be written by them. No account is made: an id that /etc/passwd does not know is enough for the kernel. Each is another:
 * what one leaves running is not mistaken for the other's.
 * @returns {OrdinaryUser} a `runVitest` `as`, and `remove`
 */
export function ordinaryUser() {
  const id = freeId();
  const folder = mkdtempSync(join(tmpdir(), 'netns-course-user-'));
  const tree = join(folder, 'tree');
  const home = join(folder, 'home');
  mkdirSync(tree);
  mkdirSync(home);
  const temporary = join(folder, 'tmp');
  mkdirSync(temporary);
  for (const part of parts.filter((each) => existsSync(join(root, each)))) {
    cpSync(join(root, part), join(tree, part), { recursive: true, verbatimSymlinks: true });
  }
  bringModules(tree, id);
  spawnSync('chown', ['-R', '-P', `${id}:${id}`, tree, home, temporary]);
  chownSync(folder, id, id);
  return {
    as: {
      cwd: tree,
      folder,
      uid: id,
      gid: id,
      env: {
        PATH: process.env.PATH,
        HOME: home,
        // A temporary directory that is theirs for certain: some machines' /tmp is root's.
        TMPDIR: temporary,
        LANG: 'C.UTF-8',
        ...(process.env.CI === undefined ? {} : { CI: process.env.CI }),
      },
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/**
 * A folder that is theirs, since vite writes below it, of links to our modules where that user can read them; else a copy.
 */
function bringModules(tree, id) {
  const ours = join(root, 'node_modules');
  const theirs = join(tree, 'node_modules');
  const read = `require('fs').accessSync(${JSON.stringify(join(ours, 'vitest', 'package.json'))})`;
  const isReadable = spawnSync(process.execPath, ['-e', read], { uid: id, gid: id, cwd: '/' }).status === 0;
  if (!isReadable) {
    spawnSync('cp', ['-a', '--reflink=auto', ours, theirs]);
    return;
  }
  mkdirSync(theirs);
  for (const name of readdirSync(ours).filter((each) => !each.startsWith('.vite'))) {
    symlinkSync(join(ours, name), join(theirs, name));
  }
}

const given = new Set();

/** An id between the accounts that people and packages get and those that the kernel and systemd use. */
export function freeId() {
  const taken = new Set(
    readFileSync('/etc/passwd', 'utf8')
      .split('\n')
      .map((line) => Number(line.split(':')[2])),
  );
  let id = 60_100 + (process.pid % 800);
  while (taken.has(id) || given.has(id) || existsSync(`/run/user/${id}`)) id += 1;
  given.add(id);
  return id;
}

/** Whether there is anything for such a user to run at all: Node itself may be in root's home. */
export function canOthersRunNode() {
  return (
    (statSync(process.execPath).mode & 0o001) !== 0 &&
    spawnSync(process.execPath, ['-e', '0'], { uid: 60_099, gid: 60_099, cwd: '/' }).status === 0
  );
}
