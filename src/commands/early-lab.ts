import type { Lab } from '../lab/types.ts';
import type { WorldName } from '../lesson/types.ts';
import type { SessionPorts } from '../session/ports.ts';

/** Ports whose first lab is on its way already. */
export interface EarlyLab {
  readonly ports: SessionPorts;
  /** Ends the lab where nobody asked for it. */
  readonly close: () => Promise<void>;
}

/** Boots a lab of this world now: it takes as long as loading the interface does, and both can be done at once. */
export function startEarly(ports: SessionPorts, world: WorldName): EarlyLab {
  const nonce = ports.nonce();
  const booting = ports.startLab({ world, nonce });
  // Whoever asks for the lab hears of the failure.
  booting.catch(() => undefined);
  let waiting: Promise<Lab> | undefined = booting;
  let isFirst = true;
  return {
    ports: {
      ...ports,
      nonce: () => {
        if (!isFirst) return ports.nonce();
        isFirst = false;
        return nonce;
      },
      startLab: (options) => {
        if (waiting === undefined || options.world !== world || options.nonce !== nonce) return ports.startLab(options);
        const lab = waiting;
        waiting = undefined;
        return lab;
      },
    },
    close: async () => {
      const lab = await waiting?.catch(() => undefined);
      await lab?.close();
    },
  };
}
