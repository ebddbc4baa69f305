import { ipObject, ipOptions, isShortFor } from './ip-command.ts';
import type { SimpleCommand, Word } from './shell-words.ts';
import type { Variables } from './variables.ts';
import { valueOf } from './variables.ts';

/** What is really run once `sudo`, `ip netns exec NS` and the like are taken off. */
export interface Unwrapped {
  /** Program and arguments; the program without its directory. Empty for assignments alone. */
  readonly words: readonly Word[];
  /** Name under `/run/netns` of the namespace it runs in, `''` for the node's own; `undefined`: it cannot be told. */
  readonly netns: string | undefined;
  /** `bash -c TEXT`: a line of its own, run in that namespace. */
  readonly script?: string;
}

interface State {
  words: readonly Word[];
  netns: string | undefined;
}

/** Skips options; `withValue` names those whose value is the next word. Gives the index of the first other word. */
function skipOptions(words: readonly Word[], from: number, withValue: readonly string[]): number {
  let at = from;
  for (; at < words.length; at += 1) {
    const text = words[at]?.text ?? '';
    if (text === '--') return at + 1;
    if (!text.startsWith('-') || text === '-') return at;
    if (withValue.includes(text)) at += 1;
  }
  return at;
}

const shells = new Set(['bash', 'sh', 'dash', 'ash', 'zsh', 'ksh']);

/** Options with a value of the programs that only run another. */
const simpleWrappers: Readonly<Record<string, readonly string[]>> = {
  sudo: [
    '-u',
    '-g',
    '-h',
    '-p',
    '-C',
    '-T',
    '-U',
    '-D',
    '-R',
    '-r',
    '-t',
    '--user',
    '--group',
    '--host',
    '--prompt',
    '--chdir',
    '--chroot',
  ],
  doas: ['-u', '-C'],
  env: ['-u', '-C', '--unset', '--chdir'],
  nice: ['-n', '--adjustment'],
  ionice: ['-c', '-n', '--class', '--classdata'],
  timeout: ['-k', '-s', '--kill-after', '--signal'],
  time: ['-f', '-o', '--format', '--output'],
  stdbuf: ['-i', '-o', '-e', '--input', '--output', '--error'],
  nohup: [],
  setsid: [],
  command: [],
  builtin: [],
  exec: ['-a'],
  unbuffer: [],
  busybox: [],
  toybox: [],
};

/** Takes one wrapper off, or gives `undefined` where there is none. */
function peel(state: State, variables: Variables): State | undefined {
  const { words } = state;
  const name = programName(words[0]);
  if (name === 'ip') return peelIp(state, variables);
  if (name === 'nsenter') return peelNsenter(state);
  if (name === 'unshare') return peelUnshare(state);
  if (name === 'chroot') return { ...state, words: words.slice(skipOptions(words, 1, []) + 1) };
  if (['docker', 'podman', 'nerdctl', 'kubectl', 'crictl'].includes(name) && words[1]?.text === 'exec') {
    const container = skipOptions(words, 2, [
      '-u',
      '-w',
      '-e',
      '-c',
      '-n',
      '--user',
      '--workdir',
      '--env',
      '--container',
      '--namespace',
    ]);
    const rest = words.slice(container + 1);
    return { words: rest[0]?.text === '--' ? rest.slice(1) : rest, netns: undefined };
  }
  const withValue = simpleWrappers[name];
  if (withValue === undefined || words.length < 2) return undefined;
  let at = skipOptions(words, 1, withValue);
  if (name === 'timeout') at += 1;
  if (name === 'sudo' || name === 'env') {
    while (/^[A-Za-z_]\w*=/.test(words[at]?.text ?? '')) at += 1;
  }
  return { ...state, words: words.slice(at) };
}

/** `ip netns exec NS CMD…`, and `ip -n NS netns exec …`; plain `ip -n NS …` keeps its words. */
function peelIp(state: State, variables: Variables): State | undefined {
  const { words } = state;
  const { all, objectAt } = ipOptions(words.map(({ text }) => text));
  const [object, sub, name] = words.slice(objectAt);
  if (object === undefined || ipObject(object.text) !== 'netns' || !isShortFor(sub?.text, 'exec')) return undefined;
  if (all) return { words: words.slice(objectAt + 2), netns: undefined };
  return { words: words.slice(objectAt + 3), netns: name === undefined ? undefined : valueOf(name, variables) };
}

/** The name in `/run/netns/NAME` or `/var/run/netns/NAME`. */
function netnsOfPath(path: string): string | undefined {
  return /^(?:\/var)?\/run\/netns\/([^/$`]+)$/.exec(path)?.[1];
}

function peelNsenter({ words, netns }: State): State {
  const values = ['-t', '-S', '-G', '--target', '--setuid', '--setgid'];
  const at = skipOptions(words, 1, values);
  let inside = netns;
  for (const { text } of words.slice(1, at)) {
    const path = /^(?:--net=|-n=?)(\/.*)$/.exec(text)?.[1];
    if (path !== undefined) inside = netnsOfPath(path);
    else if (text === '--net' || text === '--all' || /^-[a-zA-Z]*[na]/.test(text)) inside = undefined;
  }
  return { words: words.slice(at), netns: inside };
}

function peelUnshare({ words, netns }: State): State {
  const at = skipOptions(words, 1, [
    '-R',
    '-w',
    '-S',
    '-G',
    '--root',
    '--wd',
    '--setuid',
    '--setgid',
    '--propagation',
    '--map-user',
    '--map-group',
  ]);
  const makesOne = words.slice(1, at).some(({ text }) => /^--net(?:=|$)/.test(text) || /^-[a-zA-Z]*n/.test(text));
  return { words: words.slice(at), netns: makesOne ? undefined : netns };
}

/** The program's name without its directory. */
export function programName(word: Word | undefined): string {
  return word?.text.split('/').at(-1) ?? '';
}

/**
 * Takes all wrappers off a command: sudo, doas, env, nice, timeout, nohup …, `ip netns exec`, nsenter, unshare, busybox,
 * `docker exec`, `sh -c`. `netns` is where the shell itself is.
 */
export function unwrap(command: SimpleCommand, netns: string | undefined, variables: Variables): Unwrapped {
  let state: State = { words: command.words, netns };
  for (let depth = 0; depth < 20; depth += 1) {
    const next = peel(state, variables);
    if (next === undefined) break;
    state = next;
  }
  const script = scriptOf(state.words, command.input);
  if (script !== undefined) return { ...state, script };
  if (programName(state.words[0]) !== 'ip') return state;
  // `-n NS` says where; it stays among the options.
  const { netnsAt, all } = ipOptions(state.words.map(({ text }) => text));
  const name = netnsAt === undefined ? undefined : state.words[netnsAt];
  if (name === undefined) return all ? { ...state, netns: undefined } : state;
  return { ...state, netns: valueOf(name, variables) };
}

/** The text of `bash -c TEXT`, `eval WORDS`, or of a here-document given to a shell. */
function scriptOf(words: readonly Word[], input: string): string | undefined {
  const name = programName(words[0]);
  if (name === 'eval')
    return words
      .slice(1)
      .map(({ text }) => text)
      .join(' ');
  if (!shells.has(name)) return undefined;
  const option = words.findIndex(({ text }, index) => index > 0 && /^-[a-zA-Z]*c$/.test(text));
  if (option > 0) return words[option + 1]?.text;
  return input === '' ? undefined : input;
}
