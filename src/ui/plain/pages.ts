import { titleOf } from '../../check/judge.ts';
import type { Check, Verdict } from '../../check/types.ts';
import { blocksToLines, type PlainStyle } from '../../lesson/plain.ts';
import type { Block, Lesson, NodeName, Step } from '../../lesson/types.ts';
import type { Verdicts } from '../../session/judge-step.ts';
import type { Words } from '../../words/index.ts';

/** The pages of the plain course: pure, lines of text without line ends. */

/** A lesson's head: its title and what stands before its first step. */
export function lessonHead(lesson: Lesson, style: PlainStyle, words: Words): string[] {
  const title = `${lesson.title}${words.signs.aside({ text: words.course.lessonMinutes(lesson) })}`;
  return [...blocksToLines([headingOf(title, 1)], style), rule(style), '', ...blocksToLines(lesson.intro, style)];
}

/** A heading of our own among a lesson's. */
export function headingOf(text: string, depth: 1 | 2): Block {
  return { type: 'prose', node: { type: 'heading', depth, children: [{ type: 'text', value: text }] } };
}

/** A paragraph of our own. */
export function paragraphOf(text: string): Block {
  return { type: 'prose', node: { type: 'paragraph', children: [{ type: 'text', value: text }] } };
}

/** What of a step is shown: a challenge states goals only, its commands are the hidden solution. */
export function shownBlocks(lesson: Lesson, step: Step): readonly Block[] {
  return lesson.mode === 'guided' ? step.blocks : step.blocks.filter(({ type }) => type !== 'console');
}

export function stepPage(lesson: Lesson, position: number, style: PlainStyle, words: Words): string[] {
  const step = lesson.steps[position];
  if (step === undefined) return [];
  const title = words.course.stepTitle({ step: position + 1, of: lesson.steps.length, title: step.title });
  return [
    '',
    ...blocksToLines([headingOf(title, 2)], style),
    rule(style),
    '',
    ...blocksToLines(shownBlocks(lesson, step), style),
    ...otherNodes(step).flatMap((node) => ['', words.course.otherNode({ node, how: `course ${node}` })]),
    ...step.checks.flatMap((check) => {
      const question = questionOf(check);
      return question === undefined ? [] : ['', ...words.course.question({ question }).split('\n')];
    }),
    '',
  ];
}

/** Machines other than the host that a step's commands are typed on. */
export function otherNodes({ commands }: Step): readonly NodeName[] {
  return [...new Set(commands.map(({ node }) => node))].filter((node) => node !== 'controlplane');
}

/** What a hint of a checkpoint costs, said beside it; undefined where hints are free. */
export function hintCost({ checkpoint }: Lesson, words: Words): string | undefined {
  const points = checkpoint?.hints;
  return typeof points === 'number' && points > 0 ? words.checkpoint.hintCosts({ points }) : undefined;
}

/** The text of an `ask` check. */
export function questionOf(check: Check): string | undefined {
  const { spec } = check;
  if (check.kind !== 'ask' || typeof spec !== 'object' || spec === null || !('question' in spec)) return undefined;
  return String(spec.question);
}

export function debriefPage(step: Step, style: PlainStyle, words: Words): string[] {
  const lines = [words.course.stepPassed({ title: step.title })];
  if (step.debrief.length === 0) return lines;
  const text = blocksToLines(
    step.debrief.map((node) => ({ type: 'prose', node })),
    { ...style, width: style.width - 2 },
  );
  return [
    ...lines,
    '',
    `  ${words.signs.heading({ text: words.course.whatHappened })}`,
    ...text.map((line) => `  ${line}`.trimEnd()),
  ];
}

export function hintPage(step: Step, level: number, style: PlainStyle, words: Words): string[] {
  const hint = step.hints[level - 1];
  if (hint === undefined) return [step.hints.length === 0 ? words.course.noHints : words.course.noMoreHints];
  return [
    words.signs.heading({ text: words.course.hintOf({ level, of: step.hints.length }) }),
    ...blocksToLines(
      hint.map((node) => ({ type: 'prose', node })),
      style,
    ),
  ];
}

export function solutionPage(step: Step, words: Words): string[] {
  if (step.commands.length === 0) return [words.course.noSolution];
  return [
    words.signs.heading({ text: words.course.solution }),
    ...step.commands.flatMap(({ text, node, interrupt }) => [
      ...text.split('\n').map((line) => `  ${line}`),
      ...(node === 'controlplane' ? [] : [`   ${words.signs.aside({ text: words.course.solutionOnNode({ node }) })}`]),
      ...(interrupt ? ['  ^C'] : []),
    ]),
  ];
}

/** Every check with its verdict; for one that fails: expected, observed, where to look. */
export function verdictPage(checks: readonly Check[], verdicts: Verdicts, words: Words): string[] {
  const visible = checks.filter(({ hidden }) => !hidden);
  const passed = visible.filter(({ id }) => verdicts.get(id)?.state === 'pass').length;
  return [
    ...visible.flatMap((check) => verdictLines(check, verdicts.get(check.id), words)),
    words.course.checksLeft({ passed, of: visible.length }),
  ];
}

export function verdictLines(check: Check, verdict: Verdict | undefined, words: Words): string[] {
  const title = pointsBeside(check, words);
  const { course } = words;
  if (verdict === undefined || verdict.state === 'skipped') return [course.checkWaiting({ title })];
  if (verdict.state === 'pass') return [course.checkPassed({ title })];
  const head = verdict.state === 'error' ? course.checkBroke({ title }) : course.checkFailed({ title });
  const { message: said, expected: wanted, observed: seen, why: reason, look: where } = verdict;
  const [message, expected, observed, why, look] = [said, wanted, seen, reason, where].map(withoutControls);
  const isQuestion = verdict.state === 'fail' && questionOf(check) !== undefined;
  return [
    isQuestion ? `? ${title}` : head,
    ...(message === undefined ? [] : [`    ${message}`]),
    ...(expected === undefined || expected === titleOf(check, words)
      ? []
      : [`    ${course.expected({ text: expected })}`]),
    ...(observed === undefined ? [] : [`    ${course.observed({ text: observed })}`]),
    ...(why === undefined ? [] : [`    ${course.why({ text: why })}`]),
    ...(look === undefined ? [] : [`    ${course.look({ text: look })}`]),
  ];
}

/** What a check demands, and the points it gives. */
function pointsBeside(check: Check, words: Words): string {
  const title = titleOf(check, words);
  return check.points === undefined
    ? title
    : `${title}${words.signs.aside({ text: words.checkpoint.points({ points: check.points }) })}`;
}

/** The first check that is not done: what a learner who has typed everything wants explained. */
export function firstOpen(checks: readonly Check[], verdicts: Verdicts): Check | undefined {
  return checks.find(
    ({ id, hidden }) => !hidden && !['pass', 'skipped'].includes(verdicts.get(id)?.state ?? 'skipped'),
  );
}

/** The steps of the lesson, numbered as `course goto` takes them. */
export function stepsPage(
  lesson: Lesson,
  position: number,
  stateOf: (step: Step) => 'passed' | 'skipped' | 'open',
  words: Words,
): string[] {
  const width = String(lesson.steps.length).length;
  return lesson.steps.map((step, index) => {
    const here = index === position ? `  ← ${words.course.state.here}` : '';
    return `${String(index + 1).padStart(width)}. ${step.title} [${words.course.state[stateOf(step)]}] (${step.id})${here}`;
  });
}

function rule({ width, ascii }: PlainStyle): string {
  return (ascii ? '-' : '─').repeat(Math.min(width, 72));
}

/** What a script printed or a file is called may hold escape sequences: a verdict is text, and moves no cursor. */
function withoutControls(text: string | undefined): string | undefined {
  return text?.replaceAll(/\p{Cc}/gu, '');
}
