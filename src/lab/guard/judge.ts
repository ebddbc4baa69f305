import type { LabEnd } from '../types.ts';
import type { Readings } from './readings.ts';

/** When a lab takes too much of what no limit of the kernel's bounds. */
export interface Thresholds {
  /** Part of the machine's memory that must stay available … */
  readonly availableMemory: number;
  /** … and the part that must have gone since the lab began, so that a machine short of it before does not end labs. */
  readonly memoryTaken: number;
  /** Neighbour entries that have come since the lab began. */
  readonly neighbours: number;
  /** Of these, how many the lab's own namespaces must show. */
  readonly ownNeighbours: number;
  /** Part of all processors' time in soft interrupts. */
  readonly softInterrupts: number;
  /** Packets a second through the lab's own interfaces that make it the cause. */
  readonly packets: number;
  /** For how long, so that a `ping -f` of somebody's is no loop. */
  readonly stormSeconds: number;
}

export const defaultThresholds: Thresholds = {
  availableMemory: 0.1,
  memoryTaken: 0.05,
  neighbours: 512,
  ownNeighbours: 256,
  softInterrupts: 0.4,
  packets: 200_000,
  stormSeconds: 3,
};

export type LimitEnd = Extract<LabEnd, { readonly reason: 'limit' }>;

/** Whether memory is ending, and since the lab began. */
export function judgeMemory(began: Readings, now: Readings, limits: Thresholds): LimitEnd | undefined {
  if (began.memory === undefined || now.memory === undefined) return undefined;
  const { total, available } = now.memory;
  const taken = began.memory.available - available;
  if (available >= total * limits.availableMemory || taken <= total * limits.memoryTaken) return undefined;
  const detail = `MemAvailable ${megabytes(available)} of ${megabytes(total)} MiB, ${megabytes(taken)} less than at the start`;
  return { reason: 'limit', limit: 'memory', detail };
}

/** How many neighbour entries came since the lab began, where that is too many. */
export function tooManyNeighbours(began: Readings, now: Readings, limits: Thresholds): boolean {
  return now.neighbours !== undefined && now.neighbours - (began.neighbours ?? 0) > limits.neighbours;
}

/** Whether, between two readings, the processors did little else than move packets. */
export function isPacketStorm(before: Readings, now: Readings, limits: Thresholds): boolean {
  if (before.ticks === undefined || now.ticks === undefined) return false;
  const all = now.ticks.all - before.ticks.all;
  return all > 0 && (now.ticks.softInterrupts - before.ticks.softInterrupts) / all > limits.softInterrupts;
}

const megabytes = (bytes: number): number => Math.round(bytes / 1024 / 1024);
