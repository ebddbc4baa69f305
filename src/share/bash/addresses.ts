/**
 * An address or prefix as the kernel's tools write it: IPv6 shortened (RFC 5952, which is also how a URL's host is written),
 * no length where it is a single host's.
 */
export function canonical(text: string): string {
  const [ip = '', length] = text.split('/');
  const isInet6 = ip.includes(':');
  const host = isInet6 ? new URL(`http://[${ip}]/`).hostname.slice(1, -1) : ip;
  return length === undefined || length === (isInet6 ? '128' : '32')
    ? host
    : `${network(host, Number(length))}/${length}`;
}

/** Without the bits of the host, as a route's destination is written; IPv6 stays as the author wrote it. */
function network(host: string, length: number): string {
  if (host.includes(':')) return host;
  const bits = host.split('.').reduce((sum, byte) => sum * 256 + Number(byte), 0);
  const size = 2 ** (32 - length);
  const first = Math.floor(bits / size) * size;
  return [24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256).join('.');
}
