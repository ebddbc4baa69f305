import type { z } from 'zod';
import type { Check } from '../../check/types.ts';

/**
 * Why a check cannot be put in bash: it reads the learner's terminal, or a typed answer; it looks at the other node; it walks
 * the packet filter as the kernel does; it rests on a check that cannot be put either.
 */
export type Reason = 'terminal' | 'answer' | 'other-node' | 'walk' | 'rests';

/** A command of bash that ends with 0 exactly where the check holds, or why there is none. */
export type Condition = string | { readonly reason: Reason };

/** Puts one kind of check in bash. */
export type Writer = (check: Check) => Condition;

/** Closes over a kind's own type of spec. What looks at `node01` is refused here: a scenario is one machine. */
export function writer<Spec extends object>(
  schema: z.ZodType<Spec>,
  write: (spec: Spec, check: Check) => Condition,
): Writer {
  return (check) => {
    const spec = schema.parse(check.spec);
    return 'on' in spec && spec.on !== 'controlplane' ? { reason: 'other-node' } : write(spec, check);
  };
}

/** `absent: true`, and whatever else turns a condition round. */
export const negated = (command: string, not: boolean): string => (not ? `! { ${command}; }` : command);
