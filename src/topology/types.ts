import type { At } from '../check/facts.ts';
import type { Link, NetnsFacts } from '../check/netns-facts.ts';
import type { ParsedRule } from '../check/net/rules.ts';

/** The network as the kernel has it now: plain data, made of one snapshot by `topologyOf`. */
export interface Topology {
  /** Each node's own namespace, then its named ones by name. */
  readonly namespaces: readonly Netns[];
  /** veth pairs of which both ends were found, each once. */
  readonly cables: readonly Cable[];
}

/** One network namespace, once, however many names it has. */
export interface Netns {
  /** `controlplane` for a node's own, `controlplane/client` for a named one. */
  readonly id: string;
  readonly at: At;
  /** What to call it in place of its own name. */
  readonly label?: string;
  /** Its other names under `/run/netns`. */
  readonly aliases: readonly string[];
  readonly inode: number;
  readonly interfaces: readonly Interface[];
  /** `net.ipv4.ip_forward`; undefined where it was not asked. */
  readonly forwards: boolean | undefined;
  readonly filters: readonly FilterMark[];
  /** What was asked of it, for whoever needs more than the picture shows. */
  readonly facts: NetnsFacts;
}

/** What changes or stops packets in a namespace. */
export type FilterMark =
  | { readonly type: 'nat'; readonly rule: ParsedRule }
  | { readonly type: 'drop'; readonly rule: ParsedRule }
  | { readonly type: 'policy'; readonly table: string; readonly chain: string };

export interface Interface {
  /** `NETNS:NAME`; unique in a topology. */
  readonly id: string;
  readonly link: Link;
  /** `no-carrier`: up, but the other end is not. */
  readonly state: 'up' | 'down' | 'no-carrier';
  /** Its bridge's id, where it is a port. */
  readonly master?: string;
  /** A veth's other end: an interface's id, or `elsewhere` in a namespace that cannot be seen or told. */
  readonly peer?: string;
}

/** A veth pair: the ids of its two ends, in the order of the namespaces. */
export interface Cable {
  readonly ends: readonly [string, string];
}
