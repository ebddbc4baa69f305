import { z } from 'zod';
import type { Found } from '../../check/found.ts';
import type { Ask } from './ask.ts';
import { systemCalls } from '../system-calls.ts';
import { netnsFile } from './namespaces.ts';

/**
 * What ids namespaces have for one another: RTM_GETNSID with NETNSA_FD (rtnetlink(7), linux/net_namespace.h), asked from
 * inside after setns(2). Asking assigns no id. Arguments: the number of setns(2), how many paths, the paths, then `FROM,TO,TO…` by their numbers.
 * Lines `FROM TO ID`. Perl, because neither Node nor iproute2 can: `ip` looks only in the `/run/netns` of its own mount
 * namespace.
 */
const program = `
my $setns = shift() + 0;
my @fds;
for my $path (splice(@ARGV, 0, shift @ARGV)) { my $f; sysopen($f, $path, 2048) ? push(@fds, $f) : push(@fds, undef) }
for my $pairs (@ARGV) {
  my ($from, @to) = split /,/, $pairs;
  next unless $fds[$from] && syscall($setns, fileno($fds[$from]), 0x40000000) == 0;
  socket(my $s, 16, 3, 0) or next;
  for my $to (@to) {
    next unless $fds[$to];
    send($s, pack('LSSLL Cx3 SSL', 28, 90, 1, $to + 1, 0, 0, 8, 3, fileno($fds[$to])), 0, pack('SSLL', 16, 0, 0, 0)) or next;
    recv($s, my $answer, 4096, 0) // next;
    my ($length, $type) = unpack('LS', $answer);
    next unless $type == 88 && $length >= 28;
    my $id = unpack('x24 l', $answer);
    print "$from $to $id\\n" if $id >= 0;
  }
}`;

/** Names by id, of each namespace by its name; `''` is the node's own. */
type NetnsIds = ReadonlyMap<string, ReadonlyMap<number, string>>;

/**
 * Asks the kernel which ids the namespaces named (`''`: the node's own) have for one another: each that `others` has for
 * those that it gives. `ask` enters the node's own. `error` where perl is not installed.
 */
export async function askNetnsIds(
  ask: Ask,
  pid: number,
  names: readonly string[],
  others: ReadonlyMap<string, readonly string[]>,
): Promise<Found<NetnsIds>> {
  const paths = names.map((name) => netnsFile(pid, name) ?? '/dev/null');
  const numbers = new Map(names.map((name, index) => [name, index]));
  const pairs = [...others].map(([from, to]) => [from, ...to].map((name) => numbers.get(name) ?? 0).join(','));
  if (systemCalls === undefined) return { state: 'error', message: `not on this architecture: ${process.arch}` };
  const words = [String(systemCalls.setns), String(paths.length), ...paths, ...pairs];
  const result = await ask(['perl', '-e', program, '--', ...words]);
  if (result.exitCode !== 0) return { state: 'error', message: `perl: ${result.failed ?? result.stderr.trim()}` };
  return { state: 'found', value: parseNetnsIds(result.stdout, names) };
}

const line = z.tuple([z.coerce.number(), z.coerce.number(), z.coerce.number()]);

/** Reads `FROM TO ID` lines, indices into `names`. Of two names of one namespace the first given stands. */
export function parseNetnsIds(text: string, names: readonly string[]): NetnsIds {
  const ids = new Map<string, Map<number, string>>();
  for (const words of text.split('\n')) {
    const parsed = line.safeParse(words.split(' '));
    const [from, to, id] = parsed.data ?? [];
    const name = from === undefined ? undefined : names[from];
    const other = to === undefined ? undefined : names[to];
    if (name === undefined || other === undefined || id === undefined) continue;
    const known = ids.get(name) ?? new Map<number, string>();
    if (!known.has(id)) known.set(id, other);
    ids.set(name, known);
  }
  return ids;
}
