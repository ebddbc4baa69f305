import { lessonAfter } from '../../lesson/place.ts';
import type { Command, NodeName } from '../../lesson/types.ts';
import type { Session } from '../../session/types.ts';
import type { Screen } from '../../terminal/screen.ts';
import { hintCost, questionOf } from '../plain/pages.ts';
import { createFollower } from '../plain/follow.ts';
import { networkReplies } from '../plain/network.ts';
import type { Edit, Route } from './input.ts';
import type { Action } from './keys.ts';
import type { ListEntry } from './list.ts';
import type { DrawnEnd, DrawnOptions } from './run.ts';
import type { LivePicture } from './picture.ts';
import type { Stage } from './stage.ts';
import type { UiEvent, UiState } from './state.ts';

export interface ActionContext {
  readonly options: Pick<DrawnOptions<unknown>, 'course' | 'lesson' | 'ports' | 'style'>;
  readonly session: Session;
  readonly stage: Stage;
  readonly picture: Pick<LivePicture, 'mark'>;
  readonly screen: () => Screen | undefined;
  /** Speaks another language, the named one or the next. */
  readonly speak: (name?: string) => Promise<void>;
  readonly getState: () => UiState;
  readonly dispatch: (event: UiEvent) => void;
  readonly entries: () => readonly ListEntry[];
  readonly showNode: (node: NodeName) => void;
  /** Waits for work whose failure becomes a notice. */
  readonly run: (work: Promise<unknown>) => void;
  readonly finish: (end: DrawnEnd) => void;
}

/** The most text that is put on the clipboard (OSC 52 payloads beyond that are refused by terminals). */
const maxCopy = 64 * 1024;

/** Lines of a link that is followed: the last ones. */
const maxFollowed = 20;

/** Does what a key asks for: everything that is more than a change of what is shown. */
export function createActions(context: ActionContext) {
  const { options, session, stage, picture, screen, getState, dispatch, entries, showNode, run, finish } = context;
  const { words } = options.ports;
  const network = networkReplies(words, options.style.ascii);
  let followed: readonly string[] = [];
  const follower = createFollower(words, (lines) => {
    followed = [...followed, ...lines].slice(-maxFollowed);
    dispatch({ type: 'follows', lines: followed });
  });
  const say = (text: string): void => dispatch({ type: 'notice', text });

  const next = (): void => {
    const { lesson } = session;
    if (lesson.checkpoint !== undefined && session.frontier < lesson.steps.length) return run(session.next());
    const isLast = session.position + 1 >= lesson.steps.length;
    if (!isLast) {
      const { step, position, frontier } = session;
      run(session.next());
      if (position === frontier) say(words.course.skipped({ title: step.title }));
      return;
    }
    if (session.frontier < lesson.steps.length) return say(words.course.checksLeft(passedOf(session)));
    const after = lessonAfter(options.course, options.lesson);
    finish(after === undefined ? { pick: true } : { lesson: after, position: 0 });
  };

  const typeCommand = (command: Command, enter: boolean): void => {
    if (command.node !== getState().node) showNode(command.node);
    const terminal = session.terminal(command.node);
    if (!terminal.atPrompt) return say(words.drawn.notAtPrompt);
    // ^E ^U: what stands in the line goes, so that asking twice types once.
    terminal.write(`\u0005\u0015${command.text.replaceAll('\n', '\r')}${enter ? '\r' : ''}`);
    dispatch({ type: 'action', action: 'shell' });
  };

  const type = (enter: boolean): void => {
    if (session.lesson.mode === 'challenge') return say(words.drawn.notInChallenge);
    const command = session.nextCommand();
    if (command === undefined) say(words.drawn.nothingToType);
    else typeCommand(command, enter);
  };

  const otherNode = (): void => {
    const nodes = session.lab?.nodes ?? [];
    const node = nodes[(nodes.indexOf(getState().node) + 1) % nodes.length];
    if (node === undefined || nodes.length < 2) say(words.drawn.oneNode);
    else showNode(node);
  };

  const isHere = (entry: ListEntry): boolean =>
    entry.lesson.id === session.lesson.id && entry.position === session.position;

  const copy = (): void => {
    const shown = screen();
    if (shown === undefined) return;
    const lines = Array.from({ length: shown.rows }, (_, y) => shown.row(y).texts.join('').trimEnd());
    const text = lines.join('\n').trimEnd().slice(0, maxCopy);
    stage.write(`\u001b]52;c;${Buffer.from(text).toString('base64')}\u0007`);
    say(words.drawn.copied({ lines: text.split('\n').length }));
  };

  const scrollShell = (lines: number): void => {
    screen()?.scroll(lines);
    dispatch({ type: 'scroll', lines: 0 });
  };

  const act = (action: Action): void => {
    if (action === 'solution' && session.lesson.checkpoint !== undefined) return say(words.checkpoint.noSolution);
    dispatch({ type: 'action', action });
    switch (action) {
      case 'next':
        return next();
      case 'back':
        return session.position === 0 ? say(words.course.alreadyFirst) : run(session.back());
      case 'hint': {
        const level = session.hint();
        if (level > 0) {
          dispatch({ type: 'hint', level });
          const cost = hintCost(session.lesson, words);
          return cost === undefined ? undefined : say(cost);
        }
        if (session.hintsOff) return say(words.checkpoint.hintsOff);
        return say(session.step.hints.length === 0 ? words.course.noHints : words.course.noMoreHints);
      }
      case 'type':
        return type(false);
      case 'run':
        return type(true);
      case 'check':
        return run(session.judge());
      case 'list':
        return dispatch({ type: 'select', by: Math.max(0, entries().findIndex(isHere)), count: entries().length });
      case 'answer':
        if (openQuestion(session) !== undefined) return;
        dispatch({ type: 'close-overlay' });
        return say(words.course.noQuestion);
      case 'node':
        return otherNode();
      case 'older':
        return scrollShell(Math.max(1, (screen()?.rows ?? 2) - 1));
      case 'newer':
        return scrollShell(-Math.max(1, (screen()?.rows ?? 2) - 1));
      case 'copy':
        return copy();
      case 'language':
        return run(context.speak());
      case 'suspend':
        return stage.suspend();
      default:
        return;
    }
  };

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

  const editAnswer = (edit: Edit): void => {
    const { overlay } = getState();
    if (overlay?.type !== 'answer') return;
    if (edit.type !== 'send') return dispatch({ type: 'answer-text', text: edited(overlay.text, edit) });
    dispatch({ type: 'close-overlay' });
    answer(overlay.text);
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

  /** `course WORD …` typed at the lab's shell does what the key does. */
  const request = ([word = '', ...rest]: readonly string[]): void => {
    const action = requests[word];
    if (word === 'answer' && rest.length > 0) return answer(rest.join(' '));
    if (word === 'lang') return run(context.speak(rest[0]));
    if (word === 'explain')
      return run(network.explain(session.lab, rest).then((lines) => dispatch({ type: 'said', lines })));
    if (word === 'trace')
      return run(
        network.traceBeside(session.lab, rest).then(({ lines, mark }) => {
          dispatch({ type: 'said', lines });
          if (mark !== undefined) picture.mark(mark);
        }),
      );
    if (word === 'capture') {
      return run(
        follower.follow(session.lab, rest).then((lines) => {
          followed = [];
          dispatch({ type: 'said', lines });
        }),
      );
    }
    if (word === 'controlplane' || word === 'node01') return showNode(word);
    if (action === undefined) return say(words.course.unknownRequest({ word }));
    act(action);
  };

  return {
    request,
    close: follower.close,
    take: (route: Exclude<Route, { readonly to: 'shell' }>): void => {
      switch (route.to) {
        case 'leader':
          return dispatch({ type: 'leader' });
        case 'action':
          return act(route.action);
        case 'scroll-shell':
          return scrollShell(route.lines);
        case 'scroll-lesson':
          return dispatch({ type: 'scroll', lines: route.lines });
        case 'scroll-picture':
          return dispatch({ type: 'scroll-picture', lines: route.lines });
        case 'confirm':
          return confirm(route.yes, route.interrupted);
        case 'interrupt':
          return finish({ quit: true, interrupted: true });
        case 'list':
          return editList(route.edit);
        case 'answer':
          return editAnswer(route.edit);
        case 'close':
          return dispatch({ type: 'close-overlay' });
        case 'nothing':
          return;
      }
    },
  };
}

const requests: Readonly<Record<string, Action>> = {
  next: 'next',
  back: 'back',
  hint: 'hint',
  solution: 'solution',
  check: 'check',
  list: 'list',
  reset: 'reset',
  help: 'help',
  quit: 'quit',
  answer: 'answer',
  topology: 'picture',
};

/** The id of the step's first question without a right answer. */
function openQuestion({ step, verdicts }: Session): string | undefined {
  return step.checks.find((check) => questionOf(check) !== undefined && verdicts.get(check.id)?.state !== 'pass')?.id;
}

function passedOf({ step, verdicts }: Session): { passed: number; of: number } {
  const visible = step.checks.filter(({ hidden }) => !hidden);
  return { passed: visible.filter(({ id }) => verdicts.get(id)?.state === 'pass').length, of: visible.length };
}

function edited(text: string, edit: Edit): string {
  if (edit.type === 'text') return text + edit.text;
  return edit.type === 'erase' ? [...text].slice(0, -1).join('') : text;
}
