import { defineKind } from '../define-kind.ts';
import { outputSchema } from '../output/spec.ts';

/** What a command of this step has shown on the terminal. */
export const output = defineKind({
  name: 'output',
  schema: outputSchema,
  readsOutput: true,
  needs: () => [],
  describe: (_spec, check) => check.id,
  judge: (_spec, _facts, check) => ({ state: 'error', observed: check.id }),
});
