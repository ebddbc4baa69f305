const newline = 0x0a;
const carriageReturn = 0x0d;
const firstBytes = 4 * 1024;

/**
 * Lines of a command's output, at most `maxBytes` of UTF-8: the first half and the last half are kept, for what matters
 * of a long output is how it began and how it ended. One line `…` stands where lines were left out. They are bytes in
 * two buffers, not strings: a flood of output leaves nothing to the garbage collector.
 */
export class KeptLines {
  readonly #half: number;
  #head = Buffer.alloc(0);
  #headLength = 0;
  /** A ring of `#half` bytes, made when the head is full. */
  #tail: Buffer<ArrayBuffer> | undefined;
  /** Where the next byte goes, and how many before it are kept. */
  #tailEnd = 0;
  #tailLength = 0;
  /** Lines were left out. */
  #gap = false;

  constructor(maxBytes: number) {
    this.#half = Math.max(1, Math.floor(maxBytes / 2));
  }

  /** Bytes that are kept. */
  get length(): number {
    return this.#headLength + this.#tailLength;
  }

  /** Whole lines, each with its `\n` or `\r\n`. */
  add(lines: Uint8Array): void {
    let rest = lines;
    if (this.#tail === undefined) {
      const room = this.#half - this.#headLength;
      const fits = rest.length <= room ? rest.length : room === 0 ? 0 : rest.lastIndexOf(newline, room - 1) + 1;
      this.#addToHead(rest.subarray(0, fits));
      rest = rest.subarray(fits);
    }
    if (rest.length > 0) this.#addToTail((this.#tail ??= Buffer.allocUnsafeSlow(this.#half)), rest);
  }

  #addToHead(lines: Uint8Array): void {
    const length = this.#headLength + lines.length;
    if (length > this.#head.length) {
      const larger = Buffer.allocUnsafeSlow(Math.min(this.#half, Math.max(firstBytes, 2 * length)));
      larger.set(this.#head.subarray(0, this.#headLength));
      this.#head = larger;
    }
    this.#head.set(lines, this.#headLength);
    this.#headLength = length;
  }

  #addToTail(tail: Uint8Array, lines: Uint8Array): void {
    this.#gap ||= this.#tailLength + lines.length > this.#half;
    const last = lines.subarray(Math.max(0, lines.length - this.#half));
    const first = last.subarray(0, this.#half - this.#tailEnd);
    tail.set(first, this.#tailEnd);
    tail.set(last.subarray(first.length), 0);
    this.#tailEnd = (this.#tailEnd + last.length) % this.#half;
    this.#tailLength = Math.min(this.#tailLength + last.length, this.#half);
  }

  /** All that is kept, and `last`, the line not yet ended. */
  join(last: string): string {
    const head = textOf(this.#head.subarray(0, this.#headLength));
    const text = `${head}${this.#gap ? '…\n' : ''}${this.#tailText()}`;
    return last === '' ? text.slice(0, -1) : text + last;
  }

  #tailText(): string {
    if (this.#tail === undefined) return '';
    if (!this.#gap) return textOf(this.#tail.subarray(0, this.#tailLength));
    const bytes = Buffer.concat([this.#tail.subarray(this.#tailEnd), this.#tail.subarray(0, this.#tailEnd)]);
    // What was left out ended somewhere in a line.
    return textOf(bytes.subarray(bytes.indexOf(newline) + 1));
  }
}

/** Lines as text, each ended by `\n` alone. A pattern would make an object of every line of a flood. */
function textOf(lines: Uint8Array): string {
  const ended = Buffer.allocUnsafeSlow(lines.length);
  let length = 0;
  for (let at = 0; at < lines.length; at++) {
    const byte = lines[at];
    if (byte !== undefined && !(byte === carriageReturn && lines[at + 1] === newline)) ended[length++] = byte;
  }
  return ended.toString('utf8', 0, length);
}
