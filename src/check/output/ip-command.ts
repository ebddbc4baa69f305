/** How `ip` reads its own command line (iproute2's ip.c, unchanged in this from 4 to 6). Pure. */

/** The objects in the order in which `ip` tries them: an abbreviation is the first that begins with it. */
const objects = [
  'address',
  'addrlabel',
  'maddress',
  'route',
  'rule',
  'neighbor',
  'neighbour',
  'ntable',
  'ntbl',
  'link',
  'l2tp',
  'fou',
  'ila',
  'macsec',
  'tunnel',
  'tunl',
  'tuntap',
  'tap',
  'token',
  'tcpmetrics',
  'tcp_metrics',
  'monitor',
  'xfrm',
  'mroute',
  'mrule',
  'netns',
  'netconf',
  'vrf',
  'sr',
  'nexthop',
  'mptcp',
  'ioam',
  'help',
  'stats',
];

const synonyms: Readonly<Record<string, string>> = { neighbor: 'neighbour', ntbl: 'ntable', tunl: 'tunnel' };

/** `a`, `addr`, `address` → `address`; what `ip` would not know stays as it is. */
export function ipObject(word: string): string {
  const object = word === '' ? undefined : objects.find((candidate) => candidate.startsWith(word));
  return object === undefined ? word : (synonyms[object] ?? object);
}

/** Whether a subcommand such as `ex` is short for `exec`, as `matches()` in iproute2's utils.c has it. */
export function isShortFor(word: string | undefined, full: string): boolean {
  return word !== undefined && word !== '' && full.startsWith(word);
}

export interface IpOptions {
  /** As typed, each with its value: `-4`, `-br`, `-n client`. */
  readonly options: readonly string[];
  /** Index of `-n`'s value among the words. */
  readonly netnsAt?: number;
  /** `-all`: every namespace in turn. */
  readonly all: boolean;
  /** Index of the object among the words. */
  readonly objectAt: number;
}

/** Options with a value, by the letters that are enough for them. */
function takesValue(option: string): boolean {
  return (
    isShortFor(option, 'loops') ||
    isShortFor(option, 'family') ||
    isShortFor(option, 'batch') ||
    (option.length >= 2 && isShortFor(option, 'rcvbuf')) ||
    isShortFor(option, 'netns')
  );
}

/** Reads the options before the object; `words[0]` is `ip` itself. */
export function ipOptions(words: readonly string[]): IpOptions {
  const options: string[] = [];
  let netnsAt: number | undefined;
  let all = false;
  let at = 1;
  for (; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (!word.startsWith('-') || word === '-') break;
    const option = word.replace(/^--?/, '');
    if (option === '') {
      at += 1;
      break;
    }
    if (isShortFor(option, 'all')) all = true;
    if (takesValue(option)) {
      if (isShortFor(option, 'netns')) netnsAt = at + 1;
      options.push(`${word} ${words[at + 1] ?? ''}`);
      at += 1;
    } else {
      options.push(word);
    }
  }
  return { options, ...(netnsAt === undefined ? {} : { netnsAt }), all, objectAt: at };
}
