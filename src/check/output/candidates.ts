import type { CommandRecord } from '../types.ts';
import { evidenceLines } from './evidence.ts';
import { isOfFamily } from './family.ts';
import type { PingShown } from './ping.ts';
import { readPings } from './ping.ts';
import type { Run } from './runs.ts';
import { literalParts, runsOf } from './runs.ts';
import type { Family } from './spec.ts';
import { sameAddress, parseAddress } from '../net/ip.ts';

/** One run of the family that a check reads, and what it has shown. */
export interface Candidate {
  readonly record: CommandRecord;
  readonly run: Run;
  /** Lines that the run, and not an `echo` beside it, can have printed. */
  readonly lines: readonly string[];
  /** The line also runs something that prints what one likes. */
  readonly mixed: boolean;
  /** The line runs the same in another namespace too: whose lines are whose cannot be told. */
  readonly alsoElsewhere: boolean;
  /** For a ping: what of the output is its own. */
  readonly pings: readonly PingShown[];
}

/** All runs of a family in the records, oldest first. */
export function candidatesOf(records: readonly CommandRecord[], family: Family, command: string): readonly Candidate[] {
  const variables = new Map<string, string>();
  return records.flatMap((record) => {
    const { runs, echoed, assigned } = runsOf(record.line, record.netns, variables);
    for (const [name, value] of assigned) variables.set(name, value);
    const own = runs.filter((run) => isOfFamily(run, family, command));
    if (own.length === 0) return [];
    const pings = family === 'ping' ? shareOut(own, readPings(evidenceLines(record.output, echoed))) : [];
    return own.map((run, index) => {
      const rewriting = run.filtersOnlyPick
        ? []
        : run.filters.flatMap(({ words }) => words.flatMap(({ text }) => literalParts(text)));
      return {
        record,
        run,
        lines: evidenceLines(record.output, [...echoed, ...rewriting]),
        mixed: runs.some((other) => other !== run && other.prints),
        alsoElsewhere: own.some(({ netns }) => netns !== run.netns),
        pings: pings[index] ?? [],
      };
    });
  });
}

/** The address that a ping was told to ping, where that was typed as one. */
export function pingTarget(run: Run): string | undefined {
  return run.args.find((arg) => arg !== undefined && parseAddress(arg) !== undefined);
}

/** Several pings in one line print one after the other: each output goes to the first run it fits that has none, else to the last. */
function shareOut(runs: readonly Run[], shown: readonly PingShown[]): readonly (readonly PingShown[])[] {
  const shares = runs.map((): PingShown[] => []);
  for (const ping of shown) {
    const fitting = runs.flatMap((run, index) => {
      const target = pingTarget(run);
      return ping.target === undefined || target === undefined || sameAddress(ping.target, target) ? [index] : [];
    });
    const free = fitting.find((index) => shares[index]?.length === 0);
    const index = free ?? fitting.at(-1);
    if (index !== undefined) shares[index]?.push(ping);
  }
  return shares;
}
