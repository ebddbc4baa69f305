import type { Found, Socket } from '../../check/snapshot.ts';

/**
 * Reads `ss -Htuln` (ss(8)): protocol, state, two queues, then the local address and port. `[::]:80`, `*:80`,
 * `127.0.0.53%lo:53`; the interface behind `%` is left out.
 */
export function parseSockets(text: string): Found<readonly Socket[]> {
  const sockets: Socket[] = [];
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue;
    const [protocol, , , , local] = line.trim().split(/\s+/);
    const match = local === undefined ? null : /^(.*):(\d+)$/.exec(local);
    if ((protocol !== 'tcp' && protocol !== 'udp') || match === null) {
      return { state: 'error', message: `ss: not understood: ${JSON.stringify(line.slice(0, 80))}` };
    }
    const [, address = '', port = ''] = match;
    sockets.push({ protocol, address: address.replace(/^\[|\]$/g, '').replace(/%[^\]]*$/, ''), port: Number(port) });
  }
  return { state: 'found', value: sockets };
}
