import stringWidth from 'string-width';
import type { PlainStyle } from '../../lesson/plain.ts';
import type { Words } from '../../words/index.ts';
import { questionOf } from '../plain/pages.ts';
import { keyOf, type Action } from './keys.ts';
import type { Layout } from './layout.ts';
import { bold, colour, mark } from './look.ts';
import type { UiState } from './state.ts';
import type { ViewSource } from './view.ts';

export interface StatusSource extends ViewSource {
  /** Columns that the widest drawing of the lesson lacks. */
  readonly beyond: number;
}

/** Sideways, as far as there is something to see. */
function sidewaysKeys({ beyond }: StatusSource, { sideways }: UiState): readonly Action[] {
  return [
    ...(sideways < beyond ? (['right'] as const) : []),
    ...(sideways > 0 && beyond > 0 ? (['left'] as const) : []),
  ];
}

/** The most useful key comes first: what is open just now decides. Keys that do not fit are left out, last ones first. */
function shellKeys(source: StatusSource, state: UiState): readonly Action[] {
  if (state.lessonDone) return ['next', 'list', 'back', 'help', 'quit'];
  const open = (source.lesson.steps[source.position]?.checks ?? []).filter(
    ({ id, hidden }) => !hidden && source.verdicts.get(id)?.state !== 'pass',
  );
  const isQuestion = open.map((check) => questionOf(check) !== undefined);
  const answer: readonly Action[] = isQuestion.includes(true) ? ['answer'] : [];
  const typing: readonly Action[] = source.lesson.mode === 'guided' && !source.stuck ? ['type'] : [];
  const asked: readonly Action[] = ['hint', ...typing, ...answer, ...sidewaysKeys(source, state)];
  const usual: readonly Action[] = [...asked, 'solution', 'next', 'picture', 'list', 'help'];
  const shown = source.lesson.checkpoint === undefined ? usual : usual.filter((action) => action !== 'solution');
  return isQuestion[0] === true ? [...new Set([...answer, ...shown])] : shown;
}

/** Of a zoomed screen the way back comes first. */
function wayBack({ zoom }: UiState, actions: readonly Action[]): readonly Action[] {
  return zoom === undefined ? actions : ['zoom', ...actions];
}

function lessonKeysShown(source: StatusSource, state: UiState, layout: Layout): readonly Action[] {
  const rest: readonly Action[] = [
    'shell',
    'picture',
    'explain',
    'trace',
    'capture',
    'zoom',
    'check',
    'back',
    'run',
    'reset',
    'quit',
  ];
  const nodes: readonly Action[] = source.nodes.length > 1 ? ['node'] : [];
  const way: readonly Action[] = isOneAtATime(layout, state) ? ['shell'] : [];
  return [...new Set([...way, ...wayBack(state, shellKeys(source, state)), ...nodes, ...rest])];
}

/**
 * As many as fit, in their order. The first is the most useful; then room is kept for those that lead to all others and out:
 * `?` and `q`.
 */
function joined(
  actions: readonly Action[],
  named: (action: Action) => string,
  separator: string,
  width: number,
): string {
  const text = (some: readonly Action[]): string => some.map(named).join(separator);
  const ways = (['help', 'quit'] as const).filter((action) => actions.includes(action));
  const wanted = [...new Set([...actions.slice(0, 1), ...ways, ...actions])];
  const kept = new Set<Action>();
  for (const action of wanted) {
    const more = actions.filter((one) => kept.has(one) || one === action);
    if (stringWidth(text(more)) <= width) kept.add(action);
  }
  return text(actions.filter((action) => kept.has(action)));
}

/** The last row: a notice, what is asked, how far a replay is, or the keys that do something now. */
export function statusLine(
  source: StatusSource,
  state: UiState,
  layout: Layout,
  style: PlainStyle,
  { drawn }: Words,
): string {
  const { columns } = layout;
  if (state.notice !== undefined) return ` ${bold(state.notice, style)}`;
  if (state.building !== undefined) {
    const { done, total } = state.building;
    if (total === 0) return ` ${drawn.building}`;
    return ` ${drawn.buildingOf({ done, total })} ${progressBar(done, total, Math.min(30, columns - 30), style)}`;
  }
  if (state.overlay?.type === 'confirm')
    return ` ${bold(state.overlay.what === 'quit' ? drawn.confirmQuit : drawn.confirmReset, style)}`;
  if (state.overlay?.type === 'ask') {
    const { what, text, choices } = state.overlay;
    const arrows = choices.length === 0 ? '' : drawn.askChoices({ count: choices.length });
    return ` > ${text}█   ${drawn.askHelp[what]}${arrows}`;
  }
  if (state.overlay?.type === 'list') return ` > ${state.overlay.query}█   ${drawn.listHelp}`;
  const record = source.recording === true ? `${colour('31', drawn.recording, style)} ` : '';
  const named = (action: Action): string => `${bold(keyOf(action), style)} ${shortName(action, drawn)}`;
  if (state.focus !== 'shell') {
    const name = mark(` ${drawn.courseKeys} `, true, style);
    return ` ${record}${name} ${joined(lessonKeysShown(source, state, layout), named, '  ', columns - 3 - stringWidth(record) - stringWidth(name))}`;
  }
  const done = state.passed === undefined ? '' : `${colour('32', style.ascii ? '+' : '✓', style)} ${drawn.stepDone}   `;
  const head = ` ${record}${done}${isOneAtATime(layout, state) ? drawn.lessonBehind : drawn.keysInShell} `;
  return (
    head +
    joined(wayBack(state, shellKeys(source, state)), named, style.ascii ? ', ' : ' · ', columns - stringWidth(head) - 1)
  );
}

/** The terminal is too small for two panes: Ctrl-] goes from one to the other. */
function isOneAtATime({ mode }: Layout, { zoom }: UiState): boolean {
  return mode === 'single' && zoom === undefined;
}

function shortName(action: Action, { short, actions }: Words['drawn']): string {
  const names: Readonly<Record<string, string>> = short;
  return names[action] ?? actions[action];
}

function progressBar(done: number, total: number, width: number, { ascii }: PlainStyle): string {
  const cells = Math.max(4, width);
  const full = Math.round((done / Math.max(1, total)) * cells);
  return (ascii ? '#' : '█').repeat(full) + (ascii ? '.' : '░').repeat(cells - full);
}
