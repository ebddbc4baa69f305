import { plainLines } from '../check/plain-text.ts';
import type { Lab } from '../lab/types.ts';
import type { RunResult } from '../process/types.ts';
import { takeWhole } from '../topology/needs.ts';
import { topologyOf } from '../topology/topology.ts';
import type { Spot } from '../trace/fate.ts';
import { frameLine } from '../trace/line.ts';
import type { Noted } from '../trace/pcapng.ts';
import { spotNamed } from '../trace/spot.ts';
import type { CommandIo, ExitCode } from './io.ts';
import { withLabAt } from './lab-at.ts';
import { writeFrames } from './write-frames.ts';

export interface CaptureFlags {
  readonly at?: string;
  readonly pcapng?: string;
  readonly course?: string;
}

/** How long the command may run. */
const commandMs = 60_000;

/** Bytes of frames that are kept for a file. */
const mostKeptBytes = 64 * 1024 * 1024;

/**
 * `netns-course capture NETNS[/LINK] -- COMMAND…`: prints the frames that a link of a step's lab sees while a command runs
 * in it. 0: captured, 1: the command failed, 2: could not capture.
 */
export async function runCapture(flags: CaptureFlags, typed: readonly string[], io: CommandIo): Promise<ExitCode> {
  const { words, err } = io;
  const [word, ...command] = typed;
  if (word === undefined || command.length === 0) {
    err(`${words.trace.capture.usage}\n`);
    return 2;
  }
  const code = await withLabAt({ target: flags.at, course: flags.course }, io, async (lab): Promise<ExitCode> => {
    const spot = spotNamed(topologyOf(await takeWhole(lab.snapshot, lab.nodes)), word, words);
    if ('problem' in spot) {
      err(`${spot.problem}\n`);
      return 2;
    }
    return follow(lab, spot, { command, flags }, io);
  });
  return code ?? 2;
}

async function follow(
  lab: Lab,
  { at, interface: link }: Spot,
  { command, flags }: { readonly command: readonly string[]; readonly flags: CaptureFlags },
  io: CommandIo,
): Promise<ExitCode> {
  const { words, err } = io;
  const say = words.trace.capture;
  const kept: Noted[] = [];
  let [keptBytes, lost, begun] = [0, 0, 0n];
  const capturing = lab.capture(at, link, {
    onFrame: (frame) => {
      begun ||= frame.timeNs;
      io.out(`${frameLine(frame, begun, link === '', words)}\n`);
      if (flags.pcapng === undefined || keptBytes > mostKeptBytes) return;
      keptBytes += frame.bytes.length;
      kept.push({ frame });
    },
    onLost: (count) => (lost += count),
  });
  const problem = 'failed' in capturing ? capturing.failed : await capturing.ready;
  if (problem !== undefined || 'failed' in capturing) {
    err(`${say.couldNot({ message: problem ?? '' })}\n`);
    return 2;
  }
  const result = await lab.run(at.node, command, { timeoutMs: commandMs });
  await capturing.stop();
  if (lost > 0) err(`${words.trace.lost({ count: lost })}\n`);
  err(saidBy(result));
  if (flags.pcapng !== undefined && !(await writeFrames(flags.pcapng, kept, io))) return 2;
  if (result.exitCode === 0) return 0;
  err(`${result.exitCode === null ? (result.failed ?? say.killed) : say.failed({ code: result.exitCode })}\n`);
  return 1;
}

/** What the command printed; a lab's bytes must not reach the user's terminal as they are. */
function saidBy({ stdout, stderr }: RunResult): string {
  const text = `${stdout}${stderr}`.trimEnd();
  return text === '' ? '' : `${plainLines(text).join('\n')}\n`;
}
