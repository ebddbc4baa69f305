import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { builtCli } from '../support/built-cli.ts';
import { openOuter, type Outer, type OuterOptions } from '../support/outer-terminal.ts';

/** The live picture of the lab's network, in the whole program on a terminal of its own. */

const state = mkdtempSync(join(tmpdir(), 'netns-course-picture-'));
const outers: Outer[] = [];
let cli = '';
beforeAll(() => void (cli = builtCli()));
afterEach(async () => void (await Promise.all(outers.splice(0).map((outer) => outer.close()))));
afterAll(() => rmSync(state, { recursive: true, force: true }));

let count = 0;
function start(args: readonly string[], options: OuterOptions = {}): Outer {
  const env = { XDG_STATE_HOME: join(state, String((count += 1))), HOME: '/nonexistent' };
  const outer = openOuter([process.execPath, cli, 'start', ...args], { ...options, env });
  outers.push(outer);
  return outer;
}

const leader = '\u001d';
const cursorLine = ({ buffer }: Outer): string => {
  const { active } = buffer();
  return active.getLine(active.baseY + active.cursorY)?.translateToString(false, 0, active.cursorX) ?? '';
};
const ready = (outer: Outer): Promise<void> => outer.until(() => cursorLine(outer).endsWith('controlplane $ '), 60_000);

async function command(outer: Outer, line: string): Promise<void> {
  await ready(outer);
  outer.type(`${line}\r`);
}

describe('the picture of the network', () => {
  test('stands below the lesson, follows what is typed, and marks what the last command changed', async () => {
    const outer = start(['veth'], { columns: 150, rows: 50 });
    await ready(outer);
    outer.type(`${leader}p`);
    await outer.until(/^── network ─/m);
    await outer.until(/│ lo up 127\.0\.0\.1\/8 │/);
    await command(outer, 'ip netns add blue && ip link add v type veth peer name w netns blue');
    await outer.until(/┌\*blue ─.*\n.*lo down.*\n.*│\*v down +├─+┤\*w down/);
    await outer.until(/network ─ \* controlplane: v is new \(down\) \(and 2 more\)/);
    await command(outer, 'ip link set v up');
    await outer.until(/│\*v no carrier +├/);
    expect(outer.text()).toContain('┌ blue ─');
    await command(outer, 'ip netns del blue');
    await outer.until((screen) => !screen.includes('┌ blue'));
    await outer.until(/network ─ \* blue: this namespace is gone/);
    outer.type(`${leader}p`);
    await outer.until((screen) => !screen.includes('── network'));
    // The shell kept the keys all the while.
    await command(outer, 'echo still; echo here');
    await outer.until(/still\s*│?\n.*here/);
  });

  test('takes the place of the lesson at 100×30, scrolls to what is new, zooms, and is plain ASCII where asked', async () => {
    const outer = start(['veth', '--ascii'], { columns: 100, rows: 30 });
    await ready(outer);
    outer.type(`${leader}p`);
    await outer.until(/^-- network -[^]*\| lo up/m);
    await command(
      outer,
      'for n in 1 2 3 4 5 6; do ip netns add n$n; ip link add v$n type veth peer w$n netns n$n; done',
    );
    await outer.until(/\*v1 down +\+-+\+\*w1 down/);
    await command(outer, 'ip -n n6 link set w6 up');
    // Six namespaces have no place in twelve lines: the one that changed is shown.
    await outer.until(/\*w6 no carrier/);
    await outer.until(/\^ \d+ more/);
    outer.type(`${leader}zzz`);
    await outer.until(/\+ controlplane [^]*\+ n1 [^]*\*w6 no carrier/);
    expect(outer.text()).not.toMatch(/[^\u0000-\u007f]/);
  });

  test('keys follow a link of it, trace a packet over it, and say why: the arrows choose', async () => {
    const outer = start(['veth/ping-both-ways'], { columns: 150, rows: 50 });
    await ready(outer);
    const [down, up] = ['\u001b[B', '\u001b[A'];
    outer.type(`${leader}f`);
    await outer.until('↑ ↓ choose');
    outer.type(down);
    await outer.until('> client/veth-client');
    outer.type('\r');
    await outer.until(/^── follows client\/veth-client ─[^]*Nothing has come by yet/m);
    await command(outer, 'ip netns exec client ping -c1 10.0.0.12');
    await outer.until(/out +10\.0\.0\.11 to 10\.0\.0\.12: ICMP echo request[^]*in +10\.0\.0\.12 to 10\.0\.0\.11: ICMP/);
    await ready(outer);
    outer.type(`${leader}f\r`);
    await outer.until((screen) => !screen.includes('── follows'));
    outer.type(`${leader}p`);
    await outer.until(/^── network ─/m);
    outer.type(`${leader}v`);
    await outer.until('↑ ↓ choose');
    outer.type(down);
    await outer.until('> client server');
    outer.type('\r');
    await outer.until(/It arrives: 10\.0\.0\.12 in server answers/);
    await outer.until(/veth-client \[1 \d\] up/);
    outer.type(`${leader}e`);
    await outer.until('↑ ↓ choose');
    outer.type(up);
    await outer.until('> server client');
    outer.type('\r');
    await outer.until(/Nothing stops it: a packet from 10\.0\.0\.12 to 10\.0\.0\.11/);
  });

  test('is in the text of a lesson that has it, and an answer to course explain stands below the step', async () => {
    const outer = start(['bridge/everybody-reaches-everybody'], { columns: 150, rows: 60 });
    await ready(outer);
    outer.type(`${leader}zzG`);
    // The sample is narrower: addresses stand below the names there.
    await outer.until('client1-veth up 172.30.0.11/24');
    outer.type(`z${leader}`);
    await command(outer, 'ip -n ns2 link set eth0 down');
    outer.type(`${leader}zzG`);
    await outer.until(/┤\*eth0 down 10\.1\.1\.12\/24/);
    outer.type(`z${leader}`);
    await command(outer, 'course explain ns0 ns2');
    await outer.until('It stops on its way there: eth0 in ns2 is down.');
  });
});

test('in plain mode each command is followed by what it changed', async () => {
  const outer = start(['veth', '--plain'], { columns: 100, rows: 40 });
  await ready(outer);
  await command(outer, 'ip netns add blue && ip link add v type veth peer name w netns blue');
  await outer.until('controlplane: v is new (down)');
  await outer.until('blue: w is new (down)');
  await command(outer, 'ip -n blue link set w up && ip link set v up && ip address add 10.9.9.1/24 dev v');
  await outer.until('controlplane: v is now up, 10.9.9.1/24');
});
