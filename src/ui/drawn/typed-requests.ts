import { createFollower } from '../plain/follow.ts';
import { networkReplies } from '../plain/network.ts';
import type { ActionContext } from './action-context.ts';
import type { Action } from './keys.ts';
import type { Followed } from './state.ts';

/** Lines of a link that is followed: the last ones. */
const maxFollowed = 20;

/** `course WORD …`, typed at the lab's shell. */
export interface TypedRequests {
  readonly request: (words: readonly string[]) => void;
  readonly close: () => void;
}

export interface TypedRequestsContext extends Pick<
  ActionContext,
  'options' | 'session' | 'picture' | 'dispatch' | 'showNode' | 'run' | 'speak'
> {
  readonly act: (action: Action) => void;
  readonly answer: (text: string) => void;
}

/** Most words do what a key does; the others are answered below the step. */
export function createTypedRequests(context: TypedRequestsContext): TypedRequests {
  const { options, session, picture, dispatch, showNode, run, speak, act, answer } = context;
  const { words } = options.ports;
  const network = networkReplies(words, options.style.ascii);
  let followed: Followed | undefined;
  const show = (next: Followed | undefined): void => {
    followed = next;
    dispatch({ type: 'followed', followed });
  };
  const follower = createFollower(words, (lines) => {
    if (followed !== undefined) show({ ...followed, lines: [...followed.lines, ...lines].slice(-maxFollowed) });
  });

  const request = ([word = '', ...rest]: readonly string[]): void => {
    const action = requests[word];
    if (word === 'answer' && rest.length > 0) return answer(rest.join(' '));
    if (word === 'lang') return run(speak(rest[0]));
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
          const what = follower.following();
          show(what === undefined ? undefined : { what, lines: what === followed?.what ? followed.lines : [] });
          dispatch({ type: 'notice', text: lines.join(' ') });
        }),
      );
    }
    if (word === 'controlplane' || word === 'node01') return showNode(word);
    if (action === undefined) return dispatch({ type: 'notice', text: words.course.unknownRequest({ word }) });
    act(action);
  };

  return { request, close: follower.close };
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
