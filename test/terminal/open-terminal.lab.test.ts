import { execFile, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { afterEach, describe, expect, it } from 'vitest';
import { openTerminal } from '../../src/terminal/open-terminal.ts';
import type { Terminal, TerminalEvent } from '../../src/terminal/types.ts';

const rcfile = fileURLToPath(new URL('../../fixtures/programs/terminal-bashrc', import.meta.url));
const nonce = 'f00dfeed';
const env = {
  TEST_OF: `terminal-${process.pid}`,
  PATH: '/usr/sbin:/usr/bin:/sbin:/bin',
  TERM: 'xterm-256color',
  LANG: 'C.UTF-8',
  HOME: '/nonexistent',
};
const open: Opened[] = [];
/** Some of what is tested needs a namespace to try it in. */
const mayUnshare = spawnSync('unshare', ['--user', '--map-root-user', '--pid', '--fork', 'true']).status === 0;
if (!mayUnshare) process.stderr.write('skipped: no user namespaces on this machine\n');

interface Opened {
  readonly terminal: Terminal;
  readonly events: TerminalEvent[];
  readonly until: (what: (event: TerminalEvent) => boolean) => Promise<TerminalEvent>;
  readonly data: () => string;
}

function start(
  argv: readonly string[] = ['/bin/bash', '--rcfile', rcfile, '-i'],
  ids: { uid?: number; gid?: number } = {},
): Opened {
  const [file = '', ...args] = argv;
  const spawn = { file, args, env: { ...env, NETNS_COURSE_NONCE: nonce }, cwd: '/', ...ids };
  const terminal = openTerminal({ spawn, node: 'controlplane', columns: 80, rows: 24, nonce });
  const events: TerminalEvent[] = [];
  const waiting = new Set<() => void>();
  terminal.on((event) => {
    events.push(event);
    for (const wake of waiting) wake();
  });
  let from = 0;
  /** The first such event after the one last waited for; 10 s. */
  const until = (what: (event: TerminalEvent) => boolean): Promise<TerminalEvent> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const at = events.findIndex((event, i) => i >= from && what(event));
        const found = events[at];
        if (found === undefined) return;
        from = at + 1;
        waiting.delete(look);
        clearTimeout(timer);
        resolve(found);
      };
      const timer = setTimeout(() => reject(new Error(`not seen; the terminal shows:\n${data()}`)), 10_000);
      waiting.add(look);
      look();
    });
  const data = (): string =>
    Buffer.concat(events.flatMap((event) => (event.type === 'data' ? [event.bytes] : []))).toString();
  const opened = { terminal, events, until, data };
  open.push(opened);
  return opened;
}

const prompt = (event: TerminalEvent): boolean => event.type === 'prompt';
const ended = (event: TerminalEvent): boolean => event.type === 'command-end';
const exit = (event: TerminalEvent): boolean => event.type === 'exit';

/** Types a line at the prompt and waits for the next one. */
async function type({ terminal, until }: Opened, line: string): Promise<void> {
  terminal.write(`${line}\r`);
  await until(ended);
  await until(prompt);
}

const last = ({ terminal }: Opened): unknown => {
  const record = terminal.records.at(-1);
  return record === undefined ? undefined : [record.line, record.output, record.exitCode];
};

afterEach(async () => {
  await Promise.all(open.splice(0).map(({ terminal }) => terminal.close()));
});

describe('a real bash', () => {
  it('has its commands recorded', async () => {
    const shell = start();
    await shell.until(prompt);
    expect(shell.terminal.atPrompt).toBe(true);
    await type(shell, 'echo one; (exit 3)');
    expect(last(shell)).toEqual(['echo one; (exit 3)', 'one', 3]);
    await type(shell, 'printf "10%%\\r100%%\\n\\e[31m中文\\e[m;\\n"');
    expect(last(shell)).toEqual(['printf "10%%\\r100%%\\n\\e[31m中文\\e[m;\\n"', '100%\n中文;', 0]);
    await type(shell, 'cat <<END\rtyped words\rEND');
    expect(last(shell)).toEqual(['cat <<END\ntyped words\nEND', 'typed words', 0]);
    expect(shell.data()).not.toContain(nonce);
    expect(shell.data()).toContain('test> ');
  });

  it('hears requests, and does not hear forged marks', async () => {
    const shell = start();
    await shell.until(prompt);
    await type(shell, "course hint '2;'");
    expect(shell.events).toContainEqual({ type: 'request', words: ['hint', '2;'] });
    await type(shell, "printf '\\e]133;D;0;n=guess;p=1\\a\\e]7133;n=guess;check\\aafter\\n'; false");
    expect(last(shell)).toMatchObject({ 1: 'after', 2: 1 });
    expect(shell.events.filter(({ type: what }) => what === 'request')).toHaveLength(1);
  });

  it.skipIf(!mayUnshare)('follows shells inside, also in other namespaces (needs user namespaces)', async () => {
    const shell = start();
    await shell.until(prompt);
    for (const line of [
      `bash --rcfile ${rcfile} -i`,
      `unshare --user --map-root-user --pid --fork bash --rcfile ${rcfile} -i`,
    ]) {
      shell.terminal.write(`${line}\r`);
      await shell.until(prompt);
    }
    await type(shell, 'echo $SHLVL $BASHPID');
    expect(last(shell)).toMatchObject({ 1: '3 1', 2: 0 });
    shell.terminal.write('\u0004');
    await shell.until(prompt);
    shell.terminal.write('exit 4\r');
    await shell.until(prompt);
    const [outer, middle, , leave] = shell.terminal.records;
    expect([outer?.exitCode, middle?.exitCode, leave?.line]).toEqual([4, 0, 'exit 4']);
    expect(shell.terminal.atPrompt).toBe(true);
  });

  it('shows what a running command says, at most once in 20 ms, and ends it by ^C', async () => {
    const shell = start();
    await shell.until(prompt);
    shell.terminal.write('yes\r');
    const seen = await shell.until((event) => event.type === 'command-output');
    expect(seen.type === 'command-output' && seen.record.output.startsWith('y\ny\n')).toBe(true);
    await new Promise((resolve) => setTimeout(resolve, 500));
    shell.terminal.write('\u0003');
    await shell.until(prompt);
    const told = shell.events.filter(({ type: what }) => what === 'command-output').length;
    const [record] = shell.terminal.records;
    expect(told).toBeLessThanOrEqual(((record?.endedMs ?? 0) - (record?.startedMs ?? 0)) / 20 + 2);
    expect(record?.exitCode).toBe(130);
    expect(record?.output.length).toBeLessThanOrEqual(1024 * 1024 + 16);
  });

  it('comes to a prompt when the learner replaces it', async () => {
    const shell = start();
    await shell.until(prompt);
    await type(shell, "PS1='mine> '");
    expect(shell.data()).toContain('mine> ');
    await type(shell, 'PROMPT_COMMAND=; PS1="\\[\\e]133;A;n=$NETNS_COURSE_NONCE;p=$$;d=1\\a\\]> "');
    expect(last(shell)).toMatchObject({ 2: undefined });
  });

  it('is resized, also after its end', async () => {
    const shell = start();
    await shell.until(prompt);
    shell.terminal.resize(132, 43);
    await type(shell, 'stty size; stty -a | grep -c " iutf8"');
    expect(last(shell)).toMatchObject({ 1: '43 132\n1' });
    for (const size of [0, -1, Number.NaN, 1e9]) shell.terminal.resize(size, size);
    shell.terminal.write('exit 7\r');
    expect(await shell.until(exit)).toEqual({ type: 'exit', exitCode: 7 });
    shell.terminal.resize(80, 24);
    shell.terminal.write('x');
    shell.terminal.pause();
    shell.terminal.resume();
    expect(shell.terminal.atPrompt).toBe(false);
    expect(shell.terminal.records.at(-1)).toMatchObject({ line: 'exit 7', output: 'exit' });
  });
});

describe('a pty', () => {
  it('loses none of the last output, 60 times', async () => {
    const expected = `${Array.from({ length: 20_000 }, (_, i) => i + 1).join('\r\n')}\r\n`;
    for (let i = 0; i < 60; i++) {
      const seq = start(['/usr/bin/seq', '1', '20000']);
      // A busy loop is what makes libuv see hang-up and data at once.
      if (i % 2 === 0) for (const from = performance.now(); performance.now() - from < 5;);
      if (i % 3 === 0) {
        seq.terminal.pause();
        setTimeout(() => seq.terminal.resume(), 5);
      }
      expect(await seq.until(exit)).toEqual({ type: 'exit', exitCode: 0 });
      expect(seq.data() === expected).toBe(true);
    }
  });

  it('gives what a paused program said when it ends', async () => {
    const paused = start(['/bin/echo', 'last words']);
    paused.terminal.pause();
    await paused.until(exit);
    expect(paused.data()).toBe('last words\r\n');
  });

  it('holds a program back while paused', async () => {
    const yes = start(['/usr/bin/yes']);
    await yes.until(({ type: what }) => what === 'data');
    yes.terminal.pause();
    await new Promise((resolve) => setTimeout(resolve, 50));
    const { length } = yes.events;
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(yes.events.length).toBe(length);
    yes.terminal.resume();
    await yes.until(({ type: what }) => what === 'data');
    await yes.until(({ type: what }) => what === 'data');
  });

  it('tells a signal as shells do, and a program that is not there', async () => {
    expect(await start(['/bin/sh', '-c', 'kill -9 $$']).until(exit)).toEqual({ type: 'exit', exitCode: 137 });
    const none = start(['/nonexistent/program']);
    expect(await none.until(exit)).toMatchObject({ exitCode: 1 });
  });

  it('ends soon though a job goes on that holds it open', async () => {
    const left = start(['/bin/bash', '-c', 'trap "" HUP; sleep 30 & echo gone $!']);
    const from = performance.now();
    await left.until(exit);
    expect(performance.now() - from).toBeLessThan(10_000);
    const [, job] = /^gone (\d+)\r\n$/.exec(left.data()) ?? [];
    expect(process.kill(Number(job), 'SIGKILL')).toBe(true);
  });

  it('closes a program that will not go, once, and leaves no descriptor', async () => {
    const descriptors = (): number => readdirSync('/proc/self/fd').length;
    const before = descriptors();
    const stubborn = start(['/bin/bash', '-c', 'trap "" HUP TERM; while :; do sleep 0.1; done']);
    await new Promise((resolve) => setTimeout(resolve, 100));
    const from = performance.now();
    await Promise.all([stubborn.terminal.close(), stubborn.terminal.close()]);
    expect(performance.now() - from).toBeLessThan(10_000);
    expect(stubborn.events.filter(exit)).toEqual([{ type: 'exit', exitCode: 137 }]);
    await stubborn.terminal.close();
    expect(descriptors()).toBe(before);
  });

  it('takes a paste of 10 MB without blocking, and drops it at ^C', async () => {
    const sleeper = start([
      '/bin/bash',
      '-c',
      'stty raw; stty isig -echo; trap "echo caught; exit 9" INT; echo up; while :; do sleep 0.05; done',
    ]);
    await sleeper.until((event) => event.type === 'data' && Buffer.from(event.bytes).includes('up'));
    const from = performance.now();
    sleeper.terminal.write('x'.repeat(10 * 1024 * 1024));
    expect(performance.now() - from).toBeLessThan(10_000);
    const cpu = process.cpuUsage();
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(process.cpuUsage(cpu).user / 1000).toBeLessThan(250);
    await sleeper.terminal.close();
  });

  it('passes a long paste whole to a program that reads', async () => {
    const text = Array.from({ length: 40_000 }, (_, i) => `line ${i}`).join('\n');
    const reader = start(['/bin/sh', '-c', 'stty raw -echo; echo up; head -c ' + text.length + ' | sha256sum']);
    await reader.until((event) => event.type === 'data' && Buffer.from(event.bytes).includes('up'));
    reader.terminal.write(text);
    await reader.until(exit);
    expect(reader.data()).toContain(createHash('sha256').update(text).digest('hex'));
  });

  it.skipIf(process.getuid?.() !== 0)('drops to other ids with their groups (needs root)', async () => {
    const id = start(['/usr/bin/id', '-G'], { uid: 65534, gid: 65534 });
    await id.until(exit);
    expect(id.data()).toBe('65534\r\n');
  });

  it('gives a program nothing of ours: neither descriptors nor environment', async () => {
    process.env['SECRET_TOKEN'] = 'leaked';
    const other = start();
    await other.until(prompt);
    const list = start(['/bin/sh', '-c', 'ls -l /proc/self/fd; cat /proc/self/environ']);
    await list.until(exit);
    delete process.env['SECRET_TOKEN'];
    expect(list.data()).not.toContain('ptmx');
    expect(list.data()).not.toContain('leaked');
  });

  it.skipIf(!mayUnshare)('names the limit when there is no pty left (needs user namespaces)', async () => {
    // In a user namespace with its own devpts of two ptys, where the program is started anew.
    const directory = mkdtempSync(join(tmpdir(), 'terminal-'));
    const script = join(directory, 'limit.mjs');
    const entry = fileURLToPath(new URL('../../fixtures/programs/terminal-limit.ts', import.meta.url));
    await build({ entryPoints: [entry], outfile: script, bundle: true, platform: 'node', format: 'esm' });
    const argv = ['--user', '--map-root-user', '--mount', '--', 'sh', '-c'];
    const inner =
      'mount -t devpts -o newinstance,ptmxmode=666,max=2 devpts /dev/pts && mount --bind /dev/pts/ptmx /dev/ptmx && exec "$0" "$@"';
    const { stdout } = await promisify(execFile)('unshare', [...argv, inner, process.execPath, script], {
      env: { PATH: env.PATH, NODE_PATH: fileURLToPath(new URL('../../node_modules', import.meta.url)) },
    });
    rmSync(directory, { recursive: true });
    expect(JSON.parse(stdout)).toEqual({ opened: 2, reason: 'pty-limit' });
  });
});

it('leaves no program behind', async () => {
  const shell = start();
  await shell.until(prompt);
  await shell.terminal.close();
  const mine = readdirSync('/proc').filter((pid) => {
    try {
      return (
        /^\d+$/.test(pid) &&
        readFileSync(`/proc/${pid}/environ`, 'utf8').includes(env.TEST_OF) &&
        !readFileSync(`/proc/${pid}/cmdline`, 'utf8').startsWith('sleep\0') &&
        readlinkSync(`/proc/${pid}/exe`) !== ''
      );
    } catch {
      return false;
    }
  });
  expect(mine).toEqual([]);
});
