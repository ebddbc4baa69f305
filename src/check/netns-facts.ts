import type { Found } from './found.ts';

/** One `ip -d -j address` entry, what of it we judge. */
export interface Link {
  readonly index: number;
  readonly name: string;
  /** `veth`, `bridge`, `dummy`, `vxlan` …; `loopback` for `lo`; `''` for a plain device. */
  readonly kind: string;
  readonly up: boolean;
  /** `LOWER_UP`: the other end is there and up. */
  readonly carrier: boolean;
  readonly mtu: number;
  readonly mac: string;
  /** `NOARP`: it neither asks for neighbours' addresses nor answers. */
  readonly noArp?: true;
  /** What frames wait in before they are sent (tc(8)): `noqueue`, `fq_codel` … */
  readonly queue?: string;
  /** The bridge's name. */
  readonly master?: string;
  /** For a port of a bridge: `state`, `hairpin`, `isolated` … as `ip -d -j` prints `info_slave_data`. */
  readonly port?: Readonly<Record<string, unknown>>;
  /** The peer's index, and, where it is in another namespace, that namespace's id and name as `ip` knows them. */
  readonly peerIndex?: number;
  readonly peerNetnsId?: number;
  /** `''`: the node's own. Absent: in this namespace, or in one without a name. */
  readonly peerNetns?: string;
  readonly addresses: readonly Address[];
  /** For a bridge: `stp_state`, `vlan_filtering` …; for vxlan: `id`, … as `ip -d -j` prints `info_data`. */
  readonly details: Readonly<Record<string, unknown>>;
  /** `net.ipv4.conf.NAME.*` by their last words, where the kernel told them with the link: `rp_filter`, `forwarding` … */
  readonly switches?: Readonly<Record<string, number>>;
}

export interface Address {
  readonly family: 'inet' | 'inet6';
  readonly address: string;
  readonly prefix: number;
  readonly scope: string;
}

/** One entry of `ip -j route show table all`, IPv4 and IPv6. */
export interface Route {
  readonly family: 'inet' | 'inet6';
  /** `default`, `10.0.0.0/24`, `10.0.0.1`. */
  readonly to: string;
  /** `unicast`, `local`, `broadcast`, `blackhole`, `unreachable` … */
  readonly type: string;
  readonly via?: string;
  readonly dev?: string;
  readonly src?: string;
  readonly protocol?: string;
  readonly scope?: string;
  readonly metric?: number;
  /** The largest packet that may take it, where that was set for the route. */
  readonly mtu?: number;
  /** `main`, `local`, or a number as text. */
  readonly table: string;
}

/** One entry of `ip -4 -j rule show`: which table is asked for which packets, lowest preference first (ip-rule(8)). */
export interface Lookup {
  readonly preference: number;
  /** `main`, `local`, `default`, or a number as text; `''` where the rule is no plain lookup. */
  readonly table: string;
  /** It asks for nothing: neither a source, a destination, a mark, an interface nor a port. */
  readonly always: boolean;
  /** What it asks for, where it asks for something. */
  readonly asks?: LookupAsks;
  /** What it does with the packet in place of looking into a table. */
  readonly refuses?: 'blackhole' | 'unreachable' | 'prohibit';
}

/** What a routing rule asks for: all of it must fit. */
export interface LookupAsks {
  /** Prefixes. */
  readonly from?: string;
  readonly to?: string;
  /** Interfaces; `lo` as `iif` is whatever begins in the namespace itself. */
  readonly iif?: string;
  readonly oif?: string;
  /** A packet that was marked. */
  readonly mark?: true;
  /** What else there is: a port, a user, a type of service … */
  readonly other?: true;
  /** The packets for which the rest does not fit. */
  readonly not?: true;
}

export interface Neighbour {
  readonly address: string;
  readonly dev: string;
  readonly mac?: string;
  /** Answered for, rather than known: `ip neighbour show proxy`. */
  readonly proxy?: true;
  /** `REACHABLE`, `STALE`, `FAILED`, `PERMANENT` … */
  readonly states: readonly string[];
}

/** One entry of `bridge -j fdb show`. */
export interface FdbEntry {
  readonly mac: string;
  readonly dev: string;
  readonly master?: string;
  readonly vlan?: number;
  readonly state: string;
  readonly flags: readonly string[];
}

/** One listening socket, from `ss -Htuln`. */
export interface Socket {
  readonly protocol: 'tcp' | 'udp';
  /** `*`: all of both families; `::`: all of IPv6's alone. */
  readonly address: string;
  readonly port: number;
  /** The one interface that it hears (SO_BINDTODEVICE, socket(7)). */
  readonly device?: string;
}

/** Packet-filter rules of one namespace, iptables' (from `iptables-save`, legacy and nft) and nft's own tables. */
export interface Rules {
  readonly chains: readonly Chain[];
  readonly rules: readonly Rule[];
  /** `nft -j list ruleset`, tables not made by iptables, as printed; empty array where nft is not installed. */
  readonly nft: readonly unknown[];
  /** ip6tables' own, apart, so that an IPv6 rule never passes for an IPv4 one. */
  readonly ip6?: { readonly chains: readonly Chain[]; readonly rules: readonly Rule[] };
}

export interface Chain {
  readonly table: string;
  readonly chain: string;
  /** `-` for a chain the user made. */
  readonly policy: string;
  /** From `iptables-legacy-save`; a packet passes these and nft's. */
  readonly backend?: 'legacy';
}

/** One `-A` line of `iptables-save`, split into words by the shell's quoting rules. */
export interface Rule {
  readonly table: string;
  readonly chain: string;
  readonly words: readonly string[];
  readonly backend?: 'legacy';
}

export interface NetnsFacts {
  /** `''` for the node's own; `/proc/PID/ns/net`, by the first process in it, for one without a name. */
  readonly name: string;
  /** Of the namespace file: what `readlink /proc/PID/ns/net` shows. */
  readonly inode: number;
  readonly links?: Found<readonly Link[]>;
  readonly routes?: Found<readonly Route[]>;
  /** What was learned of single IPv4 destinations, as `ip route show cache` prints it: a path's MTU, a better gateway. */
  readonly cache?: Found<readonly Route[]>;
  readonly lookups?: Found<readonly Lookup[]>;
  readonly neighbours?: Found<readonly Neighbour[]>;
  readonly fdb?: Found<readonly FdbEntry[]>;
  readonly sockets?: Found<readonly Socket[]>;
  readonly rules?: Found<Rules>;
  readonly sysctls?: Readonly<Record<string, Found<string>>>;
}
