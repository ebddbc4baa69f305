import type { Cable } from '../types.ts';
import { plugsOf, type Stacked } from './stack.ts';

/** Where an interface is plugged in. */
export interface Plug {
  readonly side: 'left' | 'right';
  readonly y: number;
  /** Columns from the box's border: that of a switch stands within it. */
  readonly inset: number;
}

/** What runs between the two columns of boxes. */
export interface Channel {
  readonly width: number;
  /** Columns for numbers beside each column of boxes. */
  readonly labelWidth: number;
  /** Cables that are drawn; a straight one needs no track. */
  readonly drawn: readonly {
    readonly ends: Cable['ends'];
    readonly from: Plug;
    readonly to: Plug;
    readonly track: number;
  }[];
  /** Both ends of cables for which there is no room. */
  readonly numbered: readonly { readonly plug: Plug; readonly text: string }[];
}

interface Run {
  readonly ends: Cable['ends'];
  readonly text: string;
  readonly from: Plug;
  readonly to: Plug;
}

/**
 * Gives each cable a track of the channel for its upright part: the first in which no other cable is in the way. Where
 * `room` columns are not enough for all, the others get numbers at both of their ends.
 */
export function routeCables(
  cables: readonly Cable[],
  left: readonly Stacked[],
  right: readonly Stacked[],
  room: number,
): Channel {
  const plugs = new Map<string, Plug>(
    (['left', 'right'] as const).flatMap((side) =>
      [...plugsOf(side === 'left' ? left : right)].map(([id, plug]) => [id, { side, ...plug }] as const),
    ),
  );
  const runs = cables.flatMap(({ ends }, index): Run[] => {
    const [from, to] = [plugs.get(ends[0]), plugs.get(ends[1])];
    return from === undefined || to === undefined ? [] : [{ ends, text: String(index + 1), from, to }];
  });
  const bent = runs.filter(({ from, to }) => from.y !== to.y);
  const tracks = assignTracks(bent);
  const used = Math.max(0, ...[...tracks.values()].map((track) => track + 1));
  const sides = right.length > 0 ? 2 : 1;
  const widthFor = (count: number): number => (sides === 2 ? Math.max(3, 2 * count + 1) : 2 * count);
  const fits = widthFor(used) <= room;
  const labelWidth = fits ? 0 : 1 + String(cables.length).length;
  const most = fits ? used : Math.max(0, Math.floor((room - sides * labelWidth - 1) / 2));
  const isDrawn = (run: Run): boolean => (tracks.get(run) ?? 0) < most || run.from.y === run.to.y;
  return {
    width: widthFor(most) + sides * labelWidth,
    labelWidth,
    drawn: runs.filter(isDrawn).map((run) => ({ ...run, track: tracks.get(run) ?? 0 })),
    numbered: runs
      .filter((run) => !isDrawn(run))
      .flatMap(({ from, to, text }) => [
        { plug: from, text },
        { plug: to, text },
      ]),
  };
}

function assignTracks(bent: readonly Run[]): ReadonlyMap<Run, number> {
  const spans = bent.map((run) => ({
    run,
    top: Math.min(run.from.y, run.to.y),
    bottom: Math.max(run.from.y, run.to.y),
  }));
  const bottoms: number[] = [];
  const tracks = new Map<Run, number>();
  for (const { run, top, bottom } of spans.toSorted((a, b) => a.top - b.top || a.bottom - b.bottom)) {
    const free = bottoms.findIndex((end) => end < top);
    const track = free < 0 ? bottoms.length : free;
    bottoms[track] = bottom;
    tracks.set(run, track);
  }
  return tracks;
}
