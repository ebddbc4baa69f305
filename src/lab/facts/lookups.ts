import { z } from 'zod';
import type { Found, Lookup } from '../../check/snapshot.ts';
import { listOf, mapFound, parseJson } from './json.ts';

const lookups = listOf(
  z.looseObject({
    priority: z.number(),
    src: z.string(),
    table: z.union([z.string(), z.number()]).optional(),
  }),
);

/** What a rule that takes every packet has beside its table; iproute2 prints `src: all` where none is asked for. */
const plainKeys = new Set(['priority', 'src', 'table', 'protocol']);

/** Reads `ip -4 -j rule show`. */
export function parseLookups(text: string): Found<readonly Lookup[]> {
  return mapFound(parseJson('ip rule', text, lookups), (entries) =>
    entries.map((entry) => ({
      preference: entry.priority,
      table: String(entry.table ?? ''),
      always: entry.src === 'all' && Object.keys(entry).every((key) => plainKeys.has(key)),
    })),
  );
}
