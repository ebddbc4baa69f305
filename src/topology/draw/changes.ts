import type { Words } from '../../words/index.ts';
import type { Change } from '../changes.ts';
import { titleOf } from '../topology.ts';
import { safe, stateText } from './lines.ts';

/** What changed, a line each. */
export function changesText(changes: readonly Change[], words: Words): readonly string[] {
  if (changes.length === 0) return [words.topology.changes.none];
  return changes.map((change) => safe(changeText(change, words)));
}

function changeText(change: Change, words: Words): string {
  const say = words.topology.changes;
  const netns = titleOf(change.netns);
  switch (change.type) {
    case 'netns-came':
    case 'netns-went':
      return say[change.type]({ netns });
    case 'address-came':
    case 'address-went':
      return say[change.type]({ ...change, netns });
    case 'route-came':
    case 'route-went':
      return say[change.type]({ ...change, netns });
    case 'forwards':
      return say.forwards({ netns, on: change.netns.forwards === true });
    case 'master':
      return say.master({ netns, name: change.interface.link.name, bridge: change.interface.link.master ?? '' });
    default:
      return say[change.type]({
        netns,
        name: change.interface.link.name,
        state: stateText(change.interface, words),
      });
  }
}
