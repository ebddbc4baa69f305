/**
 * What may differ from one run to the next without making a sample false. Each rule turns the volatile part into a
 * name; sample and output are compared after that. `…` may stand inside a volatile part of a sample (`net:[402653…]`),
 * so digits are looked for as `D`.
 */
interface Rule {
  readonly pattern: RegExp;
  readonly to: string | ((whole: string) => string);
}

const D = '[\\d…]+';
/** Namespaces' inodes count up from PROC_DYNAMIC_FIRST, 0xF0000000 (proc_ns.h), and a machine makes many in its life. */
const inode = '\\b4[0-2](?:\\d{8}\\b|\\d{2,7}…)';
const rule = (source: string, to: Rule['to'], flags = 'gu'): Rule => ({ pattern: new RegExp(source, flags), to });

/** The loopback's and the broadcast address are no card's own: they are part of what a sample teaches. */
const fixedMacs = new Set(['00:00:00:00:00:00', 'ff:ff:ff:ff:ff:ff']);
const isMulticast = (mac: string): boolean => mac.startsWith('33:33:') || mac.startsWith('01:00:5e:');

const rules: readonly Rule[] = [
  // Times of day and dates, before anything else takes their digits: tcpdump(1), date(1), ls -l, iptables-save(8).
  rule(`\\b\\d{2}:\\d{2}:\\d{2}\\.\\d+`, '<time>'),
  rule(`\\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) [A-Z][a-z]{2} +\\d{1,2} [\\d:]+(?: [A-Z]+)? \\d{4}\\b`, '<date>'),
  rule(`\\b[A-Z][a-z]{2} +\\d{1,2} +(?:\\d{2}:\\d{2}|\\d{4})\\b`, '<date>'),
  rule(`\\b\\d{4}-\\d{2}-\\d{2}[ T][\\d:.]+(?:Z|[+-]\\d{4})?`, '<date>'),
  rule(`^# (Generated|Completed)\\b.*`, (line) => (line.startsWith('# G') ? '# Generated' : '# Completed')),
  // Link-layer addresses, and a bridge's id made of one (brctl(8), ip -d link).
  rule(`\\b8000\\.(?:[0-9a-f]{12}|(?:[0-9a-f]{1,2}:){5}[0-9a-f]{1,2})\\b`, '<bridge-id>'),
  rule(`\\b[0-9a-f]{2}(?::[0-9a-f]{2}){5}\\b`, (mac) => (fixedMacs.has(mac) || isMulticast(mac) ? mac : '<mac>')),
  rule(`\\b(?:[0-9a-f]{2}:){1,5}…`, '<mac>'),
  // Interface numbers: `5: veth0@if4:`, `link-netnsid 0`, ids in `ip netns list` (given when first asked for).
  rule(`^${D}: (?=[\\w.@-]+:? )`, '<index>: '),
  rule(`@if${D}`, '@if<index>'),
  rule(`\\blink-netnsid ${D}`, 'link-netnsid <id>'),
  rule(` \\(id: ${D}\\)`, ''),
  // Namespace inodes, and lsns(8)'s NPROCS, PID and NETNSID beside them.
  rule(`^${inode} (\\w+) ${D} ${D} `, '<inode> $1 <n> <pid> '),
  rule(`^(<inode> .* <pid> \\S+) (?:unassigned|${D}) `, '$1 <id> '),
  rule(`:\\[${D}\\]`, ':[<inode>]'),
  rule(inode, '<inode>'),
  rule(`^${D} (?=<inode>)`, '<pid> '),
  // Docker's ids, the names of its and CNI's cables, and of its namespaces' files; how long a container has been up.
  rule(`\\b[0-9a-f]{64}\\b`, '<container>'),
  rule(`(?<=/docker/netns/)[0-9a-f]{12}\\b`, '<sandbox>'),
  rule(`\\bveth(?:[0-9a-f]{7,8}|[0-9a-f]*…)`, 'veth<id>'),
  rule(`\\bCNI-[0-9a-f]{24}\\b`, 'CNI-<id>'),
  rule(`\\bUp (?:Less than a second|About an? \\w+|\\d+ \\w+)`, 'Up <time>'),
  rule(`\\bns-\\d{2,7}\\b`, 'ns-<pid>'),
  // Durations: ping(8), busybox's too; `time 2003ms` of its summary, and how many errors it counted meanwhile.
  rule(`\\btime[=<][\\d.…]+ ?ms`, 'time=<ms>'),
  rule(`\\btime ${D} ?ms`, 'time <ms>'),
  rule(`^((?:rtt|round-trip) min/avg/max\\S*) = .*`, '$1 = <ms>'),
  rule(`, pipe \\d+`, ''),
  rule(`, \\+\\d+ errors`, ', <errors>'),
  rule(`\\b\\d+(?:\\.\\d+)? ?(?:ms|us|usec|msec|milliseconds)\\b`, '<ms>'),
  rule(`\\b\\d{1,2}:\\d{2}:\\d{2}\\b`, '<time>'),
  // Neighbour entries age: ip-neighbour(8)'s NUD states while a neighbour is known.
  rule(`\\b(?:REACHABLE|STALE|DELAY|PROBE)\\b`, '<known>'),
  // Counters: iptables -v, iptables-save, nft, ifconfig, ip -s, tcpdump's last lines.
  rule(`\\(policy ([A-Z]+) [\\d…KMG]+ packets, [\\d…KMG]+ bytes\\)`, (whole) =>
    whole.replaceAll(/\d[\dKMG]*|…/gu, '<n>'),
  ),
  rule(`^ ?[\\d…]+[KMG]? [\\d…]+[KMG]? (?=[A-Z][\\w-]* +\\S+ +--)`, '<n> <n> '),
  rule(`\\[\\d+:\\d+\\]`, '[<n>:<n>]'),
  rule(`\\bpackets ${D} bytes ${D}(?: \\([^)]*\\))?`, 'packets <n> bytes <n>'),
  rule(`^ ?(?:${D} ){3,}${D}$`, '<counters>'),
  rule(`^${D} packets? (?=captured|received by filter|dropped by kernel)`, '<n> packets '),
  // Ids and ages: ICMP ids, conntrack, nft handles, brctl showmacs' timer, jobs, processes, pseudo-terminals.
  rule(`\\bid ${D}(?=,)`, 'id <id>'),
  rule(`\\bid=${D}`, 'id=<id>'),
  rule(`# handle ${D}`, '# handle <id>'),
  rule(` \\d+\\.\\d{2}$`, ' <age>'),
  rule(`^\\[\\d+\\] ${D}$`, '[<job>] <pid>'),
  rule(`\\bpid[ =]${D}`, 'pid <pid>'),
  rule(`/proc/\\d+/`, '/proc/<pid>/'),
  rule(`^ ?${D} (?=pts/|\\? )`, '<pid> '),
  rule(`\\bpts/${D}`, 'pts/<n>'),
  // Ports that the kernel chose (ip_local_port_range begins at 32768), and what differs from release to release.
  rule(`(?<=\\d[.:])(?:3[3-9]\\d{3}|[45]\\d{4}|6[0-5]\\d{3})\\b`, '<port>'),
  rule(` proto kernel_(?:lo|ll|ra)\\b`, ''),
];

/**
 * Lines that come when they will: neither missing nor present do they make a sample false. A link-local address is there
 * some time after its link is up (RFC 4862); bash tells of an ended job before whichever prompt comes next.
 */
const jobEnded = /^\[\d+\][-+]?\s+(?:Done|Exit \d+|Terminated|Killed|Hangup)\b/u;
const linkLocal = /^(?:inet6 )?fe80:/u;
const lifetime = /^valid_lft /u;

/** A line as it is compared: one space between words, none around them, its volatile parts named. */
export function withoutVolatile(line: string): string {
  let text = line.replaceAll(/\s+/gu, ' ').trim();
  for (const { pattern, to } of rules) {
    text = typeof to === 'string' ? text.replaceAll(pattern, to) : text.replaceAll(pattern, to);
  }
  return text.replaceAll(/ {2,}/gu, ' ').trim();
}

/** Which of the lines (as written) may come and go: link-local addresses with their lifetime, neighbours and routes; jobs' ends. */
export function comesAndGoes(lines: readonly string[]): readonly boolean[] {
  let after = false;
  return lines.map((line) => {
    const text = line.trim();
    const volatile = jobEnded.test(text) || linkLocal.test(text) || (after && lifetime.test(text));
    after = linkLocal.test(text);
    return volatile;
  });
}
