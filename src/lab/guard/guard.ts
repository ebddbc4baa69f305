import { eachSecond } from '../../process/each-second.ts';
import type { LabTarget } from '../types.ts';
import { isPacketStorm, judgeMemory, tooManyNeighbours, type LimitEnd, type Thresholds } from './judge.ts';
import { ownNeighbours, ownPackets } from './own-traffic.ts';
import { takeReadings, type Readings } from './readings.ts';

/**
 * Watches for what no kernel limit bounds in a rootless lab: memory (of tmpfs and the kernel's own tables), the one
 * neighbour table of the machine, and packets that go round in a loop of bridges, for which no process can be blamed.
 * Calls `end` at most once. What the machine shows only raises suspicion; neighbours and packets must be the lab's own.
 */
export function guard(
  target: LabTarget,
  limits: Thresholds,
  end: (why: LimitEnd) => void,
): { readonly close: () => void } {
  const began = takeReadings();
  let before = began;
  let storm: { readonly packets: number; readonly atMs: number; seconds: number } | undefined;
  let busy = false;

  const look = async (now: Readings): Promise<LimitEnd | undefined> => {
    const memory = judgeMemory(began, now, limits);
    if (memory !== undefined) return memory;
    if (tooManyNeighbours(began, now, limits)) {
      const own = await ownNeighbours(target);
      if (own >= limits.ownNeighbours)
        return { reason: 'limit', limit: 'neighbours', detail: `${own} neighbour entries` };
    }
    if (!isPacketStorm(before, now, limits)) {
      storm = undefined;
      return undefined;
    }
    const packets = await ownPackets(target);
    storm ??= { packets, atMs: performance.now(), seconds: 0 };
    const rate = ((packets - storm.packets) * 1000) / (performance.now() - storm.atMs + 1);
    if (storm.seconds++ < limits.stormSeconds || rate < limits.packets) return undefined;
    return { reason: 'limit', limit: 'packets', detail: `${Math.round(rate)} packets a second` };
  };

  // Four small files, 0.1 ms. A guard is no reason for the runner to stay.
  const looking = eachSecond(() => {
    if (busy) return;
    busy = true;
    const now = takeReadings();
    void look(now).then((why) => {
      busy = false;
      before = now;
      if (why === undefined || closed) return;
      close();
      end(why);
    });
  });

  let closed = false;
  const close = (): void => {
    closed = true;
    looking.close();
  };
  return { close };
}
