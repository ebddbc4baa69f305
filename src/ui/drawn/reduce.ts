import type { Action } from './keys.ts';
import type { Zoom } from './layout.ts';
import { halfPage, pageOf, pictureScrolled, scrolled, shifted, type Extent } from './scroll.ts';
import type { UiEvent, UiState } from './state.ts';

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
  'suspend',
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
        followed: undefined,
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
    case 'followed':
      return { ...state, followed: event.followed };
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
    case 'ask-text':
      return state.overlay?.type === 'ask' ? { ...state, overlay: { ...state.overlay, text: event.text } } : state;
    case 'ask-choices':
      return state.overlay?.type === 'ask'
        ? { ...state, overlay: { ...state.overlay, choices: event.choices } }
        : state;
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
    case 'explain':
    case 'trace':
    case 'capture':
      return { ...state, overlay: { type: 'ask', what: action, text: '', choices: [] } };
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
      return shifted(state, 1, extent);
    case 'left':
      return shifted(state, -1, extent);
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

function select(state: UiState, by: number, count: number): UiState {
  if (state.overlay?.type !== 'list' || count === 0) return state;
  const selected = (state.overlay.selected + by + count) % count;
  return { ...state, overlay: { ...state.overlay, selected } };
}
