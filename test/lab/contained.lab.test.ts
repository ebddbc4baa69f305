import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect } from 'vitest';
import { run } from '../../src/process/run.ts';
import { bash, labTest, openLab, output, rootLabTest } from './labs.ts';
import { freshUid, isRoot, processesOf, removeBundles, startRunner, uidOf } from './runners.ts';

afterAll(removeBundles);

const word = `canary-${process.pid}-${Date.now()}`;
const runners = isRoot ? (['root', 'an ordinary user'] as const) : (['an ordinary user'] as const);
const asWhom = (who: string): { uid?: number } => (who === 'root' ? {} : { uid: freshUid() });

describe.each(runners)('a runner that is %s', (who) => {
  labTest('hands on no descriptor, variable or terminal', async () => {
    const directory = mkdtempSync('/var/tmp/lab-canary-');
    writeFileSync(join(directory, word), word, { mode: 0o666 });
    const inherited = [openSync(directory, 'r'), openSync(join(directory, word), 'r+'), openSync('/dev/null', 'r')];
    const runner = await startRunner({
      ...asWhom(who),
      inherited,
      env: { SECRET_TOKEN: word, SSH_AUTH_SOCK: `/tmp/${word}` },
    });
    inherited.forEach((fd) => closeSync(fd));
    const script = `for p in /proc/[0-9]*; do echo "$p"; ls -l $p/fd > /tmp/fds; grep -o '[0-9]* -> .*' /tmp/fds; tr '\\0' '\\n' < $p/environ; done; tty`;
    const { stdout } = await runner.run('/bin/bash', '--norc', '-c', script);
    await runner.end();
    rmSync(directory, { recursive: true });
    expect(stdout).toMatch(/^\/proc\/1\n0 -> socket/);
    expect(stdout).not.toContain(word);
    expect(stdout).not.toMatch(/dev\/(pts|tty)/);
    // Only ls, and the directory it reads, has more than the three.
    expect(stdout.match(/^(\d{2,}|[3-9]) -> .*$/gm) ?? []).toEqual([]);
  });

  labTest('shows none of its files', async () => {
    const made = ['/tmp', '/var/tmp', '/dev/shm'].map((place) => mkdtempSync(`${place}/lab-canary-`));
    for (const place of made) writeFileSync(join(place, word), word);
    const runner = await startRunner(asWhom(who));
    const script = `find / -xdev -name '${word}' 2> /dev/null; grep -rIl '${word}' /tmp /var /opt /home /root /run/netns /dev/shm /mnt /srv /etc 2> /dev/null
      ls -A /tmp /opt /home /mnt /srv /dev/shm /var/tmp | grep -v ':$'; ls /run; ls /var; ls /dev`;
    const { stdout } = await runner.run('/bin/bash', '--norc', '-c', script);
    await runner.end();
    for (const place of made) rmSync(place, { recursive: true });
    const words = stdout.split(/\s+/).filter((each) => each !== '' && each !== 'cni');
    expect(words.filter((each) => /canary/.test(each))).toEqual([]);
    const devices = 'fd full net null ptmx pts random shm stderr stdin stdout tty urandom zero';
    expect(words.join(' ')).toBe(`lab lock netns cache lib lock log run spool tmp ${devices}`);
  });

  labTest('gives a root that is not the machine’s: nothing of the kernel or the host opens for writing', async () => {
    const runner = await startRunner(asWhom(who));
    const script = `
      for f in /proc/sys/kernel/{hostname,core_pattern,modprobe,printk,panic,sysrq,randomize_va_space} /proc/sys/vm/{drop_caches,overcommit_memory,swappiness} \
        /proc/sys/fs/{file-max,suid_dumpable,protected_symlinks} /proc/sysrq-trigger /proc/kcore /proc/kmsg /proc/irq/default_smp_affinity \
        /etc/shadow /etc/gshadow /etc/passwd /etc/sudoers /usr/bin/env /usr/sbin/ip; do
        [ -e "$f" ] && (: >> "$f") 2> /dev/null && echo "opened $f"
      done
      head -c 1 /etc/shadow 2> /dev/null
      find /sys -type f -perm /222 -writable 2> /dev/null | grep -v '^/sys/devices/virtual/net/'
      find /proc/sys -type f -perm /222 -writable 2> /dev/null | grep -v -E '^/proc/sys/(net|user)/|^/proc/sys/kernel/(msg|sem|shm|auto_msgmni|pid_max|ns_last_pid)|^/proc/sys/fs/mqueue/'
      mknod /tmp/disk b 8 0 2> /dev/null && echo device
      mount -t devtmpfs none /mnt 2> /dev/null && echo devtmpfs
      mount -t debugfs none /mnt 2> /dev/null && echo debugfs
      date -s 2001-01-01 2> /dev/null > /dev/null && echo clock
      dmesg 2> /dev/null | head -1
      :`;
    for (const prefix of [[], ['unshare', '--user', '--map-root-user'], ['sudo'], ['ip', 'netns', 'exec', 'x']]) {
      if (prefix[0] === 'ip') await runner.run('ip', 'netns', 'add', 'x');
      const { stdout, stderr } = await runner.run(...prefix, '/bin/bash', '--norc', '-c', script);
      expect({ prefix, stdout, stderr }).toEqual({ prefix, stdout: '', stderr: '' });
    }
    const uid = uidOf(runner.pid);
    expect(uid).toBeGreaterThan(0);
    expect(uid).not.toBe(65_534);
    await runner.end();
    expect(processesOf(uid)).toEqual([]);
  });
});

labTest('nobody’s environment can be read while entering', async () => {
  process.env['SECRET_TOKEN'] = word;
  const lab = await openLab();
  // It looks for as long as the entries take, and until it has seen what there is to be seen.
  const spy = `found=0; until [ -e /tmp/done ]; do
    all=$(cat /proc/[0-9]*/environ 2> /dev/null | tr '\\0' '\\n'); [[ $all == *${word}* ]] && ((found++)); [[ $all == *SHOWN=1* ]] && : > /tmp/seen
    done; echo "$found"`;
  const spied = lab.run('controlplane', ['/bin/bash', '--norc', '-c', spy], { timeoutMs: 50_000 });
  for (let entry = 0; entry < 50; entry++) await lab.run('controlplane', ['/bin/true'], { timeoutMs: 20_000 });
  const shown = 'for i in {1..200}; do [ ! -e /tmp/seen ] || break; sleep 0.1; done; : > /tmp/done; [ -e /tmp/seen ]';
  expect(
    await lab.run('controlplane', ['/usr/bin/env', 'SHOWN=1', 'bash', '-c', shown], { timeoutMs: 40_000 }),
  ).toMatchObject({ exitCode: 0 });
  expect(await spied).toMatchObject({ stdout: '0\n' });
  delete process.env['SECRET_TOKEN'];
});

labTest('kill 0 and kill -1 harm only the script', async () => {
  const lab = await openLab();
  expect(await bash(lab, 'kill -9 0')).toMatchObject({ signal: 'SIGKILL' });
  await bash(lab, "trap 'kill 0' EXIT; exit 3");
  expect((await bash(lab, 'kill -9 -1; echo alive')).stdout).toBe('alive\n');
  await bash(lab, 'kill -9 1; kill -STOP 1; kill -TERM 1; kill -HUP 1; kill -INT 1');
  expect(await output(lab, 'echo still')).toBe('still');
});

labTest.each(['perl', 'python3'] as const)(
  '%s: PID 1 is `init` in every list, and reaps orphans',
  async (interpreter) => {
    const lab = await openLab('host', { interpreter });
    const script = `ps -o comm=,args= -p 1; lsns -t net -n -o COMMAND; tr '\\0' '\\n' < /proc/1/cmdline
    for i in {1..30}; do (sleep 0.05 &); done; sleep 0.5; ps ax -o stat= | grep -c Z`;
    expect((await bash(lab, script)).stdout).toBe('init            init\ninit\ninit\n0\n');
  },
);

labTest('PID 1 holds nothing of ours but the pipe it waits on', async () => {
  const lab = await openLab();
  const shown = await output(
    lab,
    "ls -l /proc/1/fd | grep -o '[0-9]* -> .*'; (echo ready 1 > /proc/1/fd/0) 2>&1 | grep -o 'No such.*'; tr '\\0' '\\n' < /proc/1/environ | grep -v '^\\(PWD\\|SHLVL\\|_\\)='; :",
  );
  expect(shown.replace(/socket:\[\d+\]/, 'socket')).toBe(
    '0 -> socket\n1 -> /dev/null\n2 -> /dev/null\nNo such device or address',
  );
});

labTest('rm -rf of everything leaves a way in, and the host whole', async () => {
  const before = readFileSync('/etc/passwd', 'utf8');
  const lab = await openLab();
  await bash(
    lab,
    'rm -rf --no-preserve-root /bin /sbin /lib /lib64 /usr/bin /usr/sbin /usr/local /etc /var /root /home /opt /run 2> /dev/null',
  );
  expect(await output(lab, 'echo in; ip -br link | wc -l')).toBe('in\n1');
  expect(readFileSync('/etc/passwd', 'utf8')).toBe(before);
});

labTest('a lab without a cgroup namespace can make none', async () => {
  const lab = await openLab('host', { cgroup: false });
  const script =
    'unshare --cgroup true 2> /dev/null && echo unshared; mount -t cgroup2 none /mnt 2> /dev/null && echo mounted; ls /sys/fs/cgroup';
  expect((await bash(lab, script)).stdout).toBe('');
});

labTest('its own cgroup namespace shows no host cgroup, and nothing there can be written', async () => {
  const lab = await openLab('host', { cgroup: true });
  const script =
    'cat /proc/self/cgroup | cut -d: -f3 | sort -u; find /sys/fs/cgroup -writable 2> /dev/null | head; mkdir /sys/fs/cgroup/x 2> /dev/null && echo made';
  expect((await bash(lab, script)).stdout.split('\n').filter((line) => line !== '' && !line.startsWith('/'))).toEqual(
    [],
  );
  expect((await bash(lab, script)).stdout).not.toContain('made');
});

/** An ordinary user's lab has that user's id, and may read which keys it has; never what is in them (keyctl is closed). */
rootLabTest('root’s keys stay unseen (needs root)', async () => {
  const numbers = process.arch === 'arm64' ? [219, 217] : [250, 248];
  const add = `syscall(${numbers[0]}, 1, 0); my ($t, $d, $p) = ('user', '${word}', 'secret');
      syscall(${numbers[1]}, $t, $d, $p, 6, -3) > 0 or die "add_key: $!"; open my $k, '<', '/proc/keys'; grep(/${word}/, <$k>) or die 'no key';
      exec @ARGV`;
  const runner = await startRunner({ under: ['/usr/bin/perl', '-e', add] });
  const { stdout } = await runner.run('/bin/cat', '/proc/keys');
  await runner.end();
  expect(stdout).not.toContain(word);
});

rootLabTest('a file of /etc that only a group may read stays unseen (needs root)', async () => {
  const uid = freshUid();
  const under = ['/usr/bin/setpriv', '--reuid', String(uid), '--regid', String(uid), '--groups', '42'];
  const readable = await run(
    { file: under[0] ?? '', args: [...under.slice(1), 'cat', '/etc/shadow'], env: {}, cwd: '/' },
    { timeoutMs: 20_000 },
  );
  expect(readable.stdout).toContain('root:');
  const runner = await startRunner({ under });
  const { stdout } = await runner.run(
    '/bin/bash',
    '--norc',
    '-c',
    'cat /etc/shadow 2> /dev/null; grep ^Groups /proc/self/status; ls /etc/passwd',
  );
  await runner.end();
  expect(stdout).toBe('Groups:\t65534 \n/etc/passwd\n');
});

labTest('what one lab has is nowhere in another', async () => {
  const [one, other] = await Promise.all([openLab(), openLab()]);
  await output(
    one,
    `echo ${word} > /tmp/${word}; mkdir -p /run/x; echo ${word} > /run/x/y; ip netns add ${word.slice(0, 12)}; sleep 60 & disown`,
  );
  expect(
    (
      await bash(
        other,
        `grep -rl ${word} /tmp /run/netns /run/x /var /dev/shm 2> /dev/null; ip netns list; ps ax | grep -c '[s]leep 60'`,
      )
    ).stdout,
  ).toBe('0\n');
});
