import type { Frames } from './frames.tsx';
import type { View } from './view.ts';

/** What Ink draws around the panes. Nothing at first: Ink takes longer to load than all else that a start needs. */
export interface Chrome {
  /** Loads it, once. */
  readonly load: () => void;
  /** One line a row; none while it is being loaded. */
  readonly draw: (view: View) => readonly string[];
  readonly close: () => void;
}

/** @param onLoaded there is something to draw now */
export function createChrome(onLoaded: () => void): Chrome {
  let make: ((first: View) => Frames) | undefined;
  let frames: Frames | undefined;
  let loading: Promise<void> | undefined;
  let isClosed = false;

  const load = async (): Promise<void> => {
    const { createFrames } = await import('./frames.tsx');
    if (isClosed) return;
    make = createFrames;
    onLoaded();
  };

  return {
    load: () => void (loading ??= load()),
    draw: (view) => {
      frames ??= make?.(view);
      return frames?.draw(view) ?? [];
    },
    close: () => {
      isClosed = true;
      frames?.close();
      frames = make = undefined;
    },
  };
}
