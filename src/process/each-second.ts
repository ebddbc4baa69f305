const everyMs = 1000;

const looks = new Set<() => void>();
let timer: NodeJS.Timeout | undefined;

/**
 * Calls back once a second until `close`, and keeps no program running for it. All who look at something in turn do so in
 * one wake-up: an idle program's processor time is mostly waking.
 *
 * @param look must not throw
 */
export function eachSecond(look: () => void): { readonly close: () => void } {
  // An entry of its own, should the same function be given twice.
  const entry = (): void => look();
  looks.add(entry);
  timer ??= setInterval(() => looks.forEach((each) => each()), everyMs).unref();
  return {
    close: () => {
      looks.delete(entry);
      if (looks.size > 0) return;
      clearInterval(timer);
      timer = undefined;
    },
  };
}
