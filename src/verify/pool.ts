/** Runs tasks, at most so many at once; of those that wait, the one with the highest priority is next. */
export interface Pool {
  readonly run: <T>(priority: number, task: () => Promise<T>) => Promise<T>;
}

interface Waiting {
  readonly priority: number;
  readonly begin: () => void;
}

/** @param limit how many run at once; at least one. */
export function createPool(limit: number): Pool {
  const waiting: Waiting[] = [];
  let running = 0;

  const next = (): void => {
    if (running >= Math.max(1, limit)) return;
    const task = waiting.shift();
    if (task === undefined) return;
    running += 1;
    task.begin();
  };
  const ended = (): void => {
    running -= 1;
    next();
  };

  return {
    run: (priority, task) =>
      new Promise((resolve, reject) => {
        const begin = (): void => {
          Promise.resolve().then(task).finally(ended).then(resolve, reject);
        };
        const place = waiting.findIndex((other) => other.priority < priority);
        waiting.splice(place === -1 ? waiting.length : place, 0, { priority, begin });
        next();
      }),
  };
}
