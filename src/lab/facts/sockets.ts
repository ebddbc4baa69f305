import type { Socket } from '../../check/netns-facts.ts';
import type { Found } from '../../check/found.ts';

/**
 * Reads `ss -Htuln` (ss(8)): protocol, state, two queues, then the local address and port. `[::]:80`, `*:80`,
 * `127.0.0.53%lo:53`, where the one interface that it hears stands behind `%`.
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
    const [, place = '', port = ''] = match;
    const [address = '', device] = place.replaceAll(/[[\]]/g, '').split('%', 2);
    sockets.push({ protocol, address, port: Number(port), ...(device === undefined ? {} : { device }) });
  }
  return { state: 'found', value: sockets };
}
