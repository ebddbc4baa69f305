/**
 * Names of the kernel's numbers as iproute2 prints them, without its files under /etc/iproute2, which belong to whoever
 * owns the machine.
 */
type Names = Readonly<Record<number, string>>;

const nameIn =
  (names: Names) =>
  (value: number): string =>
    names[value] ?? String(value);

/** rtm_type (linux/rtnetlink.h). */
export const routeTypeName = nameIn({
  1: 'unicast',
  2: 'local',
  3: 'broadcast',
  4: 'anycast',
  5: 'multicast',
  6: 'blackhole',
  7: 'unreachable',
  8: 'prohibit',
  9: 'throw',
  10: 'nat',
  11: 'xresolve',
});

export const tableName = nameIn({ 253: 'default', 254: 'main', 255: 'local' });

export const scopeName = nameIn({ 0: 'global', 200: 'site', 253: 'link', 254: 'host', 255: 'nowhere' });

/** rtm_protocol: who made a route. */
export const protocolName = nameIn({
  0: 'unspec',
  1: 'redirect',
  2: 'kernel',
  3: 'boot',
  4: 'static',
  8: 'gated',
  9: 'ra',
  10: 'mrt',
  11: 'zebra',
  12: 'bird',
  13: 'dnrouted',
  14: 'xorp',
  15: 'ntk',
  16: 'dhcp',
  18: 'keepalived',
  42: 'babel',
  186: 'bgp',
  187: 'isis',
  188: 'ospf',
  189: 'rip',
  192: 'eigrp',
});

/** BR_STATE_* (linux/if_bridge.h). */
export const portStateName = nameIn({ 0: 'disabled', 1: 'listening', 2: 'learning', 3: 'forwarding', 4: 'blocking' });

/** ndm_state, a set of bits (linux/neighbour.h). */
export function neighbourStates(state: number): readonly string[] {
  const bits = ['INCOMPLETE', 'REACHABLE', 'STALE', 'DELAY', 'PROBE', 'FAILED', 'NOARP', 'PERMANENT'];
  return bits.filter((_, bit) => (state & (1 << bit)) !== 0);
}
