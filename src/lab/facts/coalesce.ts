/**
 * Calls back at once, then at most once in `quietMs`, always once more after the last call, so that nothing that came
 * meanwhile is missed.
 */
export function coalesce(
  quietMs: number,
  callback: () => void,
): { readonly call: () => void; readonly close: () => void } {
  let timer: NodeJS.Timeout | undefined;
  let again = false;
  let closed = false;
  const tick = (): void => {
    timer = undefined;
    if (!again || closed) return;
    fire();
  };
  const fire = (): void => {
    again = false;
    timer = setTimeout(tick, quietMs);
    callback();
  };
  return {
    call: () => {
      if (closed) return;
      if (timer === undefined) fire();
      else again = true;
    },
    close: () => {
      closed = true;
      clearTimeout(timer);
    },
  };
}
