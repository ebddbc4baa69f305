import { needsOf } from '../check/judge.ts';
import type { ReachNeed } from '../check/snapshot.ts';
import type { Check, Verdict } from '../check/types.ts';
import type { Lab } from '../lab/types.ts';
import { explain } from '../topology/explain/explain.ts';
import { reasonText } from '../topology/explain/words.ts';
import { takeWhole } from '../topology/needs.ts';
import { topologyOf } from '../topology/topology.ts';
import type { Words } from '../words/index.ts';
import type { Verdicts } from './judge-step.ts';

/**
 * Says under a `reach` check that failed what stops its packet, as `explain` finds it in the lab as it is now; where that
 * finds nothing, or cannot tell, the verdict stays as it was. Sends nothing.
 */
export async function withReasons(
  checks: readonly Check[],
  verdicts: Verdicts,
  lab: Pick<Lab, 'snapshot'>,
  words: Words,
): Promise<Verdicts> {
  const failed = checks.flatMap((check) => {
    const verdict = verdicts.get(check.id);
    const need = verdict?.state === 'fail' ? reachOf(check, verdicts) : undefined;
    return verdict === undefined || need === undefined ? [] : [{ check, verdict, need }];
  });
  if (failed.length === 0) return verdicts;
  const topology = topologyOf(await takeWhole(lab.snapshot, ['controlplane', 'node01']));
  const explained = failed.map(({ check, verdict, need }): readonly [string, Verdict] => {
    const { node, netns, to, port } = need;
    const { halt } = explain(topology, { from: { node, netns }, to, ...(port === undefined ? {} : { port }) });
    return [check.id, halt?.halt === 'stop' ? { ...verdict, why: reasonText(halt, words) } : verdict];
  });
  return new Map([...verdicts, ...explained]);
}

function reachOf(check: Check, verdicts: Verdicts): ReachNeed | undefined {
  return needsOf([check], verdicts).find((need) => need.what === 'reach');
}
