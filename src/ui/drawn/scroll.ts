import type { UiState } from './state.ts';

/** What the lesson pane can show at once, for scrolling by pages and not beyond the end. */
export interface Extent {
  readonly lines: number;
  readonly height: number;
  /** The line with which the open step begins, below what is said of the one before. */
  readonly step?: number;
  /** Columns that the widest drawing of the lesson lacks. */
  readonly beyond?: number;
  /** The shell is seen beside the lesson: after a key of the course it has the keys again. */
  readonly besideShell?: boolean;
  /** Of the picture, where it is shown: `first` is the line at its top now. */
  readonly picture?: { readonly lines: number; readonly height: number; readonly first: number };
  /** The lesson is not seen: what scrolls is the picture. */
  readonly pictureAlone?: boolean;
}

/** Columns that a key scrolls sideways: what one shows and what the next one shows overlap in the narrowest pane. */
const sidewaysColumns = 8;

export function pageOf({ pictureAlone, picture, height }: Extent): number {
  return Math.max(1, (pictureAlone === true ? (picture?.height ?? 2) : height) - 2);
}

/** For the picture, whose whole is rarely tall. */
export function halfPage(height = 2): number {
  return Math.max(1, Math.floor(height / 2));
}

/** The first line to show: never beyond the end, so that a shorter text or a taller pane shows no emptiness. */
export function visibleScroll(scroll: number, { lines, height }: Extent): number {
  return Math.max(0, Math.min(scroll, lines - height));
}

export function scrolled(state: UiState, by: number, extent: Extent): UiState {
  if (extent.pictureAlone === true) return pictureScrolled(state, by, extent);
  return { ...state, scroll: visibleScroll(visibleScroll(state.scroll, extent) + by, extent) };
}

export function pictureScrolled(state: UiState, by: number, { picture }: Extent): UiState {
  if (picture === undefined) return state;
  return { ...state, pictureScroll: visibleScroll(picture.first + by, picture) };
}

/** Sideways by a key: to the right (1) or back (-1), as far as there is something to see. */
export function shifted(state: UiState, direction: 1 | -1, { beyond = 0 }: Extent): UiState {
  const to = Math.min(state.sideways, beyond) + direction * sidewaysColumns;
  return { ...state, sideways: Math.max(0, Math.min(to, beyond)) };
}
