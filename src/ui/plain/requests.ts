import type { NodeName } from '../../lesson/types.ts';

/** What a learner asks the course for, by `course WORD …` at the lab's shell. Never a verdict: that comes from checks. */
export type Request =
  | { readonly type: 'next' | 'back' | 'hint' | 'solution' | 'check' | 'show' | 'list' | 'help' | 'quit' }
  | { readonly type: 'reset'; readonly what: 'step' | 'lesson' | 'ask' }
  | { readonly type: 'node'; readonly node: NodeName }
  | { readonly type: 'goto'; readonly target: string }
  | { readonly type: 'answer'; readonly text: string }
  | { readonly type: 'topology' }
  /** Without a name: the next language. */
  | { readonly type: 'language'; readonly name: string | undefined }
  /** As typed: `FROM TO [tcp PORT]`, `NETNS/LINK`. */
  | { readonly type: 'explain' | 'trace' | 'capture'; readonly words: readonly string[] }
  | { readonly type: 'unknown'; readonly word: string };

const plainWords = ['next', 'back', 'hint', 'solution', 'check', 'show', 'list', 'help', 'quit'] as const;

/** Reads the words of a request as the lab's `course` function sent them. Anything may stand there: they are the learner's. */
export function parseRequest(words: readonly string[]): Request {
  const [word = 'help', ...rest] = words;
  const plain = plainWords.find((known) => known === word);
  if (plain !== undefined) return { type: plain };
  if (word === 'controlplane' || word === 'node01') return { type: 'node', node: word };
  if (word === 'exit') return { type: 'quit' };
  if (word === 'goto') return { type: 'goto', target: rest.join(' ') };
  if (word === 'lang') return { type: 'language', name: rest[0] };
  if (word === 'topology') return { type: 'topology' };
  if (word === 'explain' || word === 'trace' || word === 'capture') return { type: word, words: rest };
  if (word === 'answer') return { type: 'answer', text: rest.join(' ') };
  if (word === 'reset') {
    const [what] = rest;
    return { type: 'reset', what: what === 'step' || what === 'lesson' ? what : 'ask' };
  }
  return { type: 'unknown', word };
}
