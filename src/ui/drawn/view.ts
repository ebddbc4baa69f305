import stringWidth from 'string-width';
import { titleOf } from '../../check/judge.ts';
import type { PlainStyle } from '../../lesson/plain.ts';
import type { NodeName } from '../../lesson/types.ts';
import type { Words } from '../../words/index.ts';
import { firstOpen, headingOf, paragraphOf, questionOf } from '../plain/pages.ts';
import { blocksToLines } from '../../lesson/plain.ts';
import { paint } from '../../lesson/plain/style.ts';
import { wrapText } from '../../lesson/plain/wrap.ts';
import { asciiText } from './ascii.ts';
import { clip, fit, spread } from './fit.ts';
import { lessonKeys } from './keys.ts';
import { bold, colour, mark } from './look.ts';
import { smallest, type Layout } from './layout.ts';
import { lessonPage, type PageSource } from './page.ts';
import { capturePane } from './capture-pane.ts';
import { picturePane, type PictureSource } from './picture-pane.ts';
import { statusLine } from './status-line.ts';
import { visibleScroll, type Extent } from './scroll.ts';
import type { UiState } from './state.ts';

/** Everything the screen shows but the shell's rows: lines of exactly the parts' widths. */
export interface View {
  readonly layout: Layout;
  readonly header: string;
  readonly lesson: readonly string[];
  /** The line between the panes, when it is horizontal. */
  readonly divider: string;
  readonly vertical: string;
  readonly pictureTitle?: string;
  readonly picture?: readonly string[];
  readonly captureTitle?: string;
  readonly capture?: readonly string[];
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
  /** What is left of an exam's time. */
  readonly clock?: string;
  readonly picture: PictureSource;
}

/** All that there is room for: what to do, on as many rows as it takes. Pure. */
export function tooSmallView(layout: Layout, { ascii }: Pick<PlainStyle, 'ascii'>, words: Words): View {
  const text = words.drawn.tooSmall(smallest);
  return {
    layout,
    header: ascii ? asciiText(text) : text,
    lesson: [],
    divider: '',
    vertical: '',
    checks: '',
    status: '',
    extent: { lines: 0, height: 0 },
  };
}

/** Composes the screen's text. Pure: the same source, state and layout give the same lines. */
export function viewOf(source: ViewSource, state: UiState, layout: Layout, style: PlainStyle, words: Words): View {
  if (layout.mode === 'too-small') return tooSmallView(layout, style, words);
  const { columns } = layout;
  const { drawn } = words;
  const side = layout.mode === 'side';
  const bar = style.ascii ? '-' : '─';
  const width = (layout.lesson ?? layout.picture)?.width ?? layout.columns;
  const height = layout.lesson?.height ?? 0;
  const inner = { ...style, width: Math.max(2, width - 2) };
  const page = lessonPage(source, state, inner, words);
  const overlay = overlayLines(source, state, inner, words);
  const lines = overlay ?? page.lines;
  const pane = picturePane(source.picture, state, layout, style, words);
  const extent = {
    lines: lines.length,
    height,
    step: page.step,
    beyond: overlay === undefined ? page.beyond : 0,
    besideShell: (layout.lesson ?? layout.picture) !== undefined && layout.shell !== undefined,
    ...(pane === undefined ? {} : { picture: pane.extent, pictureAlone: layout.lesson === undefined }),
  };
  const first = visibleScroll(firstLine(source, state, height), extent);
  const shown = lines.slice(first, first + height).map((line) => ` ${line}`);
  const place = drawn.lessonStep({
    lesson: source.lesson.title,
    step: source.position + 1,
    of: source.lesson.steps.length,
  });
  const roomy = stringWidth(place) + drawn.app.length + 24 < (side ? width : columns);
  const title = roomy
    ? ` ${bold(drawn.app, style)} ${bar} ${plainSigns(place, style)} `
    : ` ${plainSigns(place, style)} `;
  const below = lines.length - first - height;
  const hidden =
    layout.lesson === undefined
      ? undefined
      : below > 0
        ? drawn.hiddenBelow({ lines: below })
        : first > 0
          ? drawn.hiddenAbove({ lines: first })
          : undefined;
  const more = hidden === undefined ? '' : ` ${style.ascii ? asciiText(hidden) : hidden} `;
  const clock = source.clock === undefined ? '' : `${source.clock}  `;
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
    ...(pane === undefined ? {} : { pictureTitle: pane.title, picture: pane.lines }),
    ...capturePane(state, layout, style, words),
    checks: fit(plainSigns(` ${clock}${checksLine(source, columns - 2 - clock.length, style, words)}`, style), columns),
    status: fit(
      plainSigns(statusLine({ ...source, beyond: extent.beyond }, state, layout, style, words), style),
      columns,
    ),
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
function checksLine(
  { lesson, position, verdicts, stuck }: ViewSource,
  width: number,
  style: PlainStyle,
  words: Words,
): string {
  const step = lesson.steps[position];
  if (step === undefined) return '';
  const visible = step.checks.filter(({ hidden }) => !hidden);
  const signs = visible.map(({ id }) => signOf(verdicts.get(id)?.state, stuck, style)).join('');
  const open = firstOpen(visible, verdicts);
  if (open === undefined) return signs;
  const verdict = verdicts.get(open.id);
  const title = titleOf(open, words);
  if (verdict?.observed === undefined || questionOf(open) !== undefined) return `${signs}  ${title}`;
  // What was found is the news: where both do not fit, the title gives way.
  const found = `${style.ascii ? '-' : '—'} ${words.course.observed({ text: verdict.observed })}`;
  const room = width - stringWidth(signs) - 3 - stringWidth(found);
  const short = stringWidth(title) <= room ? title : room < 12 ? '' : `${clip(title, room - 1)}…`;
  return `${signs}  ${short === '' ? '' : `${short} `}${found}`;
}

/** What has not come true yet is open (○); it is wrong (✗) only once everything has been typed. */
function signOf(state: string | undefined, stuck: boolean, style: PlainStyle): string {
  if (state === 'pass') return colour('32', style.ascii ? '+' : '✓', style);
  if (state === 'fail' && !stuck) return style.ascii ? 'o' : '○';
  if (state === 'fail') return colour('31', style.ascii ? 'x' : '✗', style);
  return state === 'error' ? colour('33', '!', style) : style.ascii ? '.' : '·';
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
  const column = style.width < 50 ? 10 : 24;
  const keys = lessonKeys.flatMap(({ action, keys: names }) => {
    const text = wrapText(drawn.actions[action], Math.max(2, style.width - column - 1));
    const shown = column < 20 ? (names[0] ?? '') : words.signs.list({ names });
    return text.map((spans, index) => `${fit(index === 0 ? shown : '', column)} ${paint(spans, style.colour)}`);
  });
  return [
    ...blocksToLines([headingOf(drawn.helpHeading, 2)], style),
    '',
    ...blocksToLines([paragraphOf(drawn.helpIntro)], style),
    '',
    ...keys.map((line) => clip(line, style.width)),
  ];
}

/** Signs of our own texts as ASCII, where that is all there is. */
function plainSigns(text: string, { ascii }: PlainStyle): string {
  return ascii ? asciiText(text) : text;
}
