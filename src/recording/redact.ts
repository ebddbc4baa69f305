/** Takes names out of a stream of text, however it is cut into pieces. */
export interface Redactor {
  /** The text that is certain; what may be the beginning of a name waits for what follows. */
  readonly push: (text: string) => string;
  /** What waits, at the end. */
  readonly flush: () => string;
}

/** A name shorter than this is only one where no letter or digit stands beside it: `ed` is part of many words. */
const anywhere = 4;
const wordCharacter = /[\p{L}\p{N}_]/u;

/**
 * Each name is replaced by as many `x`: what was drawn by columns stays in them.
 *
 * @param names what must not be seen; of two that begin alike the longer one counts
 */
export function createRedactor(names: readonly string[]): Redactor {
  const wanted = [...new Set(names)].filter((name) => name !== '').toSorted((one, other) => other.length - one.length);
  let held = '';
  let before = '';

  const take = (text: string, isEnd: boolean): string => {
    let shown = '';
    let at = 0;
    while (at < text.length) {
      const rest = text.slice(at, at + longest + 1);
      const found = wanted.find((name) => rest.startsWith(name) && stands(name, before, rest[name.length]));
      const isOpen = !isEnd && wanted.some((name) => mayBecome(name, rest));
      if (isOpen) break;
      const piece = found === undefined ? rest.slice(0, 1) : 'x'.repeat(found.length);
      const taken = found ?? piece;
      shown += piece;
      before = taken.slice(-1);
      at += taken.length;
    }
    held = text.slice(at);
    return shown;
  };
  const longest = wanted[0]?.length ?? 0;

  return {
    push: (text) => (longest === 0 ? text : take(held + text, false)),
    flush: () => take(held, true),
  };
}

/** Whether the name's occurrence between these characters is one. */
function stands(name: string, before: string, after: string | undefined): boolean {
  return name.length >= anywhere || (!wordCharacter.test(before) && !wordCharacter.test(after ?? ''));
}

/** What is there ends before it is known whether this name stands here. */
function mayBecome(name: string, rest: string): boolean {
  if (rest.length < name.length) return name.startsWith(rest);
  return name.length < anywhere && rest === name;
}
