import { takeWhole } from '../topology/needs.ts';
import { topologyOf } from '../topology/topology.ts';
import { traceInWords } from '../trace/ask.ts';
import { traceJson } from '../trace/json.ts';
import { notedFrames } from '../trace/pcapng.ts';
import { traceText } from '../trace/text.ts';
import type { CommandIo, ExitCode } from './io.ts';
import { withLabAt } from './lab-at.ts';
import { writeFrames } from './write-frames.ts';

export interface TraceFlags {
  readonly at?: string;
  readonly json?: boolean;
  readonly ascii?: boolean;
  readonly pcapng?: string;
  readonly course?: string;
}

/**
 * `netns-course trace FROM TO [tcp PORT | size BYTES]`: sends a real packet in a step's lab and tells its life. 0: its answer came back,
 * 1: it did not, 2: it could not be traced.
 */
export async function runTrace(flags: TraceFlags, typed: readonly string[], io: CommandIo): Promise<ExitCode> {
  const { words } = io;
  if (typed.length < 2) {
    io.err(`${words.topology.explain.usage}\n`);
    return 2;
  }
  const traced = await withLabAt({ target: flags.at, course: flags.course }, io, async (lab) => {
    const topology = topologyOf(await takeWhole(lab.snapshot, lab.nodes));
    return { ...(await traceInWords(topology, typed, lab.trace, words)), topology };
  });
  if (traced === undefined) return 2;
  if ('problem' in traced) {
    io.err(`${traced.problem}\n`);
    return 2;
  }
  if (flags.pcapng !== undefined && !(await writeFrames(flags.pcapng, notedFrames(traced.captured, words), io)))
    return 2;
  const { trace, topology } = traced;
  const lines =
    flags.json === true
      ? [JSON.stringify(traceJson(trace), null, 2)]
      : traceText(trace, topology, words, { ascii: flags.ascii === true });
  io.out(`${lines.join('\n')}\n`);
  return trace.fate.type === 'answered' ? 0 : 1;
}
