/** Lines as they arrive from a pipe, with a look at what comes next. */
export interface LineQueue {
  /** Waits for a line; `undefined` at the end of the input. */
  readonly next: () => Promise<string | undefined>;
  /** The line that `next` would give, where it has arrived already. */
  readonly peek: () => string | undefined;
}

export function createLineQueue(lines: AsyncIterable<string>): LineQueue {
  const waiting: string[] = [];
  let wake: () => void = () => undefined;
  let ended = false;
  const read = async (): Promise<void> => {
    for await (const line of lines) {
      waiting.push(line);
      wake();
    }
  };
  const end = (): void => {
    ended = true;
    wake();
  };
  read().then(end, end);
  return {
    next: async () => {
      while (waiting.length === 0 && !ended) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      return waiting.shift();
    },
    peek: () => waiting[0],
  };
}
