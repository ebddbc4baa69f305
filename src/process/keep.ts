/** The first so many bytes of a stream; what comes beyond is counted as lost, not stored. */
export class Keep {
  readonly #limit: number;
  readonly #chunks: Buffer[] = [];
  #length = 0;
  #truncated = false;

  constructor(limitBytes: number) {
    this.#limit = limitBytes;
  }

  get truncated(): boolean {
    return this.#truncated;
  }

  add(bytes: Buffer): void {
    const room = this.#limit - this.#length;
    if (bytes.length > room) this.#truncated = true;
    if (room <= 0) return;
    // A copy of the part: a view would keep the whole of a large chunk alive.
    const kept = bytes.length > room ? Buffer.from(bytes.subarray(0, room)) : bytes;
    this.#chunks.push(kept);
    this.#length += kept.length;
  }

  /** What was kept, as UTF-8; bytes that are none become U+FFFD. */
  text(): string {
    return Buffer.concat(this.#chunks).toString('utf8');
  }
}
