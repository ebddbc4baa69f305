/** Names that a kernel, a daemon or a plugin gives anew each time: what the record calls so, the replay calls otherwise. */
export interface IdMap {
  /** Learns from the same command's output, then and now. */
  readonly learn: (recorded: string, replayed: string) => void;
  /** A recorded command line in the replay's names. */
  readonly apply: (line: string) => string;
}

/**
 * Words that are ids whole, wherever they stand: veth names of Docker and the CNI plugins (`veth` and random hex), bridges
 * of Docker's networks, containers and sandboxes (12 or 64 hex digits), CNI's namespaces (a UUID), link-layer addresses and
 * the link-local ones made of them.
 */
const idWord =
  /\bveth[0-9a-f]{7,8}\b|\bbr-[0-9a-f]{12}\b|\bcni-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|\b(?:[0-9a-f]{64}|[0-9a-f]{12})\b|\b[0-9a-f]{2}(?::[0-9a-f]{2}){5}\b|\bfe80::[0-9a-f:]+/gu;

/** Where a number is a process: /proc, the options of nsenter(1), kill(1), `ip link … netns PID`, `ip netns attach NAME PID`. */
const pidPlaces = [
  /(?<=\/proc\/)\d+(?=\b)/gu,
  /(?<=\s(?:-t\s?|--target[= ]|-p\s?|--pid[= ]|--ppid[= ]))\d+(?=\b)/gu,
  /(?<=\bnetns\s)\d+(?=\s|$)/gu,
  /(?<=\bnetns (?:attach \S+|identify) )\d+(?=\b)/gu,
  /(?<=\bkill\s(?:-\w+\s)?(?:\d+\s)*)\d+(?=\b)/gu,
];

/** The beginning of a container's id, as people type it; longer ones are whole ids or nothing. */
const shortHex = /\b[0-9a-f]{4,11}\b/gu;
/** Of an output of more lines ids are only learnt of the first ones: nobody copies from further down. */
const maxLines = 2_000;
const maxKept = 1_000;

/** A map that knows nothing yet. */
export function createIdMap(): IdMap {
  const ids = new Map<string, string>();
  const pids = new Map<string, string>();
  /** Beginnings of containers' ids; undefined where two ids begin so. */
  const beginnings = new Map<string, string | undefined>();

  const keep = (map: Map<string, string>, from: string, to: string): void => {
    if (map.size < maxKept) map.set(from, to);
  };
  const keepId = (from: string, to: string): void => {
    if (!ids.has(from) && /^[0-9a-f]+$/u.test(from)) {
      for (let length = 4; length < 12; length += 1) {
        const short = from.slice(0, length);
        beginnings.set(short, beginnings.has(short) ? undefined : to.slice(0, length));
      }
    }
    keep(ids, from, to);
  };

  const learnLine = (then: string, now: string): void => {
    const [words, others] = [then.match(idWord) ?? [], now.match(idWord) ?? []];
    if (words.length === others.length) words.forEach((word, at) => keepId(word, others[at] ?? word));
    // Numbers only of lines that are the same but for them: then each stands for its like.
    const [shape, otherShape] = [then.replace(idWord, 'i'), now.replace(idWord, 'i')];
    if (shape.replace(/\d+/gu, '0').replace(/\s+/gu, ' ') !== otherShape.replace(/\d+/gu, '0').replace(/\s+/gu, ' '))
      return;
    const [numbers, otherNumbers] = [shape.match(/\d+/gu) ?? [], otherShape.match(/\d+/gu) ?? []];
    numbers.forEach((number, at) => keep(pids, number, otherNumbers[at] ?? number));
  };

  return {
    learn: (recorded, replayed) => {
      const [then, now] = [recorded.split('\n', maxLines), replayed.split('\n', maxLines)];
      if (then.length === now.length) then.forEach((line, at) => learnLine(line, now[at] ?? ''));
    },
    apply: (line) => {
      let text = line.replace(idWord, (word) => ids.get(word) ?? word);
      text = text.replace(shortHex, (word) => beginnings.get(word) ?? word);
      for (const place of pidPlaces) text = text.replace(place, (pid) => pids.get(pid) ?? pid);
      return text;
    },
  };
}

/** A line with all that changes by nature called by one name each, for comparing. */
export function withoutIds(line: string): string {
  return line.replace(idWord, '<id>');
}
