import { lessonAfter } from '../../lesson/place.ts';
import type { Command } from '../../lesson/types.ts';
import type { Session } from '../../session/types.ts';
import { linkChoices, pairChoices } from '../../topology/choices.ts';
import { takePicture } from '../../topology/needs.ts';
import { topologyOf } from '../../topology/topology.ts';
import { hintCost } from '../plain/pages.ts';
import type { ActionContext } from './action-context.ts';
import type { Route } from './input.ts';
import type { Action } from './keys.ts';
import type { ListEntry } from './list.ts';
import { createOverlayActions, openQuestion } from './overlay-actions.ts';
import { createTypedRequests, type TypedRequests } from './typed-requests.ts';

/** What keys, and words typed at the lab's shell, do in the course. */
export interface Actions extends TypedRequests {
  readonly take: (route: Exclude<Route, { readonly to: 'shell' }>) => void;
}

/** The most text that is put on the clipboard (OSC 52 payloads beyond that are refused by terminals). */
const maxCopy = 64 * 1024;

/** Does what a key asks for: everything that is more than a change of what is shown. */
export function createActions(context: ActionContext): Actions {
  const { options, session, screen, getState, dispatch, entries, showNode, run, finish } = context;
  const { words } = options.ports;
  const { confirm, editList, editAsked, answer } = createOverlayActions(context, (typed) => request(typed));
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
    options.stage.write(`\u001b]52;c;${Buffer.from(text).toString('base64')}\u0007`);
    say(words.drawn.copied({ lines: text.split('\n').length }));
  };

  const scrollShell = (lines: number): void => {
    screen()?.scroll(lines);
    dispatch({ type: 'scroll', lines: 0 });
  };

  /** What the arrows choose from, as the network is now. */
  const offer = async (asked: 'explain' | 'trace' | 'capture'): Promise<void> => {
    const { lab } = session;
    if (lab === undefined) return;
    const topology = topologyOf(await takePicture(lab.snapshot, lab.nodes));
    const choices = asked === 'capture' ? linkChoices(topology) : pairChoices(topology);
    dispatch({ type: 'ask-choices', choices });
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
      case 'explain':
      case 'trace':
      case 'capture':
        return run(offer(action));
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
        return options.stage.suspend();
      default:
        return;
    }
  };

  const { request, close } = createTypedRequests({ ...context, act, answer });

  return {
    request,
    close,
    take: (route) => {
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
        case 'ask':
          return editAsked(route.edit);
        case 'close':
          return dispatch({ type: 'close-overlay' });
        case 'nothing':
          return;
      }
    },
  };
}

function passedOf({ step, verdicts }: Session): { passed: number; of: number } {
  const visible = step.checks.filter(({ hidden }) => !hidden);
  return { passed: visible.filter(({ id }) => verdicts.get(id)?.state === 'pass').length, of: visible.length };
}
