import { setTimeout as sleep } from 'node:timers/promises';
import type { CommandRecord } from '../check/types.ts';
import type { Command } from '../lesson/types.ts';
import { compareSample } from '../verify/sample.ts';
import type { SampleDifference } from '../verify/types.ts';
import type { Words } from '../words/index.ts';
import { courseAnswer } from './course-answers.ts';
import type { Stage, StagePlayed, StagePlayOptions } from './prove-stage.ts';

/**
 * An output that shows what the kernel does a moment later (a link's state, a namespace's end) is looked at again after
 * these times: a person types more slowly than we do.
 */
const looksAgainMs = [150, 500, 1_200] as const;

export interface PlayedWithSample {
  readonly played: StagePlayed;
  /** Absent where the sample is true, or the lesson shows none. */
  readonly difference?: SampleDifference;
}

/** Types a command and compares what came with the lesson's sample; what only looks may be typed again. */
export async function playWithSample(
  stage: Stage,
  command: Command,
  options: StagePlayOptions,
  words: Words,
): Promise<PlayedWithSample> {
  const played = await stage.play(command, options);
  if (played.outcome !== 'prompt' || command.sample.length === 0) return { played };
  const outputOf = async ({ record }: { readonly record: CommandRecord | undefined }): Promise<string> =>
    (await courseAnswer(command.text, stage.lab, words))?.join('\n') ?? record?.output ?? '';
  let difference = sampleDifference(command, await outputOf(played));
  for (const pauseMs of mayBeRepeated(command) ? looksAgainMs : []) {
    if (difference === undefined) break;
    await sleep(pauseMs);
    const again = await stage.play(command, options);
    if (again.outcome !== 'prompt') return { played: again };
    difference = sampleDifference(command, await outputOf(again));
  }
  return difference === undefined ? { played } : { played, difference };
}

/** It only looks, and by itself: one that begins or awaits a job in the background is part of something that cannot be repeated alone. */
export function mayBeRepeated({ look, interrupt, text }: Command): boolean {
  return look && !interrupt && !/[;&<>\n]|\bwait\b/u.test(text);
}

function sampleDifference(command: Command, output: string): SampleDifference | undefined {
  const comparison = compareSample(command.sample, output, { interrupted: command.interrupt });
  if (comparison.same) return undefined;
  const { index, expected, observed } = comparison;
  return {
    line: lineOfSample(command, index),
    ...(expected === undefined ? {} : { expected }),
    ...(observed === undefined ? {} : { observed }),
    output: output.split('\n'),
  };
}

/** A `^C` line in the middle of a sample is no line of it; what follows is ping's summary, and one line further down. */
function lineOfSample({ place, sample, sampleLines }: Command, index: number): number {
  if (sampleLines === undefined) return place.line + 1 + index;
  const isSplit = sampleLines.to - sampleLines.from + 1 > sample.length;
  const summary = sample.findIndex((line) => line.startsWith('---'));
  return sampleLines.from + index + (isSplit && summary !== -1 && index >= summary ? 1 : 0);
}
