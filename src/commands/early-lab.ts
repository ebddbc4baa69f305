import { isDeepStrictEqual } from 'node:util';
import type { Lab, LabOptions } from '../lab/types.ts';
import type { SessionPorts } from '../session/ports.ts';
import type { Terminal } from '../terminal/types.ts';

/** Ports whose first lab, and its shell, are on their way already. */
export interface EarlyLab {
  readonly ports: SessionPorts;
  /** Ends the lab where nobody asked for it. */
  readonly close: () => Promise<void>;
}

/**
 * Boots such a lab now, and starts its shell as soon as it is there: both take as long as loading the interface
 * does, and can be done at once. What the shell writes waits in its pty until somebody listens.
 *
 * @param size the shell's, in cells
 */
export function startEarly(
  ports: SessionPorts,
  asked: Omit<LabOptions, 'nonce'>,
  size: { readonly columns: number; readonly rows: number },
): EarlyLab {
  const nonce = ports.nonce();
  let shell: Terminal | undefined;
  const booting = ports.startLab({ ...asked, nonce }).then((lab) => {
    try {
      shell = ports.openTerminal({ spawn: lab.shell('controlplane'), node: 'controlplane', nonce, ...size });
      shell.pause();
    } catch {
      // Whoever asks for the shell hears of it.
    }
    return lab;
  });
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
        if (waiting === undefined || !isDeepStrictEqual(options, { ...asked, nonce })) return ports.startLab(options);
        const lab = waiting;
        waiting = undefined;
        return lab;
      },
      openTerminal: (options) => {
        if (shell === undefined || options.nonce !== nonce || options.node !== 'controlplane')
          return ports.openTerminal(options);
        const terminal = shell;
        shell = undefined;
        terminal.resize(options.columns, options.rows);
        terminal.resume();
        return terminal;
      },
    },
    close: async () => {
      const lab = await waiting?.catch(() => undefined);
      await lab?.close();
      await shell?.close();
    },
  };
}
