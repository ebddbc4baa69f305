import { defineKind } from '../define-kind.ts';
import { describeOutput, judgeOutput } from '../output/judge-output.ts';
import { outputSchema } from '../output/spec.ts';

/** What a command of this step has shown on the terminal: read per command, never what was typed or echoed. */
export const output = defineKind({
  name: 'output',
  schema: outputSchema,
  readsOutput: true,
  needs: () => [],
  describe: (spec, _check, words) => describeOutput(spec, words),
  judge: (spec, facts, _check, words) => judgeOutput(spec, facts, words),
});
