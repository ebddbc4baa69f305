/**
 * Lines of a command's output, at most `maxLength` UTF-16 units of them: the first half and the last half are kept, for
 * what matters of a long output is how it began and how it ended. One line `…` stands where lines were left out.
 */
export class KeptLines {
  private readonly half: number;
  private readonly head: string[] = [];
  private headLength = 0;
  private tail: string[] = [];
  private tailFrom = 0;
  private tailLength = 0;
  private gap = false;

  constructor(maxLength: number) {
    this.half = Math.max(1, Math.floor(maxLength / 2));
  }

  /** One line, or several joined by `\n`; what is left out is whole `add`s, so these are best small. */
  add(lines: string): void {
    const size = lines.length + 1;
    if (size > this.half && lines.includes('\n')) {
      for (const line of lines.split('\n')) this.add(line);
      return;
    }
    if (this.tail.length === 0 && !this.gap && this.headLength + size <= this.half) {
      this.head.push(lines);
      this.headLength += size;
      return;
    }
    this.tail.push(lines);
    this.tailLength += size;
    while (this.tailLength > this.half && this.tailFrom < this.tail.length - 1) {
      this.tailLength -= (this.tail[this.tailFrom]?.length ?? 0) + 1;
      this.tailFrom++;
      this.gap = true;
    }
    if (this.tailFrom > 1024 && this.tailFrom * 2 > this.tail.length) {
      this.tail = this.tail.slice(this.tailFrom);
      this.tailFrom = 0;
    }
  }

  /** All that is kept, and `last`, the line not yet ended. */
  join(last: string): string {
    const lines = [...this.head, ...(this.gap ? ['…'] : []), ...this.tail.slice(this.tailFrom)];
    if (last !== '') lines.push(last);
    return lines.join('\n');
  }
}
