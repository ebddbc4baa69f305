import { maskLength, parseAddress } from '../net/ip.ts';

/** One link as `ip link`, `ip addr` (`-o`, `-br`, `-j` too) or `ifconfig` of either format lists it. */
export interface ShownLink {
  readonly name: string;
  /** What stands after its `@`: `if5`, the other end's name, `NONE`. */
  readonly peer?: string;
  readonly addresses: readonly ShownAddress[];
}

export interface ShownAddress {
  readonly address: string;
  /** Absent where the tool did not print one. */
  readonly length?: number;
}

interface Draft {
  name: string;
  peer?: string;
  addresses: ShownAddress[];
}

/** `5: veth-client@if4: <BROADCAST,…> mtu 1500 …`, and `5: veth-client    inet 10.0.0.11/24 …` of `-o`. */
const ipHeader = /^(\d+): ([^\s:@]+)(?:@([^\s:]+))?:? +(<|inet6? )/;
/** `veth-client@if4   UP   02:…  <…>` of `-br`. */
const briefHeader = /^([^\s:@]+)(?:@(\S+))? +(?:UP|DOWN|UNKNOWN|LOWERLAYERDOWN|DORMANT|NOTPRESENT|TESTING)(?: |$)/;
/** `veth-client: flags=4163<UP,…>  mtu 1500` (net-tools 2), `veth-client  Link encap:Ethernet …` (net-tools 1.60, busybox). */
const ifconfigHeader = /^(\S+?): flags=\d+|^(\S+) +Link encap:/;

/** Reads all links that the lines list. Indentation is not needed. */
export function readLinks(lines: readonly string[]): readonly ShownLink[] {
  const json = readJsonLinks(lines);
  if (json !== undefined) return json;
  const links: Draft[] = [];
  const linkNamed = (name: string, peer: string | undefined): Draft => {
    const known = links.find((link) => link.name === name);
    if (known !== undefined) {
      if (peer !== undefined) known.peer = peer;
      return known;
    }
    const link: Draft = { name, addresses: [], ...(peer === undefined ? {} : { peer }) };
    links.push(link);
    return link;
  };
  let current: Draft | undefined;
  for (const line of lines) {
    const ip = ipHeader.exec(line);
    const brief = ip === null ? briefHeader.exec(line) : null;
    const ifconfig = ifconfigHeader.exec(line);
    if (ip !== null) current = linkNamed(ip[2] ?? '', ip[3]);
    else if (ifconfig !== null) current = linkNamed(ifconfig[1] ?? ifconfig[2] ?? '', undefined);
    else if (brief !== null) current = linkNamed(brief[1] ?? '', brief[2]);
    // `grep inet` leaves addresses without their link.
    const addresses = brief === null ? addressesOf(line) : briefAddresses(line);
    if (addresses.length > 0) (current ??= linkNamed('', undefined)).addresses.push(...addresses);
  }
  return links;
}

/** `inet 10.0.0.11/24 …`, `inet 10.0.0.11  netmask 255.255.255.0`, `inet addr:10.0.0.11  Bcast:…  Mask:255.255.255.0`, `inet6 … prefixlen 64`. */
function addressesOf(line: string): ShownAddress[] {
  // The old format's `addr:` is translated (`inet Adresse:`, `inet 地址:`).
  const match = /(?:^|\s)inet6? +(?:[^\s:]+: ?)?([0-9a-fA-F:.]+)(?:\/(\d+))?(?=\s|$)/.exec(line);
  const address = match?.[1];
  if (match === null || address === undefined || parseAddress(address) === undefined) return [];
  if (match[2] !== undefined) return [{ address, length: Number(match[2]) }];
  const rest = line.slice(match.index + match[0].length);
  const prefixLength = /(?:^|\s)prefixlen +(\d+)/.exec(rest)?.[1];
  if (prefixLength !== undefined) return [{ address, length: Number(prefixLength) }];
  const mask = /(?:netmask +|[^\s:]+:)(\d+\.\d+\.\d+\.\d+)/g;
  const lengths = [...rest.matchAll(mask)].flatMap(([, dotted]) => maskLength(dotted ?? '') ?? []);
  const length = lengths.at(-1);
  // `0xffffff00` is how BSD and toybox write it.
  const hex = /netmask +0x([0-9a-f]{8})/.exec(rest)?.[1];
  const ones = hex === undefined ? undefined : Number.parseInt(hex, 16).toString(2).replace(/0+$/, '').length;
  const found = length ?? ones;
  return [found === undefined ? { address } : { address, length: found }];
}

function briefAddresses(line: string): ShownAddress[] {
  return line
    .split(/\s+/)
    .slice(2)
    .flatMap((word) => {
      const [address = '', length] = word.split('/');
      return parseAddress(address) === undefined || length === undefined ? [] : [{ address, length: Number(length) }];
    });
}

/** The text from the first `[` on, as JSON; `undefined` where the output is not JSON. */
export function jsonArrayIn(lines: readonly string[]): readonly Readonly<Record<string, unknown>>[] | undefined {
  if (!/^\[\s*(?:$|[{\]])/.test(lines[0] ?? '')) return undefined;
  try {
    const value: unknown = JSON.parse(lines.join('\n'));
    if (!Array.isArray(value)) return undefined;
    return value.filter(
      (entry): entry is Readonly<Record<string, unknown>> => typeof entry === 'object' && entry !== null,
    );
  } catch {
    return undefined;
  }
}

/** `ip -j link`, `ip -j addr`. */
function readJsonLinks(lines: readonly string[]): readonly ShownLink[] | undefined {
  return jsonArrayIn(lines)?.flatMap((entry) => {
    const { ifname, link, link_index: index, addr_info: info } = entry;
    if (typeof ifname !== 'string') return [];
    const addresses = (Array.isArray(info) ? info : []).flatMap((one: unknown) => {
      if (typeof one !== 'object' || one === null || !('local' in one) || typeof one.local !== 'string') return [];
      const length = 'prefixlen' in one && typeof one.prefixlen === 'number' ? one.prefixlen : undefined;
      return [length === undefined ? { address: one.local } : { address: one.local, length }];
    });
    const peer = typeof link === 'string' ? link : typeof index === 'number' ? `if${index}` : undefined;
    return [{ name: ifname, addresses, ...(peer === undefined ? {} : { peer }) }];
  });
}
