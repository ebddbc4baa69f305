import { z } from 'zod';
import { problem } from '../problems.ts';
import {
  anyNetns,
  ipAddress,
  ipAddressMaybePrefix,
  ipPrefix,
  linkName,
  netnsName,
  onNode,
  pattern,
  text,
} from '../schema.ts';

/** The families of commands whose output a check can read; exactly one is named. */
export const families = ['ping', 'link', 'address', 'route', 'neighbour', 'netns', 'http', 'command'] as const;

export type Family = (typeof families)[number];

/** What an `output` check may say: one family, where it was run, and what else its output must show. */
export const outputSchema = z
  .strictObject({
    ping: ipAddress.optional(),
    /** With a trailing `@`: its other end must be shown too. */
    link: z
      .string()
      .refine((name) => linkName.safeParse(name.replace(/@$/, '')).success, problem('bad-link'))
      .optional(),
    address: ipAddressMaybePrefix.optional(),
    route: ipPrefix.optional(),
    neighbour: ipAddress.optional(),
    netns: netnsName.optional(),
    http: text.optional(),
    command: text.optional(),
    replies: z.int().positive().optional(),
    answered: z.literal(false).optional(),
    via: ipAddress.optional(),
    dev: linkName.optional(),
    contains: text.optional(),
    lacks: text.optional(),
    matches: pattern.optional(),
    exit: z.int().min(0).max(255).optional(),
    /** The namespace it was run in; left out: any; `''`: the node's own. */
    from: anyNetns.optional(),
    in: anyNetns.optional(),
    on: onNode,
  })
  .refine((spec) => families.filter((family) => spec[family] !== undefined).length === 1, problem('one-family'))
  .refine(({ from, in: inside }) => from === undefined || inside === undefined, problem('from-or-in'))
  .refine(
    ({ command, contains, lacks, matches, exit }) =>
      command === undefined || [contains, lacks, matches, exit].some((key) => key !== undefined),
    problem('command-needs-more'),
  )
  .refine(
    ({ ping, contains, lacks, matches, exit }) =>
      ping === undefined || [contains, lacks, matches, exit].every((key) => key === undefined),
    problem('ping-takes-no-text'),
  )
  .refine(
    ({ ping, replies, answered }) => ping !== undefined || (replies === undefined && answered === undefined),
    problem('only-with-ping'),
  )
  .refine(({ replies, answered }) => replies === undefined || answered === undefined, problem('replies-unanswered'))
  .refine(
    ({ route, via, dev }) => route !== undefined || (via === undefined && dev === undefined),
    problem('only-with-route'),
  );

export type OutputSpec = z.output<typeof outputSchema>;
