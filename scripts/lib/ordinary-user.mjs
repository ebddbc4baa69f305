import { spawnSync } from 'node:child_process';
import {
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
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
 * A tree that a user who is nobody in particular can run the tests in: root's own is often unreadable to others, and
 * must not be written by them. No account is made: an id that /etc/passwd does not know is enough for the kernel.
 * @returns a `runVitest` `as`, and `remove`
 */
export function ordinaryUser() {
  const id = freeId();
  const folder = mkdtempSync(join(tmpdir(), 'netns-course-user-'));
  const tree = join(folder, 'tree');
  const home = join(folder, 'home');
  mkdirSync(tree);
  mkdirSync(home);
  for (const part of parts.filter((each) => existsSync(join(root, each)))) {
    cpSync(join(root, part), join(tree, part), { recursive: true, verbatimSymlinks: true });
  }
  bringModules(tree, id);
  spawnSync('chown', ['-R', '-P', `${id}:${id}`, tree, home]);
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
        LANG: 'C.UTF-8',
        ...(process.env.CI === undefined ? {} : { CI: process.env.CI }),
      },
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** By a link where that user can read ours, else a copy. Tools write caches below it, so it is a folder of its own. */
function bringModules(tree, id) {
  const theirs = join(root, 'node_modules');
  const isReadable =
    spawnSync(
      process.execPath,
      ['-e', `require('fs').accessSync(${JSON.stringify(join(theirs, 'vitest', 'package.json'))})`],
      {
        uid: id,
        gid: id,
        cwd: '/',
      },
    ).status === 0;
  if (isReadable) symlinkSync(theirs, join(tree, 'node_modules'));
  else spawnSync('cp', ['-a', '--reflink=auto', theirs, join(tree, 'node_modules')]);
}

/** An id between the accounts that people and packages get and those that the kernel and systemd use. */
function freeId() {
  const taken = new Set(
    readFileSync('/etc/passwd', 'utf8')
      .split('\n')
      .map((line) => Number(line.split(':')[2])),
  );
  let id = 60_100 + (process.pid % 800);
  while (taken.has(id) || existsSync(`/run/user/${id}`)) id += 1;
  return id;
}

/** Whether there is anything for such a user to run at all: Node itself may be in root's home. */
export function canOthersRunNode() {
  return (
    (statSync(process.execPath).mode & 0o001) !== 0 &&
    spawnSync(process.execPath, ['-e', '0'], { uid: 60_099, gid: 60_099, cwd: '/' }).status === 0
  );
}
