import { randomInt } from 'node:crypto';
import type { Owner } from './fence/fence.ts';

/**
 * Who owns a new lab on the machine: the user that runs us, or, where that is root, an id that nobody has, drawn for
 * this lab alone. So root in a lab is never the machine's root, no two labs of root's share anything, and none shares
 * with a daemon that runs as `nobody` (which owns keys, processes and files of its own). 31 bits: some programs still
 * keep ids in a signed int.
 */
export function chooseOwner(): Owner | undefined {
  if (process.geteuid?.() !== 0) return undefined;
  const id = randomInt(1_900_000_000, 2_147_000_000);
  return { uid: id, gid: id };
}
