import type { Lesson, Step } from '../../lesson/types.ts';
import { blocksToLines, type PlainStyle } from '../../lesson/plain.ts';
import { paint } from '../../lesson/plain/style.ts';
import { wrapText } from '../../lesson/plain/wrap.ts';
import type { Verdicts } from '../../session/judge-step.ts';
import type { Words } from '../../words/index.ts';
import {
  debriefPage,
  firstOpen,
  headingOf,
  hintPage,
  lessonHead,
  otherNodes,
  questionOf,
  shownBlocks,
  solutionPage,
  verdictLines,
} from '../plain/pages.ts';
import type { PictureSource } from './picture-pane.ts';
import type { UiState } from './state.ts';

/** What the lesson pane is made of, beside the state of the screen. */
export interface PageSource {
  readonly lesson: Lesson;
  readonly position: number;
  readonly verdicts: Verdicts;
  /** Everything has been typed and still something is missing: say what, unasked. */
  readonly stuck: boolean;
  /** The step has been done: it is shown to be read again. */
  readonly isAgain: boolean;
  /** The lesson after this one. */
  readonly after: Lesson | undefined;
  /** The learner's own network, for the pictures in the text. */
  readonly picture: Pick<PictureSource, 'draw'>;
}

/** What the lesson pane can show. */
export interface Page {
  /** From its top; none is wider than the style's width. */
  readonly lines: readonly string[];
  /** The line with which the open step begins. */
  readonly step: number;
  /** Columns that the widest drawing lacks: how far it can be scrolled sideways. */
  readonly beyond: number;
}

export function lessonPage(source: PageSource, state: UiState, style: PlainStyle, words: Words): Page {
  const step = source.lesson.steps[source.position];
  if (step === undefined) return { lines: [], step: 0, beyond: 0 };
  if (state.lessonDone) return { lines: doneLines(source, state, style, words), step: 0, beyond: 0 };
  const cuts = createCuts();
  const inner = { ...style, codeFrom: state.sideways, onCut: cuts.onCut };
  const head = before(source, state, inner, words);
  const lines = [
    ...head,
    ...stepText(source, step, inner, words),
    ...extras(step, state, inner, words),
    ...(cuts.most() > 0 ? ['', ...fold(words.drawn.cut, style)] : []),
    ...checks(source, step, state, style, words),
  ];
  return { lines, step: head.length, beyond: cuts.most() };
}

/** What drawings lack, as they are drawn. */
function createCuts() {
  let most = 0;
  return {
    onCut: (columns: number): void => void (most = Math.max(most, columns)),
    most: (): number => most,
  };
}

/** The lesson is done: what was found in its last step, and what comes after it. */
function doneLines({ lesson, after }: PageSource, state: UiState, style: PlainStyle, words: Words): string[] {
  const passed = state.passed === undefined ? undefined : lesson.steps[state.passed];
  const onward = after === undefined ? words.drawn.courseDone : words.drawn.nextLesson(after);
  const ends =
    lesson.checkpoint === undefined
      ? [words.course.lessonDone({ title: lesson.title }), onward]
      : [words.checkpoint.allReached];
  return [
    ...(passed === undefined ? [] : passedLines(passed, state, style, words)),
    ...ends.flatMap((text) => ['', ...fold(text, style)]),
    ...saidLines(state, style),
  ];
}

/** What stands above the open step: the debrief of the one that has just passed, or the lesson's head. */
function before({ lesson, position, isAgain }: PageSource, state: UiState, style: PlainStyle, words: Words): string[] {
  const passed = state.passed === undefined ? undefined : lesson.steps[state.passed];
  if (passed !== undefined) return [...passedLines(passed, state, style, words), '', line(style), ''];
  const again = isAgain ? [...fold(words.drawn.again, style), ''] : [];
  return position === 0 ? [...again, ...lessonHead(lesson, style, words), ''] : again;
}

/** The tick, what could still be looked at, and the debrief; the first line is ours and may be too long. */
function passedLines(step: Step, { unseen }: UiState, style: PlainStyle, words: Words): string[] {
  const [head = '', ...rest] = debriefPage(step, style, words);
  // The step passed before they were typed, and its text has gone: they are worth a look all the same.
  const look = unseen.length === 0 ? [] : [words.drawn.unseen, ...unseen.map((command) => `  $ ${command}`)];
  const shown = look.flatMap((text) => text.split('\n')).flatMap((text) => fold(text, style));
  return [...fold(head, style), ...(shown.length === 0 ? [] : ['', ...shown]), ...rest];
}

/** Wrapping is by far the dearest part of a frame: the text of a step is kept until it, or how it is shown, is another. */
let kept: { readonly of: readonly unknown[]; readonly lines: readonly string[]; readonly beyond: number } | undefined;

function stepText(
  { lesson, position, picture: { draw } }: PageSource,
  step: Step,
  style: PlainStyle,
  words: Words,
): readonly string[] {
  const picture = hasPicture(step) ? draw(Math.max(2, style.width - 2)) : undefined;
  // A catalogue's area is another one in another language.
  const of = [step, picture, words.drawn, style.width, style.colour, style.ascii, style.codeFrom];
  if (kept === undefined || of.some((each, index) => each !== kept?.of[index])) {
    const cuts = createCuts();
    const live = picture?.lines.map((each) => `  ${each}`);
    const title = words.course.stepTitle({ step: position + 1, of: lesson.steps.length, title: step.title });
    const lines = [
      ...blocksToLines([headingOf(title, 2)], style),
      '',
      ...shownBlocks(lesson, step)
        .map((block) =>
          block.type === 'topology' && live !== undefined
            ? live
            : blocksToLines([block], { ...style, onCut: cuts.onCut }),
        )
        .filter(({ length }) => length > 0)
        .flatMap((group, index) => (index > 0 ? ['', ...group] : group)),
      ...otherNodes(step).flatMap((node) => [
        '',
        ...fold(words.course.otherNode({ node, how: words.drawn.nodeHow }), style),
      ]),
    ];
    kept = { of, lines, beyond: cuts.most() };
  }
  if (kept.beyond > 0) style.onCut?.(kept.beyond);
  return kept.lines;
}

/** Whether the step's text has a picture of the network in it. */
export function hasPicture({ blocks }: Step): boolean {
  return blocks.some(({ type }) => type === 'topology');
}

/** What the course said to a question, such as `explain`. */
function saidLines({ said }: UiState, style: PlainStyle): string[] {
  return said.length === 0 ? [] : ['', ...said.flatMap((text) => fold(text, style))];
}

function extras(step: Step, state: UiState, style: PlainStyle, words: Words): string[] {
  const hints = step.hints.slice(0, state.hints).flatMap((_, index) => {
    const [head = '', ...text] = hintPage(step, index + 1, style, words);
    return ['', ...fold(head, style), ...text];
  });
  return [
    ...hints,
    ...saidLines(state, style),
    ...(state.solution ? ['', ...solutionPage(step, words).flatMap((text) => fold(text, style))] : []),
  ];
}

function checks(
  { verdicts, stuck }: PageSource,
  step: Step,
  state: UiState,
  style: PlainStyle,
  words: Words,
): string[] {
  const visible = step.checks.filter(({ hidden }) => !hidden);
  const open = stuck ? firstOpen(visible, verdicts) : undefined;
  const lines = visible.flatMap((check) => {
    const question = questionOf(check);
    const all = verdictLines(check, verdicts.get(check.id), words);
    const isExplained = state.explain || check === open;
    const shown = isExplained ? all : all.slice(0, 1).map((head) => head.replace(/^✗/, '○'));
    return question === undefined || verdicts.get(check.id)?.state === 'pass'
      ? shown
      : [...shown, `    ${words.drawn.answerHow}`];
  });
  return ['', words.signs.heading({ text: words.drawn.checksHeading }), ...lines.flatMap((text) => fold(text, style))];
}

/** Wraps a line of our own; its continuation is indented two columns deeper. */
function fold(text: string, { width, colour, ascii }: PlainStyle): string[] {
  const indent = (/^\s*/.exec(text)?.[0] ?? '').slice(0, Math.max(0, width - 8));
  const own = ascii ? text.trim().replace(/^[✓✗○·?]/, (sign) => asciiSigns[sign] ?? sign) : text.trim();
  const lines = wrapText(own, Math.max(2, width - indent.length - 2));
  return lines.map((spans, index) => `${indent}${index === 0 ? '' : '  '}${tint(paint(spans, colour), colour)}`);
}

const asciiSigns: Readonly<Record<string, string>> = { '✓': '+', '✗': 'x', '○': 'o', '·': '.' };

/** The sign at a verdict's beginning in its colour; the sign alone says it too. */
function tint(text: string, colour: boolean): string {
  if (!colour) return text;
  return text.replace(/^([✓+✗!])(?= )/, (sign) => {
    const code = sign === '✓' || sign === '+' ? '32' : sign === '✗' ? '31' : '33';
    return `\u001b[${code}m${sign}\u001b[0m`;
  });
}

function line({ width, ascii }: PlainStyle): string {
  return (ascii ? '-' : '─').repeat(width);
}
