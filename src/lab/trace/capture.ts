import type { At } from '../../check/facts.ts';
import type { NotCaptured } from '../../trace/types.ts';
import type { CaptureListener, Capturing, LabTarget } from '../types.ts';
import { listen, type Closing } from './listen.ts';
import { pathOf } from './places.ts';

/** More than anybody reads; a flood must not cost a core. */
const mostPerSecond = 2000;

/** The whole of a frame, with what segmentation offload makes of several. */
const keptBytes = 65_550;

/** How long it may take to hand over the rest. */
const stopMs = 2000;

/** Listens at an interface of a lab, or at all of a namespace's (`''`), until it is stopped. */
export function capture(
  target: LabTarget,
  { at, link }: { readonly at: At; readonly link: string },
  { onFrame, onLost }: CaptureListener,
  closing: Closing,
): Capturing | NotCaptured {
  const path = pathOf(target, at);
  if (path === undefined) return { failed: `no network namespace "${at.netns}"` };
  let broken: string | undefined;
  const listening = listen(
    target,
    { node: at.node, places: [{ at, path }], interface: link, keptBytes, mostPerSecond },
    (record) => {
      if (record.type === 'frame') onFrame(record.frame);
      else if (record.type === 'lost') onLost(record.count);
      else if (record.type === 'broken') broken = record.text;
    },
    closing,
  );
  if ('failed' in listening) return listening;
  let isGone = false;
  const gone = listening.gone.then((said) => {
    isGone = true;
    broken ??= said;
  });
  return {
    ready: listening.ready.then(() => (isGone ? (broken ?? 'the capture ended') : undefined)),
    ended: gone,
    stop: async () => {
      listening.stop();
      const limit = setTimeout(listening.kill, stopMs);
      await gone;
      clearTimeout(limit);
    },
  };
}
