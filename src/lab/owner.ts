import { randomInt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Owner } from './fence/fence.ts';
import { LabError } from './types.ts';

/** What decides who may own a lab: proc_pid_status(5) and user_namespaces(7) of the runner itself. */
export interface Identity {
  readonly uid: number;
  /** /proc/self/uid_map and gid_map. */
  readonly uidMap: string;
  readonly gidMap: string;
  /** /proc/self/setgroups: `allow` or `deny`. */
  readonly setgroups: string;
  /** CapEff of /proc/self/status, in hex. */
  readonly capabilities: string;
}

/** CAP_SETGID (6) and CAP_SETUID (7), capabilities(7). */
const idCapabilities = 0xc0n;

/** The ids that labs of the machine's root get: 31 bits, since some programs still keep ids in a signed int. */
const wished = { from: 1_900_000_000, to: 2_147_000_000 };

/**
 * Who owns a new lab on the machine: the user that runs us (undefined), or, where that is root, an id that nobody has,
 * drawn for this lab alone. So root in a lab is never the machine's root, no two labs of root's share anything, and none
 * shares with a daemon that runs as `nobody` (which owns keys, processes and files of its own).
 *
 * Root of a user namespace (a rootless container) has only the ids that are mapped there. Where it cannot take another at
 * all, because one id is mapped or setgroups(2) is denied, it is an ordinary user by another name: labs are its own.
 * @throws {LabError} where that could be the machine's real root: root without the privilege to become somebody else
 */
export function chooseOwner(identity: Identity = readIdentity()): Owner | undefined {
  if (identity.uid !== 0) return undefined;
  const mayChange = (BigInt(`0x${identity.capabilities || '0'}`) & idCapabilities) === idCapabilities;
  const ids = mayChange && identity.setgroups !== 'deny' ? freeIds(identity) : undefined;
  if (ids !== undefined) {
    const id = randomInt(ids.from, ids.to);
    return { uid: id, gid: id };
  }
  if (!isRootOutside(identity)) return undefined;
  throw new LabError('root that may not change its ids cannot leave root behind: run the course as an ordinary user');
}

/** Whether our id may be root of the machine, or of a namespace around ours, from where nobody can tell. */
export function isRootOutside({ uid, uidMap }: Pick<Identity, 'uid' | 'uidMap'> = readIdentity()): boolean {
  return uid === 0 && (outsideOf(0, uidMap) ?? 0) === 0;
}

interface Range {
  readonly from: number;
  readonly to: number;
}

/** Ids to draw from, that are mapped as user and as group: those we wish for, else the upper half of the highest range. */
function freeIds({ uidMap, gidMap }: Identity): Range | undefined {
  const common = rangesOf(uidMap).flatMap((users) =>
    rangesOf(gidMap).map((groups) => ({ from: Math.max(users.from, groups.from), to: Math.min(users.to, groups.to) })),
  );
  if (common.some(({ from, to }) => from <= wished.from && to >= wished.to)) return wished;
  const highest = common.filter(({ from, to }) => to - from > 1).sort((one, other) => other.to - one.to)[0];
  if (highest === undefined) return undefined;
  // Accounts are given out from below; 65534 is `nobody`, 65535 is -1 in 16 bits.
  const to = highest.to === 65_536 ? 65_534 : highest.to;
  const from = Math.max(1, Math.floor((highest.from + to) / 2));
  return from < to ? { from, to } : undefined;
}

/** The ids inside, of a map's lines `INSIDE OUTSIDE COUNT`. */
function rangesOf(map: string): Range[] {
  return linesOf(map).map(([inside, , count]) => ({ from: inside, to: inside + count }));
}

/** What an id is in the namespace around ours; undefined: nothing. */
function outsideOf(id: number, map: string): number | undefined {
  const line = linesOf(map).find(([inside, , count]) => inside <= id && id < inside + count);
  return line === undefined ? undefined : line[1] + id - line[0];
}

function linesOf(map: string): [inside: number, outside: number, count: number][] {
  return map
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [inside = 0, outside = 0, count = 0] = line.trim().split(/\s+/).map(Number);
      return [inside, outside, count];
    });
}

function readIdentity(): Identity {
  return {
    uid: process.geteuid?.() ?? -1,
    uidMap: read('/proc/self/uid_map'),
    gidMap: read('/proc/self/gid_map'),
    setgroups: read('/proc/self/setgroups').trim(),
    capabilities: /^CapEff:\s*([0-9a-f]+)/m.exec(read('/proc/self/status'))?.[1] ?? '',
  };
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
