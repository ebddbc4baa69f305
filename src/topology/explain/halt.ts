import type { At } from '../../check/facts.ts';
import type { Doubt, DoubtReason, Halt, Mend, Stop, StopReason } from './types.ts';

interface Particulars {
  readonly at: At;
  readonly name?: string;
  readonly to?: string;
  readonly text?: string;
}

/** Nothing goes on from here. */
export function stop(
  reason: StopReason,
  { at, name = '', to = '', text = '' }: Particulars,
  look: string,
  ...commands: readonly (string | Mend)[]
): Stop {
  const mends = commands.map((each) => (typeof each === 'string' ? { at, command: each } : each));
  return { halt: 'stop', reason, at, name, to, text, look, mends };
}

/** What happens from here on cannot be read off the snapshot. */
export function doubt(reason: DoubtReason, { at, name = '', to = '', text = '' }: Particulars): Doubt {
  return { halt: 'doubt', reason, at, name, to, text };
}

/** Tells an end of the walk from a result. */
export function isHalt(value: object | undefined): value is Halt {
  return value !== undefined && 'halt' in value;
}
