import type { NodeName } from '../../lesson/types.ts';
import { whenAtPrompt } from '../../session/play.ts';
import type { Session } from '../../session/types.ts';
import type { Screen } from '../../terminal/screen.ts';
import type { Terminal, TerminalEvent } from '../../terminal/types.ts';
import type { Model } from './model.ts';
import type { Shells } from './shells.ts';
import type { Recorder } from './types.ts';

/** Which of the lab's shells is seen, and what is written down of it. */
export interface LiveShells {
  /** What a shell printed before, by a replay or while its lab was still being made, has passed unseen: ^L draws the prompt anew. */
  readonly show: (terminal: Terminal) => Promise<void>;
  readonly showNode: (node: NodeName) => Promise<void>;
  /** Of a new lab nothing is shown yet. */
  readonly clear: () => void;
}

export interface LiveShellsOptions {
  readonly session: Pick<Session, 'terminal'>;
  readonly model: Pick<Model, 'state' | 'dispatch'>;
  readonly shells: Shells;
  readonly recorder: Recorder | undefined;
  /** What happens in a shell that is shown. */
  readonly onEvent: (event: TerminalEvent) => void;
}

const promptTimeoutMs = 10_000;

export function createLiveShells({ session, model, shells, recorder, onEvent }: LiveShellsOptions): LiveShells {
  const show = async (terminal: Terminal): Promise<void> => {
    const isFresh = !terminal.atPrompt && terminal.records.length === 0;
    if (!isFresh) await whenAtPrompt(terminal, promptTimeoutMs);
    if (shells.isAttached(terminal)) return;
    shells.attach(terminal);
    terminal.on((event) => {
      if (event.type === 'data' && terminal.node === model.state.node) recorder?.output(event.bytes);
      onEvent(event);
    });
    if (!isFresh) terminal.write('\f');
  };

  /** Another shell is shown: a recording gets what it looks like now. */
  const recordScreen = (screen: Screen | undefined): void => {
    if (recorder === undefined) return;
    const rows =
      screen === undefined ? [] : Array.from({ length: screen.rows }, (_, y) => screen.row(y).texts.join('').trimEnd());
    recorder.output(Buffer.from(`\u001b[0m\u001b[2J\u001b[H${rows.join('\r\n').trimEnd()}`));
  };

  return {
    show,
    showNode: async (node) => {
      const terminal = session.terminal(node);
      model.dispatch({ type: 'node', node });
      recordScreen(shells.screen(node));
      await show(terminal);
    },
    clear: () => {
      shells.clear();
      recordScreen(undefined);
    },
  };
}
