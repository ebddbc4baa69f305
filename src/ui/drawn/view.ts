import { titleOf } from '../../check/judge.ts';
import type { PlainStyle } from '../../lesson/plain.ts';
import type { NodeName } from '../../lesson/types.ts';
import type { Words } from '../../words/index.ts';
import { firstOpen, headingOf } from '../plain/pages.ts';
import { blocksToLines } from '../../lesson/plain.ts';
import { clip, fit, spread } from './fit.ts';
import { keyOf, lessonKeys, type Action } from './keys.ts';
import { smallest, type Layout } from './layout.ts';
import { lessonLines, type PageSource } from './page.ts';
import { visibleScroll, type Extent, type UiState } from './state.ts';

/** Everything the screen shows but the shell's rows: lines of exactly the parts' widths. */
export interface View {
  readonly layout: Layout;
  readonly header: string;
  readonly lesson: readonly string[];
  /** The line between the panes, when it is horizontal. */
  readonly divider: string;
  readonly vertical: string;
  readonly checks: string;
  readonly status: string;
  /** What the lesson pane holds in all, for scrolling. */
  readonly extent: Extent;
}

export interface ViewSource extends PageSource {
  readonly nodes: readonly NodeName[];
  /** Lines that the shell is scrolled back by. */
  readonly shellBack: number;
  /** The list's lines, made by the driver from the course and the progress. */
  readonly list: readonly string[];
  /** The shell is being written down. */
  readonly recording?: boolean;
}

/** Composes the screen's text. Pure: the same source, state and layout give the same lines. */
export function viewOf(source: ViewSource, state: UiState, layout: Layout, style: PlainStyle, words: Words): View {
  const { columns } = layout;
  const { drawn } = words;
  const side = layout.mode === 'side';
  const bar = style.ascii ? '-' : '─';
  const width = layout.lesson?.width ?? layout.columns;
  const height = layout.lesson?.height ?? 0;
  const inner = { ...style, width: Math.max(2, width - 2) };
  const lines = overlayLines(source, state, inner, words) ?? lessonLines(source, state, inner, words);
  const extent = { lines: lines.length, height };
  const first = visibleScroll(firstLine(source, state, height), extent);
  const shown = lines.slice(first, first + height).map((line) => ` ${line}`);
  if (layout.mode === 'too-small') {
    const text = drawn.tooSmall(smallest);
    return {
      layout,
      header: clip(text, columns),
      lesson: [],
      divider: '',
      vertical: '',
      checks: '',
      status: '',
      extent,
    };
  }
  const title = ` ${bold(drawn.app, style)} ${bar} ${drawn.lessonStep({ lesson: source.lesson.title, step: source.position + 1, of: source.lesson.steps.length })} `;
  const below = lines.length - first - height;
  const more =
    below > 0
      ? ` ${drawn.hiddenBelow({ lines: below })} `
      : first > 0
        ? ` ${drawn.hiddenAbove({ lines: first })} `
        : '';
  const tabs = tabsOf(source, state, style, words);
  return {
    layout,
    header: headerOf({
      title,
      more,
      tabs,
      side,
      width,
      columns,
      bar,
      lessonShown: layout.lesson !== undefined,
      ascii: style.ascii,
    }),
    lesson: shown,
    divider: layout.mode === 'stacked' ? fit(`${bar}${bar}${tabs}`, columns, bar) : '',
    vertical: style.ascii ? '|' : '│',
    checks: fit(` ${checksLine(source, style, words)}`, columns),
    status: fit(statusLine(source, state, columns, style, words), columns),
    extent,
  };
}

/** The list follows its chosen line, which stands in the middle; everything else scrolls by itself. */
function firstLine({ list }: ViewSource, { overlay, scroll }: UiState, height: number): number {
  if (overlay?.type !== 'list') return scroll;
  return Math.max(0, Math.min(overlay.selected, list.length) + listHeadLines - Math.floor(height / 2));
}

/** The heading and the empty line above a list. */
const listHeadLines = 2;

interface HeaderParts {
  readonly title: string;
  readonly more: string;
  readonly tabs: string;
  readonly side: boolean;
  readonly width: number;
  readonly columns: number;
  readonly bar: string;
  readonly lessonShown: boolean;
  readonly ascii: boolean;
}

function headerOf({ title, more, tabs, side, width, columns, bar, lessonShown, ascii }: HeaderParts): string {
  if (!side) return spread(title, lessonShown ? more : tabs, columns, bar);
  return `${spread(title, more, width, bar)}${ascii ? '+' : '┬'}${fit(`${bar}${tabs}`, columns - width - 1, bar)}`;
}

function tabsOf(
  { nodes, shellBack }: ViewSource,
  { node, focus }: UiState,
  style: PlainStyle,
  { drawn }: Words,
): string {
  const names = nodes.map((name) => (name === node ? mark(`[${name}]`, focus === 'shell', style) : ` ${name} `));
  return ` ${names.join(' ')} ${shellBack > 0 ? `${drawn.scrolledBack({ lines: shellBack })} ` : ''}`;
}

/** How many checks pass, and the first that does not. */
function checksLine({ lesson, position, verdicts, stuck }: ViewSource, style: PlainStyle, words: Words): string {
  const step = lesson.steps[position];
  if (step === undefined) return '';
  const visible = step.checks.filter(({ hidden }) => !hidden);
  const signs = visible.map(({ id }) => signOf(verdicts.get(id)?.state, stuck, style)).join('');
  const open = firstOpen(visible, verdicts);
  if (open === undefined) return signs;
  const verdict = verdicts.get(open.id);
  const title = titleOf(open, words);
  return `${signs}  ${title}${verdict?.observed === undefined ? '' : ` ${style.ascii ? '-' : '—'} ${words.course.observed({ text: verdict.observed })}`}`;
}

/** What has not come true yet is open (○); it is wrong (✗) only once everything has been typed. */
function signOf(state: string | undefined, stuck: boolean, style: PlainStyle): string {
  if (state === 'pass') return colour('32', style.ascii ? '+' : '✓', style);
  if (state === 'fail' && !stuck) return style.ascii ? 'o' : '○';
  if (state === 'fail') return colour('31', style.ascii ? 'x' : '✗', style);
  return state === 'error' ? colour('33', '!', style) : style.ascii ? '.' : '·';
}

const shellKeys: readonly Action[] = ['next', 'hint', 'solution', 'list', 'type'];
const inLesson: readonly Action[] = [
  'next',
  'back',
  'hint',
  'solution',
  'type',
  'run',
  'check',
  'answer',
  'list',
  'zoom',
  'reset',
  'help',
  'quit',
  'shell',
];

function statusLine(source: ViewSource, state: UiState, columns: number, style: PlainStyle, { drawn }: Words): string {
  if (state.notice !== undefined) return ` ${bold(state.notice, style)}`;
  if (state.building !== undefined) {
    const { done, total } = state.building;
    if (total === 0) return ` ${drawn.building}`;
    return ` ${drawn.buildingOf({ done, total })} ${progressBar(done, total, Math.min(30, columns - 30), style)}`;
  }
  if (state.overlay?.type === 'confirm')
    return ` ${bold(state.overlay.what === 'quit' ? drawn.confirmQuit : drawn.confirmReset, style)}`;
  if (state.overlay?.type === 'answer') return ` > ${state.overlay.text}█   ${drawn.answerHelp}`;
  if (state.overlay?.type === 'list') return ` > ${state.overlay.query}█   ${drawn.listHelp}`;
  if (state.focus === 'shell') {
    const done =
      state.passed === undefined ? '' : `${colour('32', style.ascii ? '+' : '✓', style)} ${drawn.stepDone}   `;
    const keys = shellKeys.map((action) => `${keyOf(action)} ${shortName(action, drawn)}`).join(' · ');
    return ` ${done}${bold(drawn.keysInShell, style)}: ${keys}`;
  }
  const nodes =
    source.nodes.length > 1 ? lessonKeys.filter(({ action }) => action === 'node').map(({ action }) => action) : [];
  return ` ${[...inLesson, ...nodes].map((action) => `${bold(keyOf(action), style)} ${shortName(action, drawn)}`).join('  ')}`;
}

function shortName(action: Action, { short, actions }: Words['drawn']): string {
  const names: Readonly<Record<string, string>> = short;
  return names[action] ?? actions[action];
}

function overlayLines(
  source: ViewSource,
  state: UiState,
  style: PlainStyle,
  words: Words,
): readonly string[] | undefined {
  const { drawn } = words;
  if (state.overlay?.type === 'list') {
    return [
      ...blocksToLines([headingOf(drawn.listHeading, 2)], style),
      '',
      ...source.list.map((line) => clip(line, style.width)),
    ];
  }
  if (state.overlay?.type !== 'help') return undefined;
  const keys = lessonKeys.map(({ action, keys: names }) => fit(names.join(', '), 22) + drawn.actions[action]);
  return [
    ...blocksToLines([headingOf(drawn.helpHeading, 2)], style),
    '',
    ...blocksToLines(
      [{ type: 'prose', node: { type: 'paragraph', children: [{ type: 'text', value: drawn.helpIntro }] } }],
      style,
    ),
    '',
    ...keys.map((line) => clip(line, style.width)),
  ];
}

function progressBar(done: number, total: number, width: number, { ascii }: PlainStyle): string {
  const cells = Math.max(4, width);
  const full = Math.round((done / Math.max(1, total)) * cells);
  return (ascii ? '#' : '█').repeat(full) + (ascii ? '.' : '░').repeat(cells - full);
}

function colour(code: string, text: string, style: PlainStyle): string {
  return style.colour ? `\u001b[${code}m${text}\u001b[0m` : text;
}

function bold(text: string, style: PlainStyle): string {
  return style.colour ? `\u001b[1m${text}\u001b[0m` : text;
}

/** Which shell has the keys: brackets say it, inverse video shows it. */
function mark(text: string, strong: boolean, style: PlainStyle): string {
  return strong && style.colour ? `\u001b[7m${text}\u001b[0m` : text;
}
