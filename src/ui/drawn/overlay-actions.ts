import type { Session } from '../../session/types.ts';
import { questionOf } from '../plain/pages.ts';
import type { ActionContext } from './action-context.ts';
import type { Edit } from './input.ts';

/** What is asked, chosen or typed over the lesson. */
export interface OverlayActions {
  readonly confirm: (yes: boolean, interrupted: boolean) => void;
  readonly editList: (edit: Edit) => void;
  readonly editAsked: (edit: Edit) => void;
  /** Answers the step's open question. */
  readonly answer: (text: string) => void;
}

/** @param request does what is typed for `explain`, `trace` or `capture` */
export function createOverlayActions(
  context: ActionContext,
  request: (words: readonly string[]) => void,
): OverlayActions {
  const { options, session, getState, dispatch, entries, run, finish } = context;
  const { words } = options.ports;
  const say = (text: string): void => dispatch({ type: 'notice', text });

  const confirm = (yes: boolean, interrupted: boolean): void => {
    const { overlay } = getState();
    dispatch({ type: 'close-overlay' });
    if (!yes || overlay?.type !== 'confirm') return;
    if (overlay.what === 'quit') finish({ quit: true, interrupted });
    else if (!interrupted) run(session.resetStep());
  };

  const editList = (edit: Edit): void => {
    const { overlay } = getState();
    if (overlay?.type !== 'list') return;
    if (edit.type === 'move') return dispatch({ type: 'select', by: edit.by, count: entries().length });
    if (edit.type !== 'send') return dispatch({ type: 'query', query: edited(overlay.query, edit) });
    const entry = entries()[overlay.selected];
    dispatch({ type: 'close-overlay' });
    if (entry === undefined) return;
    if (entry.lesson.id === session.lesson.id) run(session.goTo(entry.position));
    else finish({ lesson: entry.lesson, position: entry.position });
  };

  const editAsked = (edit: Edit): void => {
    const { overlay } = getState();
    if (overlay?.type !== 'ask') return;
    const { what, text, choices } = overlay;
    if (edit.type === 'move') return dispatch({ type: 'ask-text', text: chosen(choices, text, edit.by) });
    if (edit.type !== 'send') return dispatch({ type: 'ask-text', text: edited(text, edit) });
    dispatch({ type: 'close-overlay' });
    if (what === 'answer') answer(text);
    else request([what, ...text.split(/\s+/).filter((word) => word !== '')]);
  };

  const answer = (text: string): void => {
    const open = openQuestion(session);
    if (open === undefined) return say(words.course.noQuestion);
    run(
      session.answer(open, text).then((verdicts) => {
        const isRight = verdicts.get(open)?.state === 'pass';
        say(isRight ? words.course.answerRight : words.course.answerWrong);
      }),
    );
  };

  return { confirm, editList, editAsked, answer };
}

/** The id of the step's first question without a right answer. */
export function openQuestion({ step, verdicts }: Session): string | undefined {
  return step.checks.find((check) => questionOf(check) !== undefined && verdicts.get(check.id)?.state !== 'pass')?.id;
}

/** The choice before or behind the one that stands there. */
function chosen(choices: readonly string[], text: string, by: number): string {
  const at = choices.indexOf(text);
  const next = at === -1 ? (by > 0 ? 0 : -1) : (at + by) % choices.length;
  return choices.at(next) ?? text;
}

function edited(text: string, edit: Edit): string {
  if (edit.type === 'text') return text + edit.text;
  return edit.type === 'erase' ? [...text].slice(0, -1).join('') : text;
}
