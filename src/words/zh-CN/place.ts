/** Where something is: a namespace of a node, or the node's own. */
export interface At {
  readonly netns: string;
  readonly node: string;
}

/** `主机上`, `node01 上`, `命名空间 client 里`. */
export function place({ netns, node }: At): string {
  if (netns === '') return node === 'controlplane' ? '主机上' : `${node} 上`;
  return node === 'controlplane' ? `命名空间 ${netns} 里` : `${node} 的命名空间 ${netns} 里`;
}

/** Names as Chinese lists them. */
export const listed = (names: readonly string[], none: string): string =>
  names.length === 0 ? none : names.join('、');

/** `在主机上`, `在 node01 上`. */
export const inPlace = (at: At): string => `在${spaced(place(at))}`;

/** What follows Chinese: with a blank before it where it begins with a Latin letter, a digit or a sign of code. */
export const spaced = (text: string): string => (/^[!-~]/.test(text) ? ` ${text}` : text);
