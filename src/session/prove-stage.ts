import type { CommandRecord } from '../check/types.ts';
import type { Lab, LabEnd, LabOptions } from '../lab/types.ts';
import type { Command, NodeName } from '../lesson/types.ts';
import type { Terminal } from '../terminal/types.ts';
import { playCommand, whenAtPrompt } from './play.ts';
import type { SessionPorts } from './ports.ts';

/** Wide enough that no tool cuts its lines to the terminal, as lsns(8) and ps(1) do. */
const size = { columns: 200, rows: 50 } as const;
/** After `^C` a program that is well has given the prompt back by then. */
const interruptMs = 2_000;

export type StagePlayed =
  | { readonly outcome: 'prompt' | 'timeout'; readonly record: CommandRecord | undefined; readonly durationMs: number }
  | { readonly outcome: 'exit'; readonly durationMs: number };

export interface StagePlayOptions {
  readonly timeoutMs: number;
  /** Whether a command that `^C` ends has shown enough. */
  readonly enough: (record: CommandRecord) => boolean;
}

/** A lab of our own in which a lesson is played: terminals that are opened when first asked for, and all they recorded. */
export interface Stage {
  readonly lab: Lab;
  readonly terminalOf: (node: NodeName) => Terminal;
  readonly play: (command: Command, options: StagePlayOptions) => Promise<StagePlayed>;
  /** What is recorded from now on, oldest first, also by terminals whose shell has ended. */
  readonly recordsFromNow: () => () => readonly CommandRecord[];
  /** How the lab ended by itself, as soon as it did. */
  readonly end: () => LabEnd | undefined;
  /** What a dead lab seems to show is no verdict. */
  readonly throwIfEnded: () => void;
  readonly close: () => Promise<void>;
}

/** Boots a lab, and waits for all that begins with it. @throws LabError as `startLab` does, EngineError as `Lab.ready`. */
export async function openStage(asked: Omit<LabOptions, 'nonce'>, ports: SessionPorts): Promise<Stage> {
  const nonce = ports.nonce();
  const lab = await ports.startLab({ ...asked, nonce });
  await lab.ready.catch(async (error: unknown) => {
    await lab.close();
    throw error;
  });
  const live = new Map<NodeName, Terminal>();
  const all: Terminal[] = [];
  let end: LabEnd | undefined;
  void lab.ended.then((how) => {
    end = how;
  });

  const open = (node: NodeName): Terminal => {
    const terminal = ports.openTerminal({ spawn: lab.shell(node), node, nonce, ...size });
    all.push(terminal);
    live.set(node, terminal);
    // As in a session: a shell that ended is followed by a new one in the same lab.
    terminal.on(({ type }) => {
      if (type === 'exit' && live.get(node) === terminal) live.delete(node);
    });
    return terminal;
  };
  const terminalOf = (node: NodeName): Terminal => live.get(node) ?? open(node);

  return {
    lab,
    terminalOf,
    play: async (command, options) => {
      const began = performance.now();
      const terminal = terminalOf(command.node);
      const played = await playCommand(terminal, command, options);
      if (played.outcome === 'exit') return { outcome: 'exit', durationMs: performance.now() - began };
      let { outcome } = played;
      let { record } = played;
      if (outcome === 'timeout' && (await whenAtPrompt(terminal, interruptMs)) && command.interrupt) outcome = 'prompt';
      record = terminal.records.find(({ index }) => index === record?.index) ?? record;
      return { outcome, record, durationMs: performance.now() - began };
    },
    recordsFromNow: () => {
      const begins = new Map(all.map((terminal) => [terminal, (terminal.records.at(-1)?.index ?? -1) + 1]));
      return () =>
        all
          .flatMap((terminal) => terminal.records.filter(({ index }) => index >= (begins.get(terminal) ?? 0)))
          .sort((one, other) => one.startedMs - other.startedMs);
    },
    end: () => end,
    throwIfEnded: () => {
      if (end !== undefined) throw new Error(end.reason);
    },
    close: async () => {
      // The lab first: a shell whose way in is closed before it becomes the machine's init's, and the dying lab waits
      // for that to reap it (seen: 4 s in a container with a lazy init).
      await lab.close();
      await Promise.all(all.map((terminal) => terminal.close()));
    },
  };
}
