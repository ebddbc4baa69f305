import { setTimeout as sleep } from 'node:timers/promises';
import type { Code } from 'mdast';
import type { Step } from '../lesson/types.ts';
import { drawText } from '../topology/draw/text.ts';
import { takePicture } from '../topology/needs.ts';
import { topologyOf } from '../topology/topology.ts';
import { compareSample } from '../verify/sample.ts';
import type { ProofCase } from '../verify/types.ts';
import type { Words } from '../words/index.ts';
import { makeCase } from './prove-context.ts';
import type { Stage } from './prove-stage.ts';

/** A cable's carrier, say, shows a moment later; a picture that differs is taken again after these times. */
const looksAgainMs = [150, 500, 1_200] as const;

/** With the margin that a terminal of 80 columns shows code with. */
const sampleColumns = 76;

/** Compares the pictures of a step with the network as the step left it. */
export async function provePictures(step: Step, stage: Stage, words: Words): Promise<readonly ProofCase[]> {
  const cases: ProofCase[] = [];
  for (const block of step.blocks) {
    if (block.type === 'topology') cases.push(await provePicture(block.node, step, stage, words));
  }
  return cases;
}

async function provePicture(node: Code, step: Step, stage: Stage, words: Words): Promise<ProofCase> {
  const began = performance.now();
  const place = { line: node.position?.start.line ?? step.place.line, column: node.position?.start.column ?? 1 };
  const sample = node.value.split('\n');
  const take = async (): Promise<readonly string[]> =>
    drawText(topologyOf(await takePicture(stage.lab.snapshot, stage.lab.nodes)), words, {
      ascii: false,
      width: sampleColumns,
    });
  const compare = (lines: readonly string[]) => compareSample(sample, lines.join('\n'), { interrupted: false });
  let output = await take();
  let comparison = compare(output);
  for (const pauseMs of looksAgainMs) {
    if (comparison.same) break;
    await sleep(pauseMs);
    output = await take();
    comparison = compare(output);
  }
  stage.throwIfEnded();
  const parts = { proof: 'sample', step, place, durationMs: performance.now() - began } as const;
  if (comparison.same) return makeCase({ ...parts, state: 'pass' });
  const { index, expected, observed } = comparison;
  return makeCase({
    ...parts,
    state: 'fail',
    message: words.verify.sampleDiffers,
    sample: {
      line: place.line + 1 + index,
      ...(expected === undefined ? {} : { expected }),
      ...(observed === undefined ? {} : { observed }),
      output,
    },
  });
}
