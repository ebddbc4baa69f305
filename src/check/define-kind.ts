import type { CheckKind } from './kind.ts';

/**
 * Closes over a kind's own type of spec, so that the registry can hold all kinds without a cast: each reads the
 * `unknown` it is given with its own schema. Schemas are idempotent, so a spec that the lesson's parser has already
 * read reads as itself. `needs` of a spec that is not valid are none; `judge` then answers `error`.
 */
export function defineKind<Spec>(kind: CheckKind<Spec>): CheckKind<unknown> {
  return {
    name: kind.name,
    schema: kind.schema,
    readsOutput: kind.readsOutput ?? false,
    active: kind.active ?? false,
    needs: (value, check) => {
      const spec = kind.schema.safeParse(value);
      return spec.success ? kind.needs(spec.data, check) : [];
    },
    describe: (value, check, words) => {
      const spec = kind.schema.safeParse(value);
      return spec.success
        ? kind.describe(spec.data, check, words)
        : words.check.kinds.common.badSpec({ kind: kind.name });
    },
    judge: (value, facts, check, words) => {
      const spec = kind.schema.safeParse(value);
      if (spec.success) return kind.judge(spec.data, facts, check, words);
      return { state: 'error', observed: words.check.kinds.common.badSpec({ kind: kind.name }) };
    },
  };
}
