import type { PlainStyle } from '../../lesson/plain.ts';
import { indexOf, lessonAfter } from '../../lesson/place.ts';
import type { Course, Lesson, NodeName } from '../../lesson/types.ts';
import { whenAtPrompt } from '../../session/play.ts';
import type { ProgressPort, SessionPorts } from '../../session/ports.ts';
import { createSession } from '../../session/session.ts';
import type { SessionEvent } from '../../session/types.ts';
import type { Frame, PaneView } from '../../terminal/compositor.ts';
import type { Screen } from '../../terminal/screen.ts';
import { encodeInput } from '../../terminal/encode-input.ts';
import type { Input } from '../../terminal/keys.ts';
import type { Terminal } from '../../terminal/types.ts';
import { errorText } from '../engine-text.ts';
import { isFatal } from '../fatal.ts';
import { labEndedText } from '../plain/lab-end.ts';
import { createActions } from './actions.ts';
import { createChrome } from './chrome.ts';
import { route } from './input.ts';
import { layoutFor, shellSize, type Layout } from './layout.ts';
import { listEntries, listLines } from './list.ts';
import { createShells } from './shells.ts';
import type { Stage } from './stage.ts';
import { hasPicture } from './page.ts';
import { createPicture } from './picture.ts';
import { textPanes } from './text-pane.ts';
import { initialState, reduce, wishOf, type UiEvent, type UiState } from './state.ts';
import { viewOf, type View } from './view.ts';

export interface DrawnOptions<End> {
  readonly course: Course;
  /** Speaks another language, the named one or the next; resolves to what is to be said of it. */
  readonly switchLanguage: (name?: string) => Promise<string>;
  readonly lesson: Lesson;
  readonly position: number;
  readonly stage: Stage;
  readonly style: Omit<PlainStyle, 'width'>;
  readonly ports: SessionPorts;
  readonly progress: ProgressPort & {
    readonly stateOf: (lesson: string, step: string) => 'passed' | 'skipped' | 'open';
  };
  /** Resolves when the program must go, or this lesson cannot be taught after all. */
  readonly ended: Promise<End>;
  /** Writes down what the shell shows. */
  readonly recorder?: Recorder | undefined;
  /** Tells when the lesson's file was read again; its mistakes as one sentence. */
  readonly follow?:
    ((lesson: Lesson, onRead: (read: Lesson | string) => void) => { readonly close: () => void }) | undefined;
  /** Said at the beginning. */
  readonly notice?: string | undefined;
  /** Told while the course runs: what could not be saved. */
  readonly onNotice: (listener: (text: string) => void) => { readonly close: () => void };
  /** What is left of an exam's time, as a clock shows it. */
  readonly clock?: (() => string) | undefined;
  /** The first lab is there: what had to wait for that can be done. */
  readonly onReady?: (() => void) | undefined;
}

/** Where a recording goes; how it is kept is not the interface's concern. */
export interface Recorder {
  readonly output: (bytes: Uint8Array) => void;
  readonly resize: (columns: number, rows: number) => void;
  readonly marker: (label: string) => void;
  readonly problem: () => string | undefined;
}

/** How a lesson was left: for another place of the course, for a choice among all lessons, or for good. */
export type DrawnEnd =
  | { readonly lesson: Lesson; readonly position: number }
  | { readonly pick: true }
  | { readonly quit: true; readonly interrupted: boolean };

const promptTimeoutMs = 10_000;
/** The chrome is loaded once the prompt has been painted, or after this long without one. */
const chromeMs = { afterPrompt: 20, atMost: 400 };

/** Plays one lesson on the stage: the lesson beside the lab's live shell. */
export async function runDrawnLesson<End>(options: DrawnOptions<End>): Promise<DrawnEnd | End> {
  const { course, stage, ports, progress, recorder } = options;
  const { words } = ports;
  const style = { ...options.style, width: 80 };
  let state: UiState = { ...initialState, notice: options.notice };
  let layout: Layout = layoutFor(stage.size().columns, stage.size().rows, wishOf(state));
  let lines: readonly string[] = [];
  let texts: readonly PaneView[] = [];
  let view: View | undefined;
  let isStale = true;
  let isAdvancing = false;
  let replayed = false;
  let judged = '';
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
  const chrome = createChrome(stale);
  const shells = createShells(shellSize(layout), stage.request);
  const session = createSession({ ...options, ...shellSize(layout) }, ports, progress);
  recorder?.resize(shellSize(layout).columns, shellSize(layout).rows);

  const relayout = (): void => {
    const { columns, rows } = stage.size();
    const before = shellSize(layout);
    layout = layoutFor(columns, rows, wishOf(state));
    const after = shellSize(layout);
    if (after.columns !== before.columns || after.rows !== before.rows) {
      shells.resize(after.columns, after.rows);
      session.resize(after.columns, after.rows);
      recorder?.resize(after.columns, after.rows);
    }
    stale();
  };

  /** In its pane, or in the text of the step; what a replay does is nothing to look at. */
  const followShown = (): void => {
    const isShown = state.building === undefined && (state.picture || hasPicture(session.step));
    picture.follow(isShown ? session.lab : undefined);
  };

  const dispatch = (event: UiEvent): void => {
    const before = state;
    state = reduce(state, event, view?.extent ?? { lines: 0, height: 0 });
    if (JSON.stringify(wishOf(state)) !== JSON.stringify(wishOf(before))) relayout();
    followShown();
    stale();
  };

  const entries = () =>
    listEntries(course, state.overlay?.type === 'list' ? state.overlay.query : '', progress.stateOf, words);

  const draw = (): void => {
    const { step } = session;
    const source = {
      lesson: session.lesson,
      position: session.position,
      verdicts: session.verdicts,
      isAgain: session.position < session.frontier,
      after: lessonAfter(course, session.lesson),
      stuck: session.position === session.frontier && step.commands.length > 0 && session.nextCommand() === undefined,
      nodes: session.lab?.nodes ?? [],
      shellBack: shells.screen(state.node)?.scrolledBack ?? 0,
      list: state.overlay?.type === 'list' ? listLines(entries(), state.overlay.selected, style.ascii, words) : [],
      recording: recorder !== undefined,
      ...(options.clock === undefined ? {} : { clock: options.clock() }),
      picture: { draw: picture.draw, first: view?.extent.picture?.first ?? 0 },
    };
    view = viewOf(source, state, layout, style, words);
    lines = chrome.draw(view);
    texts = textPanes(view);
  };

  const frame = (): Frame => {
    if (isStale) {
      isStale = false;
      draw();
    }
    const { columns, rows, shell } = layout;
    const screen = shells.screen(state.node);
    if (shell === undefined || screen === undefined) return { columns, rows, chrome: lines, panes: texts };
    const { x, y, visible } = screen.cursor();
    const hasCursor = visible && state.focus === 'shell' && state.overlay === undefined && screen.scrolledBack === 0;
    return {
      columns,
      rows,
      chrome: lines,
      panes: [...texts, { ...shell, row: screen.row }],
      ...(hasCursor && x < shell.width && y < shell.height ? { cursor: { x: shell.x + x, y: shell.y + y } } : {}),
    };
  };

  /** What a replay typed has passed unseen: ^L draws the prompt once more, at the top. A new shell has shown nothing yet. */
  const show = async (terminal: Terminal, isFresh = false): Promise<void> => {
    if (!isFresh) await whenAtPrompt(terminal, promptTimeoutMs);
    if (shells.isAttached(terminal)) return;
    shells.attach(terminal);
    listen(terminal);
    if (!isFresh) terminal.write('\f');
  };
  const listen = (terminal: Terminal): void => {
    terminal.on((event) => {
      if (event.type === 'data' && terminal.node === state.node) recorder?.output(event.bytes);
      if (event.type === 'prompt') setTimeout(chrome.load, chromeMs.afterPrompt);
      if (event.type === 'command-start') {
        picture.commandBegan();
        dispatch({ type: 'command-start' });
      }
      if (event.type === 'command-end') {
        picture.commandEnded();
        stale();
      }
      if (event.type === 'request') actions.request(event.words);
    });
  };
  const showNode = (node: NodeName): void => {
    const terminal = session.terminal(node);
    dispatch({ type: 'node', node });
    recordScreen(shells.screen(node));
    run(show(terminal, !terminal.atPrompt && terminal.records.length === 0));
  };
  /** Another shell is shown: a recording gets what it looks like now. */
  const recordScreen = (screen: Screen | undefined): void => {
    const rows =
      screen === undefined ? [] : Array.from({ length: screen.rows }, (_, y) => screen.row(y).texts.join('').trimEnd());
    recorder?.output(Buffer.from(`\u001b[0m\u001b[2J\u001b[H${rows.join('\r\n').trimEnd()}`));
  };

  const run = (work: Promise<unknown>): void => {
    work.catch((error: unknown) => {
      if (isFatal(error)) return fail(error);
      dispatch({
        type: 'notice',
        text: errorText(error, words).replaceAll('\n', ' '),
      });
    });
  };

  const picture = createPicture({
    words,
    style,
    onChange: stale,
    onError: (error) => run(Promise.reject(error instanceof Error ? error : new Error(String(error)))),
  });

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

  const actions = createActions({
    options,
    session,
    stage,
    picture,
    screen: () => shells.screen(state.node),
    speak,
    getState: () => state,
    dispatch,
    entries,
    showNode,
    run,
    finish,
  });

  const onInput = (input: Input): void => {
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
    if (target.to !== 'shell') return actions.take(target);
    if (screen === undefined) return;
    if (screen.scrolledBack > 0 && target.input.type === 'key') {
      screen.scroll(-screen.scrolledBack);
      stale();
    }
    const text = encodeInput(target.input, screen.modes());
    if (text !== '') session.type(state.node, text);
  };

  const onEvent = (event: SessionEvent): void => {
    switch (event.type) {
      case 'building':
        replayed = event.total > 0;
        if (replayed) chrome.load();
        return dispatch({ type: 'building', done: event.done, total: event.total });
      case 'ready':
        shells.clear();
        dispatch({ type: 'ready' });
        recordScreen(undefined);
        if (replayed) dispatch({ type: 'notice', text: words.drawn.rebuilt });
        options.onReady?.();
        return run(show(session.terminal('controlplane'), !replayed && session.step.setup === ''));
      case 'moved':
        if (!isAdvancing) return dispatch({ type: 'moved', hints: session.hintsShown });
        followShown();
        return stale();
      case 'verdicts': {
        // A running command is judged after every piece of its output; mostly nothing is new.
        const found = JSON.stringify([...event.verdicts]);
        if (found === judged) return;
        judged = found;
        return stale();
      }
      case 'passed': {
        recorder?.marker(`${session.lesson.id}/${event.step.id}`);
        const unseen = session.untyped().filter(({ look }) => look);
        dispatch({
          type: 'passed',
          position: session.position,
          unseen: unseen.map(({ text }) => text),
          last: event.last,
        });
        if (event.last) return;
        isAdvancing = true;
        return run(
          session.next().finally(() => {
            isAdvancing = false;
          }),
        );
      }
      case 'terminal':
        dispatch({ type: 'notice', text: words.course.shellEnded });
        return run(show(event.terminal, true));
      case 'ended':
        dispatch({ type: 'notice', text: labEndedText(session.lesson, event.end, words) });
        return run(session.rebuild());
      case 'error':
        return run(Promise.reject(event.error instanceof Error ? event.error : new Error(String(event.error))));
    }
  };

  const onRead = (read: Lesson | string): void => {
    if (typeof read !== 'string') session.replaceLesson(read);
    dispatch({ type: 'notice', text: typeof read === 'string' ? read : words.drawn.lessonReloaded });
  };

  session.on(onEvent);
  const told = options.onNotice((text) => dispatch({ type: 'notice', text }));
  let following = options.follow?.(options.lesson, onRead);
  const ticking = options.clock === undefined ? undefined : setInterval(stale, 1000);
  const late = setTimeout(chrome.load, chromeMs.atMost);
  stage.play({ frame, onInput, onResize: relayout });
  try {
    const started = session.start();
    started.catch(() => undefined);
    const early = await Promise.race([started, end, options.ended]);
    if (early !== undefined) return early;
    return await Promise.race([end, options.ended]);
  } finally {
    clearTimeout(late);
    clearInterval(ticking);
    following?.close();
    told.close();
    stage.play(undefined);
    chrome.close();
    picture.follow(undefined);
    actions.close();
    shells.clear();
    await session.close();
  }
}
