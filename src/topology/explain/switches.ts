import { interfaceSwitch } from '../needs.ts';
import type { Interface, Netns } from '../types.ts';

/** A sysctl's value as it was asked; undefined where it was not, or is not there. */
export function sysctlOf({ facts }: Netns, key: string): string | undefined {
  const found = facts.sysctls?.[key];
  return found?.state === 'found' ? found.value : undefined;
}

/** A switch of an interface: the larger of its own and `all`'s, as the kernel reads `rp_filter` and `arp_ignore` (ip-sysctl). */
export function switchOf(netns: Netns, { link }: Interface, key: 'rp_filter' | 'arp_ignore'): number {
  const own = Number(sysctlOf(netns, interfaceSwitch(link.name, key)) ?? '0');
  return Math.max(own, Number(sysctlOf(netns, `net.ipv4.conf.all.${key}`) ?? '0'));
}
