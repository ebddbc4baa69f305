import type { z } from 'zod';
import type { Check } from '../../check/types.ts';
import { word } from './quote.ts';

/**
 * Why a check cannot be put in bash: it reads the learner's terminal, or a typed answer; it walks the
 * packet filter as the kernel does; it rests on a check that cannot be put either.
 */
export type Reason = 'terminal' | 'answer' | 'walk' | 'rests';

/** A command of bash that ends with 0 exactly where the check holds, or why there is none. */
export type Condition = string | { readonly reason: Reason };

/** Puts one kind of check in bash. */
export type Writer = (check: Check) => Condition;

/** Closes over a kind's own type of spec. What looks at `node01` is asked there, by a program that a scenario's setup writes. */
export function writer<Spec extends object>(
  schema: z.ZodType<Spec>,
  write: (spec: Spec, check: Check) => Condition,
): Writer {
  return (check) => {
    const spec = schema.parse(check.spec);
    const condition = write(spec, check);
    if (typeof condition !== 'string' || !('on' in spec) || spec.on === 'controlplane') return condition;
    return `on_node01 ${word(condition)}`;
  };
}

/** `absent: true`, and whatever else turns a condition round. */
export const negated = (command: string, not: boolean): string => (not ? `! { ${command}; }` : command);
