type Closable = { readonly close: () => void };

/**
 * One watch for all who listen to it: begun with the first, ended with the last. Monitors are two processes a namespace,
 * and an open step and a live picture hear the same.
 *
 * @param begin starts the watch itself
 */
export function shareWatch(begin: (onChange: () => void) => Closable): (onChange: () => void) => Closable {
  const listeners = new Set<() => void>();
  let watch: Closable | undefined;
  return (onChange) => {
    // Of its own, so that the same function may listen twice.
    const listener = (): void => onChange();
    listeners.add(listener);
    watch ??= begin(() => {
      for (const each of listeners) each();
    });
    return {
      close: () => {
        if (!listeners.delete(listener) || listeners.size > 0) return;
        watch?.close();
        watch = undefined;
      },
    };
  };
}
