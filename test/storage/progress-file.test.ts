import { spawn } from 'node:child_process';
import { buildSync } from 'esbuild';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { pass, noProgress, resetCourse } from '../../src/progress/change.ts';
import { formatProgress, parseProgress } from '../../src/progress/schema.ts';
import type { Progress } from '../../src/progress/types.ts';
import { fileCalls } from '../../src/storage/files.ts';
import { openProgress } from '../../src/storage/progress-file.ts';
import { stateDirectory } from '../../src/storage/state-directory.ts';
import { failingAt } from './faulty-calls.ts';

const root = mkdtempSync(join(tmpdir(), 'netns-course-progress-'));
const writer = join(root, 'writer.mjs');
let home: string;
let env: Record<string, string>;
let folder: string;
let file: string;
let count = 0;

beforeAll(() => {
  // The writer is a program of its own, since it is killed and runs beside another: Node 20 does not run TypeScript.
  buildSync({
    entryPoints: ['fixtures/programs/progress-writer.ts'],
    outfile: writer,
    bundle: true,
    platform: 'node',
    format: 'esm',
  });
});
afterAll(() => rmSync(root, { recursive: true, force: true }));
beforeEach(() => {
  count += 1;
  home = join(root, `home-${String(count)}`);
  env = { XDG_STATE_HOME: home };
  folder = join(home, 'netns-course');
  file = join(folder, 'progress.json');
});

const stepPassed = (step: string) => (progress: Progress) =>
  pass(progress, 'netns-course', { lesson: 'veth', step }, { when: '2026-11-21T10:00:00.000Z', hints: 0 });
const stepsOf = (progress: Progress) =>
  Object.keys(progress.courses['netns-course']?.lessons['veth']?.steps ?? {}).sort();
/** The steps on the disk; an unreadable file is a failure of the test. */
const onDisk = () => {
  const parsed = parseProgress(readFileSync(file, 'utf8'));
  if (parsed.state !== 'good') throw new Error(`the file is ${parsed.state}`);
  return stepsOf(parsed.progress);
};

interface Ended {
  readonly code: number | null;
  readonly signal: string | null;
  readonly text: string;
}
const write = (...args: string[]): Promise<Ended> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, [writer, ...args], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    let text = '';
    child.stdout.on('data', (bytes: Buffer) => (text += bytes.toString()));
    child.on('close', (code, signal) => resolve({ code, signal, text }));
  });

describe('the state directory', () => {
  it('follows the XDG specification', () => {
    expect(stateDirectory({ XDG_STATE_HOME: '/s', HOME: '/h' })).toBe('/s/netns-course');
    expect(stateDirectory({ XDG_STATE_HOME: 'relative', HOME: '/h' })).toBe('/h/.local/state/netns-course');
    expect(stateDirectory({ XDG_STATE_HOME: '', HOME: '/h' })).toBe('/h/.local/state/netns-course');
    expect(stateDirectory({})).toBeUndefined();
  });
});

describe('progress on the disk', () => {
  it('is there after an update, readable only by its owner, and read by the next start', async () => {
    const store = await openProgress(env);
    expect(existsSync(file)).toBe(false);
    await store.update(stepPassed('a'));
    expect(onDisk()).toEqual(['a']);
    expect(lstatSync(file).mode & 0o777).toBe(0o600);
    expect(lstatSync(folder).mode & 0o777).toBe(0o700);
    const next = await openProgress(env);
    expect(stepsOf(next.read())).toEqual(['a']);
    expect(next.notices()).toEqual([]);
    expect(readdirSync(folder)).toEqual(['progress.json']);
  });

  it('keeps the last state as a backup, and no other file', async () => {
    const store = await openProgress(env);
    await store.update(stepPassed('a'));
    await store.update(stepPassed('b'));
    expect(readdirSync(folder).sort()).toEqual(['progress.json', 'progress.json.backup']);
    expect(readFileSync(`${file}.backup`, 'utf8')).toBe(formatProgress(stepPassed('a')(noProgress)));
  });

  it('writes changes made at once together, each applied', async () => {
    const store = await openProgress(env);
    await Promise.all(Array.from({ length: 50 }, (_, index) => store.update(stepPassed(`s${String(index)}`))));
    expect(onDisk()).toHaveLength(50);
  });

  it('keeps a change that comes while an earlier one is being written', async () => {
    let later: Promise<unknown> | undefined;
    const store = await openProgress(env, {
      ...fileCalls,
      create: (path, text) => {
        // What is to be written is settled by now, and it has not been written.
        if (path.endsWith('.new')) later ??= store.update(stepPassed('later'));
        return fileCalls.create(path, text);
      },
    });
    await store.update(stepPassed('first'));
    await later;
    expect(onDisk()).toEqual(['first', 'later']);
    expect(stepsOf(store.read())).toEqual(['first', 'later']);
  });

  it('applies a reset to what is on the disk, and does not bring the old back', async () => {
    const first = await openProgress(env);
    await first.update(stepPassed('a'));
    const second = await openProgress(env);
    await second.update((progress) => resetCourse(progress, 'netns-course'));
    await first.update(stepPassed('b'));
    expect(onDisk()).toEqual(['b']);
  });

  it('keeps a symbolic link and writes its target', async () => {
    mkdirSync(folder, { recursive: true });
    mkdirSync(join(home, 'dotfiles'));
    symlinkSync('../dotfiles/progress.json', file);
    const store = await openProgress(env);
    await store.update(stepPassed('a'));
    await store.update(stepPassed('b'));
    expect(lstatSync(file).isSymbolicLink()).toBe(true);
    expect(lstatSync(join(home, 'dotfiles', 'progress.json')).isFile()).toBe(true);
    expect(onDisk()).toEqual(['a', 'b']);
    expect(store.notices()).toEqual([]);
  });

  it('lives in memory, and says so, without a home', async () => {
    const store = await openProgress({});
    await store.update(stepPassed('a'));
    expect(stepsOf(store.read())).toEqual(['a']);
    expect(store.notices()).toEqual([{ kind: 'no-home' }]);
  });

  it('makes no home that is not there', async () => {
    const store = await openProgress({ HOME: join(home, 'missing') });
    await store.update(stepPassed('a'));
    expect(store.notices()).toEqual([{ kind: 'no-home' }]);
    expect(existsSync(join(home, 'missing'))).toBe(false);
  });
});

describe('a file that is no good', () => {
  it.each([
    ['torn', '{"schema":"netns-course/progress/v1","courses":{"netns-c', 'set-aside'],
    ['of 0 bytes', '', 'set-aside'],
    ['somebody else’s', '{"name":"x"}', 'set-aside'],
    ['newer', '{"schema":"netns-course/progress/v2","courses":[]}', 'newer'],
  ])('%s: is moved, said, never deleted, and the course goes on', async (_, text, kind) => {
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, text);
    const store = await openProgress(env);
    const [notice, ...others] = store.notices();
    expect(others).toEqual([]);
    if (notice?.kind !== 'set-aside' && notice?.kind !== 'newer') throw new Error(`said ${String(notice?.kind)}`);
    expect(notice.kind).toBe(kind);
    expect(notice.movedTo).toMatch(/progress\.json\.bad-2/);
    expect(readFileSync(notice.movedTo, 'utf8')).toBe(text);
    expect(existsSync(file)).toBe(false);
    await store.update(stepPassed('a'));
    expect(onDisk()).toEqual(['a']);
    expect(readFileSync(notice.movedTo, 'utf8')).toBe(text);
  });

  it('is replaced by the backup, where there is a good one', async () => {
    const store = await openProgress(env);
    await store.update(stepPassed('a'));
    await store.update(stepPassed('b'));
    writeFileSync(file, '{');
    const next = await openProgress(env);
    expect(stepsOf(next.read())).toEqual(['a']);
    expect(next.notices()).toMatchObject([{ kind: 'set-aside', restored: true }]);
    await next.update(stepPassed('c'));
    expect(onDisk()).toEqual(['a', 'c']);
  });

  it('loses nothing that this window knew, when it is damaged or removed while the course is open', async () => {
    const store = await openProgress(env);
    await store.update(stepPassed('a'));
    await store.update(stepPassed('b'));
    writeFileSync(file, 'garbage');
    await store.update(stepPassed('c'));
    expect(onDisk()).toEqual(['a', 'b', 'c']);
    rmSync(file);
    await store.update(stepPassed('d'));
    expect(onDisk()).toEqual(['a', 'b', 'c', 'd']);
  });

  it('may be a directory', async () => {
    mkdirSync(file, { recursive: true });
    writeFileSync(join(file, 'precious'), 'x');
    const store = await openProgress(env);
    expect(store.notices()).toMatchObject([{ kind: 'set-aside', restored: false }]);
    await store.update(stepPassed('a'));
    expect(onDisk()).toEqual(['a']);
    const moved = readdirSync(folder).find((name) => name.includes('.bad-'));
    expect(readFileSync(join(folder, moved ?? '', 'precious'), 'utf8')).toBe('x');
  });

  it('may be a FIFO, which nobody waits for', async () => {
    mkdirSync(folder, { recursive: true });
    const made = await new Promise((resolve) => spawn('mkfifo', [file]).on('close', resolve));
    expect(made).toBe(0);
    const store = await openProgress(env);
    expect(store.notices()).toMatchObject([{ kind: 'set-aside' }]);
    await store.update(stepPassed('a'));
    expect(onDisk()).toEqual(['a']);
  });

  it('is set aside under a name of its own when two are damaged in the same millisecond', async () => {
    for (const text of ['one', 'two', 'three']) {
      mkdirSync(folder, { recursive: true });
      writeFileSync(file, text);
      await openProgress(env);
    }
    const kept = readdirSync(folder)
      .filter((name) => name.includes('.bad-'))
      .map((name) => readFileSync(join(folder, name), 'utf8'));
    expect(kept.sort()).toEqual(['one', 'three', 'two']);
  });
});

describe('promise: old or new, never torn, never lost', () => {
  /** The calls that one start with one update makes, where there is a file already. */
  const callsOfOneUpdate = async () => {
    const counted = failingAt(fileCalls, Infinity, 'none');
    const store = await openProgress(env, counted);
    await store.update(stepPassed('count'));
    return 'counter' in counted &&
      typeof counted.counter === 'object' &&
      counted.counter !== null &&
      'count' in counted.counter
      ? Number(counted.counter.count)
      : 0;
  };

  it('holds when the writer is killed at any of its file calls', async () => {
    const store = await openProgress(env);
    await store.update(stepPassed('x'));
    await store.update(stepPassed('old'));
    const total = await callsOfOneUpdate();
    expect(total).toBeGreaterThan(15);
    for (let at = 1; ; at += 1) {
      const ended = await write(`k${String(at)}`, '1', String(at));
      if (ended.code === 0) {
        expect(at).toBeGreaterThanOrEqual(total);
        break;
      }
      expect(ended.signal, `call ${String(at)}`).toBe('SIGKILL');
      // The next start finds the old state or the new one, has nothing to complain of, and can write at once.
      const next = await openProgress(env);
      expect(next.notices(), `call ${String(at)}`).toEqual([]);
      expect(stepsOf(next.read())).toEqual(expect.arrayContaining(['old', 'x']));
      const begun = performance.now();
      await next.update(stepPassed(`after${String(at)}`));
      expect(performance.now() - begun, `call ${String(at)}: the lock was in the way`).toBeLessThan(1900);
      expect(next.notices()).toEqual([]);
      expect(onDisk()).toEqual(expect.arrayContaining(['old', 'x', `after${String(at)}`]));
    }
    // Nothing that somebody would have to delete by hand.
    await (await openProgress(env)).update(stepPassed('last'));
    expect(readdirSync(folder).sort()).toEqual(['progress.json', 'progress.json.backup']);
  }, 120_000);

  it.each(['ENOSPC', 'EDQUOT', 'EROFS', 'EACCES', 'EIO', 'EMFILE'])(
    'holds when any one call fails with %s',
    async (code) => {
      const store = await openProgress(env);
      await store.update(stepPassed('x'));
      await store.update(stepPassed('old'));
      const total = await callsOfOneUpdate();
      for (let at = 1; at <= total; at += 1) {
        const next = await openProgress(env, failingAt(fileCalls, at, code));
        await next.update(stepPassed(`s${String(at)}`));
        expect(stepsOf(next.read())).toContain(`s${String(at)}`);
        expect(onDisk(), `call ${String(at)}`).toEqual(expect.arrayContaining(['old', 'x']));
        // The next step writes both: the fault was for once.
        await next.update(stepPassed(`t${String(at)}`));
        expect(next.notices(), `call ${String(at)}`).toEqual([]);
        expect(onDisk()).toEqual(expect.arrayContaining(['old', 'x', `s${String(at)}`, `t${String(at)}`]));
      }
    },
  );

  it('keeps the course going in memory with one notice while the fault lasts, and saves all when it is over', async () => {
    const store = await openProgress(env);
    await store.update(stepPassed('old'));
    let isFull = true;
    const next = await openProgress(
      env,
      failingAt({ ...fileCalls }, 1, 'ENOSPC', () => isFull),
    );
    for (const step of ['a', 'b', 'c']) {
      await next.update(stepPassed(step));
      expect(next.notices()).toEqual([{ kind: 'not-saved', path: file, code: 'ENOSPC' }]);
    }
    expect(onDisk()).toEqual(['old']);
    isFull = false;
    await next.update(stepPassed('d'));
    expect(next.notices()).toEqual([]);
    expect(onDisk()).toEqual(['a', 'b', 'c', 'd', 'old']);
  });
});

describe('promise: two windows do not eat each other’s progress', () => {
  it('keeps the union of two processes that write 100 steps each at the same time', async () => {
    const [one, two] = await Promise.all([write('one', '100'), write('two', '100')]);
    expect([one.code, two.code]).toEqual([0, 0]);
    expect(onDisk()).toHaveLength(200);
    for (const { text } of [one, two]) expect(JSON.parse(text)).toMatchObject({ notices: [] });
    expect(readdirSync(folder).sort()).toEqual(['progress.json', 'progress.json.backup']);
  });

  it('keeps what survivors write while others are killed holding the lock', async () => {
    const killed = Array.from({ length: 6 }, (_, index) =>
      write(`victim${String(index)}`, '50', String(30 + index * 17)),
    );
    const [survivor, ...victims] = await Promise.all([write('survivor', '60'), ...killed]);
    expect(victims.map(({ signal }) => signal)).toEqual(victims.map(() => 'SIGKILL'));
    expect(survivor.code).toBe(0);
    expect(JSON.parse(survivor.text)).toMatchObject({ notices: [] });
    expect(onDisk().filter((step) => step.startsWith('survivor'))).toHaveLength(60);
  }, 60_000);

  it('waits for no lock of a process that is gone, nor of another with its pid', async () => {
    mkdirSync(folder, { recursive: true });
    const where = JSON.parse(await lockText()) as { where: string };
    writeFileSync(`${file}.lock`, JSON.stringify({ pid: process.pid, start: '1', where: where.where }));
    const begun = performance.now();
    const store = await openProgress(env);
    await store.update(stepPassed('a'));
    expect(performance.now() - begun).toBeLessThan(1900);
    expect(store.notices()).toEqual([]);
    expect(onDisk()).toEqual(['a']);
  });

  it('says so, and keeps the step, when somebody alive holds the lock', async () => {
    mkdirSync(folder, { recursive: true });
    // Our own pid would be a lock that we failed to remove; the test runner's parent lives as long as we do.
    const { where } = JSON.parse(await lockText()) as { where: string };
    const start = readFileSync(`/proc/${String(process.ppid)}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ')[19];
    writeFileSync(`${file}.lock`, JSON.stringify({ pid: process.ppid, start, where }));
    const store = await openProgress(env);
    await store.update(stepPassed('a'));
    expect(store.notices()).toEqual([{ kind: 'not-saved', path: file, code: 'LockBusy' }]);
    rmSync(`${file}.lock`);
    await store.update(stepPassed('b'));
    expect(store.notices()).toEqual([]);
    expect(onDisk()).toEqual(['a', 'b']);
  });

  /** What a lock of this very process says, caught while it is held. */
  async function lockText(): Promise<string> {
    let text = '';
    const spying = {
      ...fileCalls,
      create: async (path: string, content: string) => {
        if (path.includes('.lock.')) text = content;
        await fileCalls.create(path, content);
      },
    };
    const store = await openProgress({ XDG_STATE_HOME: join(home, 'elsewhere') }, spying);
    await store.update(stepPassed('x'));
    return text.slice(0, text.lastIndexOf('}') + 1);
  }
});
