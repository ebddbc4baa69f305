import { askInWords } from '../topology/explain/ask.ts';
import { explanationJson } from '../topology/explain/json.ts';
import { explanationText } from '../topology/explain/words.ts';
import { takeWhole } from '../topology/needs.ts';
import { topologyOf } from '../topology/topology.ts';
import type { CommandIo, ExitCode } from './io.ts';
import { withLabAt } from './lab-at.ts';

export interface ExplainFlags {
  readonly at?: string;
  readonly mend?: boolean;
  readonly json?: boolean;
  readonly course?: string;
}

/**
 * `netns-course explain FROM TO [tcp PORT | size BYTES]`: says what stops a packet in a step's lab. 0: nothing does, 1: something does,
 * 2: it cannot be told, or there is no such lab or place.
 */
export async function runExplain(flags: ExplainFlags, typed: readonly string[], io: CommandIo): Promise<ExitCode> {
  const { words } = io;
  if (typed.length < 2) {
    io.err(`${words.topology.explain.usage}\n`);
    return 2;
  }
  const asked = await withLabAt({ target: flags.at, course: flags.course }, io, async (lab) =>
    askInWords(topologyOf(await takeWhole(lab.snapshot, lab.nodes)), typed, words),
  );
  if (asked === undefined) return 2;
  if ('problem' in asked) {
    io.err(`${asked.problem}\n`);
    return 2;
  }
  const { found } = asked;
  const text = (): string => explanationText(found, words, { mend: flags.mend === true }).join('\n');
  io.out(`${flags.json === true ? JSON.stringify(explanationJson(found), null, 2) : text()}\n`);
  if (found.halt === undefined) return 0;
  return found.halt.halt === 'stop' ? 1 : 2;
}
