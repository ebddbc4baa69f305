import { sha256 } from '../check/sha256.ts';
import type { Snapshot } from '../check/snapshot.ts';
import type { RecordedCommand } from './plan.ts';

/** What of a submission is compared with others': digests and link-layer addresses, nothing that names anybody. */
export interface Fingerprint {
  /** The last link of its record's chain; `''` where there is none. */
  readonly head: string;
  /** Of the pauses between its commands: nobody types twice at the same pace, to the millisecond. */
  readonly pace: string;
  /** Link-layer addresses that the kernel drew by chance and no command names: two labs never have the same. */
  readonly macs: readonly string[];
  /** Digests of its unusual lines: in the variant's own names, and not those of the solution. */
  readonly lines: readonly string[];
}

/** Fewer commands than this have no pace. */
const leastCommands = 6;
const maxLines = 400;
const maxMacs = 64;

/**
 * @param vars the variant's names and addresses: a line is compared as `ip netns add ${shop}`, whoever's it is
 * @param usual lines of the solution, as it has them (in that variant's values)
 */
export function fingerprintOf(
  head: string,
  commands: readonly RecordedCommand[],
  snapshot: Snapshot | undefined,
  { vars, usual }: { vars: Readonly<Record<string, string>>; usual: readonly string[] },
): Fingerprint {
  const bare = (line: string): string => withNames(line, vars);
  const known = new Set(usual.map(bare));
  const lines = [...new Set(commands.map(({ line }) => bare(line)))].filter((line) => line !== '' && !known.has(line));
  const typed = commands.map(({ line }) => line.toLowerCase()).join('\n');
  return {
    head,
    pace: paceOf(commands),
    macs: macsOf(snapshot)
      .filter((mac) => !typed.includes(mac))
      .slice(0, maxMacs),
    lines: lines.slice(0, maxLines).map((line) => sha256(line).slice(0, 16)),
  };
}

function paceOf(commands: readonly RecordedCommand[]): string {
  if (commands.length < leastCommands) return '';
  const [first, ...others] = commands.map(({ startedMs }) => startedMs).toSorted((one, other) => one - other);
  return sha256(others.map((at, index) => at - (others[index - 1] ?? first ?? 0)).join(' ')).slice(0, 16);
}

/** Longest values first, so that `10.7.3` does not eat a part of `10.7.30`. */
function withNames(line: string, vars: Readonly<Record<string, string>>): string {
  let text = line.replaceAll(/\s+/gu, ' ').trim();
  const values = Object.entries(vars).toSorted(([, one], [, other]) => other.length - one.length);
  for (const [name, value] of values) if (value !== '') text = text.replaceAll(value, `\${${name}}`);
  return text;
}

/** Locally administered unicast addresses (IEEE 802: the second bit set), but for Docker's, which follow from the IPv4 address. */
function macsOf(snapshot: Snapshot | undefined): readonly string[] {
  const links = Object.values(snapshot?.nodes ?? {}).flatMap(({ netns }) =>
    netns.flatMap(({ links: found }) => (found?.state === 'found' ? found.value : [])),
  );
  const macs = links
    .map(({ mac }) => mac.toLowerCase())
    .filter((mac) => /^[0-9a-f][26ae](?::[0-9a-f]{2}){5}$/u.test(mac));
  return [...new Set(macs)].filter((mac) => !mac.startsWith('02:42:')).toSorted();
}

/** One submission among those compared. */
export interface Compared {
  readonly id: string;
  readonly checkpoint: string;
  readonly learner: string;
  readonly sha256: string;
  readonly fingerprint: Fingerprint;
}

export type Likeness = 'same' | 'same-lab' | 'same-lines';

export interface Like {
  readonly id: string;
  readonly likeness: Likeness;
}

/** A line that so few have is unusual. */
const fewShare = 0.05;
const leastFew = 2;
/** So many unusual lines, and so large a part of both, is no chance. */
const leastShared = 4;
const sharedPart = 0.8;

/**
 * Which submissions of different learners are the same or nearly so, by id. Every pair is found from what it shares, so
 * that a class of thousands is no matter of pairs.
 */
export function findAlike(all: readonly Compared[]): ReadonlyMap<string, readonly Like[]> {
  const found = new Map<string, Map<string, Likeness>>();
  const rank: readonly Likeness[] = ['same', 'same-lab', 'same-lines'];
  const note = (one: Compared, other: Compared, likeness: Likeness): void => {
    if (one.learner === other.learner || one.checkpoint !== other.checkpoint) return;
    for (const [from, to] of [
      [one, other],
      [other, one],
    ] as const) {
      const likes = found.get(from.id) ?? new Map<string, Likeness>();
      const before = likes.get(to.id);
      if (before === undefined || rank.indexOf(before) > rank.indexOf(likeness)) likes.set(to.id, likeness);
      found.set(from.id, likes);
    }
  };
  const same = (keysOf: (each: Compared) => readonly string[], likeness: Likeness): void => {
    for (const group of groups(all, keysOf).values()) {
      // The first of them stands for all: a file that a whole class hands in is no matter of pairs either.
      const [first, ...others] = group;
      if (first !== undefined) others.forEach((other) => note(first, other, likeness));
    }
  };
  same(({ sha256: digest }) => (digest === '' ? [] : [digest]), 'same');
  same(({ fingerprint: { head } }) => (head === '' ? [] : [head]), 'same');
  same(({ fingerprint: { pace } }) => (pace === '' ? [] : [pace]), 'same');
  same(({ fingerprint: { macs } }) => macs, 'same-lab');
  for (const [one, other] of shareLines(all)) note(one, other, 'same-lines');
  return new Map(
    [...found].map(([id, likes]) => [
      id,
      [...likes].map(([other, likeness]) => ({ id: other, likeness })).toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    ]),
  );
}

function groups(
  all: readonly Compared[],
  keysOf: (each: Compared) => readonly string[],
): ReadonlyMap<string, readonly Compared[]> {
  const found = new Map<string, Compared[]>();
  for (const each of all) {
    for (const key of keysOf(each)) {
      const whole = `${each.checkpoint}\n${key}`;
      const group = found.get(whole);
      if (group === undefined) found.set(whole, [each]);
      else group.push(each);
    }
  }
  return found;
}

function shareLines(all: readonly Compared[]): readonly (readonly [Compared, Compared])[] {
  const few = Math.max(leastFew, Math.floor(all.length * fewShare));
  const rare = [...groups(all, ({ fingerprint: { lines } }) => lines).values()].filter(
    (group) => new Set(group.map(({ learner }) => learner)).size <= few,
  );
  const own = new Map<Compared, number>();
  const shared = new Map<Compared, Map<Compared, number>>();
  for (const group of rare) {
    for (const [index, one] of group.entries()) {
      own.set(one, (own.get(one) ?? 0) + 1);
      const counts = shared.get(one) ?? new Map<Compared, number>();
      for (const other of group.slice(index + 1)) counts.set(other, (counts.get(other) ?? 0) + 1);
      shared.set(one, counts);
    }
  }
  return [...shared].flatMap(([one, counts]) =>
    [...counts]
      .filter(([other, count]) => {
        const union = (own.get(one) ?? 0) + (own.get(other) ?? 0) - count;
        return count >= leastShared && count >= union * sharedPart;
      })
      .map(([other]) => [one, other] as const),
  );
}
