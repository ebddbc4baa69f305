import type { PlainStyle } from '../../lesson/plain.ts';
import type { Course, Lesson, NodeName } from '../../lesson/types.ts';
import { whenAtPrompt } from '../../session/play.ts';
import type { ProgressPort, SessionPorts } from '../../session/ports.ts';
import { createSession, type SessionEvent } from '../../session/session.ts';
import type { Frame } from '../../terminal/compositor.ts';
import { encodeInput } from '../../terminal/encode-input.ts';
import type { Input } from '../../terminal/keys.ts';
import type { Terminal } from '../../terminal/types.ts';
import { endDetail } from '../plain/lab-end.ts';
import { createActions } from './actions.ts';
import { createFrames, type Frames } from './frames.tsx';
import { route } from './input.ts';
import { layoutFor, type Layout } from './layout.ts';
import { listEntries, listLines } from './list.ts';
import { createShells } from './shells.ts';
import type { Stage } from './stage.ts';
import { initialState, reduce, type UiEvent, type UiState } from './state.ts';
import { viewOf, type View } from './view.ts';

export interface DrawnOptions<End> {
  readonly course: Course;
  readonly lesson: Lesson;
  readonly position: number;
  readonly stage: Stage;
  readonly style: Omit<PlainStyle, 'width'>;
  readonly ports: SessionPorts;
  readonly progress: ProgressPort & {
    readonly stateOf: (lesson: string, step: string) => 'passed' | 'skipped' | 'open';
  };
  /** Resolves when the program must go. */
  readonly ended: Promise<End>;
}

/** How a lesson was left: for another place of the course, or for good. */
export type DrawnEnd = { readonly lesson: Lesson; readonly position: number } | { readonly quit: true };

const promptTimeoutMs = 10_000;

/** Plays one lesson on the stage: the lesson beside the lab's live shell. */
export async function runDrawnLesson<End>(options: DrawnOptions<End>): Promise<DrawnEnd | End> {
  const { course, lesson, stage, ports, progress } = options;
  const { words } = ports;
  const style = { ...options.style, width: 80 };
  let state: UiState = initialState;
  let layout: Layout = layoutFor(stage.size().columns, stage.size().rows, state);
  let chrome: readonly string[] = [];
  let frames: Frames | undefined;
  let view: View | undefined;
  let isStale = true;
  let isAdvancing = false;
  let finish: (end: DrawnEnd) => void = () => undefined;
  const end = new Promise<DrawnEnd>((resolve) => {
    finish = resolve;
  });

  const shellSize = (): { columns: number; rows: number } => {
    const rect = layout.shell ?? layoutFor(layout.columns, layout.rows, { focus: 'shell' }).shell;
    return { columns: Math.max(2, rect?.width ?? layout.columns), rows: Math.max(1, rect?.height ?? layout.rows) };
  };
  const stale = (): void => {
    isStale = true;
    stage.request();
  };
  const shells = createShells(shellSize(), stage.request);
  const session = createSession({ ...options, ...shellSize() }, ports, progress);

  const relayout = (): void => {
    const { columns, rows } = stage.size();
    const before = shellSize();
    layout = layoutFor(columns, rows, state);
    const after = shellSize();
    if (after.columns !== before.columns || after.rows !== before.rows) {
      shells.resize(after.columns, after.rows);
      session.resize(after.columns, after.rows);
    }
    stale();
  };

  const dispatch = (event: UiEvent): void => {
    const before = state;
    state = reduce(state, event, view?.extent ?? { lines: 0, height: 0 });
    if (state.zoom !== before.zoom || state.focus !== before.focus) relayout();
    stale();
  };

  const entries = () =>
    listEntries(course, state.overlay?.type === 'list' ? state.overlay.query : '', progress.stateOf, words);

  const draw = (): readonly string[] => {
    const { step } = session;
    const source = {
      lesson,
      position: session.position,
      verdicts: session.verdicts,
      stuck: session.position === session.frontier && step.commands.length > 0 && session.nextCommand() === undefined,
      nodes: session.lab?.nodes ?? [],
      shellBack: shells.screen(state.node)?.scrolledBack ?? 0,
      list: state.overlay?.type === 'list' ? listLines(entries(), state.overlay.selected, words.drawn.listNothing) : [],
    };
    view = viewOf(source, state, layout, style, words);
    frames ??= createFrames(view);
    return frames.draw(view);
  };

  const frame = (): Frame => {
    if (isStale) {
      isStale = false;
      chrome = draw();
    }
    const { columns, rows, shell } = layout;
    const screen = shells.screen(state.node);
    if (shell === undefined || screen === undefined) return { columns, rows, chrome, panes: [] };
    const { x, y, visible } = screen.cursor();
    const hasCursor = visible && state.focus === 'shell' && state.overlay === undefined && screen.scrolledBack === 0;
    return {
      columns,
      rows,
      chrome,
      panes: [{ ...shell, row: screen.row }],
      ...(hasCursor && x < shell.width && y < shell.height ? { cursor: { x: shell.x + x, y: shell.y + y } } : {}),
    };
  };

  /** What a replay typed has passed unseen: ^L draws the prompt once more, at the top. */
  const show = async (terminal: Terminal): Promise<void> => {
    await whenAtPrompt(terminal, promptTimeoutMs);
    if (shells.isAttached(terminal)) return;
    shells.attach(terminal);
    listen(terminal);
    terminal.write('\f');
  };
  const listen = (terminal: Terminal): void => {
    terminal.on((event) => {
      if (event.type === 'command-start') dispatch({ type: 'command-start' });
      if (event.type === 'command-end') stale();
    });
  };
  const showNode = (node: NodeName): void => {
    dispatch({ type: 'node', node });
    run(show(session.terminal(node)));
  };

  const run = (work: Promise<unknown>): void => {
    work.catch((error: unknown) => {
      dispatch({
        type: 'notice',
        text: words.course.checkError({ message: error instanceof Error ? error.message : String(error) }),
      });
    });
  };

  const actions = createActions({
    options,
    session,
    stage,
    screen: () => shells.screen(state.node),
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
    if (text !== '') session.terminal(state.node).write(text);
  };

  const onEvent = (event: SessionEvent): void => {
    switch (event.type) {
      case 'building':
        return dispatch({ type: 'building', done: event.done, total: event.total });
      case 'ready':
        shells.clear();
        dispatch({ type: 'ready' });
        return run(show(session.terminal('controlplane')));
      case 'moved':
        return isAdvancing ? stale() : dispatch({ type: 'moved' });
      case 'verdicts':
        return stale();
      case 'passed': {
        dispatch({ type: 'passed', position: session.position, last: event.last });
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
        return run(show(event.terminal));
      case 'ended':
        dispatch({ type: 'notice', text: words.course.labEnded({ detail: endDetail(event.end, words) }) });
        return run(session.rebuild());
      case 'error':
        return run(Promise.reject(event.error instanceof Error ? event.error : new Error(String(event.error))));
    }
  };

  session.on(onEvent);
  stage.play({ frame, onInput, onResize: relayout });
  try {
    await Promise.race([session.start(), options.ended]);
    return await Promise.race([end, options.ended]);
  } finally {
    stage.play(undefined);
    frames?.close();
    shells.clear();
    await session.close();
  }
}
