import { indexOf } from '../../lesson/place.ts';
import type { Lesson } from '../../lesson/types.ts';
import { createSession } from '../../session/session.ts';
import type { Frame } from '../../terminal/compositor.ts';
import { encodeInput } from '../../terminal/encode-input.ts';
import type { Input } from '../../terminal/keys.ts';
import type { TerminalEvent } from '../../terminal/types.ts';
import { errorText } from '../engine-text.ts';
import { isFatal } from '../fatal.ts';
import { createSessionFollower } from './follow-session.ts';
import { route } from './input.ts';
import { layoutFor, shellSize } from './layout.ts';
import type { Drawn, LessonSide } from './lesson-side.ts';
import { createLiveShells } from './live-shells.ts';
import { createModel } from './model.ts';
import { createShells } from './shells.ts';
import type { DrawnEnd, DrawnOptions } from './types.ts';

/** The lesson is loaded once the prompt has been painted, or after this long without one. */
const lessonMs = { afterPrompt: 20, atMost: 400 };

const nothingDrawn: Drawn = { chrome: [], panes: [], extent: { lines: 0, height: 0 } };

/** Plays one lesson on the stage: the lesson beside the lab's live shell. */
export async function runDrawnLesson<End>(options: DrawnOptions<End>): Promise<DrawnEnd | End> {
  const { course, stage, ports, progress, recorder } = options;
  const { words } = ports;
  let lesson: LessonSide | undefined;
  let loading: Promise<LessonSide> | undefined;
  let drawn = nothingDrawn;
  let isStale = true;
  let isOver = false;
  const waiting: Input[] = [];
  let finish: (end: DrawnEnd) => void = () => undefined;
  /** Without a lab to go on in, the lesson ends with the reason. */
  let fail: (error: unknown) => void = () => undefined;
  const end = new Promise<DrawnEnd>((resolve, reject) => {
    finish = resolve;
    fail = reject;
  });
  end.catch(() => undefined);

  const stale = (): void => {
    isStale = true;
    stage.request();
  };
  const changed = (): void => {
    lesson?.followShown();
    stale();
  };
  const firstSize = shellSize(layoutFor(stage.size().columns, stage.size().rows, { focus: 'shell' }));
  const shells = createShells(firstSize, stage.request);
  const session = createSession({ ...options, ...firstSize }, ports, progress);
  recorder?.resize(firstSize.columns, firstSize.rows);
  const model = createModel({
    size: stage.size,
    notice: options.notice,
    extent: () => drawn.extent,
    onShellSize: (columns, rows) => {
      for (const each of [shells, session, recorder]) each?.resize(columns, rows);
    },
    onChange: changed,
  });
  const { dispatch } = model;

  const run = (work: Promise<unknown>): void => {
    work.catch((error: unknown) => {
      if (isFatal(error)) return fail(error);
      const lines = errorText(error, words).split('\n');
      dispatch({ type: 'notice', text: lines[0] ?? '' });
      // A notice is one row, and goes with the next command: the end of an Engine's log is to be read at leisure.
      if (lines.length > 1) dispatch({ type: 'said', lines });
    });
  };

  /** The lesson's side takes longer to load than all else that a start needs: the shell does not wait for it. */
  const load = (): Promise<LessonSide> =>
    (loading ??= import('./lesson-side.ts').then(({ createLessonSide }) => {
      lesson = createLessonSide({ options, session, model, shells, showNode, speak, run, finish, onChange: stale });
      if (isOver) lesson.close();
      changed();
      // A key for the course decides what the next one is for: all that came since the first of them was kept.
      waiting.splice(0).forEach(onInput);
      return lesson;
    }));
  const loadSoon = (): void => run(load());

  const onShell = (event: TerminalEvent): void => {
    if (event.type === 'prompt') setTimeout(loadSoon, lessonMs.afterPrompt);
    if (event.type === 'command-start') {
      lesson?.commandBegan();
      dispatch({ type: 'command-start' });
    }
    if (event.type === 'command-end') {
      lesson?.commandEnded();
      stale();
    }
    if (event.type === 'request') run(load().then((side) => side.request(event.words)));
  };
  const live = createLiveShells({ session, model, shells, recorder, onEvent: onShell });
  const showNode = (node: Parameters<typeof live.showNode>[0]): void => run(live.showNode(node));

  const frame = (): Frame => {
    if (isStale && lesson !== undefined) drawn = lesson.draw();
    isStale = false;
    const { state, layout } = model;
    const { columns, rows, shell } = layout;
    const { chrome, panes } = drawn;
    const screen = shells.screen(state.node);
    if (shell === undefined || screen === undefined) return { columns, rows, chrome, panes };
    const { x, y, visible } = screen.cursor();
    const hasCursor = visible && state.focus === 'shell' && state.overlay === undefined && screen.scrolledBack === 0;
    return {
      columns,
      rows,
      chrome,
      panes: [...panes, { ...shell, row: screen.row }],
      ...(hasCursor && x < shell.width && y < shell.height ? { cursor: { x: shell.x + x, y: shell.y + y } } : {}),
    };
  };

  const onInput = (input: Input): void => {
    const { state, layout } = model;
    const screen = shells.screen(state.node);
    const target = route(input, {
      state,
      shell: layout.shell,
      lesson: layout.lesson,
      picture: layout.picture,
      shellWantsMouse: screen !== undefined && screen.modes().mouse !== 'none',
      shellBack: screen?.scrolledBack ?? 0,
      building: state.building !== undefined,
    });
    if (lesson === undefined && (target.to !== 'shell' || waiting.length > 0)) {
      waiting.push(input);
      return loadSoon();
    }
    if (target.to !== 'shell') return lesson?.take(target);
    if (screen === undefined) return;
    if (screen.scrolledBack > 0 && target.input.type === 'key') {
      screen.scroll(-screen.scrolledBack);
      stale();
    }
    const text = encodeInput(target.input, screen.modes());
    if (text !== '') session.type(state.node, text);
  };

  const onRead = (read: Lesson | string): void => {
    if (typeof read !== 'string') session.replaceLesson(read);
    dispatch({ type: 'notice', text: typeof read === 'string' ? read : words.drawn.lessonReloaded });
  };

  /** The same step, in the same lab, with other words. */
  const speak = async (name?: string): Promise<void> => {
    const said = await options.switchLanguage(name);
    const read = course.lessons[indexOf(course, session.lesson)];
    if (read !== undefined && read !== session.lesson) {
      following?.close();
      session.replaceLesson(read);
      following = options.follow?.(read, onRead);
    }
    dispatch({ type: 'notice', text: said });
    // What is missing is said in the words of whoever judges.
    await session.judge();
  };

  session.on(createSessionFollower({ options, session, dispatch, live, run, onReplay: loadSoon, onChange: changed }));
  const told = options.onNotice((text) => dispatch({ type: 'notice', text }));
  let following = options.follow?.(options.lesson, onRead);
  const ticking = options.clock === undefined ? undefined : setInterval(stale, 1000);
  const late = setTimeout(loadSoon, lessonMs.atMost);
  stage.play({ frame, onInput, onResize: model.relayout });
  try {
    const started = session.start();
    started.catch(() => undefined);
    const early = await Promise.race([started, end, options.ended]);
    if (early !== undefined) return early;
    return await Promise.race([end, options.ended]);
  } finally {
    isOver = true;
    clearTimeout(late);
    clearInterval(ticking);
    following?.close();
    told.close();
    stage.play(undefined);
    lesson?.close();
    shells.clear();
    await session.close();
  }
}
