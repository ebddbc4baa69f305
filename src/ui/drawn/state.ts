import type { NodeName } from '../../lesson/types.ts';
import type { Action } from './keys.ts';
import type { LayoutWish, Pane, Zoom } from './layout.ts';

/** What a line is typed for. */
export type Asked = 'answer' | 'explain' | 'trace' | 'capture';

/** A link that is followed, and the last lines of what it saw. */
export interface Followed {
  readonly what: string;
  readonly lines: readonly string[];
}

/** What stands over the lesson until it is left. */
export type Overlay =
  | { readonly type: 'help' }
  /** All steps of all lessons, filtered by what is typed. */
  | { readonly type: 'list'; readonly query: string; readonly selected: number }
  /** A line is typed: the answer to a question, or what to explain, trace or capture; `choices` are those that the arrows give. */
  | { readonly type: 'ask'; readonly what: Asked; readonly text: string; readonly choices: readonly string[] }
  | { readonly type: 'confirm'; readonly what: 'quit' | 'reset' };

/** What the screen shows beyond what the session itself knows. Plain data; `reduce` is the only way it changes. */
export interface UiState {
  readonly focus: Pane;
  readonly zoom: Zoom | undefined;
  /** The picture of the network is open. */
  readonly picture: boolean;
  /** The first line of it that is shown; undefined: whichever shows what has changed. */
  readonly pictureScroll: number | undefined;
  readonly followed: Followed | undefined;
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
  followed: undefined,
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
  /** Another link is followed, or more of it was seen, or (undefined) none is any more. */
  | { readonly type: 'followed'; readonly followed: Followed | undefined }
  | { readonly type: 'scroll'; readonly lines: number }
  | { readonly type: 'scroll-picture'; readonly lines: number }
  | { readonly type: 'notice'; readonly text: string }
  | { readonly type: 'node'; readonly node: NodeName }
  | { readonly type: 'close-overlay' }
  | { readonly type: 'query'; readonly query: string }
  | { readonly type: 'select'; readonly by: number; readonly count: number }
  | { readonly type: 'ask-text'; readonly text: string }
  | { readonly type: 'ask-choices'; readonly choices: readonly string[] };

/** What the screen is to be divided into: a page that is read stands in the lesson's place, the picture does not cover it. */
export function wishOf({ zoom, focus, picture, followed, overlay }: UiState): LayoutWish {
  const isPage = overlay?.type === 'help' || overlay?.type === 'list';
  if (!isPage) return { zoom, focus, picture, capture: followed !== undefined };
  return { zoom: zoom === 'picture' ? 'lesson' : zoom, focus, picture: false };
}
