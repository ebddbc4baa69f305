import type { Session, SessionEvent } from '../../session/types.ts';
import { labEndedText } from '../plain/lab-end.ts';
import type { LiveShells } from './live-shells.ts';
import type { Model } from './model.ts';
import type { DrawnOptions } from './types.ts';

export interface FollowSessionContext {
  readonly options: Pick<DrawnOptions<unknown>, 'ports' | 'recorder' | 'onReady'>;
  readonly session: Session;
  readonly dispatch: Model['dispatch'];
  readonly live: LiveShells;
  /** Waits for work whose failure becomes a notice. */
  readonly run: (work: Promise<unknown>) => void;
  /** There is something to look at while the lab is built. */
  readonly onReplay: () => void;
  /** Something is to be drawn anew. */
  readonly onChange: () => void;
}

/** What the screen makes of what happens in the session. */
export function createSessionFollower(context: FollowSessionContext): (event: SessionEvent) => void {
  const { options, session, dispatch, live, run, onReplay, onChange } = context;
  const { words } = options.ports;
  let isAdvancing = false;
  let isReplayed = false;
  let judged = '';

  const onPassed = ({ step, last }: Extract<SessionEvent, { type: 'passed' }>): void => {
    options.recorder?.marker(`${session.lesson.id}/${step.id}`);
    const unseen = session.untyped().filter(({ look }) => look);
    dispatch({ type: 'passed', position: session.position, unseen: unseen.map(({ text }) => text), last });
    if (last) return;
    isAdvancing = true;
    run(session.next().finally(() => (isAdvancing = false)));
  };

  return (event) => {
    switch (event.type) {
      case 'building':
        isReplayed = event.total > 0;
        if (isReplayed) onReplay();
        return dispatch({ type: 'building', done: event.done, total: event.total });
      case 'ready':
        live.clear();
        dispatch({ type: 'ready' });
        if (isReplayed) dispatch({ type: 'notice', text: words.drawn.rebuilt });
        options.onReady?.();
        return run(live.show(session.terminal('controlplane')));
      case 'moved':
        // Of the step that is shown now nothing was judged yet, even if it was before.
        judged = '';
        return isAdvancing ? onChange() : dispatch({ type: 'moved', hints: session.hintsShown });
      case 'verdicts': {
        // A running command is judged after every piece of its output; mostly nothing is new.
        const found = JSON.stringify([...event.verdicts]);
        if (found === judged) return;
        judged = found;
        return onChange();
      }
      case 'passed':
        return onPassed(event);
      case 'terminal':
        dispatch({ type: 'notice', text: words.course.shellEnded });
        return run(live.show(event.terminal));
      case 'ended':
        dispatch({ type: 'notice', text: labEndedText(session.lesson, event.end, words) });
        return run(session.rebuild());
      case 'error':
        return run(Promise.reject(event.error instanceof Error ? event.error : new Error(String(event.error))));
    }
  };
}
