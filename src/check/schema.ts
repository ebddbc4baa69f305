import { z } from 'zod';
import { parseAddress, parsePrefix } from './net/ip.ts';
import { problem } from './problems.ts';
import { compilePattern } from './pattern.ts';

/** Parts that the kinds' schemas share. All are idempotent: parsing what they returned gives the same again. */

/** The machine a check looks at. */
export const onNode = z.enum(['controlplane', 'node01']).default('controlplane');

function isNetnsName(name: string): boolean {
  return /^[^/\0\n.-][^/\0\n]{0,254}$/.test(name);
}

/** A name under `/run/netns` (`ip netns add` refuses slashes and dots first). */
export const netnsName = z.string().refine(isNetnsName, problem('bad-netns'));

/** The same, or `''` for the node's own namespace, which is also the default. */
export const inNetns = z
  .string()
  .refine((name) => name === '' || isNetnsName(name), problem('bad-netns'))
  .default('');

/** Left out means "any" here, unlike `inNetns`. */
export const anyNetns = z.string().refine((name) => name === '' || isNetnsName(name), problem('bad-netns'));

/** What the kernel's `dev_valid_name` allows: 1–15 bytes, no slash, no blank, not `.` or `..`. */
export const linkName = z
  .string()
  .refine((name) => /^[^\s/:]{1,15}$/.test(name) && name !== '.' && name !== '..', problem('bad-link'));

export const ipAddress = z.string().refine((text) => parseAddress(text) !== undefined, problem('bad-address'));

/** An address that may bear its prefix length: `10.0.0.11/24` or `10.0.0.11`. */
export const ipAddressMaybePrefix = z
  .string()
  .refine((text) => text !== 'default' && parsePrefix(text) !== undefined, problem('bad-address'));

/** `default`, a prefix, or a host's address. */
export const ipPrefix = z.string().refine((text) => parsePrefix(text) !== undefined, problem('bad-prefix'));

export const macAddress = z.string().regex(/^[0-9a-fA-F]{2}(?::[0-9a-fA-F]{2}){5}$/, problem('bad-mac'));

export const port = z.int().min(1).max(65535);

export const absolutePath = z.string().regex(/^\/[^\0]*$/, problem('bad-path'));

/** A regular expression that cannot take long: see `regex/`. */
export const pattern = z
  .string()
  .min(1)
  .refine((text) => compilePattern(text) !== undefined, problem('bad-pattern'));

export const text = z.string().min(1);

/** `absent: true`: the thing must not be there. */
export const absent = z.boolean().default(false);

/** `- netns: client` is short for `- netns: { name: client }`. */
export function orShort<S extends z.ZodType>(key: string, schema: S): z.ZodType<z.output<S>> {
  return z.preprocess((value) => (typeof value === 'string' ? { [key]: value } : value), schema);
}
