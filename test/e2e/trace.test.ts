import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, test } from 'vitest';
import { builtCli } from '../support/built-cli.ts';
import { openOuter, type Outer } from '../support/outer-terminal.ts';

/** `course trace` and `course capture`, typed in a running course. */

const state = mkdtempSync(join(tmpdir(), 'netns-course-trace-'));
const outers: Outer[] = [];
afterEach(async () => void (await Promise.all(outers.splice(0).map((outer) => outer.close()))));
afterAll(() => rmSync(state, { recursive: true, force: true }));

function start(...args: readonly string[]): Outer {
  const env = { XDG_STATE_HOME: join(state, String(args.length)), HOME: '/nonexistent' };
  const argv = [process.execPath, builtCli(), 'start', 'veth/ping-both-ways', ...args];
  const outer = openOuter(argv, { columns: 170, rows: 50, env });
  outers.push(outer);
  return outer;
}

const screen = (outer: Outer): string => outer.lines().join('\n');

/** The prompt, and nothing typed behind it. */
const atPrompt = ({ buffer }: Outer): boolean => {
  const { active } = buffer();
  const line = active.getLine(active.baseY + active.cursorY)?.translateToString(false, 0, active.cursorX) ?? '';
  return line.endsWith('controlplane $ ');
};

async function typeLine(outer: Outer, line: string): Promise<void> {
  await outer.until(() => atPrompt(outer));
  outer.type(`${line}\r`);
}

test('drawn: beside the lesson, over the living picture', async () => {
  const outer = start();
  await outer.until(() => atPrompt(outer));
  outer.type('\u001dp');
  await outer.until('veth-server');
  await typeLine(outer, 'course trace client 10.0.0.12');
  await outer.until('It arrives: 10.0.0.12 in server answers');
  await outer.until('veth-client [1 4]');
  expect(screen(outer)).toMatch(/3 +\d\.\d{3} ms +server +veth-server +out/);
  // The next command's picture is the network's own again.
  await typeLine(outer, 'true');
  await outer.until(() => !screen(outer).includes('veth-client [1 4]'));

  await typeLine(outer, 'course capture server/veth-server');
  await outer.until('Following server/veth-server');
  await typeLine(outer, 'ip netns exec client ping -qc1 10.0.0.12');
  await outer.until('ICMP echo reply');
  await typeLine(outer, 'course capture');
  await outer.until('Followed no more');
});

test('plain: between what the shell prints', async () => {
  const outer = start('--plain');
  await typeLine(outer, 'course trace client 10.0.0.12 tcp 80');
  await outer.until('the connection is refused: nothing takes it at 10.0.0.12:80');
  await outer.until('nothing in server listens on TCP port 80');
  await typeLine(outer, 'course capture client/veth-client');
  await outer.until('Following client/veth-client');
  await typeLine(outer, 'ip netns exec client ping -qc1 10.0.0.12');
  await outer.until('10.0.0.12 to 10.0.0.11: ICMP echo reply');
  await typeLine(outer, 'course capture');
  await outer.until('Followed no more');
});
