import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { builtCli, runIt, type Ran } from '../support/built-cli.ts';
import { courseCache } from '../support/course-cache.ts';
import { openOuter, type Outer } from '../support/outer-terminal.ts';

/** What may befall the real program, in plain and in drawn mode: nothing is left, the terminal is given back, and people are told. */

const work = mkdtempSync(join(tmpdir(), 'netns-course-faults-'));
const outers: Outer[] = [];
const isRoot = process.geteuid?.() === 0;
let cli = '';
beforeAll(() => {
  cli = builtCli();
});
afterEach(async () => void (await Promise.all(outers.splice(0).map((outer) => outer.close()))));
afterAll(() => rmSync(work, { recursive: true, force: true }));

let count = 0;
const freshState = (): string => join(work, `state-${String((count += 1))}`);
const baseEnv = {
  PATH: '/usr/sbin:/usr/bin:/sbin:/bin',
  TERM: 'xterm-256color',
  LANG: 'C.UTF-8',
  XDG_CACHE_HOME: courseCache,
};

function open(argv: readonly string[], state = freshState()): Outer {
  const outer = openOuter(argv, { columns: 110, rows: 40, env: { HOME: '/nonexistent', XDG_STATE_HOME: state } });
  outers.push(outer);
  return outer;
}

const start = (flags: readonly string[]): readonly string[] => [process.execPath, cli, 'start', 'veth', ...flags];
const modes = [['plain', ['--plain']] as const, ['drawn', []] as const];
const prompt = /controlplane \$/;

/** Runs the program with pipes, in other surroundings: `under` is what starts it. */
const piped = (
  args: readonly string[],
  options: { input?: string; under?: readonly string[]; env?: NodeJS.ProcessEnv } = {},
): Promise<Ran> =>
  runIt([...(options.under ?? []), process.execPath, cli, ...args], {
    env: { ...baseEnv, HOME: '/nonexistent', XDG_STATE_HOME: freshState(), ...options.env },
    input: options.input ?? '',
  });

interface Known {
  readonly pid: number;
  readonly begun: string;
}

/** Every descendant of a process, with the time of its start, by which it is known again. */
function descendants(pid: number): Known[] {
  const found = new Map<number, { parent: number; begun: string }>();
  for (const name of readdirSync('/proc').filter((each) => /^\d+$/.test(each))) {
    const fields = statOf(Number(name));
    if (fields !== undefined) found.set(Number(name), { parent: Number(fields[1]), begun: fields[19] ?? '' });
  }
  const below = (parent: number): Known[] =>
    [...found].flatMap(([each, { parent: of, begun }]) =>
      of === parent ? [{ pid: each, begun }, ...below(each)] : [],
    );
  return below(pid);
}

/** Fields of /proc/PID/stat from the state on; undefined where there is no such process, or only its zombie. */
function statOf(pid: number): string[] | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? undefined : fields;
  } catch {
    return undefined;
  }
}

const alive = (known: readonly Known[]): Known[] => known.filter(({ pid, begun }) => statOf(pid)?.[19] === begun);
const allGone = (known: readonly Known[], timeout = 3000): Promise<void> =>
  vi.waitFor(() => expect(alive(known)).toEqual([]), { timeout, interval: 10 });

describe.each(modes)('the %s course', (_, flags) => {
  test('killed (SIGKILL): no process, mount or file is left', async () => {
    const mounts = readFileSync('/proc/self/mounts', 'utf8');
    const temporary = readdirSync('/tmp').length;
    const outer = open(start(flags));
    await outer.until(prompt);
    outer.type("trap '' HUP TERM; setsid sleep 300 & sleep 300\r");
    await vi.waitFor(() => expect(descendants(outer.pid).length).toBeGreaterThan(6), { timeout: 5000 });
    const known = descendants(outer.pid);
    process.kill(outer.pid, 'SIGKILL');
    await allGone(known);
    expect(readFileSync('/proc/self/mounts', 'utf8')).toBe(mounts);
    expect(readdirSync('/tmp').length).toBeLessThanOrEqual(temporary + 2);
  });

  test.each([
    ['SIGTERM', 143],
    ['SIGINT', 130],
    ['SIGHUP', 129],
    ['SIGQUIT', 131],
  ] as const)('ended by %s: exit code %i, the terminal as it was, nothing left', async (signal, code) => {
    const shell = `stty -g; "$@"; echo "rc $?"; stty -g; sleep 0.2`;
    const outer = open(['/bin/bash', '--norc', '-c', shell, 'bash', ...start(flags)]);
    await outer.until(prompt);
    const known = descendants(outer.pid);
    const program = known.find(({ pid }) => readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('cli.js'));
    if (program === undefined) throw new Error('no program');
    process.kill(program.pid, signal);
    await outer.exit;
    await allGone(known);
    const raw = outer.raw();
    expect(raw).toContain(`rc ${code}`);
    const settings = raw.match(/^(?:.*\u001b\[[^\r\n]*?)?([0-9a-f]+(?::[0-9a-f]+){10,})\r?$/gm) ?? [];
    expect(new Set(settings.map((line) => /[0-9a-f]+(?::[0-9a-f]+){10,}/.exec(line)?.[0])).size).toBe(1);
    expect(settings.length).toBe(2);
    expect(outer.buffer().active.type).toBe('normal');
    expect(outer.modes()).toMatchObject({ bracketedPasteMode: false, mouseTrackingMode: 'none' });
  });

  test('whose terminal is closed: it goes, and nothing is left', async () => {
    const outer = open(start(flags));
    await outer.until(prompt);
    const known = [...descendants(outer.pid), { pid: outer.pid, begun: statOf(outer.pid)?.[19] ?? '' }];
    await outer.close();
    await allGone(known);
  });

  test('stopped and continued: the same lab, the same step', async () => {
    const outer = open(['/bin/bash', '--norc', '-i']);
    await outer.until(/[$#]/);
    outer.type(`PS1='HOST> '; ${start(flags).join(' ')}\r`);
    await outer.until(prompt);
    outer.type('touch /tmp/mark\r');
    await outer.until('touch /tmp/mark');
    const program = descendants(outer.pid).find(({ pid }) =>
      /cli\.js/.test(readFileSync(`/proc/${pid}/cmdline`, 'utf8')),
    );
    if (program === undefined) throw new Error('no program');
    process.kill(program.pid, 'SIGTSTP');
    await outer.until(/Stopped/);
    outer.type('stty -a | grep -o " icanon"; fg\r');
    // The course draws over it at once: what counts is that it was written.
    await outer.until(() => /[\r\n] icanon/.test(outer.raw()));
    await vi.waitFor(() => expect(statOf(program.pid)?.[0]).not.toBe('T'), { timeout: 5000 });
    outer.type('\rls /tmp/mark; echo $((40 + 2)) there\r');
    await outer.until('42 there');
    expect(outer.text()).not.toContain('No such file');
  });

  test('whose lab is killed from outside: another is built, and keys typed meanwhile do no harm', async () => {
    const outer = open(start(flags));
    await outer.until(prompt);
    const known = descendants(outer.pid);
    const lab = known.find(({ pid }) => readFileSync(`/proc/${pid}/cmdline`, 'utf8').startsWith('/usr/bin/unshare'));
    if (lab === undefined) throw new Error('no lab');
    process.kill(lab.pid, 'SIGKILL');
    for (let key = 0; key < 40; key++) {
      outer.type('x');
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    await outer.until('The lab ended');
    await vi.waitFor(() => expect(alive(known)).toHaveLength(0), { timeout: 5000 });
    await vi.waitFor(() => expect(descendants(outer.pid).length).toBeGreaterThan(3), { timeout: 5000 });
    await new Promise((resolve) => setTimeout(resolve, 700));
    outer.type('\u0003\recho $((40 + 2)) again\r');
    await outer.until('42 again');
  });
});

describe('where the course cannot run, it says why in one message', () => {
  const closed = ['/usr/bin/perl', 'fixtures/programs/closed-user-namespaces.pl'];

  test('user namespaces are closed: the cause and the command that mends it', async () => {
    for (const args of [
      ['start', 'veth', '--plain'],
      ['lab', '--', 'true'],
    ]) {
      const { code, stderr } = await piped(args, { under: closed });
      expect(code).toBe(2);
      expect(stderr).toContain('User namespaces are closed by a seccomp filter');
      expect(stderr).toContain('→ docker run --security-opt seccomp=unconfined');
      expect(stderr).not.toContain('    at ');
    }
  });

  test('no terminal library for this machine', async () => {
    const place = join(work, 'without');
    mkdirSync(place);
    for (const part of ['dist', 'lessons', 'package.json', 'packages.json'])
      cpSync(part, join(place, part), { recursive: true });
    const { code, stderr } = await runIt(
      [process.execPath, join(place, 'dist', 'cli.js'), 'start', 'veth', '--plain'],
      {
        env: { ...baseEnv, XDG_STATE_HOME: freshState() },
      },
    );
    expect(stderr).toMatch(/^The terminal module could not be loaded/m);
    expect(stderr).not.toContain('    at ');
    expect(code).toBe(2);
  });

  test('no pseudo-terminal is left', async () => {
    const script = `mount -t devpts -o newinstance,ptmxmode=0666,max=1 none /dev/pts && mount --bind /dev/pts/ptmx /dev/ptmx || exit 77
      exec 9<> /dev/ptmx; exec "$@"`;
    const { code, stderr } = await piped(['start', 'veth', '--plain'], { under: inNamespaces(['--mount'], script) });
    expect(stderr).toContain('This machine has no pseudo-terminal left');
    expect(stderr).not.toContain('    at ');
    expect(code).toBe(2);
  });

  test.each([22, 26, 32, 40])(
    'only %i descriptors: a reason, or the course, and never a failed check',
    async (limit) => {
      const under = ['/bin/bash', '-c', `ulimit -n ${limit}; exec "$@"`, 'bash'];
      const { code, stdout, stderr } = await piped(['start', 'veth', '--plain'], { under, input: 'ip link\n' });
      expect(stderr + stdout).not.toContain('    at ');
      expect(stdout).not.toContain('✗');
      expect([0, 2]).toContain(code);
      if (code === 2) expect(stderr).not.toBe('');
    },
  );

  test('a course that cannot be read', async () => {
    mkdirSync(join(work, 'odd', '01-a', 'lesson.md'), { recursive: true });
    writeFileSync(join(work, 'file'), '');
    for (const course of ['/nonexistent', join(work, 'odd'), join(work, 'file')]) {
      const { code, stderr } = await piped(['start', '--plain', '--course', course]);
      expect({ course, code, trace: stderr.includes('    at '), said: stderr !== '' }).toEqual({
        course,
        code: 2,
        trace: false,
        said: true,
      });
    }
  });
});

describe('progress that cannot be kept is said once, and the course goes on', () => {
  const input = 'ip netns add client\nip netns add server\nip netns list\nls -l /run/netns\n';

  test('no HOME', async () => {
    const { code, stdout, stderr } = await piped(['start', 'veth', '--plain'], {
      input,
      under: ['/usr/bin/env', '-u', 'HOME', '-u', 'XDG_STATE_HOME'],
    });
    expect(code).toBe(0);
    expect(stdout).toContain('✓ Step passed');
    expect(stderr.match(/progress/gi)?.length).toBeGreaterThanOrEqual(1);
    expect(stderr).not.toContain('    at ');
  });

  test.each([
    ['full', 'size=16k,nr_inodes=9', 'head -c 100k /dev/zero > "$D/fill" 2> /dev/null;'],
    ['read-only', 'size=16k', 'mount -o remount,ro,bind "$D";'],
  ])('a home that is %s', async (_, options, then) => {
    const place = join(work, `disk-${String((count += 1))}`);
    mkdirSync(place);
    const script = `D=${place}; mount -t tmpfs -o ${options} none "$D" || exit 77; ${then} exec env XDG_STATE_HOME="$D" HOME="$D" "$@"`;
    const { code, stdout, stderr } = await piped(['start', 'veth', '--plain'], {
      input,
      under: inNamespaces(['--mount'], script),
    });
    expect(stdout).toContain('✓ Step passed');
    // At once, where the learner looks; and at the end nobody calls it kept.
    const said = `${stdout}${stderr}`;
    expect(said).toContain(place);
    expect(said.match(new RegExp(place, 'g'))?.length).toBeLessThanOrEqual(2);
    expect(said).not.toContain('Your progress is kept. ');
    expect(code).toBe(0);
  });
});

test('two courses at once lose nothing of either', async () => {
  const env = { XDG_STATE_HOME: freshState() };
  const [one, two] = await Promise.all([
    piped(['start', 'veth', '--plain'], {
      env,
      input: 'ip netns add client\nip netns add server\nip netns list\nls -l /run/netns\n',
    }),
    piped(['start', 'namespaces', '--plain'], { env, input: 'course next\ncourse next\n' }),
  ]);
  expect([one.code, two.code]).toEqual([0, 0]);
  const passed = one.stdout.match(/✓ Step passed/g)?.length ?? 0;
  const skipped = two.stdout.match(/^Skipped: /gm)?.length ?? 0;
  expect(passed).toBeGreaterThan(0);
  expect(skipped).toBe(2);
  const kept = readFileSync(join(env.XDG_STATE_HOME, 'netns-course', 'progress.json'), 'utf8');
  expect(kept.match(/"passed"/g)?.length).toBe(passed);
  expect(kept.match(/"skipped"/g)?.length).toBe(skipped);
});

test('the whole course, without any network', async () => {
  const under = inNamespaces(['--net'], '[[ $(ip -br link | wc -l) == 1 ]] || exit 77; exec "$@"');
  const { code, stdout } = await piped(['verify', '--no-mutants', '--reporter', 'tap'], { under });
  expect(stdout).not.toMatch(/^not ok/m);
  expect(code).toBe(0);
}, 120_000);

/** Namespaces of our own to run a bash script in: as root without more, else as root of a user namespace of one id. */
function inNamespaces(flags: readonly string[], script: string): string[] {
  const user = isRoot ? [] : ['--user', '--map-root-user'];
  return ['/usr/bin/unshare', ...user, ...flags, '/bin/bash', '--norc', '-c', script, 'bash'];
}

test('nothing of these tests is left on the machine', () => {
  const { stdout } = spawnSync('ps', ['-eo', 'args'], { encoding: 'utf8' });
  expect(stdout.split('\n').filter((line) => line.includes(work))).toEqual([]);
});
