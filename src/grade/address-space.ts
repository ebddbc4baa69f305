/** An IPv4 network as numbers. */
export interface Network {
  /** The network's own address, host bits zero, below 2 ** 32. */
  readonly base: number;
  readonly length: number;
}

/** Reads `10.0.0.0/8`; undefined where it is no IPv4 network, or has host bits. */
export function readNetwork(text: string): Network | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(text);
  if (match === null) return undefined;
  const [first = 0, second = 0, third = 0, fourth = 0, length = 0] = match.slice(1).map(Number);
  if ([first, second, third, fourth].some((part) => part > 255) || length > 32) return undefined;
  const base = ((first * 256 + second) * 256 + third) * 256 + fourth;
  return base % 2 ** (32 - length) === 0 ? { base, length } : undefined;
}

function format(address: number): string {
  return [2 ** 24, 2 ** 16, 2 ** 8, 1].map((unit) => Math.floor(address / unit) % 256).join('.');
}

/** How many subnets of that length the network has; 1 where it has none. */
export function subnetsIn(network: string, length: number): number {
  const found = readNetwork(network);
  return found === undefined || length < found.length ? 1 : 2 ** (length - found.length);
}

export function subnetAt(network: string, length: number, index: number): string {
  return `${format((readNetwork(network)?.base ?? 0) + index * 2 ** (32 - length))}/${String(length)}`;
}

/** Addresses that hosts can have: neither the network's own nor the broadcast address. */
export function addressesIn(network: string): number {
  const found = readNetwork(network);
  return found === undefined ? 0 : Math.max(0, 2 ** (32 - found.length) - 2);
}

export function addressAt(network: string, number: number): string {
  return format((readNetwork(network)?.base ?? 0) + number);
}

/** Whether two networks share addresses; false where either is no network. */
export function overlaps(one: string, other: string): boolean {
  const [first, second] = [readNetwork(one), readNetwork(other)];
  if (first === undefined || second === undefined) return false;
  const [small, large] = first.length > second.length ? [first, second] : [second, first];
  return Math.floor(small.base / 2 ** (32 - large.length)) === large.base / 2 ** (32 - large.length);
}
