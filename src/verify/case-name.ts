import type { Words } from '../words/index.ts';
import type { ProofCase } from './types.ts';

/** What a case is called in every report: `fails without: ip link set veth0 up`. A command's first line only. */
export function caseName({ proof, command = '' }: ProofCase, words: Words): string {
  const names = words.verify.proof;
  const [first = ''] = command.split('\n');
  const short = first === command ? command : `${first} …`;
  switch (proof) {
    case 'lesson':
      return names.lesson;
    case 'before':
      return names.before;
    case 'after':
      return names.after;
    case 'left-out':
      return names.leftOut({ command: short });
    case 'no-look':
      return names.noLook;
    case 'resumed':
      return names.resumed;
    case 'sample':
      return command === '' ? names.picture : names.sample({ command: short });
  }
}
