/** One value at a time, seen through `value`: whoever was handed that reads what is in use now. */
export interface Live<T extends object> {
  readonly value: T;
  /** From here on this one is read. */
  readonly use: (next: T) => void;
}

/** Holds a catalogue, or a course, that is exchanged for another of the same shape while others keep a reference to it. */
export function live<T extends object>(first: T): Live<T> {
  let current = first;
  return {
    value: new Proxy(first, { get: (_, key): unknown => Reflect.get(current, key) }),
    use: (next) => {
      current = next;
    },
  };
}
