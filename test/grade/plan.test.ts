import { describe, expect, test } from 'vitest';
import { createIdMap, withoutIds } from '../../src/grade/ids.ts';
import { planReplay, type RecordedCommand } from '../../src/grade/plan.ts';

const command = (
  line: string,
  startedMs: number,
  endedMs?: number,
  more: Partial<RecordedCommand> = {},
): RecordedCommand => ({
  node: 'controlplane',
  line,
  output: '',
  startedMs,
  ...(endedMs === undefined ? {} : { endedMs, exitCode: 0 }),
  ...more,
});
const shown = (commands: readonly RecordedCommand[]): string[] =>
  planReplay(commands).map(({ index, depth, until }) => `${String(index)} ${String(depth)} ${until}`);

describe('planReplay', () => {
  test('one after the other', () => {
    expect(shown([command('a', 0, 5), command('b', 6, 9)])).toEqual(['0 0 prompt', '1 0 prompt']);
  });

  test('what ran inside a shell that a command opened, and after it', () => {
    const commands = [
      command('ip netns exec red bash', 0, 30),
      command('ip addr', 10, 12),
      command('ip netns', 31, 32),
    ];
    expect(shown(commands)).toEqual(['0 0 prompt', '1 1 prompt', '2 0 prompt']);
  });

  test('an exit belongs to the shell that it ends, also within one millisecond', () => {
    const { exitCode: _none, ...exit } = command('exit', 30, 30);
    const commands = [
      command('ip netns exec red bash', 0, 30),
      command('ip addr', 10, 12),
      exit,
      command('ip netns', 30, 32),
    ];
    expect(shown(commands)).toEqual(['0 0 prompt', '1 1 prompt', '2 1 prompt', '3 0 prompt']);
    expect(shown([command('bash', 0, 30), exit])).toEqual(['0 0 prompt', '1 1 prompt']);
  });

  test('what another node typed meanwhile', () => {
    const commands = [
      command('nc -l 80', 0, 50, { exitCode: 130 }),
      command('nc 192.168.0.7 80', 10, 20, { node: 'node01' }),
      command('ip route', 51, 52),
    ];
    expect(shown(commands)).toEqual(['0 0 going', '1 0 prompt', '2 0 prompt']);
  });

  test('^C, and what never ended', () => {
    const commands = [command('ping 10.0.0.1', 0, 3000, { exitCode: 130 }), command('sleep 1000', 4000)];
    expect(shown(commands)).toEqual(['0 0 interrupt', '1 0 going']);
  });

  test('^C ended what shows it, whatever its exit code: ping that had answers, tcpdump', () => {
    const ping = command('ping 10.0.0.1', 0, 60_000, {
      output: '64 bytes from 10.0.0.1\n^C\n--- 10.0.0.1 ping statistics ---',
    });
    expect(shown([ping, command('ip addr', 60_001, 60_002)])).toEqual(['0 0 interrupt', '1 0 prompt']);
  });

  test.each(['man ip', 'ip addr | less', 'sudo top', 'ip netns exec red top', 'python3', 'cd /tmp; bc'])(
    '%s waits for keys that nobody recorded',
    (line) => expect(shown([command(line, 0, 60_000)])).toEqual(['0 0 keys']),
  );

  test.each(['man ip | cat', 'python3 x.py', 'echo 1+1 | bc', 'bc <<< 1+1', 'echo top', 'sleep 60'])(
    '%s does not',
    (line) => expect(shown([command(line, 0, 60_000)])).toEqual(['0 0 prompt']),
  );

  test('goes by the times, whatever the order in the file', () => {
    expect(shown([command('b', 6, 9), command('a', 0, 5)])).toEqual(['1 0 prompt', '0 0 prompt']);
  });
});

describe('createIdMap', () => {
  test('a process found by its number is found by its new number', () => {
    const ids = createIdMap();
    ids.learn('[1] 143', '[1] 97');
    expect(ids.apply('nsenter -t 143 -n ip addr')).toBe('nsenter -t 97 -n ip addr');
    expect(ids.apply('ln -s /proc/143/ns/net /run/netns/x')).toBe('ln -s /proc/97/ns/net /run/netns/x');
    expect(ids.apply('ip link set veth0 netns 143')).toBe('ip link set veth0 netns 97');
    expect(ids.apply('ip netns attach red 143')).toBe('ip netns attach red 97');
    expect(ids.apply('kill -9 143')).toBe('kill -9 97');
  });

  test('a number that is no process stays', () => {
    const ids = createIdMap();
    ids.learn('143', '97');
    expect(ids.apply('ping -c 143 10.0.0.143')).toBe('ping -c 143 10.0.0.143');
  });

  test('containers, by their beginning too; veth names; link-layer addresses', () => {
    const ids = createIdMap();
    ids.learn('3f2a90b1c8d7', '77aa01b2c3d4');
    ids.learn('7: veth1a2b3c4@if6: <UP>', '9: veth9f8e7d6@if8: <UP>');
    ids.learn('link/ether 52:54:00:aa:bb:cc', 'link/ether 52:54:00:01:02:03');
    expect(ids.apply('docker exec 3f2a90b1c8d7 ip addr')).toBe('docker exec 77aa01b2c3d4 ip addr');
    expect(ids.apply('docker exec 3f2a ip addr')).toBe('docker exec 77aa ip addr');
    expect(ids.apply('ip link set veth1a2b3c4 down')).toBe('ip link set veth9f8e7d6 down');
    expect(ids.apply('ip neigh add 10.0.0.1 lladdr 52:54:00:aa:bb:cc dev x')).toContain('52:54:00:01:02:03');
  });

  test('the names a learner gave are nobody else’s', () => {
    const ids = createIdMap();
    ids.learn('red\nblue', 'blue\nred');
    expect(ids.apply('ip netns del red')).toBe('ip netns del red');
    expect(withoutIds('7: veth1a2b3c4@if6 link/ether 52:54:00:aa:bb:cc')).toBe('7: <id>@if6 link/ether <id>');
  });
});
