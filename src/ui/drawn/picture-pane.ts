import type { Words } from '../../words/index.ts';
import { asciiText } from './ascii.ts';
import { clip, spread } from './fit.ts';
import type { Layout } from './layout.ts';
import type { DrawnPicture } from './picture.ts';
import { visibleScroll, type Extent } from './scroll.ts';
import type { UiState } from './state.ts';

/** The picture's pane, its lines at most as wide as it is. */
export interface PicturePane {
  readonly title: string;
  readonly lines: readonly string[];
  readonly extent: NonNullable<Extent['picture']>;
}

export interface PictureSource {
  readonly draw: (width: number) => DrawnPicture | undefined;
  /** The line that was at the top of the pane before. */
  readonly first: number;
}

/** The part of the picture that is shown; where nobody has scrolled it, the part that the last command changed. */
export function picturePane(
  { draw, first: was }: PictureSource,
  { pictureScroll }: UiState,
  { picture: rect, pictureTitle }: Layout,
  { ascii }: { readonly ascii: boolean },
  { drawn }: Words,
): PicturePane | undefined {
  if (rect === undefined || pictureTitle === undefined) return undefined;
  const { height } = rect;
  const waiting = { lines: [clip(drawn.pictureWaits, rect.width - 1)], news: [], changes: [] };
  const { lines, news, changes } = draw(Math.max(2, rect.width - 2)) ?? waiting;
  const all = { lines: lines.length, height };
  const first = visibleScroll(pictureScroll ?? towardsNews(news, was, height), all);
  const below = lines.length - first - height;
  const [change] = changes;
  const said = change === undefined ? '' : drawn.pictureNews({ first: change, count: changes.length });
  const hidden = [
    first > 0 ? drawn.hiddenAbove({ lines: first }) : '',
    below > 0 ? drawn.hiddenBelow({ lines: below }) : '',
  ].filter((text) => text !== '');
  const own = (text: string): string => (text === '' ? '' : ` ${ascii ? asciiText(text) : text} `);
  const bar = ascii ? '-' : '─';
  return {
    title: spread(
      clip(`${bar}${bar}${own(drawn.pictureTitle)}${bar}${own(said)}`, pictureTitle.width),
      own(hidden.join('  ')),
      pictureTitle.width,
      bar,
    ),
    lines: lines.slice(first, first + height).map((line) => ` ${line}`),
    extent: { ...all, first },
  };
}

/** Stays where it is while something new is in sight, or nothing is new. */
function towardsNews(news: readonly number[], was: number, height: number): number {
  const [first] = news;
  const isSeen = news.some((line) => line >= was && line < was + height);
  return first === undefined || isSeen ? was : first - Math.floor(height / 3);
}
