import type { NodeName } from '../../lesson/types.ts';
import type { Action } from './keys.ts';
import type { LayoutWish, Pane, Zoom } from './layout.ts';

/** What stands over the lesson until it is left. */
export type Overlay =
  | { readonly type: 'help' }
  /** All steps of all lessons, filtered by what is typed. */
  | { readonly type: 'list'; readonly query: string; readonly selected: number }
  | { readonly type: 'answer'; readonly text: string }
  | { readonly type: 'confirm'; readonly what: 'quit' | 'reset' };

/** What the screen shows beyond what the session itself knows. Plain data; `reduce` is the only way it changes. */
export interface UiState {
  readonly focus: Pane;
  readonly zoom: Zoom | undefined;
  /** The picture of the network is open. */
  readonly picture: boolean;
  /** The first line of it that is shown; undefined: whichever shows what has changed. */
  readonly pictureScroll: number | undefined;
  readonly overlay: Overlay | undefined;
  /** First line of the lesson that is shown; counted from its top. */
  readonly scroll: number;
  /** First column of drawings that are wider than the pane. */
  readonly sideways: number;
  readonly node: NodeName;
  /** Hints of the open step that are shown. */
  readonly hints: number;
  readonly solution: boolean;
  /** What the course answered last, below the step. */
  readonly said: readonly string[];
  /** Verdicts are explained in full, not only ticked. */
  readonly explain: boolean;
  /** The step that has just passed: its tick and debrief stand above the step that followed. */
  readonly passed: number | undefined;
  /** Commands of that step that only look, and were not typed before it passed. */
  readonly unseen: readonly string[];
  readonly lessonDone: boolean;
  readonly building: { readonly done: number; readonly total: number } | undefined;
  /** One line over the keys, until the next key. */
  readonly notice: string | undefined;
}

export const initialState: UiState = {
  focus: 'shell',
  zoom: undefined,
  picture: false,
  pictureScroll: undefined,
  overlay: undefined,
  scroll: 0,
  sideways: 0,
  node: 'controlplane',
  hints: 0,
  solution: false,
  said: [],
  explain: false,
  passed: undefined,
  unseen: [],
  lessonDone: false,
  building: { done: 0, total: 0 },
  notice: undefined,
};

export type UiEvent =
  | { readonly type: 'action'; readonly action: Action }
  | { readonly type: 'leader' }
  | { readonly type: 'building'; readonly done: number; readonly total: number }
  | { readonly type: 'ready' }
  /** Another step is shown. */
  | { readonly type: 'moved'; readonly hints: number }
  /** The session's step number `position` passed, and the next one is open unless it was the last. */
  | { readonly type: 'passed'; readonly position: number; readonly unseen: readonly string[]; readonly last: boolean }
  /** The learner types on: the debrief has been seen. */
  | { readonly type: 'command-start' }
  | { readonly type: 'hint'; readonly level: number }
  | { readonly type: 'said'; readonly lines: readonly string[] }
  /** What is said goes on: whoever reads elsewhere stays there. */
  | { readonly type: 'follows'; readonly lines: readonly string[] }
  | { readonly type: 'scroll'; readonly lines: number }
  | { readonly type: 'scroll-picture'; readonly lines: number }
  | { readonly type: 'notice'; readonly text: string }
  | { readonly type: 'node'; readonly node: NodeName }
  | { readonly type: 'close-overlay' }
  | { readonly type: 'query'; readonly query: string }
  | { readonly type: 'select'; readonly by: number; readonly count: number }
  | { readonly type: 'answer-text'; readonly text: string };

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

/**
 * Keys that do one thing and are done: like a prefix key of a terminal multiplexer, `Ctrl-]` stands for the next key only,
 * so that nobody types a command into the course's keys. What is read, scrolled or asked keeps the keys until it is left.
 */
const oneShot: ReadonlySet<Action> = new Set<Action>([
  'next',
  'back',
  'hint',
  'solution',
  'check',
  'node',
  'copy',
  'picture',
  'language',
]);

const freshStep = {
  scroll: 0,
  sideways: 0,
  hints: 0,
  solution: false,
  said: [],
  explain: false,
  overlay: undefined,
} as const;

/** Columns that a key scrolls sideways: what one shows and what the next one shows overlap in the narrowest pane. */
const sidewaysColumns = 8;

/** The next state. Effects (moving, typing, quitting) are the driver's; here is only what is seen. */
export function reduce(state: UiState, event: UiEvent, extent: Extent): UiState {
  switch (event.type) {
    case 'leader':
      return { ...state, focus: state.focus === 'shell' ? 'lesson' : 'shell', overlay: undefined, notice: undefined };
    case 'action':
      return handBack(act({ ...state, notice: undefined }, event.action, extent), event.action, extent);
    case 'building':
      return { ...state, building: { done: event.done, total: event.total }, overlay: undefined };
    case 'ready':
      return {
        ...state,
        ...freshStep,
        building: undefined,
        passed: undefined,
        lessonDone: false,
        node: 'controlplane',
      };
    case 'moved':
      return { ...state, ...freshStep, hints: event.hints, passed: undefined, lessonDone: false };
    case 'passed':
      return { ...state, ...freshStep, passed: event.position, unseen: event.unseen, lessonDone: event.last };
    case 'command-start': {
      // What the command changes is to be seen in the picture.
      const typed = { ...state, notice: undefined, pictureScroll: undefined };
      // The learner types on: the open step stands at the top now, the debrief of the one before above it.
      const stays = state.lessonDone || state.passed === undefined || state.scroll > 0;
      return stays ? typed : { ...typed, scroll: extent.step ?? 0 };
    }
    case 'hint':
      return { ...state, hints: Math.max(state.hints, event.level), scroll: Number.MAX_SAFE_INTEGER };
    case 'said': {
      // Where the picture stands in the lesson's place, an answer would not be seen.
      const picture = state.picture && extent.pictureAlone !== true;
      return { ...state, said: event.lines, picture, scroll: Number.MAX_SAFE_INTEGER };
    }
    case 'follows': {
      const isAtEnd = visibleScroll(state.scroll, extent) >= extent.lines - extent.height;
      return { ...state, said: event.lines, ...(isAtEnd ? { scroll: Number.MAX_SAFE_INTEGER } : {}) };
    }
    case 'scroll':
      return scrolled(state, event.lines, extent);
    case 'scroll-picture':
      return pictureScrolled(state, event.lines, extent);
    case 'notice':
      return { ...state, notice: event.text };
    case 'node':
      return { ...state, node: event.node };
    case 'close-overlay':
      return { ...state, overlay: undefined, ...(extent.besideShell === true ? { focus: 'shell' as const } : {}) };
    case 'query':
      return state.overlay?.type === 'list'
        ? { ...state, overlay: { type: 'list', query: event.query, selected: 0 } }
        : state;
    case 'select':
      return select(state, event.by, event.count);
    case 'answer-text':
      return state.overlay?.type === 'answer' ? { ...state, overlay: { type: 'answer', text: event.text } } : state;
  }
}

function handBack(state: UiState, action: Action, extent: Extent): UiState {
  return extent.besideShell === true && oneShot.has(action) ? { ...state, focus: 'shell' } : state;
}

function act(state: UiState, action: Action, extent: Extent): UiState {
  switch (action) {
    case 'shell':
      return { ...state, focus: 'shell', overlay: undefined };
    case 'list':
      return { ...state, overlay: { type: 'list', query: '', selected: 0 } };
    case 'answer':
      return { ...state, overlay: { type: 'answer', text: '' } };
    case 'solution':
      return { ...state, solution: !state.solution, scroll: Number.MAX_SAFE_INTEGER };
    case 'check':
      return { ...state, explain: true, scroll: Number.MAX_SAFE_INTEGER };
    case 'reset':
      return { ...state, overlay: { type: 'confirm', what: 'reset' } };
    case 'quit':
      return { ...state, overlay: { type: 'confirm', what: 'quit' } };
    case 'help':
      return { ...state, overlay: { type: 'help' } };
    case 'zoom':
      return { ...state, zoom: zoomed(state) };
    case 'picture':
      return { ...state, picture: !state.picture, pictureScroll: undefined, zoom: undefined };
    case 'picture-up':
      return pictureScrolled(state, -halfPage(extent.picture?.height), extent);
    case 'picture-down':
      return pictureScrolled(state, halfPage(extent.picture?.height), extent);
    case 'up':
      return scrolled(state, -1, extent);
    case 'down':
      return scrolled(state, 1, extent);
    case 'page-up':
      return scrolled(state, -pageOf(extent), extent);
    case 'page-down':
      return scrolled(state, pageOf(extent), extent);
    case 'top':
      return scrolled(state, Number.MIN_SAFE_INTEGER, extent);
    case 'bottom':
      return scrolled(state, Number.MAX_SAFE_INTEGER, extent);
    case 'right':
      return shifted(state, sidewaysColumns, extent);
    case 'left':
      return shifted(state, -sidewaysColumns, extent);
    default:
      return state;
  }
}

/** All panes, then the shell alone, the lesson alone, and the picture where it is open. */
function zoomed({ zoom, picture }: UiState): Zoom | undefined {
  const turns: readonly (Zoom | undefined)[] = [
    undefined,
    'shell',
    'lesson',
    ...(picture ? (['picture'] as const) : []),
  ];
  return turns[(turns.indexOf(zoom) + 1) % turns.length];
}

/** What the screen is to be divided into: a page that is read stands in the lesson's place, the picture does not cover it. */
export function wishOf({ zoom, focus, picture, overlay }: UiState): LayoutWish {
  const isPage = overlay?.type === 'help' || overlay?.type === 'list';
  if (!isPage) return { zoom, focus, picture };
  return { zoom: zoom === 'picture' ? 'lesson' : zoom, focus, picture: false };
}

function pageOf({ pictureAlone, picture, height }: Extent): number {
  return Math.max(1, (pictureAlone === true ? (picture?.height ?? 2) : height) - 2);
}

function halfPage(height = 2): number {
  return Math.max(1, Math.floor(height / 2));
}

function pictureScrolled(state: UiState, by: number, { picture }: Extent): UiState {
  if (picture === undefined) return state;
  return { ...state, pictureScroll: visibleScroll(picture.first + by, picture) };
}

/** The first line to show: never beyond the end, so that a shorter text or a taller pane shows no emptiness. */
export function visibleScroll(scroll: number, { lines, height }: Extent): number {
  return Math.max(0, Math.min(scroll, lines - height));
}

function scrolled(state: UiState, by: number, extent: Extent): UiState {
  if (extent.pictureAlone === true) return pictureScrolled(state, by, extent);
  return { ...state, scroll: visibleScroll(visibleScroll(state.scroll, extent) + by, extent) };
}

function shifted(state: UiState, by: number, { beyond = 0 }: Extent): UiState {
  return { ...state, sideways: Math.max(0, Math.min(Math.min(state.sideways, beyond) + by, beyond)) };
}

function select(state: UiState, by: number, count: number): UiState {
  if (state.overlay?.type !== 'list' || count === 0) return state;
  const selected = (state.overlay.selected + by + count) % count;
  return { ...state, overlay: { ...state.overlay, selected } };
}
