import { readFileSync } from 'node:fs';

/** What the machine says of itself in three small files: cheap enough for once a second. */
export interface Readings {
  /** Bytes, proc_meminfo(5): MemTotal and MemAvailable. */
  readonly memory: { readonly total: number; readonly available: number } | undefined;
  /** Entries of the kernel's IPv4 and IPv6 neighbour tables, of all network namespaces together. */
  readonly neighbours: number | undefined;
  /** Clock ticks since the start of the machine, proc_stat(5): of all processors, and in soft interrupts (packets, mostly). */
  readonly ticks: { readonly all: number; readonly softInterrupts: number } | undefined;
}

/** Reads them; what cannot be had (another network namespace than the first has no neighbour statistics) is undefined. */
export function takeReadings(): Readings {
  return {
    memory: parseMemory(read('/proc/meminfo')),
    neighbours: parseNeighbours([read('/proc/net/stat/arp_cache'), read('/proc/net/stat/ndisc_cache')]),
    ticks: parseTicks(read('/proc/stat')),
  };
}

export function parseMemory(text: string): Readings['memory'] {
  const kilobytes = (key: string): number => Number(new RegExp(`^${key}:\\s+(\\d+) kB`, 'm').exec(text)?.[1]);
  const [total, available] = [kilobytes('MemTotal') * 1024, kilobytes('MemAvailable') * 1024];
  return total > 0 && available >= 0 ? { total, available } : undefined;
}

/** The first column, in hex, of any line but the heading: each processor's line repeats the table's number of entries. */
export function parseNeighbours(tables: readonly string[]): number | undefined {
  const counts = tables
    .map((text) => /^entries.*\n\s*([0-9a-f]+)\s/.exec(text)?.[1])
    .filter((count) => count !== undefined);
  return counts.length === 0 ? undefined : counts.reduce((sum, count) => sum + Number.parseInt(count, 16), 0);
}

/** `cpu user nice system idle iowait irq softirq steal …`; guest times are in user's already. */
export function parseTicks(text: string): Readings['ticks'] {
  const columns = /^cpu +([\d ]+)$/m.exec(text)?.[1]?.split(' ').map(Number).slice(0, 8);
  const softInterrupts = columns?.[6];
  return columns === undefined || softInterrupts === undefined
    ? undefined
    : { all: columns.reduce((sum, each) => sum + each, 0), softInterrupts };
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
