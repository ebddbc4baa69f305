import { afterAll, describe, expect } from 'vitest';
import { bash, labTest, openLab, output } from './labs.ts';
import { freshUid, isRoot, removeBundles, startRunner } from './runners.ts';

afterAll(removeBundles);

describe('world host', () => {
  labTest('is a machine of its own', async () => {
    const lab = await openLab();
    expect(await output(lab, 'id -u; hostname; cat /proc/1/comm; ip -br link; ip netns list; echo $HOME')).toBe(
      '0\ncontrolplane\ninit\nlo               UNKNOWN        00:00:00:00:00:00 <LOOPBACK,UP,LOWER_UP> \n/root',
    );
    expect(lab.nodes).toEqual(['controlplane']);
    expect(() => lab.shell('node01')).toThrow(RangeError);
    expect(await lab.run('node01', ['/bin/true'], { timeoutMs: 1000 })).toMatchObject({
      failed: 'node01 is not there',
    });
  });

  labTest.each(['perl', 'python3'] as const)('boots and works by %s alone', async (interpreter) => {
    const lab = await openLab('host', { interpreter });
    const shown = await output(
      lab,
      'id -u; hostname; grep -E "NoNewPrivs|Seccomp:" /proc/self/status; ip netns add a; ip -n a -br link',
    );
    expect(shown).toMatch(/^0\ncontrolplane\nNoNewPrivs:\t1\nSeccomp:\t2\nlo +DOWN/);
    expect(await output(lab, 'env | sort')).not.toContain('LC_CTYPE');
    expect(await output(lab, 'grep ^SigIgn /proc/self/status')).toBe('SigIgn:\t0000000000000000');
  });

  labTest('does what the lessons need', async () => {
    const lab = await openLab();
    const script = `set -e
      ip netns add client; ip netns add server
      ip link add veth-client type veth peer name veth-server
      ip link set veth-client netns client; ip link set veth-server netns server
      ip -n client address add 10.0.0.11/24 dev veth-client; ip -n client link set veth-client up
      ip netns exec server ip address add 10.0.0.12/24 dev veth-server; ip netns exec server ip link set veth-server up
      ip netns exec client ping -c 1 -W 2 10.0.0.12 > /dev/null && echo ping
      iptables -t nat -A POSTROUTING -s 10.0.0.0/24 -j MASQUERADE; iptables-save -t nat | grep -c MASQUERADE
      nft list ruleset | grep -q masquerade && echo nft
      sysctl -w net.ipv4.ip_forward=1
      sudo -E hostname
      sudo FOO=bar -u root -- bash -c 'echo $FOO' 2> /dev/null || sudo -u root FOO=bar bash -c 'echo $FOO'
      su -c 'id -u'
      ip netns exec client tcpdump -c 1 -n -i veth-client icmp 2> /dev/null & sleep 0.3
      ip netns exec server ping -c 1 -W 2 10.0.0.11 > /dev/null; wait $!
      [ "$(unshare --uts bash -c 'hostname x; hostname')" = x ] && hostname
      unshare --pid --fork --mount-proc ps -o pid= | head -1
      unshare --user --map-root-user id -u
      unshare --mount bash -c 'mount -t tmpfs none /mnt; touch /mnt/seen; ls /mnt'; ls /mnt
      ip link add br0 type bridge; ip link show br0 > /dev/null && echo bridge
      ls -l /proc/$$/ns | grep -c ' -> '`;
    const lines = (await output(lab, script)).split('\n').map((line) => line.trim());
    expect(lines.slice(0, 7)).toEqual(['ping', '1', 'nft', 'net.ipv4.ip_forward = 1', 'controlplane', 'bar', '0']);
    expect(lines[7]).toMatch(/IP 10\.0\.0\.12 > 10\.0\.0\.11: ICMP echo request/);
    expect(lines.slice(8, 13)).toEqual(['controlplane', '1', '0', 'seen', 'bridge']);
  });

  labTest('begins with forwarding off, whatever the host has', async () => {
    const lab = await openLab();
    expect(await output(lab, 'cat /proc/sys/net/ipv4/ip_forward')).toBe('0');
  });

  labTest('shares nothing with another lab: four at once', async () => {
    const labs = await Promise.all([1, 2, 3, 4].map(() => openLab()));
    await Promise.all(labs.map((lab, index) => output(lab, `ip netns add only-${index}; echo ${index} > /tmp/mine`)));
    const seen = await Promise.all(labs.map((lab) => output(lab, 'ip netns list; ls /tmp; cat /tmp/mine')));
    expect(seen).toEqual(labs.map((_, index) => `only-${index}\nmine\n${index}`));
    await Promise.all(labs.map((lab) => lab.close()));
  });
});

describe('world lan', () => {
  labTest('is a host, node01 and a small internet that knows no private network', async () => {
    const lab = await openLab('lan');
    const other = (script: string): Promise<string> => output(lab, script, 'node01');
    expect(lab.nodes).toEqual(['controlplane', 'node01']);
    expect(await other('hostname; ip -4 -br address show dev eth0 | tr -s " " | cut -d" " -f3')).toBe(
      'node01\n192.168.0.8/24',
    );
    expect(
      await other('ping -c 1 -W 2 192.168.0.7 > /dev/null && ping -c 1 -W 2 8.8.8.8 > /dev/null && echo both'),
    ).toBe('both');
    expect(await output(lab, 'ip netns list; ip -br link | cut -d" " -f1')).toMatch(/^lo\neth0@if\d$/);
    const bridge = `set -e
      ip netns add client1; ip link add bridge1 type bridge; ip link add c1 type veth peer name c1-br
      ip link set c1 netns client1; ip link set c1-br master bridge1; ip link set c1-br up; ip link set bridge1 up
      ip address add 172.30.0.1/24 dev bridge1; ip -n client1 address add 172.30.0.11/24 dev c1; ip -n client1 link set c1 up
      ip -n client1 route add default via 172.30.0.1
      ip netns exec client1 ping -c 1 -W 2 192.168.0.7 > /dev/null && echo host
      ping() { ip netns exec client1 ping -c 1 -W 1 8.8.8.8 > /dev/null && echo yes || echo no; }
      ping; sysctl -qw net.ipv4.ip_forward=1; ping
      iptables -t nat -A POSTROUTING -s 172.30.0.0/24 ! -o bridge1 -j MASQUERADE; ping`;
    expect(await output(lab, bridge)).toBe('host\nno\nno\nyes');
  });

  labTest('its nodes share no files, processes or names', async () => {
    const lab = await openLab('lan');
    await output(lab, 'ip netns add here; touch /tmp/here /var/lib/cni/here; sleep 300 & disown');
    expect(
      await output(
        lab,
        'ip netns list; ls /tmp /var/lib/cni | grep here; ps ax | grep -c "[s]leep 300" || :',
        'node01',
      ),
    ).toBe('0');
  });

  labTest('its router can be neither entered nor seen', async () => {
    const lab = await openLab('lan');
    const { stdout } = await bash(
      lab,
      'lsns -t net -n -o PID | wc -l; for p in /proc/[0-9]*; do nsenter -t ${p#/proc/} -n ip -br link 2> /dev/null; done | grep -c lan0',
    );
    expect(stdout).toBe('1\n0\n');
  });
});

labTest('boots for root of a user namespace with one id, who can become nobody else', async () => {
  const uid = String(freshUid());
  const drop = isRoot ? ['/usr/bin/setpriv', '--reuid', uid, '--regid', uid, '--clear-groups'] : [];
  const runner = await startRunner({ under: [...drop, '/usr/bin/unshare', '--user', '--map-root-user'] });
  const { stdout } = await runner.run(
    '/bin/bash',
    '--norc',
    '-c',
    'id -u; ip netns add a && ip netns list; : > /proc/sys/kernel/core_pattern',
  );
  await runner.end();
  expect(stdout).toBe('0\na\n');
});
