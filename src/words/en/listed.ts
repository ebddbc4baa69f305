/** Names one after another, or what is said where there is none. */
export const listed = (names: readonly string[], none: string): string =>
  names.length === 0 ? none : names.join(', ');
