import { listNetns } from '../facts/namespaces.ts';
import { probe } from '../probe.ts';
import type { LabTarget } from '../types.ts';

/** How many neighbour entries (IPv4 and IPv6) the lab's own namespaces hold: its nodes' and the named ones. */
export async function ownNeighbours(target: LabTarget): Promise<number> {
  const outputs = await inEach(target, ['ip', 'neigh', 'show', 'nud', 'all']);
  return outputs.reduce((sum, text) => sum + text.split('\n').filter((line) => line !== '').length, 0);
}

/** Packets received so far by all interfaces of the lab's own namespaces. */
export async function ownPackets(target: LabTarget): Promise<number> {
  const outputs = await inEach(target, ['ip', '-s', '-o', 'link']);
  // One line a link: `… RX: bytes packets errors …\    NUMBERS` (ip-link(8), -s).
  const received = outputs.flatMap((text) =>
    [...text.matchAll(/RX:[^\\]*\\\s*\d+\s+(\d+)/g)].map((match) => Number(match[1])),
  );
  return received.reduce((sum, packets) => sum + packets, 0);
}

async function inEach(target: LabTarget, argv: readonly string[]): Promise<string[]> {
  const outputs: string[] = [];
  for (const node of ['controlplane', 'node01'] as const) {
    const pid = target.pids[node];
    if (pid === undefined) continue;
    for (const netns of ['', ...listNetns(pid).map(({ name }) => name)]) {
      const { stdout } = await probe(target, node, netns, argv);
      outputs.push(stdout);
    }
  }
  return outputs;
}
