import { LabError, type Lab, type LabEnd } from '../lab/types.ts';
import type { NodeName, WorldName } from '../lesson/types.ts';
import type { SpawnSpec } from '../process/types.ts';
import type { Words } from '../words/index.ts';
import { courseLabs } from './course-lab.ts';
import type { CommandIo, ExitCode } from './io.ts';
import { onPipes } from './lab-pipes.ts';
import { onTerminal } from './lab-terminal.ts';

export interface LabFlags {
  readonly world: WorldName;
  readonly node: NodeName;
  /** With an Engine of its own. */
  readonly docker?: boolean;
}

/**
 * `netns-course lab [-- CMD…]`: a shell, or one command, in a lab of its own, which ends with it. Gives the command's exit
 * code (128 and the number for a signal), 2 where no lab could be had or it ended first.
 */
export async function runLab(flags: LabFlags, argv: readonly string[], io: CommandIo): Promise<ExitCode> {
  let lab: Lab;
  try {
    lab = await courseLabs(io.env)({ world: flags.world, docker: flags.docker === true });
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    const { failedText } = await import('./failed.ts');
    io.err(`${(await failedText(error, io.words)) ?? error.message}\n`);
    return 2;
  }
  try {
    if (!lab.nodes.includes(flags.node)) {
      io.err(`${io.words.lab.noNode(flags)}\n`);
      return 2;
    }
    await lab.ready;
    const spawn = spawnOf(lab, flags.node, argv, io.isTerminal);
    const done = io.isTerminal ? onTerminal(spawn, flags.node, io) : onPipes(spawn, io);
    const end = await Promise.race([done, lab.ended]);
    if (typeof end === 'number') return end;
    io.err(`${io.words.lab.ended({ why: explainEnd(end, io.words) })}\n`);
    return 2;
  } catch (error) {
    const { failedText } = await import('./failed.ts');
    const text = await failedText(error, io.words);
    if (text === undefined) throw error;
    io.err(`${text}\n`);
    return 2;
  } finally {
    await lab.close();
  }
}

/** What is asked for, or a shell: on a terminal the learner's own kind, through pipes one that reads a script. */
function spawnOf(lab: Lab, node: NodeName, argv: readonly string[], isTerminal: boolean): SpawnSpec {
  if (isTerminal) return argv.length === 0 ? lab.shell(node) : lab.command(node, argv);
  return lab.command(node, argv.length === 0 ? ['/bin/bash'] : argv, 'pipes');
}

/** Why a lab is no more, in a sentence. */
export function explainEnd(end: LabEnd, words: Words): string {
  if (end.reason !== 'limit') return words.lab.died({ detail: end.reason === 'died' ? end.detail : '' });
  if (end.limit === 'memory') return words.lab.limitMemory;
  return end.limit === 'neighbours' ? words.lab.limitNeighbours : words.lab.limitPackets;
}
