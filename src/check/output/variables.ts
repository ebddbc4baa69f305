import type { Word } from './shell-words.ts';

/** Variables whose values were typed: `NS=client`, then `ip netns exec $NS …`. */
export type Variables = ReadonlyMap<string, string>;

/** The word as the shell would have passed it, where all it refers to was typed as plain text; else `undefined`. */
export function valueOf(word: Word, variables: Variables): string | undefined {
  if (!word.expands) return word.text;
  let known = true;
  const text = word.text.replace(
    /\$(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*))/g,
    (_whole, braced?: string, bare?: string) => {
      const value = variables.get(braced ?? bare ?? '');
      if (value === undefined) known = false;
      return value ?? '';
    },
  );
  return known && !/[$`*?[]/.test(text) ? text : undefined;
}
