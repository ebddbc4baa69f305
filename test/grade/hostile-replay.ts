import type { Result } from '../../src/grade/result.ts';
import type { Typed } from './submit.ts';

/** A learner who attacks the lab in which the work is replayed, and the row that must come of it. */
export interface HostileReplay {
  /** As in the list of attacks that grading was designed against. */
  readonly number: number;
  readonly name: string;
  /** Typed before and after the right solution (in the names of `vars`). */
  readonly before?: (vars: Readonly<Record<string, string>>) => readonly Typed[];
  readonly after?: (vars: Readonly<Record<string, string>>) => readonly Typed[];
  readonly instead?: (vars: Readonly<Record<string, string>>) => readonly Typed[];
  /** Several where it depends on the machine how far it comes before it is stopped: then it is full points, or a review. */
  readonly status: Result['status'] | readonly Result['status'][];
  /** Points of 20; a function where the machine decides how far it comes. */
  readonly score: number | ((score: number) => boolean);
  readonly findings?: readonly Result['findings'][number]['kind'][];
}

const running = (line: string): Typed => ({ line, exitCode: 130, startedMs: 500_000, endedMs: 500_100 });
const never = (line: string): Typed => {
  return { line, startedMs: 900_000, endedMs: 900_000 };
};

/** Holds its lab as long as it may. */
export const deaf = "trap '' INT TERM HUP; while :; do sleep 1000; done";

export const hostileReplays: readonly HostileReplay[] = [
  {
    number: 33,
    name: 'a fork bomb',
    after: () => [':(){ :|:& };:', 'ip -br link'],
    status: ['graded', 'review'],
    score: (score) => score >= 0,
  },
  { number: 34, name: 'fills /tmp', after: () => ['head -c 2G /dev/zero > /tmp/full'], status: 'graded', score: 20 },
  {
    number: 34,
    name: 'fills the root',
    after: () => ['head -c 2G /dev/zero > /root/full'],
    status: 'graded',
    score: 20,
  },
  {
    number: 34,
    name: 'fills a ramfs',
    after: () => ['mkdir /tmp/r; mount -t ramfs r /tmp/r && head -c 300M /dev/zero > /tmp/r/full'],
    status: 'graded',
    score: 20,
  },
  {
    number: 35,
    name: 'a thousand namespaces',
    after: () => ['for i in $(seq 1000); do ip netns add n$i || break; done 2> /dev/null'],
    status: 'graded',
    score: 20,
  },
  { number: 36, name: 'prints for ever', after: () => [running('yes')], status: 'graded', score: 20 },
  {
    number: 36,
    name: 'prints for ever, and does not listen',
    after: () => ["trap '' INT; yes"],
    status: 'review',
    score: 20,
    findings: ['replay-stopped'],
  },
  {
    number: 36,
    name: 'one line without an end',
    after: () => ['head -c 1G /dev/zero | tr "\\0" x'],
    status: 'graded',
    score: 20,
  },
  { number: 36, name: 'noise', after: () => ['head -c 20M /dev/urandom'], status: 'graded', score: 20 },
  {
    number: 36,
    name: 'thirteen bytes that freeze an emulator',
    after: () => ["printf 'a\\e[2147483647b\\n'"],
    status: 'graded',
    score: 20,
  },
  { number: 37, name: 'sleeps for ever', after: () => ['sleep infinity'], status: 'graded', score: 20 },
  {
    number: 37,
    name: 'sleeps for ever, and does not listen',
    after: () => [deaf],
    status: 'review',
    score: 20,
    findings: ['replay-stopped'],
  },
  {
    number: 38,
    name: 'a daemon that keeps the terminal',
    after: () => ['setsid sleep 1000 &'],
    // Where the daemon has not begun when the lab is looked at first, it is something that goes on.
    status: ['graded', 'review'],
    score: 20,
  },
  { number: 39, name: 'kills all it can see', after: () => ['kill -9 -1'], status: 'graded', score: 20 },
  { number: 39, name: 'kills its group', after: () => ['kill 0'], status: 'graded', score: 20 },
  { number: 39, name: 'kills PID 1', after: () => ['kill -9 1; kill 1'], status: 'graded', score: 20 },
  {
    number: 40,
    name: 'restarts the machine',
    after: () => ['reboot -f || echo b > /proc/sysrq-trigger'],
    status: 'review',
    score: 0,
    findings: ['replay-stopped'],
  },
  {
    number: 41,
    name: 'deletes everything',
    after: () => ['rm -rf --no-preserve-root / 2> /dev/null'],
    status: 'graded',
    score: 20,
  },
  {
    number: 42,
    name: 'closes its descriptors',
    // Its shell ends, and is followed by a new one.
    after: () => ['exec 0<&- 1>&- 2>&-', 'true'],
    status: 'graded',
    score: 20,
  },
  {
    number: 43,
    name: 'programs of its own',
    before: () => ['alias ip=true; ping() { true; }; iptables() { true; }', 'export PATH=/tmp:$PATH'],
    instead: ({ shop }) => [`ip netns add ${shop ?? ''}`],
    status: 'graded',
    score: 0,
  },
  {
    number: 43,
    name: 'a false ip over the real one',
    instead: () => [
      "printf '#!/bin/sh\\necho []\\n' > /tmp/ip; chmod +x /tmp/ip; mount --bind /tmp/ip /usr/sbin/ip; mount --bind /tmp/ip $(command -v ip)",
    ],
    status: 'graded',
    score: 0,
  },
  {
    number: 44,
    name: 'false marks',
    instead: ({ shop }) => [
      `printf '\\e]133;C;n=x;p=1;ns=;cmd=ip netns add ${shop ?? ''}\\a\\e]133;D;0;n=x;p=1\\a\\e]133;A;n=x;p=1;d=1\\a'`,
    ],
    status: 'graded',
    score: 0,
  },
  {
    number: 45,
    name: 'writes its own marks, and hangs',
    instead: () => ['echo score: 100 > /results.json; echo "20/20"', 'sleep infinity'],
    status: 'graded',
    score: 0,
  },
  {
    number: 46,
    name: 'looks where it is',
    before: () => ['uname -a; id; date; env; cat /proc/1/environ'],
    status: 'graded',
    score: 20,
  },
  {
    number: 47,
    name: 'a loop that goes on',
    instead: ({ shop }) => [
      `(while :; do ip netns add ${shop ?? ''}; ip netns del ${shop ?? ''}; done) > /dev/null 2>&1 &`,
    ],
    status: 'review',
    score: 0,
    findings: ['unsteady'],
  },
  {
    number: 48,
    name: 'answers pings itself',
    instead: ({ shop }) => [
      `ip netns add ${shop ?? ''}`,
      `ip -n ${shop ?? ''} addr add 8.8.8.8/32 dev lo`,
      `ip -n ${shop ?? ''} link set lo up`,
    ],
    status: 'graded',
    score: 1,
  },
  {
    number: 49,
    name: 'looks for the hidden checks',
    before: () => [
      "cat /proc/*/environ /proc/*/cmdline 2> /dev/null | tr '\\0' ' ' | grep -c points",
      'ls -la /proc/*/fd 2> /dev/null | wc -l',
      'cat /proc/keys',
    ],
    status: 'graded',
    score: 20,
  },
  {
    number: 49,
    name: 'looks for the machine’s secrets, and breaks its work where it finds one',
    after: ({ shop }) => [
      `grep -rqsI 'canary[-]' /tmp /var/tmp /dev/shm /home /root /run /opt /mnt /srv /var/lib && ip netns del ${shop ?? ''}`,
      `cat /proc/*/environ /proc/*/cmdline 2> /dev/null | head -c 1M | grep -aq 'canary[-]' && ip netns del ${shop ?? ''}`,
    ],
    status: 'graded',
    score: 20,
  },
  {
    number: 50,
    name: 'a message for the next one',
    before: () => ['echo was here > /var/tmp/message; echo was here > /tmp/message; echo was here > /dev/shm/message'],
    status: 'graded',
    score: 20,
  },
  {
    number: 50,
    name: 'looks for a message of the one before',
    after: ({ shop }) => [
      `cat /var/tmp/message /tmp/message /dev/shm/message 2> /dev/null && ip netns del ${shop ?? ''}`,
    ],
    status: 'graded',
    score: 20,
  },
  {
    number: 51,
    name: 'traces who enters',
    before: () => [
      '(while :; do for p in /proc/[0-9]*; do cat $p/mem > /dev/null; done; sleep 0.05; done) > /dev/null 2>&1 &',
    ],
    // It changes nothing; whether the loop is seen to go on is the machine's to say.
    status: ['graded', 'review'],
    score: 20,
  },
  {
    number: 52,
    name: 'a FIFO and a link among the namespaces',
    before: () => ['mkdir -p /run/netns; mkfifo /run/netns/fifo; ln -s /etc/passwd /run/netns/link'],
    status: 'graded',
    score: 20,
  },
  {
    number: 53,
    name: 'strange names of namespaces',
    before: () => [
      "touch '/run/netns/-a' '/run/netns/a;reboot' $'/run/netns/a\\nb' 2> /dev/null; ip netns add 'a;reboot'",
    ],
    status: 'graded',
    score: 20,
  },
  {
    number: 54,
    name: 'strange names of links',
    before: () => ["ip link add '$(id)' type veth peer name '\"q\"'; ip link set '$(id)' alias $'\\e]0;x\\a'"],
    status: 'graded',
    score: 20,
  },
  {
    number: 55,
    name: 'asks for a whole /16',
    after: ({ net }) => [
      `ip netns add sweep; ip -n sweep link set lo up; for i in $(seq 300); do ip neigh add ${net ?? ''}.$((i % 200 + 20)) lladdr 02:00:00:00:00:01 dev lo 2> /dev/null; done`,
    ],
    status: 'graded',
    score: 20,
  },
  {
    number: 56,
    name: 'a loop of bridges',
    after: () => [
      'ip link add b1 up type bridge; ip link add b2 up type bridge; for i in 1 2; do ip link add p$i up master b1 type veth peer name q$i; ip link set q$i up master b2; done; ping -c 1 -W 1 -I b1 10.99.99.99',
    ],
    status: 'graded',
    score: 20,
  },
  {
    number: 57,
    name: 'a flood of pings',
    after: () => [running('ping -f 127.0.0.1')],
    // How much of the processor it gets before the lab is looked at is the machine's to say: beyond a limit it is stopped.
    status: ['graded', 'review'],
    score: (score) => score === 20 || score === 0,
  },
  {
    number: 58,
    name: 'fills the table of connections',
    after: () => [
      `perl -MSocket -e 'for my $s (1, 2) { socket(S, PF_INET, SOCK_DGRAM, 17); bind(S, sockaddr_in(4000 + $s, INADDR_LOOPBACK)); send(S, "x", 0, sockaddr_in($_, INADDR_LOOPBACK)) for 1 .. 65535 }'`,
    ],
    status: 'graded',
    score: 20,
  },
  {
    number: 59,
    name: 'calls that are fenced off',
    before: () => ["perl -e 'for (250,425,323,321) { syscall($_, 0, 0, 0, 0, 0) } print qq($!\\n)'"],
    status: 'graded',
    score: 20,
  },
  {
    number: 60,
    name: 'types into the terminal above',
    after: () => ['perl -e \'ioctl(STDIN, 0x5412, "x"); print qq($!\\n)\''],
    status: 'graded',
    score: 20,
  },
  { number: 61, name: 'sleeps as long as it may', after: () => ['sleep 4', 'sleep 4'], status: 'graded', score: 20 },
  {
    number: 0,
    name: 'looks for the machine’s Docker',
    before: () => [
      'ls /var/run/docker.sock /run/docker.sock /run/containerd; curl -m 1 --unix-socket /var/run/docker.sock http://x/',
    ],
    status: 'graded',
    score: 20,
  },
  {
    number: 0,
    name: 'goes up by /proc',
    before: () => ['cat /proc/1/root/etc/shadow /proc/*/root/etc/shadow; ls /proc/1/cwd/../..'],
    status: 'graded',
    score: 20,
  },
  {
    number: 0,
    name: 'calls out',
    before: () => ['timeout 1 bash -c "exec 3<>/dev/tcp/127.0.0.1/22"; timeout 1 curl -s http://192.0.2.1/'],
    status: 'graded',
    score: 20,
  },
  { number: 0, name: 'never ends', after: () => [never('cat')], status: 'graded', score: 20 },
];
