import type { Lab } from '../../lab/types.ts';
import { explainTyped } from '../../session/course-answers.ts';
import { changesBetween } from '../../topology/changes.ts';
import { changesText } from '../../topology/draw/changes.ts';
import { drawingOrder } from '../../topology/draw/order.ts';
import { drawText } from '../../topology/draw/text.ts';
import { takePicture, takeWhole } from '../../topology/needs.ts';
import { topologyOf } from '../../topology/topology.ts';
import type { Topology } from '../../topology/types.ts';
import { traceInWords } from '../../trace/ask.ts';
import { shownSightings } from '../../trace/numbered.ts';
import { markTopology } from '../../trace/picture.ts';
import { traceLines, traceText } from '../../trace/text.ts';
import type { Trace } from '../../trace/trace.ts';
import type { Words } from '../../words/index.ts';

type Asked = Pick<Lab, 'snapshot' | 'nodes'> | undefined;
type Traced = Pick<Lab, 'snapshot' | 'nodes' | 'trace'> | undefined;

/** What `course topology`, `course explain` and `course trace` answer, in lines. */
export interface NetworkReplies {
  readonly topology: (lab: Asked) => Promise<readonly string[]>;
  readonly explain: (lab: Asked, typed: readonly string[]) => Promise<readonly string[]>;
  /** What changed in the network since it was last asked for news, a line each; nothing of a lab that is new to it. */
  readonly news: (lab: Asked) => Promise<readonly string[]>;
  readonly trace: (lab: Traced, typed: readonly string[]) => Promise<readonly string[]>;
  /** The same for whom the picture is drawn anyway: without it, and with how to mark it. */
  readonly traceBeside: (
    lab: Traced,
    typed: readonly string[],
  ) => Promise<{ readonly lines: readonly string[]; readonly mark: ((topology: Topology) => Topology) | undefined }>;
}

/** Remembers the last picture of each lab: boxes keep their places, and what changed is said. */
export function networkReplies(words: Words, ascii: boolean): NetworkReplies {
  let last: { readonly lab: Asked; readonly topology: Topology } | undefined;
  let seen: typeof last;
  let order: readonly string[] = [];
  return {
    topology: async (lab) => {
      if (lab === undefined) return [words.topology.explain.labIsGone];
      const topology = topologyOf(await takeWhole(lab.snapshot, lab.nodes));
      order = drawingOrder(topology, order);
      const before = last?.lab === lab ? last.topology : undefined;
      last = { lab, topology };
      const news = before === undefined ? [] : changesText(changesBetween(before, topology), words);
      const told = before !== undefined && news.length === 0 ? [words.topology.changes.none] : news;
      return [...drawText(topology, words, { ascii, order }), ...(before === undefined ? [] : ['', ...told])];
    },
    news: async (lab) => {
      if (lab === undefined) return [];
      const topology = topologyOf(await takePicture(lab.snapshot, lab.nodes));
      const before = seen?.lab === lab ? seen.topology : undefined;
      seen = { lab, topology };
      return before === undefined ? [] : changesText(changesBetween(before, topology), words);
    },
    explain: async (lab, typed) => {
      if (lab === undefined) return [words.topology.explain.labIsGone];
      return explainTyped(lab, typed, words);
    },
    trace: async (lab, typed) => {
      const traced = await traceTyped(lab, typed, words);
      if (typeof traced === 'string') return [traced];
      return traceText(traced.trace, traced.topology, words, { ascii, order });
    },
    traceBeside: async (lab, typed) => {
      const traced = await traceTyped(lab, typed, words);
      if (typeof traced === 'string') return { lines: [traced], mark: undefined };
      const shown = shownSightings(traced.trace).flatMap(({ all }) => all);
      return { lines: traceLines(traced.trace, words), mark: (topology) => markTopology(topology, shown, words) };
    },
  };
}

/** The trace, with the network as it was before; or what is to be said in its place. */
async function traceTyped(
  lab: Traced,
  typed: readonly string[],
  words: Words,
): Promise<{ readonly trace: Trace; readonly topology: Topology } | string> {
  if (lab === undefined) return words.topology.explain.labIsGone;
  const topology = topologyOf(await takeWhole(lab.snapshot, lab.nodes));
  const traced = await traceInWords(topology, typed, lab.trace, words);
  return 'problem' in traced ? traced.problem : { trace: traced.trace, topology };
}
