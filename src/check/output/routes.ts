import { maskLength, parseAddress, parsePrefix } from '../net/ip.ts';
import { jsonArrayIn } from './links.ts';

/** One route as `ip route` (`-j` too), `route` or `netstat -r` lists it. */
export interface ShownRoute {
  /** `default`, or a prefix. */
  readonly to: string;
  readonly via?: string;
  readonly dev?: string;
}

/** Reads all routes that the lines list. */
export function readRoutes(lines: readonly string[]): readonly ShownRoute[] {
  const json = jsonArrayIn(lines);
  if (json !== undefined) {
    return json.flatMap(({ dst, gateway, dev }) =>
      typeof dst === 'string'
        ? [
            {
              to: dst,
              ...(typeof gateway === 'string' ? { via: gateway } : {}),
              ...(typeof dev === 'string' ? { dev } : {}),
            },
          ]
        : [],
    );
  }
  return lines.flatMap((line) => ipRoute(line) ?? tableRoute(line) ?? []);
}

/** `default via 172.30.0.1 dev client1-veth`, `10.0.0.0/24 dev veth-client proto kernel scope link src 10.0.0.11`. */
function ipRoute(line: string): ShownRoute | undefined {
  const words = line.split(/\s+/);
  const at = words[0] === 'unicast' ? 1 : 0;
  const to = words[at] ?? '';
  const value = (key: string): string | undefined => {
    const index = words.indexOf(key, at + 1);
    return index < 0 ? undefined : words[index + 1];
  };
  const [via, dev] = [value('via'), value('dev')];
  if (dev === undefined || parsePrefix(to) === undefined) return undefined;
  return { to, dev, ...(via === undefined ? {} : { via }) };
}

/** `10.0.0.0  0.0.0.0  255.255.255.0  U  0  0  0 veth-client`; without `-n` names: `default`, `*` for no gateway. */
function tableRoute(line: string): ShownRoute | undefined {
  const [destination = '', gateway = '', mask = '', flags = '', , , , dev] = line.split(/\s+/);
  const length = maskLength(mask);
  if (dev === undefined || length === undefined || !/^U[A-Z!]*$/.test(flags)) return undefined;
  const isDefault = length === 0 && (destination === 'default' || destination === '0.0.0.0');
  if (!isDefault && parseAddress(destination) === undefined) return undefined;
  const via = gateway === '*' || gateway === '0.0.0.0' ? undefined : gateway;
  return { to: isDefault ? 'default' : `${destination}/${length}`, dev, ...(via === undefined ? {} : { via }) };
}
