import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { hostState } from '../lab/host-state.ts';
import { labTest } from '../lab/labs.ts';
import { builtCli } from '../support/built-cli.ts';
import { openOuter } from '../support/outer-terminal.ts';
import { courseDirectory, hostileLessons, play, typedLines, type Played } from './play.ts';

/**
 * Somebody else's course that attacks the machine, the runner and the learner's terminal, played by the built program as
 * a learner would; the host is compared before and after.
 */

const word = `canary-${process.pid}-${Date.now()}`;
const work = mkdtempSync(join(tmpdir(), 'hostile-'));
const home = join(work, 'home');
const secrets = ['/tmp', '/var/tmp', '/dev/shm'].map((place) => mkdtempSync(`${place}/${word}-`));
const env = {
  PATH: '/usr/sbin:/usr/bin:/sbin:/bin',
  HOME: home,
  TERM: 'xterm-256color',
  SECRET_TOKEN: word,
  SSH_AUTH_SOCK: `/tmp/${word}/agent`,
  XDG_STATE_HOME: join(home, 'state'),
};
let cli = '';
let lessons: Awaited<ReturnType<typeof hostileLessons>>;

beforeAll(async () => {
  cli = builtCli();
  lessons = await hostileLessons();
  mkdirSync(home);
  for (const place of [home, ...secrets]) writeFileSync(join(place, 'secret'), `${word}\n`);
  writeFileSync(join(home, '.netrc'), `password ${word}\n`);
});
afterAll(() => {
  for (const place of [work, ...secrets]) rmSync(place, { recursive: true, force: true });
});

/** Plays a lesson by its own commands, then `more`, through a pipe, with descriptors 3 to 20 open on what is secret. */
async function playLesson(id: string, more: readonly string[] = [], keepBytes?: number): Promise<Played> {
  const lesson = lessons.get(id);
  if (lesson === undefined) throw new Error(`no ${id}`);
  const inherited = Array.from({ length: 18 }, (_, at) =>
    at % 2 === 0 ? openSync(secrets[1] ?? '', 'r') : openSync(join(home, 'secret'), 'r+'),
  );
  try {
    return await play(cli, ['start', id, '--plain', '--course', courseDirectory], {
      env,
      inherited,
      input: [...typedLines(lesson), ...more, ''].join('\n'),
      ...(keepBytes === undefined ? {} : { keepBytes }),
    });
  } finally {
    for (const fd of inherited) closeSync(fd);
  }
}

/** Files of these places by the name that everything of the course's has. */
function pwnedFiles(): string[] {
  const places = [
    '/',
    '/etc',
    '/usr/bin',
    '/usr/sbin',
    '/usr/local/sbin',
    '/usr/local/bin',
    '/tmp',
    '/var/tmp',
    '/dev/shm',
    '/run',
    '/home',
    home,
  ];
  return places.flatMap((place) =>
    names(place)
      .filter((name) => /pwned|evil/.test(name))
      .map((name) => join(place, name)),
  );
}

function names(place: string): string[] {
  try {
    return readdirSync(place);
  } catch {
    return [];
  }
}

/** What is in the home, but for the course's own state, with the time of its last change. */
const homeFiles = (): string[] =>
  readdirSync(home, { recursive: true, encoding: 'utf8' })
    .filter((name) => !/^state(\/|$)|^\.cache(\/|$)/.test(name))
    .map((name) => `${name} ${statSync(join(home, name)).mtimeMs}`);

describe('a hostile course, played to its end', () => {
  let before: Awaited<ReturnType<typeof hostState>>;
  let filesBefore: string[];
  const played = new Map<string, Played>();

  beforeAll(async () => {
    before = await hostState();
    filesBefore = homeFiles();
    const one = async (id: string, more?: readonly string[], keep?: number): Promise<void> => {
      played.set(id, await playLesson(id, more, keep));
    };
    // `checks` waits for what hangs, for as long as all the others take.
    const others = async (): Promise<void> => {
      await Promise.all([one('spy'), one('wreck'), one('signals')]);
      await Promise.all([
        one('forgery', ['course check']),
        one('ruin', ['course reset step', 'ip link add mended type bridge']),
      ]);
      await Promise.all([one('reboot'), one('wrong-setup')]);
      await one('floods', [], 200_000);
    };
    await Promise.all([one('checks', ['course check']), others()]);
  }, 400_000);

  const result = (id: string): Played => {
    const found = played.get(id);
    if (found === undefined) throw new Error(`${id} was not played`);
    return found;
  };

  labTest('leaves the machine as it was', async () => {
    expect(await hostState()).toEqual(before);
    expect(pwnedFiles()).toEqual([]);
    expect(homeFiles()).toEqual(filesBefore);
    expect(readFileSync('/proc/keys', 'utf8')).not.toContain('pwned');
  });

  labTest('leaves no process', () => {
    for (const [id, { left, stderr }] of played)
      expect({ id, left, stderr: left === 0 ? '' : stderr }).toEqual({ id, left: 0, stderr: '' });
  });

  labTest('finds no secret: no file, variable, descriptor, and cannot type into a terminal', () => {
    const { code, stdout, stderr } = result('spy');
    expect({ code, stderr: stderr.replace(/^left: 0\n/m, '') }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('✓ Lesson finished');
    // What was typed has the pattern, with brackets, and never the word.
    expect(stdout).not.toContain(word);
    expect(stdout).not.toContain(word.slice(0, 12));
    expect(stdout).not.toMatch(/^typed$/m);
    expect(names(home)).not.toContain('pwned');
  });

  labTest.each(['wreck', 'signals', 'floods'])('%s: is judged all the same, by what the kernel says', (id) => {
    const { code, stdout, stderr } = result(id);
    const isFinished = stdout.includes('✓ Lesson finished');
    const end = isFinished ? '' : stdout.slice(-2000);
    expect({ code, isFinished, end, stderr }).toMatchObject({ code: 0, isFinished: true, end: '' });
  });

  labTest('signals: another shell for one that ended, another lab for one that died', () => {
    const { stdout } = result('signals');
    expect(stdout.match(/That shell ended/g)?.length).toBeGreaterThanOrEqual(4);
    expect(stdout.match(/The lab ended \(/g)).toHaveLength(1);
  });

  labTest('ruin: a lab without any program is mended by a reset', () => {
    const { stdout } = result('ruin');
    expect(stdout).toContain('A new lab is being built.');
    expect(stdout).toContain('✓ Step passed');
  });

  labTest('forgery: no verdict comes from a program, a file or an escape of the lesson’s', () => {
    const { stdout } = result('forgery');
    expect(stdout).toContain('{"ifname":"forged"');
    expect(stdout).toContain('0 of 5 checks pass');
    expect(stdout).not.toMatch(/^✓/m);
  });

  labTest('checks: those that hang, flood or break are errors, and bounded', () => {
    const { stdout, durationMs } = result('checks');
    expect(stdout).not.toContain('✓ Step passed');
    expect(stdout).toContain('✓ a link judged on the host');
    expect(stdout).toContain('this check itself broke');
    // The last line of such a script is shown, the escapes in it are not.
    expect(stdout).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/);
    expect(durationMs).toBeLessThan(200_000);
  });

  labTest.each(['reboot', 'wrong-setup'])('%s: is an author’s mistake, in one message, and no crash', (id) => {
    const { code, stderr, stdout } = result(id);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^This lesson has a mistake, which is its author's, not yours/);
    expect(stderr).not.toContain('    at ');
    expect(stderr).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
    expect(stdout).not.toContain('Step passed');
  });
});

labTest('a setup that never ends is left by a signal at once, and nothing stays', async () => {
  const args = ['start', 'endless-setup', '--plain', '--course', courseDirectory];
  const { code, left, durationMs } = await play(cli, args, { env, signal: { name: 'SIGTERM', afterMs: 2500 } });
  expect({ code, left }).toEqual({ code: 143, left: 0 });
  expect(durationMs).toBeLessThan(20_000);
});

labTest(
  'verify says what is wrong with it, and ends',
  async () => {
    const args = [
      'verify',
      'spy',
      'forgery',
      'wrong-setup',
      'reboot',
      '--no-mutants',
      '--reporter',
      'json',
      '--course',
      courseDirectory,
    ];
    const { code, stdout, left } = await play(cli, args, { env });
    expect(left).toBe(0);
    expect(code).toBeGreaterThan(0);
    expect(stdout).not.toContain(word);
    expect(JSON.parse(stdout)).toMatchObject({ lessons: [{ id: 'spy' }, { id: 'forgery', state: 'fail' }, {}, {}] });
  },
  120_000,
);

describe('on a terminal', () => {
  const keys = [
    `printf '\\e]52;c;cHduZWQ=\\a\\e]0;pwned\\a\\e]2;pwned\\e\\\\\\e]9;pwned\\a\\e]777;notify;pwned;pwned\\a'`,
    `printf '\\e[c\\e[>c\\e[6n\\e[5n\\e[?1049h\\e[?1003h\\e[?2004h\\e[21t\\eP$qm\\e\\\\\\e[18t\\eZ\\005'; for i in {1..500}; do printf '\\e[c\\e[6n'; done`,
    `printf '\\x9b6n\\x9d0;pwned\\x9c\\eXpwned\\e\\\\\\e^pwned\\e\\\\\\e_pwned\\e\\\\\\ec\\e[!p\\e[8;5;5t'`,
    `printf 'a\\e[2147483647b\\e[9999L\\e[9999S'`,
  ];
  const answered = /\u001b\[\?[\d;]*c|\u001b\[\d+;\d+R/;

  labTest.each([[['--plain']], [[]]])('nothing but text and colours comes through, start %j', async (flags) => {
    const outer = openOuter([process.execPath, cli, 'start', 'ruin', ...flags, '--course', courseDirectory], {
      env,
      columns: 120,
      rows: 40,
    });
    try {
      await outer.until(/controlplane \$/);
      const own = outer.raw().length;
      for (const line of keys) {
        outer.type(`${line}\r`);
        await new Promise((resolve) => setTimeout(resolve, 400));
      }
      // What a terminal answers is typed into the shell, for as long as it comes: a line of its own begins with ^C.
      const seen = async (tries: number): Promise<void> => {
        outer.type('\u0003');
        await new Promise((resolve) => setTimeout(resolve, 300));
        outer.type('ip link add $((40 + 2))x type bridge; echo $((40 + 2)) seen\r');
        await outer.until('42 seen', 10_000).catch((error: unknown) => {
          if (tries === 1) throw error;
          return seen(tries - 1);
        });
      };
      await seen(4);
      const raw = outer.raw().slice(own);
      // What was typed shows its escapes as text; titles, clipboard, notifications, questions and strings do not get out.
      expect(raw).not.toMatch(/\u001b\](?!8;)/);
      expect(raw).not.toMatch(/\u001b[PX^_Zc]|[\u0080-\u009f\u0005]/);
      expect(raw).not.toMatch(/\u001b\[[>=]?[\d;]*[cnt]/);
      expect(raw).not.toMatch(answered);
    } finally {
      process.kill(outer.pid, 'SIGTERM');
      expect(await outer.exit).toBe(143);
      await outer.close();
    }
  });
});
