import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStage } from './film/stage.mjs';
import { freeId } from './ordinary-user.mjs';
import { root } from './tree.mjs';

/** A busy machine takes minutes to unpack what npm brings. */
const installMs = 300_000;
const npxCommand = 'npx netns-course';
const size = { columns: 120, rows: 40 };

/** The commands of README's `sh` blocks, in their order, without what is said of them. */
function readmeCommands(text) {
  return [...text.matchAll(/^```sh\n(.*?)^```$/gms)].flatMap(([, block]) =>
    block.split('\n').flatMap((line) => line.replace(/ +#.*/, '').trim() || []),
  );
}

/**
 * A new user's first minute, from a `git clone` of what this checkout has committed to the first step passed by keystrokes:
 * an ordinary user (one that /etc/passwd does not know, where root asks), an empty home, and README's own command. Node packages
 * come from npm's cache, as far as it has them.
 *
 * @returns {Promise<{ command: string, parts: { name: string, ms: number }[], screen: string }>} what was typed, how long each
 *   part took, and what stood on the screen at the end
 */
export async function firstMinute() {
  const user = newUser();
  const parts = [];
  let began = performance.now();
  const done = (name) => {
    parts.push({ name, ms: performance.now() - began });
    began = performance.now();
  };
  try {
    const clone = join(user.folder, 'netns-course');
    must(user.git(['clone', '--quiet', '--local', root, clone]));
    done('git clone');
    user.own(clone);
    const command = readmeCommands(readFileSync(join(clone, 'README.md'), 'utf8')).find((each) => each !== npxCommand);
    began = performance.now();
    const stage = openStage(user.argv(['sh', '-c', command]), { ...size, cwd: clone }, user.env);
    try {
      await stage.until(/added \d+ packages/, installMs);
      done('its Node packages');
      await stage.until(/Enter begins/, installMs);
      done('its build, to the list of lessons');
      stage.type('\r');
      await stage.until(/controlplane \$/);
      done('the first lesson, to the prompt of its shell');
      stage.type('lsns\r');
      await stage.until(/Step passed/);
      done('the first step, typed and passed');
      const screen = stage.text();
      stage.type('\u001dq');
      await stage.until(/Leave the course\?/);
      stage.type('y');
      await stage.over;
      return { command, parts, screen };
    } finally {
      stage.close();
    }
  } finally {
    user.remove();
  }
}

function must({ status, stderr, error }) {
  if (status !== 0) throw new Error(error?.message ?? stderr);
}

/** Somebody with an empty home and a copy of this machine's npm cache. */
function newUser() {
  const folder = mkdtempSync(join(tmpdir(), 'netns-course-minute-'));
  const id = process.getuid?.() === 0 ? freeId() : undefined;
  const home = join(folder, 'home');
  const setting = (name) => spawnSync('npm', ['config', 'get', name], { encoding: 'utf8', cwd: '/' }).stdout.trim();
  const cache = join(setting('cache'), '_cacache');
  mkdirSync(join(home, '.npm', '_cacache'), { recursive: true });
  // As far as it goes: others may be writing it just now, and what is missing comes over the network.
  for (const part of ['content-v2', 'index-v5'].map((name) => join(cache, name)).filter((path) => existsSync(path)))
    spawnSync('cp', ['-a', '--reflink=auto', part, join(home, '.npm', '_cacache')]);
  const settings = join(folder, 'gitconfig');
  writeFileSync(settings, '[safe]\n\tdirectory = *\n');
  const env = {
    PATH: process.env.PATH,
    HOME: home,
    LC_ALL: 'C.UTF-8',
    npm_config_registry: setting('registry'),
    npm_config_prefer_offline: 'true',
    npm_config_update_notifier: 'false',
  };
  const own = (path) => {
    if (id !== undefined) must(spawnSync('chown', ['-R', '-P', `${id}:${id}`, path], { encoding: 'utf8' }));
  };
  own(folder);
  const argv = (words) =>
    id === undefined ? words : ['setpriv', `--reuid=${id}`, `--regid=${id}`, '--clear-groups', '--', ...words];
  return {
    folder,
    env,
    argv,
    own,
    // By whoever may read the checkout.
    git: (args) =>
      spawnSync('git', args, { encoding: 'utf8', env: { ...process.env, GIT_CONFIG_GLOBAL: settings }, cwd: '/' }),
    remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 }),
  };
}
