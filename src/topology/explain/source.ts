import type { Interface, Netns } from '../types.ts';
import { isHalt, stop } from './halt.ts';
import { isOwn, lookUp } from './routes.ts';
import { ownSwitch, switchOf } from './switches.ts';
import type { Halt, Packet } from './types.ts';

/**
 * Whether a namespace takes a packet with this source from this interface: never one that says it comes from itself; with
 * `rp_filter` 1 only where the way back is the same interface, with 2 where there is any (RFC 3704; fib_validate_source()).
 */
export function validateSource(
  netns: Netns,
  input: Interface,
  { source, destination }: Pick<Packet, 'source' | 'destination'>,
): Halt | undefined {
  const { at } = netns;
  const { name } = input.link;
  if (isOwn(netns, source) && (ownSwitch(netns, input, 'accept_local') ?? 0) === 0)
    return stop('own-source', { at, name, to: source }, `ip addr show`);
  const strictness = switchOf(netns, input, 'rp_filter');
  if (strictness === 0) return undefined;
  const back = lookUp(netns, source, { source: destination });
  if (isHalt(back) && back.halt === 'doubt') return back;
  if (back !== undefined && !isHalt(back) && (strictness === 2 || back.dev === name)) return undefined;
  const text = back === undefined || isHalt(back) ? '' : back.dev;
  return stop(
    'reverse-path',
    { at, name, to: source, text },
    `sysctl net.ipv4.conf.all.rp_filter net.ipv4.conf.${name}.rp_filter`,
    `sysctl -w net.ipv4.conf.all.rp_filter=0`,
    `sysctl -w net.ipv4.conf.${name.replaceAll('.', '/')}.rp_filter=0`,
  );
}
