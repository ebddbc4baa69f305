import { readFileSync } from 'node:fs';

/** Which distribution this is: os-release(5). */
export interface OsRelease {
  readonly id: string;
  /** Distributions it is like, nearest first. */
  readonly like: readonly string[];
  readonly name: string;
}

/** Reads os-release(5): `KEY=value` lines, values quoted as the shell quotes them. */
export function parseOsRelease(text: string): OsRelease {
  const values = new Map<string, string>();
  for (const line of text.split('\n')) {
    const match = /^([A-Z_][A-Z0-9_]*)=(.*)$/.exec(line.trim());
    if (match?.[1] !== undefined) values.set(match[1], unquote(match[2] ?? ''));
  }
  const id = values.get('ID') ?? 'linux';
  return {
    id,
    like: (values.get('ID_LIKE') ?? '').split(/\s+/).filter((each) => each !== ''),
    name: values.get('PRETTY_NAME') ?? values.get('NAME') ?? id,
  };
}

/** This machine's, from where os-release(5) says it is. */
export function readOsRelease(): OsRelease {
  for (const file of ['/etc/os-release', '/usr/lib/os-release']) {
    try {
      return parseOsRelease(readFileSync(file, 'utf8'));
    } catch {
      // The other place.
    }
  }
  return { id: 'linux', like: [], name: process.platform };
}

function unquote(text: string): string {
  const quoted = /^(["'])(.*)\1$/.exec(text);
  return (quoted?.[2] ?? text).replace(/\\(["'$`\\])/g, '$1');
}
