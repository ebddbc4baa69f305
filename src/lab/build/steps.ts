import { program, type Interpreter } from '../interpreter.ts';
import { perlBuild, pythonBuild } from './programs.ts';

/**
 * How a node is built, as data: a list of steps that one small program (perl, else python3) carries out with plain system
 * calls. Sixty runs of mkdir and mount took twice as long as all the rest of the boot.
 */
export type Step =
  /** mkdir(2); one that is there stays as it is. */
  | readonly ['directory', path: string, mode: number]
  | readonly ['file', path: string, mode: number, text: string]
  /** Into a file that is there. */
  | readonly ['write', path: string, text: string]
  | readonly ['link', target: string, path: string]
  | readonly ['enter', directory: string]
  /** mount(2); see `mountFlags`. */
  | readonly ['mount', source: string, target: string, type: string, flags: number, data: string]
  /** An overlay's mark that a name is not there: a character device 0:0, which mknod(2) allows in a user namespace. */
  | readonly ['whiteout', path: string]
  /** Adds to a layer what of a directory can be read and is not in the layer, and puts that in the directory's place. */
  | readonly ['copy', from: string, layer: string, target: string]
  /** Makes the current directory the root and drops all else (pivot_root(2), the form with two dots). */
  | readonly ['pivot']
  | readonly ['hostname', name: string]
  /** Brings `lo` up (netdevice(7), SIOCSIFFLAGS). */
  | readonly ['loopback']
  /** Carries out the next step; where that worked, the one after it is left out: it is the way round. */
  | readonly ['try']
  /** The way round that is no step. */
  | readonly ['nothing'];

/** mount(2) flags. */
export const mountFlags = {
  readOnly: 1,
  noSuid: 2,
  noDevices: 4,
  noExecution: 8,
  remount: 32,
  bind: 4096,
  recursive: 16384,
} as const;

/** mount, umount2, pivot_root, sethostname, mknodat (asm/unistd_64.h, asm-generic/unistd.h). */
const callNumbers: Readonly<Record<string, readonly number[]>> = {
  x64: [165, 166, 155, 170, 259],
  arm64: [40, 39, 41, 161, 33],
};

/** The words that run the program, up to its steps; undefined for an architecture whose numbers we have not. */
export function buildWords(interpreter: Interpreter, arch: string): string[] | undefined {
  const numbers = callNumbers[arch];
  if (numbers === undefined) return undefined;
  return [...program(interpreter, { perl: perlBuild, python3: pythonBuild }), numbers.join(',')];
}

/** The steps as arguments: each its name and values, `end` after the last. */
export function encodeSteps(steps: readonly Step[]): string[] {
  return [...steps.flatMap((step) => step.map(String)), 'end'];
}
