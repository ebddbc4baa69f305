import type { NodeName } from '../lesson/types.ts';

/** A prompt, as it looks, and what was typed behind it. */
export interface Prompt {
  readonly text: string;
  readonly command: string;
  readonly node: NodeName;
}

/** What some prompts begin with: `(venv) `, `[12:30:01] `, `12:30:01 `, `[I] `, `└─`. */
const before = String.raw`(?:\([^()]{1,40}\) ?|\[?\d\d?:\d\d(?::\d\d)?\]? |\[[A-Z]\] |[└╰][─-]{1,2})?`;
const dir = String.raw`[~/][\w./~-]{0,120}`;
const sign = '[$#%❯➤](?: |$)';

/** Unmistakable ones; each knows where the command begins. */
const named: readonly RegExp[] = [
  // `[root@x ~]# `
  String.raw`\[[^\]\s]{1,80}(?: [^\]]{0,80})?\] ?[$#%>❯](?: |$)`,
  // `root@host:~# `, `user@host ~> `, `root@host:~ (main)# `
  String.raw`[\w.-]{1,64}@[\w.-]{1,64}(?:[: ][^\s:$#%<>❯]{0,60}){0,3}[$#%❯>](?: |$)`,
  // `controlplane $ `, `master# `, `bash-5.1$ `
  String.raw`[A-Za-z][\w.-]{0,63} ?[$#%❯](?: |$)`,
  // `~ $ `, `/app # `; with the host before it, as openSUSE and the Killercoda playgrounds have it: `host:~ # `, `host:~$ `
  String.raw`(?:[A-Za-z][\w.-]{0,63}[: ])?${dir} ?${sign}`,
  // macOS: `host:~ user$ `
  String.raw`[A-Za-z][\w.-]{0,63}:${dir} [\w.-]{1,64}[$#%](?: |$)`,
].map((pattern) => new RegExp(`^${before}${pattern}`));

const bare: readonly RegExp[] = [
  // The directory belongs to this one: `➜  netns git:(main) ✗ `
  /^➜ {2}\S{1,80}(?: git:\([^()\s]{1,80}\)(?: ✗)?)?(?: |$)/,
  /^[└╰][─-]{1,2}[$#%❯➤>](?: |$)/,
  /^[$%❯➜λ»](?: |$)/,
];
const bareRoot = /^#(?: |$)/;

/**
 * A prompt of no known form, known by what follows it: a sign that does not end a word of a sentence (`> `, `⚡ `,
 * `~ via 3.1 ❯ `), then a program that lessons run.
 */
const anyPrompt =
  /^(.{0,78}(?:[>$#%~|\])]|[^\p{ASCII}\p{L}\p{N}\s])) (?=(?:sudo|ip|ping6?|ifconfig|arp|route|bridge|brctl|iptables(?:-save)?|nft|sysctl|ss|lsns|unshare|nsenter|curl|wget|docker|tcpdump|hostname|echo|printf|cat|ls|ps|id|cd|export|mount|umount|readlink|bash|sh|exit)(?: |$))/u;

/** Reads the prompt that a line begins with; undefined for a line of output. */
export type PromptReader = (line: string) => Prompt | undefined;

/**
 * A reader for one session: which prompts it has decides what else counts as one. A bare `# ` begins a comment in a
 * session with other prompts, and is root's prompt in one without; forms that nobody knows are looked for last.
 */
export function promptReader(lines: readonly string[]): PromptReader {
  if (lines.some((line) => matchKnown(line) !== undefined)) return (line) => read(line, matchKnown(line));
  if (lines.some((line) => bareRoot.test(line))) return (line) => read(line, bareRoot.exec(line)?.[0]);
  const seen = new Set(lines.flatMap((line) => anyPrompt.exec(line)?.[1] ?? []));
  return (line) => read(line, anyPrompt.exec(line)?.[0] ?? again(line, seen));
}

/** A prompt that was recognised elsewhere by the program behind it, now before another or before nothing. */
function again(line: string, seen: ReadonlySet<string>): string | undefined {
  for (const prompt of seen) {
    if (line === prompt || line.startsWith(`${prompt} `)) return line.slice(0, prompt.length + 1);
  }
  return undefined;
}

function matchKnown(line: string): string | undefined {
  for (const pattern of [...named, ...bare]) {
    const match = pattern.exec(line)?.[0];
    if (match !== undefined) return match;
  }
  return undefined;
}

function read(line: string, text: string | undefined): Prompt | undefined {
  if (text === undefined) return undefined;
  return { text, command: line.slice(text.length).trim(), node: /node0?1/.test(text) ? 'node01' : 'controlplane' };
}
