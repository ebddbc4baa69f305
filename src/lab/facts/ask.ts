import { randomBytes } from 'node:crypto';
import type { NodeName } from '../../lesson/types.ts';
import { findTool } from '../../process/find.ts';
import type { RunResult } from '../../process/types.ts';
import { notStarted, probe, type ProbeOptions } from '../probe.ts';
import type { LabTarget } from '../types.ts';
import type { Agents } from './agent.ts';
import { batchArgv, splitBatch } from './batch.ts';
import { Pool } from './pool.ts';

/** Runs one of the host's programs in one namespace of a lab; never rejects. Those asked for at once share an entry. */
export type Ask = (argv: readonly [string, ...string[]], options?: ProbeOptions) => Promise<RunResult>;

/** Programs that one collection runs at once. */
const atOnce = 4;

/** Wall clock of an entry for several: that of one, and a little more for each. */
const batchMs = 2000;
const eachMs = 200;

interface Pending {
  readonly argv: readonly [string, ...string[]];
  /** Its absolute path. */
  readonly tool: string;
  readonly resolve: (result: RunResult) => void;
}

/** `Ask`s for the namespaces of a lab, all in one pool; through its agents, where they are given and well. */
export function asker(target: LabTarget, agents?: Agents): (node: NodeName, netns: string) => Ask {
  const pool = new Pool(atOnce);
  const asks = new Map<string, Ask>();
  return (node, netns) => {
    const key = `${node}/${netns}`;
    const known = asks.get(key);
    if (known !== undefined) return known;
    const entering = batching((argv, options) => pool.run(() => probe(target, node, netns, argv, options)));
    const ask = agents === undefined ? entering : shorter((argv) => agents.ask(target, node, netns, argv), entering);
    asks.set(key, ask);
    return ask;
  };
}

/** Asks an agent what needs no options, and goes the long way where it has no answer. */
function shorter(agent: (argv: readonly string[]) => Promise<RunResult | undefined>, entering: Ask): Ask {
  return async (argv, options) => {
    const [name, ...args] = argv;
    const tool = options === undefined ? findTool(name) : undefined;
    const result = tool === undefined ? undefined : await agent([tool, ...args]);
    return result ?? entering(argv, options);
  };
}

/** Gathers what is asked without options until the running code gives way, then asks it all in one entry. */
function batching(direct: Ask): Ask {
  let pending: Pending[] = [];
  const flush = (): void => {
    const batch = pending;
    pending = [];
    void askAll(direct, batch);
  };
  return (argv, options) => {
    if (options !== undefined) return direct(argv, options);
    const tool = findTool(argv[0]);
    if (tool === undefined) return Promise.resolve(notStarted(`${argv[0]}: not installed`));
    return new Promise((resolve) => {
      if (pending.push({ argv, tool, resolve }) === 1) queueMicrotask(flush);
    });
  };
}

async function askAll(direct: Ask, batch: readonly Pending[]): Promise<void> {
  const [only] = batch;
  if (only !== undefined && batch.length === 1) {
    only.resolve(await direct(only.argv));
    return;
  }
  const nonce = randomBytes(16).toString('hex');
  const argv = batchArgv(
    nonce,
    batch.map(({ argv: [, ...args], tool }) => [tool, ...args]),
  );
  const whole = await direct(argv, { timeoutMs: batchMs + eachMs * batch.length });
  const results = splitBatch(nonce, batch.length, whole);
  batch.forEach(({ resolve }, index) => {
    const result = results[index];
    if (result !== undefined) resolve(result);
  });
}
