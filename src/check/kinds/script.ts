import { z } from 'zod';
import { defineKind } from '../define-kind.ts';
import { onNode, orShort, text } from '../schema.ts';
import type { Verdict } from '../types.ts';

export const schema = orShort('script', z.strictObject({ script: text, on: onNode }));

/** A `bash check` fence, the way out: exit 0 passes, 1 fails, anything else is an error; its last line is shown. */
export const script = defineKind({
  name: 'script',
  schema,
  needs: (spec) => [{ what: 'script', node: spec.on, script: spec.script }],
  describe: (_spec, _check, words) => words.check.kinds.script.expected,
  judge: (spec, { snapshot }, _check, words): Verdict => {
    const say = words.check.kinds.script;
    const { common } = words.check.kinds;
    const { expected } = say;
    const result = snapshot.scripts.find(({ need }) => need.node === spec.on && need.script === spec.script);
    if (result === undefined)
      return { state: 'error', expected, observed: common.couldNotAsk({ message: common.notAsked }) };
    const { found } = result;
    if (found.state === 'missing') return { state: 'error', expected, observed: common.noNode({ node: spec.on }) };
    if (found.state === 'error')
      return { state: 'error', expected, observed: common.couldNotAsk({ message: found.message }) };
    const { exitCode, lastLine } = found.value;
    const state = exitCode === 0 ? 'pass' : exitCode === 1 ? 'fail' : 'error';
    return { state, expected, observed: say.exited({ exitCode }), ...(lastLine === '' ? {} : { message: lastLine }) };
  },
});
