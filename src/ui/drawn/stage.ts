import { createCompositor, type Frame } from '../../terminal/compositor.ts';
import type { HostTerminal } from '../../terminal/host-terminal.ts';
import { createKeyParser, type Input } from '../../terminal/keys.ts';

/** What is played on the user's terminal just now. */
export interface Scene {
  readonly frame: () => Frame;
  readonly onInput: (input: Input) => void;
  readonly onResize: () => void;
}

/** The user's terminal with a compositor before it and a key parser behind it: one for all lessons of a sitting. */
export interface Stage {
  readonly size: () => { readonly columns: number; readonly rows: number };
  readonly play: (scene: Scene | undefined) => void;
  /** Something changed: paint when it is time. */
  readonly request: () => void;
  /** Straight to the terminal, outside the frames: for what draws nothing (OSC 52). */
  readonly write: (text: string) => void;
  /** ^Z: the terminal is given back, and taken again when we are continued. */
  readonly suspend: () => void;
  readonly close: () => void;
}

/** A lone ESC is a key when nothing has followed it for this long; sequences arrive in one piece. */
const escapeMs = 30;

const enterModes = '\u001b[?1049h\u001b[?25l\u001b[?2004h\u001b[?1000h\u001b[?1002h\u001b[?1006h';
const leaveModes = '\u001b[?1006l\u001b[?1002l\u001b[?1000l\u001b[?2004l\u001b[0m\u001b[?25h\u001b[?1049l';

/** Written when the terminal is taken and given back. All modes that the stage sets are in the second. */
export const stageModes = { enter: () => enterModes, leave: () => leaveModes };

export function openStage(host: HostTerminal): Stage {
  let scene: Scene | undefined;
  let escapeTimer: ReturnType<typeof setTimeout> | undefined;
  const parser = createKeyParser();
  let last: Frame = { ...host.size(), chrome: [], panes: [] };
  const compositor = createCompositor({
    // Between two scenes the first one's last picture stays.
    frame: () => (last = scene?.frame() ?? last),
    write: host.write,
    isBlocked: () => host.pending > 0 || !host.taken,
  });

  const hand = (inputs: readonly Input[]): void => {
    for (const input of inputs) scene?.onInput(input);
  };
  host.onInput((bytes) => {
    clearTimeout(escapeTimer);
    hand(parser.push(bytes));
    if (parser.waiting) escapeTimer = setTimeout(() => hand(parser.flush()), escapeMs);
  });
  host.onResize(() => {
    scene?.onResize();
    compositor.forget();
    compositor.request();
  });
  host.onResume(() => {
    compositor.forget();
    compositor.request();
  });
  host.onDrain(compositor.drained);

  return {
    size: host.size,
    play: (next) => {
      scene = next;
      if (next !== undefined) compositor.request();
    },
    request: compositor.request,
    write: (text) => {
      if (host.taken) host.write(text);
    },
    suspend: host.suspend,
    close: () => {
      clearTimeout(escapeTimer);
      compositor.close();
    },
  };
}
