import type { NodeName } from '../../lesson/types.ts';
import { createScreen, type Screen } from '../../terminal/screen.ts';
import type { Terminal } from '../../terminal/types.ts';

/** The emulated screens of a lab's shells, one a node. */
export interface Shells {
  /** Shows this terminal from now on: a new emulator, its replies and pauses wired to it. */
  readonly attach: (terminal: Terminal) => void;
  readonly isAttached: (terminal: Terminal) => boolean;
  readonly screen: (node: NodeName) => Screen | undefined;
  readonly resize: (columns: number, rows: number) => void;
  /** Another lab: nothing of the last one is shown any more. */
  readonly clear: () => void;
}

export function createShells(size: { columns: number; rows: number }, onChange: () => void): Shells {
  const shown = new Map<NodeName, { terminal: Terminal; screen: Screen; close: () => void }>();
  let { columns, rows } = size;

  const drop = (node: NodeName): void => {
    const old = shown.get(node);
    if (old === undefined) return;
    shown.delete(node);
    old.close();
    old.screen.dispose();
  };

  return {
    attach: (terminal) => {
      drop(terminal.node);
      const { write, pause, resume } = terminal;
      const screen = createScreen({ columns, rows, reply: write, pause, resume });
      screen.onChange(onChange);
      const subscription = terminal.on((event) => {
        if (event.type === 'data') screen.write(event.bytes);
      });
      shown.set(terminal.node, { terminal, screen, close: subscription.close });
    },
    isAttached: (terminal) => shown.get(terminal.node)?.terminal === terminal,
    screen: (node) => shown.get(node)?.screen,
    resize: (toColumns, toRows) => {
      columns = toColumns;
      rows = toRows;
      for (const { screen } of shown.values()) screen.resize(columns, rows);
    },
    clear: () => {
      for (const node of [...shown.keys()]) drop(node);
    },
  };
}
