import type { At } from '../check/facts.ts';

/** What is sent: one real packet from a namespace to an address. IPv4. */
export interface Sending {
  readonly from: At;
  readonly to: string;
  /** A TCP port to connect to; absent: an ICMP echo. */
  readonly port?: number;
  /** Of an echo: bytes of the whole IP packet, at least 44, which then must not be fragmented; absent: 84, as ping(8) sends. */
  readonly size?: number;
  /** Namespaces where the kernel is asked which rules it meets. */
  readonly rulesIn?: readonly At[];
}

/** What tells the packet sent from all others, whatever is translated on its way. */
export type Sign =
  /** The first bytes of an echo's payload. */
  | { readonly protocol: 'icmp'; readonly payload: Uint8Array }
  /** The first sequence number of a connection. */
  | { readonly protocol: 'tcp'; readonly sequence: number };

/** One frame as an interface of a namespace saw it (packet(7)). */
export interface Frame {
  readonly at: At;
  readonly interface: string;
  readonly direction: 'in' | 'out';
  /** For what comes in, to whom it was addressed; `other`: not to this interface. */
  readonly address: 'host' | 'broadcast' | 'multicast' | 'other';
  /** ARPHRD_… of linux/if_arp.h: what kind of header it begins with. */
  readonly hardware: number;
  /** The EtherType. */
  readonly protocol: number;
  /** Nanoseconds since 1970, by the kernel that saw it. */
  readonly timeNs: bigint;
  /** As it was on the wire; `bytes` may hold less. */
  readonly lengthBytes: number;
  readonly bytes: Uint8Array;
}

/** How a sending ended, as its sender saw it. */
export type Ending =
  | { readonly type: 'answered'; readonly how: 'echo' | 'connected' | 'refused' }
  /** The sender's own kernel would not send it; `message` is its error. */
  | { readonly type: 'unsent'; readonly message: string }
  /** An ICMP error came in its place. */
  | { readonly type: 'error' }
  /** Nothing came within the wait. */
  | { readonly type: 'silent' };

/** What `nft monitor trace` printed in a namespace. */
export interface RuleTrace {
  readonly at: At;
  readonly text: string;
}

/** Nothing could be sent or heard: no perl, no such namespace, no process to be had. */
export interface NotCaptured {
  readonly failed: string;
}

/** What was seen of a sending, in the order in which it happened. */
export interface Captured {
  readonly sign: Sign;
  readonly frames: readonly Frame[];
  readonly ending: Ending;
  /** Frames that came too fast to be kept. */
  readonly lost: number;
  /** What rules it met, in the namespaces where that was asked. */
  readonly rules: readonly RuleTrace[];
}
