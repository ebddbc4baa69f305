/** Names of network namespaces as `ip netns` lists them: `client (id: 0)`, or without the id (before iproute2 4.1). */
export function readNetnsList(lines: readonly string[]): readonly string[] {
  return lines.flatMap((line) => {
    const name = /^(\S+)(?: \(id: \d+\))?$/.exec(line)?.[1];
    // `ip -j netns` prints `[{"name":"client","id":0}]`.
    if (line.startsWith('[') || line.startsWith('{'))
      return [...line.matchAll(/"name": ?"([^"]+)"/g)].map(([, found]) => found ?? '');
    return name === undefined ? [] : [name];
  });
}

/** Names as `ls` prints a directory: in columns, or one a line with `-l` (of a link, what stands before `->`). */
export function readDirectory(lines: readonly string[]): readonly string[] {
  return lines.flatMap((line) => {
    if (/^[-dlcbps][-rwxsStT]{9}[.+@]? /.test(line)) {
      const named = line.replace(/ -> .*$/, '');
      return [plain(named.split(/\s+/).at(-1) ?? '')];
    }
    if (/^\S+ \d+$/.test(line) && /^(?:total|总用量|總計|合計|insgesamt)/.test(line)) return [];
    return line.split(/\s+/).map(plain);
  });
}

/** Without the quotes and the type mark that `ls` may add. */
function plain(name: string): string {
  return name.replace(/^'(.*)'$/, '$1').replace(/[@*/=|]$/, '');
}
