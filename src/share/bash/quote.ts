/** A text as one word of bash (bash(1), QUOTING): bare where nothing in it means anything. */
export function word(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** A text as a regular expression that matches it and nothing else (POSIX extended, and Perl's). */
export function literal(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

/**
 * A regular expression of Perl's for a text as a whole, as the checks search for one: a number or an address at either end may
 * not go on, so that `10.0.10.2` is not found in `10.0.10.21`.
 */
export function wholeWords(text: string): string {
  if (/^[0-9a-fA-F:.]+(?:\/\d+)?$/.test(text) && text.split(':').length > 2)
    return `(?<![0-9a-fA-F:])${literal(text)}(?![0-9a-fA-F:])`;
  const before = /^\d/.test(text) ? '(?<![0-9])(?<![0-9]\\.)' : '';
  const after = /\d$/.test(text) ? '(?![0-9])(?!\\.[0-9])' : '';
  return `${before}${literal(text)}${after}`;
}

/** A filter of jq(1) over what a command prints as JSON: true, or not. Nothing printed is null (`-e` alone is content with it in 1.6). */
export function jq(command: string, filter: string): string {
  return `${command} | jq -es ${word(`.[0] | ${filter}`)} > /dev/null`;
}

/** A text as jq writes it. */
export const string = (text: string | number | boolean): string => JSON.stringify(text);

/** A command in a namespace; `''` is the machine's own. */
export const inNetns = (netns: string, command: string): string =>
  netns === '' ? command : `in_netns ${word(netns)} ${command}`;
