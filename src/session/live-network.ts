import type { Lab } from '../lab/types.ts';
import { topologyJson } from '../topology/draw/json.ts';
import { takePicture } from '../topology/needs.ts';
import { topologyOf } from '../topology/topology.ts';
import type { Topology } from '../topology/types.ts';

/** What happens at once is asked for once: `ip link add` alone makes several events. */
const gatherMs = 8;

/** The network of a lab as the kernel has it now, asked again whenever it says that something changed. */
export interface LiveNetwork {
  /** Undefined until it was asked for the first time. */
  readonly now: () => Topology | undefined;
  /** As it was when the last command began. */
  readonly before: () => Topology | undefined;
  /** A command begins: what changes from now on is its doing. */
  readonly commandBegan: () => void;
  /** Asks for what makes no events: the rules of legacy iptables. */
  readonly refresh: () => void;
  readonly close: () => void;
}

export interface LiveNetworkOptions {
  readonly lab: Pick<Lab, 'snapshot' | 'watch' | 'nodes'>;
  /** Only where something differs from what was there before. */
  readonly onChange: () => void;
  readonly onError: (error: unknown) => void;
}

/** Follows a lab's network. One question at a time; what changes during one is asked for by the next. */
export function followNetwork({ lab, onChange, onError }: LiveNetworkOptions): LiveNetwork {
  let [now, before]: (Topology | undefined)[] = [];
  let text = '';
  let timer: NodeJS.Timeout | undefined;
  let isAsking = false;
  let isStale = false;
  let closed = false;

  const ask = async (): Promise<void> => {
    const topology = topologyOf(await takePicture(lab.snapshot, lab.nodes));
    if (closed) return;
    const json = JSON.stringify(topologyJson(topology));
    if (json === text) return;
    text = json;
    before ??= topology;
    now = topology;
    onChange();
  };
  const begin = (): void => {
    timer = undefined;
    isStale = false;
    isAsking = true;
    ask()
      .catch(onError)
      .finally(() => {
        isAsking = false;
        if (isStale) refresh();
      });
  };
  const refresh = (): void => {
    if (closed) return;
    if (isAsking) isStale = true;
    else timer ??= setTimeout(begin, gatherMs);
  };

  const watch = lab.watch(refresh);
  begin();
  return {
    now: () => now,
    before: () => before,
    commandBegan: () => {
      if (before === now) return;
      before = now;
      onChange();
    },
    refresh,
    close: () => {
      closed = true;
      clearTimeout(timer);
      watch.close();
    },
  };
}
