import type { RootContent } from 'mdast';
import { toString } from 'mdast-util-to-string';
import { descendants, placeOf } from '../tree.ts';
import type { Command } from '../types.ts';
import type { Rule } from './rule.ts';

/** A hint points the way; a command line of the step in it is the solution. */
export const hintGivesAway: Rule = {
  id: 'hint-gives-away',
  check: ({ steps }, report) => {
    for (const { hints, commands } of steps) {
      for (const hint of hints) {
        const command = givenAway(hint.content, commands);
        if (command === undefined) continue;
        report.add(hint.place, 'hint-gives-away', report.words.lesson.hintGivesAway({ command: command.text }));
      }
    }
  },
};

/** A challenge shows goals: its console blocks are hidden, so the prose may not say what they hold. */
export const challengeGivesAway: Rule = {
  id: 'challenge-gives-away',
  check: ({ mode, steps }, report) => {
    if (mode !== 'challenge') return;
    for (const { blocks, commands } of steps) {
      for (const block of blocks) {
        if (block.type === 'console') continue;
        const command = givenAway([block.node], commands);
        if (command === undefined) continue;
        const reason = report.words.lesson.challengeGivesAway({ command: command.text });
        report.add(placeOf(block.node), 'challenge-gives-away', reason);
      }
    }
  },
};

/**
 * The first command whose line stands in the text, white space aside. Three words or more count anywhere; two (`ip link`)
 * only as a code span or line of code of their own, and only when the command does something; one word names a tool.
 */
function givenAway(nodes: readonly RootContent[], commands: readonly Command[]): Command | undefined {
  const text = ` ${nodes.map((node) => flat(toString(node))).join(' ')} `;
  const code = new Set<string>();
  for (const node of descendants(nodes)) {
    if (node.type === 'inlineCode') code.add(flat(node.value));
    else if (node.type === 'code')
      for (const line of node.value.split('\n')) code.add(flat(line.replace(/^\S* ?\$ /, '')));
  }
  return commands.find((command) =>
    command.text.split('\n').some((line) => {
      const wanted = flat(line);
      const words = wanted.split(' ').length;
      if (words >= 3) return holds(text, wanted);
      return words === 2 && !command.look && code.has(wanted);
    }),
  );
}

function flat(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** Contained as whole words: `ip link set a up` is not in `ip link set a upwards`. */
function holds(text: string, wanted: string): boolean {
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) {
    if (!/[\w/-]/.test(text[at - 1] ?? ' ') && !/[\w/-]/.test(text[at + wanted.length] ?? ' ')) return true;
  }
  return false;
}
