import { watch as watchFile } from 'node:fs';
import type { NodeName } from '../lesson/types.ts';
import { eachSecond } from '../process/each-second.ts';
import { findTool } from '../process/find.ts';
import { killGroup, start } from '../process/start.ts';
import { coalesce } from './facts/coalesce.ts';
import { listNetns, netnsDirectory, ownNetns } from './facts/namespaces.ts';
import { probeSpec } from './probe.ts';
import type { LabTarget } from './types.ts';

/** At most one call in this time. */
const quietMs = 20;

/** A name appears in `/run/netns` before the namespace is bound to it (ip-netns(8) makes a file, then mounts on it). */
const settleMs = 10;

/**
 * What happened between a namespace's birth and its monitor's first words was not heard: look again by then. Also how
 * long a monitor that ended (ENOBUFS in a flood, no memory) rests before the next one.
 */
const deafMs = 100;
const restMs = 500;

const nodeNames: readonly NodeName[] = ['controlplane', 'node01'];

/** Events of addresses, links, neighbours (bridges' too), routes, rules and forwarding switches (ip-monitor(8)). */
const ipMonitor = ['ip', 'monitor', 'link', 'address', 'route', 'neigh', 'rule', 'netconf'] as const;
const nftMonitor = ['nft', 'monitor'] as const;

/**
 * Calls back, at most once in 20 ms, when links, addresses, routes, neighbours, rules or named namespaces of a lab
 * changed. Each namespace has monitors of its own (`ip monitor all-nsid` is deaf to a namespace without an id), begun as
 * it gets a name. Rules of legacy iptables make no events. Everything ends with `close`, and with the runner.
 */
export function watch(target: LabTarget, onChange: () => void): { readonly close: () => void } {
  const changes = coalesce(quietMs, onChange);
  const nodes = nodeNames.flatMap((node) => {
    const pid = target.pids[node];
    return pid === undefined ? [] : [new NodeWatch(target, node, pid, changes.call)];
  });
  return {
    close: () => {
      for (const node of nodes) node.close();
      changes.close();
    },
  };
}

/** Watches one node: a monitor for each namespace, by inode, since names may move. */
class NodeWatch {
  readonly #target: LabTarget;
  readonly #node: NodeName;
  readonly #pid: number;
  readonly #changed: () => void;
  readonly #monitors = new Map<number, Monitors>();
  readonly #listing: { readonly close: () => void };
  #names = '';
  #inotify: { readonly close: () => void } | undefined;
  #settling: NodeJS.Timeout | undefined;

  constructor(target: LabTarget, node: NodeName, pid: number, changed: () => void) {
    this.#target = target;
    this.#node = node;
    this.#pid = pid;
    this.#changed = changed;
    this.#inotify = this.#watchNames();
    this.#list();
    // Also where inotify(7) said nothing: its directory may be replaced.
    this.#listing = eachSecond(() => this.#list());
  }

  close(): void {
    this.#listing.close();
    clearTimeout(this.#settling);
    this.#inotify?.close();
    for (const monitors of this.#monitors.values()) monitors.close();
    this.#monitors.clear();
  }

  #watchNames(): { readonly close: () => void } | undefined {
    try {
      const watcher = watchFile(`/proc/${this.#pid}/root${netnsDirectory}`, { persistent: false }, () => {
        // At once, since a monitor keeps a namespace alive that lost its name; and when a new one is in its place.
        this.#list();
        clearTimeout(this.#settling);
        this.#settling = setTimeout(() => this.#list(), settleMs);
      });
      watcher.on('error', () => watcher.close());
      return watcher;
    } catch {
      // Not there yet (ENOENT), or no more inotify instances (EMFILE): reading the names in turn finds out too.
      return undefined;
    }
  }

  /** Begins and ends monitors as namespaces come and go. */
  #list(): void {
    const named = listNetns(this.#pid);
    const own = ownNetns(this.#pid);
    const names = JSON.stringify(named);
    if (names !== this.#names && this.#names !== '') this.#changed();
    this.#names = names;
    if (this.#inotify === undefined) this.#inotify = this.#watchNames();
    const wanted = new Map(named.map(({ name, inode }) => [inode, name]));
    if (own !== undefined) wanted.set(own, '');
    for (const [inode, monitors] of this.#monitors) {
      if (!wanted.has(inode)) {
        monitors.close();
        this.#monitors.delete(inode);
      }
    }
    for (const [inode, netns] of wanted) {
      if (!this.#monitors.has(inode)) {
        this.#monitors.set(inode, new Monitors(this.#target, this.#node, netns, this.#changed));
      }
    }
  }
}

/** The programs that listen in one namespace. */
class Monitors {
  readonly #closers = new Set<() => void>();
  #closed = false;

  constructor(target: LabTarget, node: NodeName, netns: string, changed: () => void) {
    const begin = (argv: readonly string[]): void => {
      if (this.#closed) return;
      const made = probeSpec(target, node, netns, argv, { dieWithRunner: true });
      if ('failed' in made) return;
      const child = startOr(made.spec);
      if (child === undefined) return this.#later(restMs, () => begin(argv));
      const kill = (): void => killGroup(child.pid);
      this.#closers.add(kill);
      child.stdin.end();
      child.stderr.resume();
      child.stdout.on('data', changed);
      child.on('error', () => undefined);
      child.on('close', () => {
        this.#closers.delete(kill);
        this.#later(restMs, () => {
          changed();
          begin(argv);
        });
      });
      this.#later(deafMs, changed);
    };
    begin(ipMonitor);
    if (findTool('nft') !== undefined) begin(nftMonitor);
  }

  close(): void {
    this.#closed = true;
    for (const end of this.#closers) end();
    this.#closers.clear();
  }

  #later(ms: number, then: () => void): void {
    if (this.#closed) return;
    const timer = setTimeout(() => {
      this.#closers.delete(cancel);
      then();
    }, ms);
    const cancel = (): void => clearTimeout(timer);
    this.#closers.add(cancel);
  }
}

function startOr(spec: Parameters<typeof start>[0]): ReturnType<typeof start> | undefined {
  try {
    return start(spec);
  } catch {
    // EAGAIN, EMFILE: no process to be had just now.
    return undefined;
  }
}
