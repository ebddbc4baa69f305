import type { At } from '../../check/facts.ts';

/** What is asked: does a packet from this namespace arrive, and its answer come back? IPv4. */
export interface Question {
  readonly from: At;
  /** An IPv4 address, or a namespace, of which the first address is meant. */
  readonly to: string | At;
  /** A TCP port; absent: ICMP echo. */
  readonly port?: number;
  /** Bytes of the IP packet, which is not to be fragmented; absent: it is small. Of an echo alone. */
  readonly size?: number;
}

/** Why a packet goes no further. */
export type StopReason =
  | 'no-address'
  | 'link-down'
  | 'loopback-down'
  | 'no-route'
  | 'wrong-table'
  | 'wrong-prefix'
  | 'route-refuses'
  | 'rule-refuses'
  | 'too-big'
  | 'wrong-fdb'
  | 'nobody-answers'
  | 'not-a-port'
  | 'address-on-port'
  | 'port-not-forwarding'
  | 'wrong-neighbour'
  | 'own-source'
  | 'arp-off'
  | 'loopback-address'
  | 'ttl-over'
  | 'filter-rule'
  | 'filter-policy'
  | 'forwarding-off'
  | 'reverse-path'
  | 'echo-ignored'
  | 'nothing-listens'
  | 'listens-elsewhere'
  | 'loop';

/** Why it cannot be told. */
export type DoubtReason =
  | 'leads-elsewhere'
  | 'policy-routing'
  | 'several-hops'
  | 'filter-match'
  | 'nft-rules'
  | 'not-asked'
  | 'duplicate-address'
  | 'duplicate-mac'
  | 'queue'
  | 'link-kind'
  | 'vlan'
  | 'arp-settings'
  | 'neighbour'
  | 'rewriting'
  | 'other-way-back'
  | 'no-such-target'
  | 'ipv6'
  | 'port-settings'
  | 'moving';

/** A command that mends what stops a packet, and where it is typed. */
export interface Mend {
  readonly at: At;
  readonly command: string;
}

interface Where {
  readonly at: At;
  /** An interface, a bridge, a table: whatever the reason is about. */
  readonly name: string;
  /** An address, a prefix or a port. */
  readonly to: string;
  /** A rule, a route, a neighbour, as the kernel's own tools print it. */
  readonly text: string;
}

export interface Stop extends Where {
  readonly halt: 'stop';
  readonly reason: StopReason;
  /** Where the packet ends, if that is not where the cause lies. */
  readonly lostAt?: At;
  /** The command that shows the evidence. */
  readonly look: string;
  readonly mends: readonly Mend[];
}

export interface Doubt extends Where {
  readonly halt: 'doubt';
  readonly reason: DoubtReason;
}

export type Halt = Stop | Doubt;

/** A place that the packet came by, in order. */
export interface Hop {
  readonly at: At;
  /** The interface it came in by; absent where it began. */
  readonly in?: string;
  /** The interface it left by; absent where it arrived. */
  readonly out?: string;
  /** It only passed through this bridge: no routing there. */
  readonly bridged?: boolean;
  readonly source: string;
  readonly destination: string;
}

/** What is found: the packet's way, the answer's way, and the first thing that stops either, if any. */
export interface Explanation {
  readonly there: readonly Hop[];
  readonly back: readonly Hop[];
  readonly halt?: Halt & { readonly way: 'there' | 'back' };
}

/** What a rule or a route can see of a packet. */
export interface Packet {
  readonly source: string;
  readonly destination: string;
  readonly protocol: 'icmp' | 'tcp';
  /** 0 for ICMP; `any` for the port that the sender's kernel picks. */
  readonly sourcePort: number | 'any';
  readonly destinationPort: number | 'any';
  readonly isReply: boolean;
  /** Bytes of the IP packet: its header, the transport's, what it carries. */
  readonly size: number;
}
