import { parseAddress } from '../net/ip.ts';
import { jsonArrayIn } from './links.ts';

const mac = '[0-9a-fA-F]{1,2}(?::[0-9a-fA-F]{1,2}){5}';

/** `10.0.0.12 dev veth-client lladdr 02:… REACHABLE` (`ip neigh`). */
const ipEntry = new RegExp(`^([0-9a-fA-F:.]+) (?:dev \\S+ )?lladdr ${mac}(?: |$)`);
/** `10.0.0.12  ether  02:…  C  veth-client` (`arp -n`), `10.0.0.12  0x1  0x2  02:… …` (/proc/net/arp). */
const tableEntry = new RegExp(`^([0-9.]+) +(?:ether|0x1 +0x2) +${mac}(?: |$)`);
/** `? (10.0.0.12) at 02:… [ether] on veth-client` (`arp -a`, busybox). */
const bsdEntry = new RegExp(`^\\S+ \\(([0-9.]+)\\) \\S+ ${mac} `);

/** Addresses of all entries that are listed with a MAC address. */
export function readNeighbours(lines: readonly string[]): readonly string[] {
  const json = jsonArrayIn(lines);
  if (json !== undefined) {
    return json.flatMap(({ dst, lladdr }) => (typeof dst === 'string' && typeof lladdr === 'string' ? [dst] : []));
  }
  return lines.flatMap((line) => {
    const address = (ipEntry.exec(line) ?? tableEntry.exec(line) ?? bsdEntry.exec(line))?.[1];
    return address !== undefined && parseAddress(address) !== undefined && !/\bFAILED$/.test(line) ? [address] : [];
  });
}
