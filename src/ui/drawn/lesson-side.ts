import { lessonAfter } from '../../lesson/place.ts';
import type { Session } from '../../session/types.ts';
import type { PaneView } from '../../terminal/compositor.ts';
import { createActions, type Actions } from './actions.ts';
import { createChrome } from './chrome.ts';
import { listEntries, listLines, type ListEntry } from './list.ts';
import type { Model } from './model.ts';
import { hasPicture } from './page.ts';
import { createPicture, type LivePicture } from './picture.ts';
import type { Shells } from './shells.ts';
import type { Extent } from './scroll.ts';
import { textPanes } from './text-pane.ts';
import type { DrawnEnd, DrawnOptions } from './types.ts';
import { viewOf, type ViewSource } from './view.ts';
import type { NodeName } from '../../lesson/types.ts';

export interface LessonSideContext {
  readonly options: Omit<DrawnOptions<unknown>, 'ended'>;
  readonly session: Session;
  readonly model: Model;
  readonly shells: Pick<Shells, 'screen'>;
  /** Speaks another language, the named one or the next. */
  readonly speak: (name?: string) => Promise<void>;
  readonly showNode: (node: NodeName) => void;
  /** Waits for work whose failure becomes a notice. */
  readonly run: (work: Promise<unknown>) => void;
  readonly finish: (end: DrawnEnd) => void;
  /** Something is to be drawn anew. */
  readonly onChange: () => void;
}

/** What of the screen is not the shell. */
export interface Drawn {
  readonly chrome: readonly string[];
  readonly panes: readonly PaneView[];
  readonly extent: Extent;
}

/** All of the course but the shell: lesson, checks, picture, keys. Loaded once the shell can be typed in. */
export interface LessonSide extends Actions, Pick<LivePicture, 'commandBegan' | 'commandEnded'> {
  readonly draw: () => Drawn;
  /** The step, or what is shown of it, is another. */
  readonly followShown: () => void;
}

export function createLessonSide(context: LessonSideContext): LessonSide {
  const { options, session, model, shells, run, onChange } = context;
  const { course, progress, ports, clock } = options;
  const { words } = ports;
  const style = { ...options.style, width: 80 };
  let extent: Extent = { lines: 0, height: 0 };
  const chrome = createChrome(onChange);
  const picture = createPicture({
    words,
    style,
    onChange,
    onError: (error) => run(Promise.reject(error instanceof Error ? error : new Error(String(error)))),
  });

  const entries = (): readonly ListEntry[] =>
    listEntries(course, model.state.overlay?.type === 'list' ? model.state.overlay.query : '', progress.stateOf, words);

  const source = (): ViewSource => {
    const { lesson, position, frontier, step, verdicts } = session;
    const { overlay, node } = model.state;
    return {
      lesson,
      position,
      verdicts,
      isAgain: position < frontier,
      after: lessonAfter(course, lesson),
      stuck: position === frontier && step.commands.length > 0 && session.nextCommand() === undefined,
      nodes: session.lab?.nodes ?? [],
      shellBack: shells.screen(node)?.scrolledBack ?? 0,
      list: overlay?.type === 'list' ? listLines(entries(), overlay.selected, style.ascii, words) : [],
      recording: options.recorder !== undefined,
      ...(clock === undefined ? {} : { clock: clock() }),
      picture: { draw: picture.draw, first: extent.picture?.first ?? 0 },
    };
  };

  const actions = createActions({
    ...context,
    picture,
    entries,
    screen: () => shells.screen(model.state.node),
    getState: () => model.state,
    dispatch: model.dispatch,
  });
  chrome.load();

  return {
    draw: () => {
      const view = viewOf(source(), model.state, model.layout, style, words);
      extent = view.extent;
      return { chrome: chrome.draw(view), panes: textPanes(view), extent };
    },
    // In its pane, or in the text of the step; what a replay does is nothing to look at.
    followShown: () => {
      const { building, picture: isOpen } = model.state;
      picture.follow(building === undefined && (isOpen || hasPicture(session.step)) ? session.lab : undefined);
    },
    commandBegan: picture.commandBegan,
    commandEnded: picture.commandEnded,
    request: actions.request,
    take: actions.take,
    close: () => {
      chrome.close();
      picture.follow(undefined);
      actions.close();
    },
  };
}
