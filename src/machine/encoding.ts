/** The encoding that the environment's locale names, the first of LC_ALL, LC_CTYPE, LANG that is set deciding. */
export function encodingOf(env: Readonly<Record<string, string | undefined>>): string {
  const locale =
    [env['LC_ALL'], env['LC_CTYPE'], env['LANG']].find((value) => value !== undefined && value !== '') ?? '';
  return /\.([^@]+)/.exec(locale)?.[1] ?? '';
}

export const isUtf8 = (encoding: string): boolean => /^utf-?8$/i.test(encoding);
