import type { CharTest, Node } from './parse.ts';
import { isWordChar, PatternError } from './parse.ts';

/** One instruction of Thompson's machine; targets are indexes into the program. */
type Instruction =
  | { readonly op: 'char'; readonly test: CharTest }
  | { readonly op: 'assert'; readonly what: 'start' | 'end' | 'word' | 'not-word' }
  | { op: 'split'; first: number; second: number }
  | { op: 'jump'; to: number }
  | { readonly op: 'match' };

export type Program = readonly Instruction[];

/** Expanded counts multiply; a program larger than this is refused. */
export const maxInstructions = 2000;

/** Turns a pattern's tree into instructions. Throws `PatternError` where the expansion grows too large. */
export function compile(root: Node): Program {
  const program: Instruction[] = [];
  const emit = <I extends Instruction>(instruction: I): I => {
    if (program.length >= maxInstructions) throw new PatternError('pattern too large');
    program.push(instruction);
    return instruction;
  };
  const split = (): { op: 'split'; first: number; second: number } =>
    emit({ op: 'split', first: program.length + 1, second: program.length + 1 });

  const put = (node: Node): void => {
    switch (node.type) {
      case 'empty':
        return;
      case 'char':
        emit({ op: 'char', test: node.test });
        return;
      case 'assert':
        emit({ op: 'assert', what: node.what });
        return;
      case 'sequence':
        node.nodes.forEach(put);
        return;
      case 'choice': {
        const ends: { op: 'jump'; to: number }[] = [];
        node.nodes.forEach((branch, index) => {
          if (index === node.nodes.length - 1) return put(branch);
          const fork = split();
          put(branch);
          ends.push(emit({ op: 'jump', to: 0 }));
          fork.second = program.length;
        });
        for (const end of ends) end.to = program.length;
        return;
      }
      case 'repeat': {
        for (let count = 0; count < node.min; count += 1) put(node.node);
        if (node.max === Infinity) {
          const start = program.length;
          const fork = split();
          put(node.node);
          emit({ op: 'jump', to: start });
          fork.second = program.length;
          return;
        }
        const forks: { second: number }[] = [];
        for (let count = node.min; count < node.max; count += 1) {
          forks.push(split());
          put(node.node);
        }
        for (const fork of forks) fork.second = program.length;
      }
    }
  };
  put(root);
  emit({ op: 'match' });
  return program;
}

function holds(
  what: 'start' | 'end' | 'word' | 'not-word',
  before: number | undefined,
  after: number | undefined,
): boolean {
  switch (what) {
    case 'start':
      return before === undefined || before === 10;
    case 'end':
      return after === undefined || after === 10;
    default: {
      const boundary = (before !== undefined && isWordChar(before)) !== (after !== undefined && isWordChar(after));
      return boundary === (what === 'word');
    }
  }
}

/**
 * Whether the program matches anywhere in the text. All alternatives advance together, one code point at a time
 * (Thompson, 1968): at most `program.length` steps for each, whatever the pattern.
 */
export function search(program: Program, text: string): boolean {
  let current: number[] = [];
  const seen = new Uint32Array(program.length);
  let generation = 0;

  // Follows jumps, forks and assertions from one instruction; true where it reaches `match`.
  const add = (list: number[], from: number, before: number | undefined, after: number | undefined): boolean => {
    const stack = [from];
    for (let index = stack.pop(); index !== undefined; index = stack.pop()) {
      if (seen[index] === generation) continue;
      seen[index] = generation;
      const instruction = program[index];
      if (instruction === undefined) continue;
      if (instruction.op === 'match') return true;
      if (instruction.op === 'jump') stack.push(instruction.to);
      else if (instruction.op === 'split') stack.push(instruction.second, instruction.first);
      else if (instruction.op === 'char') list.push(index);
      else if (holds(instruction.what, before, after)) stack.push(index + 1);
    }
    return false;
  };

  let before: number | undefined;
  let position = 0;
  for (;;) {
    const code = text.codePointAt(position);
    generation += 1;
    // Threads that survived the last code point were put into `current` with their successors still to be followed.
    const threads: number[] = [];
    for (const next of current) if (add(threads, next, before, code)) return true;
    if (add(threads, 0, before, code)) return true;
    if (code === undefined) return false;
    current = [];
    for (const index of threads) {
      const instruction = program[index];
      if (instruction?.op === 'char' && instruction.test(code)) current.push(index + 1);
    }
    before = code;
    position += code > 0xffff ? 2 : 1;
  }
}
