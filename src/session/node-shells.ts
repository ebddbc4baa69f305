import type { CommandRecord } from '../check/types.ts';
import type { NodeName } from '../lesson/types.ts';
import type { Terminal, TerminalEvent } from '../terminal/types.ts';

/** A lab that dies takes its shells along, and is heard of a moment later: only then is it known which of them ended. */
const reopenMs = 100;

export interface NodeShellsOptions {
  /** A new shell in the lab there is now. */
  readonly open: (node: NodeName) => Terminal;
  /** Of every shell, also before the step is judged. */
  readonly onEvent: (node: NodeName, event: TerminalEvent) => void;
  /** A shell ended in a lab that lives, and was opened again. */
  readonly onReopened: (node: NodeName, terminal: Terminal) => void;
  readonly onError: (error: unknown) => void;
  /** What a shell ended in; undefined: nothing is opened again in it. */
  readonly livingLab: () => object | undefined;
}

/** The learner's shells in one lab, one a node, opened when first asked for and again when they end. */
export interface NodeShells {
  readonly get: (node: NodeName) => Terminal;
  /** Undefined while there is none. */
  readonly peek: (node: NodeName) => Terminal | undefined;
  readonly all: () => readonly Terminal[];
  /** The commands that belong to the open step, of all nodes, oldest first. */
  readonly commands: () => readonly CommandRecord[];
  /** What is typed from now on belongs to the open step. */
  readonly beginStep: () => void;
  /** Forgets all of them; whoever had them closes them. */
  readonly take: () => readonly Terminal[];
}

export function createNodeShells({ open, onEvent, onReopened, onError, livingLab }: NodeShellsOptions): NodeShells {
  const terminals = new Map<NodeName, Terminal>();
  /** For each node, the index of the first command that belongs to the open step. */
  const since = new Map<NodeName, number>();
  /** Nodes whose shell has ended and is to be opened again. */
  const exited = new Set<NodeName>();

  const begin = (node: NodeName): Terminal => {
    const terminal = open(node);
    terminals.set(node, terminal);
    since.set(node, 0);
    terminal.on((event) => {
      onEvent(node, event);
      if (event.type !== 'exit' || terminals.get(node) !== terminal) return;
      terminals.delete(node);
      exited.add(node);
      const lab = livingLab();
      setTimeout(() => {
        if (livingLab() === lab) reopen(node);
      }, reopenMs);
    });
    return terminal;
  };

  /** The learner typed `exit` once too often: the shell is opened again in the same lab. */
  const reopen = (node: NodeName): void => {
    if (livingLab() === undefined || !exited.delete(node)) return;
    try {
      onReopened(node, begin(node));
    } catch (error) {
      onError(error);
    }
  };

  return {
    get: (node) => {
      // Whoever asks before the moment is over gets the shell that is to be opened; everybody hears of it.
      if (exited.has(node)) reopen(node);
      return terminals.get(node) ?? begin(node);
    },
    peek: (node) => terminals.get(node),
    all: () => [...terminals.values()],
    commands: () =>
      [...terminals.values()]
        .flatMap(({ node, records }) => records.filter(({ index }) => index >= (since.get(node) ?? 0)))
        .sort((one, other) => one.startedMs - other.startedMs),
    beginStep: () => {
      for (const { node, records } of terminals.values()) since.set(node, (records.at(-1)?.index ?? -1) + 1);
    },
    take: () => {
      const all = [...terminals.values()];
      terminals.clear();
      exited.clear();
      return all;
    },
  };
}
