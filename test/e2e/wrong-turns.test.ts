import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { builtCli } from '../support/built-cli.ts';
import { openOuter, type Outer } from '../support/outer-terminal.ts';
import { runCli } from './run-cli.ts';

/** Each wrong turn of the first minute, in the real program: one clear sentence, and the next command. */

const work = mkdtempSync(join(tmpdir(), 'netns-course-turns-'));
chmodSync(work, 0o755);
const isRoot = process.getuid?.() === 0;
let cli = '';
let count = 0;
const outers: Outer[] = [];

beforeAll(() => void (cli = builtCli()));
afterEach(async () => void (await Promise.all(outers.splice(0).map((outer) => outer.close()))));
afterAll(() => rmSync(work, { recursive: true, force: true }));

const state = (): string => join(work, `state-${String((count += 1))}`);
interface Turn {
  readonly before?: readonly string[];
  readonly node?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly columns?: number;
  readonly rows?: number;
}
/** The course on a terminal: `before` stands before it (`setpriv …`), `node` are Node's own options. */
function open(
  args: readonly string[],
  { before = [], node = [], env = {}, columns = 80, rows = 24 }: Turn = {},
): Outer {
  const outer = openOuter([...before, process.execPath, ...node, cli, ...args], {
    columns,
    rows,
    env: { HOME: work, XDG_STATE_HOME: state(), ...env },
  });
  outers.push(outer);
  return { ...outer, until: (what) => outer.until(what, 60_000) };
}
/** What stands there in one line: a sentence is folded where the terminal ends. */
const said = (outer: Outer): string => outer.lines().join('').replaceAll(/ +/g, ' ');
const preload = (code: string): readonly string[] => ['--import', `data:text/javascript,${encodeURIComponent(code)}`];

const leader = '\u001d';
/** The first step of the course passes by what is typed. */
async function passesFirstStep(outer: Outer): Promise<void> {
  await outer.until('controlplane $');
  outer.type('lsns\r');
  await outer.until('Step passed');
}

describe('another system than Linux', () => {
  const darwin = preload(`Object.defineProperty(process, 'platform', { value: 'darwin' })`);

  test('the course wants its container, and says what to install', async () => {
    const outer = open([], { node: darwin, env: { PATH: '/nonexistent' } });
    expect(await outer.exit).toBe(2);
    expect(said(outer)).toMatch(/darwin is not Linux, and neither docker nor podman is installed\. ?Install Docker/);
    expect(said(outer)).toContain('run the same command again');
  });

  test('doctor says it, too', async () => {
    const outer = open(['doctor'], { node: darwin, env: { PATH: '/nonexistent' }, columns: 200, rows: 100 });
    expect(await outer.exit).toBe(2);
    expect(outer.text()).toMatch(/BAD +darwin is not Linux: .* Run the course in a Linux virtual machine/);
  });
});

test('user namespaces are closed: the setting, and the command that opens them', async () => {
  // In a user namespace of its own, whose limit it is.
  const closed = 'echo 0 > /proc/sys/user/max_user_namespaces && exec "$@"';
  const outer = open(['start', 'namespaces'], {
    before: ['unshare', '--user', '--map-root-user', 'sh', '-c', closed, 'sh'],
  });
  expect(await outer.exit).toBe(2);
  expect(said(outer)).toContain(
    'No lab could be started: User namespaces are closed by the sysctl user.max_user_namespaces',
  );
  expect(said(outer)).toContain('sudo sysctl -w user.max_user_namespaces=');
  expect(said(outer)).toContain('netns-course doctor');
});

test.runIf(isRoot)('root without its rights (as root only): who should run the course instead', async () => {
  const outer = open(['start', 'namespaces'], { before: ['setpriv', '--bounding-set=-all', '--inh-caps=-all'] });
  expect(await outer.exit).toBe(2);
  expect(said(outer)).toMatch(/No lab could be started: .*run the course as an ordinary user/);
});

describe('a tiny terminal', () => {
  test('20×6: one pane at a time, and the step passes', async () => {
    const outer = open(['start', 'namespaces'], { columns: 20, rows: 6 });
    await outer.until('controlplane $');
    outer.type('lsns\r');
    // By itself the lesson comes to the front when its step has passed; the keys go on to the shell.
    await outer.until('✓');
  });

  test.each([
    ['the list of lessons', []],
    ['a lesson', ['start', 'namespaces']],
  ])('10×3: %s says what to do; enlarged, the course is there; the keys work at any size', async (_, args) => {
    const outer = open(args, { columns: 10, rows: 3 });
    await outer.until(/Enlarge/);
    outer.resize(80, 24);
    await outer.until(args.length === 0 ? 'Enter begins' : 'controlplane $');
    outer.resize(10, 3);
    await outer.until(/Enlarge/);
    outer.type(args.length === 0 ? 'q' : `${leader}qy`);
    expect(await outer.exit).toBe(0);
  });
});

describe('a locale that is not UTF-8', () => {
  test.each([
    ['C', { LC_ALL: 'C' }],
    ['POSIX', { LC_ALL: '', LANG: 'POSIX' }],
    ['none at all', { LC_ALL: '' }],
  ])('%s: drawn in ASCII, with the setting for the rest, and the step passes', async (_, env) => {
    const outer = open(['start', 'namespaces'], { env });
    await outer.until('-- [controlplane] --');
    await outer.until((screen) => screen.trimEnd().endsWith('export LC_ALL=C.UTF-8'));
    expect(outer.text()).not.toMatch(/[^\n -~]/);
    await passesFirstStep(outer);
    expect(outer.text()).not.toMatch(/[^\n -~]/);
  });

  test('is asked for by nobody who has one', async () => {
    const outer = open(['start', 'namespaces'], { env: { LC_ALL: '', LANG: 'en_US.utf8' } });
    await outer.until('── [controlplane]');
    expect(outer.raw()).not.toContain('export LC_ALL');
  });
});

describe('a pipe instead of a terminal', () => {
  test('on both sides: the same course as text, which says how it is spoken to', async () => {
    const { code, out } = await runCli(['start', 'namespaces'], {
      input: 'lsns\ncourse quit\n',
      env: { XDG_STATE_HOME: state() },
    });
    expect(code).toBe(0);
    expect(out).toContain('course help says more');
    expect(out).toContain('Step passed');
  });

  test('standard input alone, and standard output alone', async () => {
    const typed = `printf 'lsns\\ncourse quit\\n' | "$0" "$1" start namespaces; echo "came out: $?"`;
    const piped = open([], { before: ['sh', '-c', typed], columns: 120, rows: 60 });
    await piped.until('came out: 0');
    expect(piped.text()).toContain('Step passed');
    const seen = open([], { before: ['sh', '-c', `"$0" "$1" start namespaces | cat; echo "came out"`], rows: 60 });
    await seen.until('controlplane $');
    seen.type('lsns\r');
    await seen.until('Step passed');
    seen.type('course quit\r');
    await seen.until('came out');
  });

  test('what cannot be had without a terminal says so', async () => {
    const { code, err } = await runCli(['--record', join(work, 'x.cast')], { env: { XDG_STATE_HOME: state() } });
    expect({ code, err }).toMatchObject({ code: 2, err: expect.stringMatching(/terminal/) as unknown });
  });
});

test('Node is too old: which it needs, and where to get it', async () => {
  const old = preload(`Object.defineProperty(process.versions, 'node', { value: '18.20.8' })`);
  const outer = open([], { node: old });
  expect(await outer.exit).toBe(2);
  expect(said(outer)).toMatch(/netns-course needs Node 20\.19 or newer; this is Node 18\.20\.8/);
  expect(said(outer)).toContain('https://nodejs.org/en/download');
});

test('offline: the course begins as ever, for it asks for no network', async () => {
  const user = isRoot ? [] : ['--user', '--map-current-user'];
  const outer = open(['start', 'namespaces'], { before: ['unshare', ...user, '--net'] });
  await passesFirstStep(outer);
});

describe('a home that cannot be written', () => {
  const home = join(work, 'home');
  beforeAll(() => {
    mkdirSync(home, { mode: 0o555 });
    if (isRoot) chownSync(home, 0, 0);
  });
  const nobody = isRoot ? ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'] : [];

  test.each([
    ['read-only', { HOME: home }],
    ['missing', { HOME: join(work, 'nowhere') }],
    ['not named', { HOME: '' }],
  ])('%s: the course can be played, and says what will not be kept and the setting that helps', async (_, env) => {
    const outer = open(['start', 'namespaces'], {
      before: nobody,
      env: { ...env, XDG_STATE_HOME: '', XDG_CACHE_HOME: '' },
    });
    await passesFirstStep(outer);
    outer.type(`${leader}q`);
    await outer.until('Leave the course?');
    outer.type('y');
    expect(await outer.exit).toBe(0);
    expect(said(outer)).toMatch(/Your progress .*[Ss]et XDG_STATE_HOME to (one|a directory) you can write/);
    expect(said(outer)).not.toContain('goes on where you left off');
  });
});
