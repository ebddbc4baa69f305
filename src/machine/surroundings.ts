import { readFileSync } from 'node:fs';
import { release } from 'node:os';
import { encodingOf } from './encoding.ts';

/** A machine's outside: what can be read without trying anything. */
export interface Surroundings {
  readonly platform: string;
  readonly arch: string;
  /** `6.1.0-18-amd64`. */
  readonly kernel: string;
  /** Node's version without the `v`. */
  readonly node: string;
  /** Windows' Linux, by its kernel's name. */
  readonly isWsl: boolean;
  /** The C library: node-pty's binary is made for glibc. */
  readonly libc: 'glibc' | 'musl' | 'unknown';
  readonly isRoot: boolean;
  /** The character encoding the locale's name states (locale(7)); '' where it states none. */
  readonly encoding: string;
  readonly terminal: { readonly name: string; readonly columns: number; readonly rows: number } | undefined;
}

/** Reads them. `size`: the terminal's, where there is one. */
export function surroundings(
  env: Readonly<Record<string, string | undefined>>,
  size: { readonly columns: number; readonly rows: number } | undefined,
): Surroundings {
  return {
    platform: process.platform,
    arch: process.arch,
    kernel: release(),
    node: process.versions.node,
    isWsl: /microsoft/i.test(readOr('/proc/sys/kernel/osrelease', '')),
    libc: libc(),
    isRoot: process.geteuid?.() === 0,
    encoding: encodingOf(env),
    terminal: size === undefined ? undefined : { name: env['TERM'] ?? '', ...size },
  };
}

/** Whether version `have` (`6.1.0-18-amd64`) is at least `wanted` (`5.14`), by its first two numbers. */
export function isAtLeast(have: string, wanted: string): boolean {
  const [major = 0, minor = 0] = have.split(/[.-]/).map(Number);
  const [wantedMajor = 0, wantedMinor = 0] = wanted.split('.').map(Number);
  return major > wantedMajor || (major === wantedMajor && minor >= wantedMinor);
}

/** What this very process has loaded (proc_pid_maps(5)); `process.report` tells it too, but takes 100 ms. */
function libc(): Surroundings['libc'] {
  const maps = readOr('/proc/self/maps', '');
  return maps.includes('/libc.so.6') ? 'glibc' : maps.includes('ld-musl') ? 'musl' : 'unknown';
}

function readOr(path: string, other: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return other;
  }
}
