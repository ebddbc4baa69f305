import { setFlagsFromString } from 'node:v8';

/**
 * V8's defaults are for servers: a young generation that grows to 32 MB and an old one that lies about until it has
 * doubled, which is most of what a course that has shown a million lines of output would hold. What a terminal makes is
 * dead within milliseconds: the smallest young generation collects it as fast, and with one thread, whose helpers cost
 * more than so little work. All three are read anew whenever V8 decides about its heap, so they may be set while it runs
 * (`node --v8-options`; V8 11 to 14).
 */
const flags = ['--semi-space-growth-factor=1', '--no-parallel-scavenge', '--heap-growing-percent=30'];

/** To be called early: what has grown does not shrink. */
export function keepHeapSmall(): void {
  for (const flag of flags) setFlagsFromString(flag);
}
