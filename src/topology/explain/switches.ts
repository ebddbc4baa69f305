import { interfaceSwitch, type InterfaceKey } from '../needs.ts';
import type { Interface, Netns } from '../types.ts';

/** A sysctl's value as it was asked; undefined where it was not, or is not there. */
export function sysctlOf({ facts }: Netns, key: string): string | undefined {
  const found = facts.sysctls?.[key];
  return found?.state === 'found' ? found.value : undefined;
}

/** A switch of an interface itself; undefined where it was not told. */
export function ownSwitch(netns: Netns, { link }: Interface, key: InterfaceKey): number | undefined {
  const asked = sysctlOf(netns, interfaceSwitch(link.name, key));
  return link.switches?.[key] ?? (asked === undefined ? undefined : Number(asked));
}

/** The larger of its own and `all`'s, as the kernel reads these (ip-sysctl). */
export function switchOf(netns: Netns, each: Interface, key: 'rp_filter' | 'arp_ignore' | 'route_localnet'): number {
  return Math.max(ownSwitch(netns, each, key) ?? 0, Number(sysctlOf(netns, `net.ipv4.conf.all.${key}`) ?? '0'));
}
