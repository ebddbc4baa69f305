/** Something that tells several listeners about events, in order. */
export interface Emitter<Event> {
  readonly emit: (event: Event) => void;
  readonly on: (listener: (event: Event) => void) => { readonly close: () => void };
}

export function createEmitter<Event>(): Emitter<Event> {
  const listeners = new Set<(event: Event) => void>();
  return {
    emit: (event) => {
      for (const listener of [...listeners]) listener(event);
    },
    on: (listener) => {
      listeners.add(listener);
      return { close: () => void listeners.delete(listener) };
    },
  };
}
