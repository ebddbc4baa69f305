import type { Capturing, Lab } from '../../lab/types.ts';
import { takePicture } from '../../topology/needs.ts';
import { topologyOf } from '../../topology/topology.ts';
import { frameLine } from '../../trace/line.ts';
import { spotNamed } from '../../trace/spot.ts';
import type { Words } from '../../words/index.ts';

type Asked = Pick<Lab, 'snapshot' | 'nodes' | 'capture'> | undefined;

/** Follows one link of a living lab: `course capture NETNS/LINK`. */
export interface Follower {
  /** Begins with the link that is named, or ends where none is; gives what to say to that. */
  readonly follow: (lab: Asked, typed: readonly string[]) => Promise<readonly string[]>;
  /** What is followed just now, as it was typed. */
  readonly following: () => string | undefined;
  readonly close: () => void;
}

/** Lines are said together, this often, and no more of them at once: a flood is counted, not printed. */
const sayEveryMs = 250;
const mostLines = 20;

/** @param say prints lines between what the shell prints */
export function createFollower(words: Words, say: (lines: readonly string[]) => void): Follower {
  let isClosed = false;
  let current: { readonly capturing: Capturing; readonly what: string; readonly count: () => number } | undefined;

  const stop = async (): Promise<readonly string[]> => {
    if (current === undefined) return [words.trace.capture.none];
    const { capturing, count } = current;
    current = undefined;
    await capturing.stop();
    return [words.trace.capture.ended({ count: count() })];
  };

  return {
    follow: async (lab, typed) => {
      const [word, ...rest] = typed;
      if (word === undefined) return stop();
      if (lab === undefined) return [words.topology.explain.labIsGone];
      if (rest.length > 0) return [words.trace.capture.one];
      const spot = spotNamed(topologyOf(await takePicture(lab.snapshot, lab.nodes)), word, words);
      if ('problem' in spot) return [spot.problem];
      if (current !== undefined) await stop();
      const lines = gather((told) => {
        if (!isClosed) say(told);
      }, words);
      let [count, begun] = [0, 0n];
      const capturing = lab.capture(spot.at, spot.interface, {
        onFrame: (frame) => {
          count += 1;
          begun ||= frame.timeNs;
          lines.add(() => frameLine(frame, begun, spot.interface === '', words));
        },
        onLost: lines.skip,
      });
      const problem = 'failed' in capturing ? capturing.failed : await capturing.ready;
      if (problem !== undefined || 'failed' in capturing)
        return [words.trace.capture.couldNot({ message: problem ?? '' })];
      void capturing.ended.then(() => {
        lines.flush();
        if (current?.capturing === capturing) current = undefined;
      });
      current = { capturing, what: word, count: () => count };
      return [words.trace.capture.begun({ what: word })];
    },
    following: () => current?.what,
    close: () => {
      isClosed = true;
      void current?.capturing.stop();
      current = undefined;
    },
  };
}

interface Lines {
  readonly add: (line: () => string) => void;
  readonly skip: (count: number) => void;
  readonly flush: () => void;
}

function gather(say: (lines: readonly string[]) => void, words: Words): Lines {
  let lines: string[] = [];
  let skipped = 0;
  let timer: NodeJS.Timeout | undefined;
  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    const more = skipped === 0 ? [] : [words.trace.capture.skipped({ count: skipped })];
    const all = [...lines, ...more];
    [lines, skipped] = [[], 0];
    if (all.length > 0) say(all);
  };
  const soon = (): void => {
    timer ??= setTimeout(flush, sayEveryMs);
  };
  return {
    add: (line) => {
      if (lines.length < mostLines) lines.push(line());
      else skipped += 1;
      soon();
    },
    skip: (count) => {
      skipped += count;
      soon();
    },
    flush,
  };
}
