/** A count with its word: `1 frame`, `2 frames`; `many` where the plural is not the word and an s. */
export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${String(count)} ${count === 1 ? one : many}`;
