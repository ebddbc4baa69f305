import type { NodeName } from '../../lesson/types.ts';
import type { RunResult } from '../../process/types.ts';
import { probe, type ProbeOptions } from '../probe.ts';
import type { LabTarget } from '../types.ts';
import { Pool } from './pool.ts';

/** Runs one of the host's programs in one namespace of a lab; never rejects. */
export type Ask = (argv: readonly [string, ...string[]], options?: ProbeOptions) => Promise<RunResult>;

/** Programs that one collection runs at once. */
const atOnce = 4;

/** `Ask`s for the namespaces of a lab, all in one pool. */
export function asker(target: LabTarget): (node: NodeName, netns: string) => Ask {
  const pool = new Pool(atOnce);
  return (node, netns) => (argv, options) => pool.run(() => probe(target, node, netns, argv, options));
}
