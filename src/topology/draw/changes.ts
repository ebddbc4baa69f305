import type { Words } from '../../words/index.ts';
import type { Change } from '../changes.ts';
import { titleOf } from '../topology.ts';
import { safe, stateText } from './lines.ts';
import { filterText } from './marks.ts';

/** What changed, a line each; what happened to one interface at once is one line. */
export function changesText(changes: readonly Change[], words: Words): readonly string[] {
  const lines: string[] = [];
  const taken = new Set<Change>();
  for (const change of changes) {
    if (taken.has(change)) continue;
    const more = change.type === 'came' || change.type === 'state' ? detailsOf(change, changes) : [];
    for (const each of more) taken.add(each);
    lines.push(
      safe([changeText(change, words), ...more.map((each) => detailText(each, words))].join(words.topology.and)),
    );
  }
  return lines;
}

/** What else came to the interface of a change: a bridge, addresses. */
function detailsOf(change: Extract<Change, { interface: unknown }>, changes: readonly Change[]): readonly Change[] {
  return changes.filter(
    (each) =>
      each.netns.id === change.netns.id &&
      ((each.type === 'address-came' && each.name === change.interface.link.name) ||
        (each.type === 'master' && each.interface.id === change.interface.id && each.interface.master !== undefined)),
  );
}

function detailText(change: Change, words: Words): string {
  if (change.type === 'address-came') return change.address;
  return change.type === 'master' ? words.topology.portOf({ bridge: change.interface.link.master ?? '' }) : '';
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
    case 'filter-came':
    case 'filter-went':
      return say[change.type]({ netns, what: filterText(change.filter, words) });
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
