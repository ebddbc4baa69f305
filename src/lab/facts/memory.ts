import type { Rules } from '../../check/netns-facts.ts';

/** Namespaces remembered, before all is forgotten: more than a lab has at one time. */
const most = 1024;

/**
 * What was found of a lab's namespaces and still holds as long as the kernel says so. Everything is kept under a namespace's
 * cookie, which is never given to another.
 */
export class Memory {
  readonly #rules = new Map<string, { readonly generation: number; readonly rules: Rules }>();
  readonly #peers = new Map<string, Map<number, string>>();

  /**
   * iptables' rules as of a generation of the namespace's nf_tables, which grows with every change to them
   * (nf_tables_commit()). nft's own tables are never kept: packets can change their sets.
   */
  rules(cookie: string, generation: number): Rules | undefined {
    const known = this.#rules.get(cookie);
    return known?.generation === generation ? known.rules : undefined;
  }

  keepRules(cookie: string, generation: number, rules: Rules): void {
    if (this.#rules.size >= most) this.#rules.clear();
    if (rules.nft.length === 0) this.#rules.set(cookie, { generation, rules });
  }

  /** The cookie of the namespace that has this id in another: for as long as both are there (peernet2id()). */
  peer(cookie: string, id: number): string | undefined {
    return this.#peers.get(cookie)?.get(id);
  }

  keepPeer(cookie: string, id: number, peer: string): void {
    if (this.#peers.size >= most) this.#peers.clear();
    const known = this.#peers.get(cookie) ?? new Map<number, string>();
    this.#peers.set(cookie, known.set(id, peer));
  }
}
