import type { Words } from '../../words/index.ts';
import { sameAddress, samePrefix } from '../net/ip.ts';
import type { Candidate } from './candidates.ts';
import { isComplaint } from './failed.ts';
import { readLinks } from './links.ts';
import { readNeighbours } from './neighbours.ts';
import { readDirectory, readNetnsList } from './netns-names.ts';
import type { Outcome } from './outcome.ts';
import { failed, passed } from './outcome.ts';
import { readRoutes } from './routes.ts';
import type { Family, OutputSpec } from './spec.ts';

/** Judges a command that lists things (links, addresses, routes, neighbours, namespaces). */
export function judgeList(candidate: Candidate, family: Family, spec: OutputSpec, words: Words): Outcome {
  const say = words.check.output;
  const listed = listedBy(candidate, family, spec);
  if (listed.found) return passed(say.seen({ line: candidate.run.typed.join(' ') }));
  const complaint = candidate.lines.find(isComplaint);
  if (complaint !== undefined && listed.names.length === 0) return failed(say.complaint({ complaint }));
  if (listed.withoutPeer === true) return failed(say.noPeer({ name: (spec.link ?? '').replace(/@$/, '') }));
  return failed(say.notListed({ names: [...new Set(listed.names)].slice(0, 20) }));
}

interface Listed {
  readonly found: boolean;
  /** What it listed instead. */
  readonly names: readonly string[];
  readonly withoutPeer?: boolean;
}

function listedBy({ lines, run }: Candidate, family: Family, spec: OutputSpec): Listed {
  switch (family) {
    case 'link': {
      const links = readLinks(lines);
      const wanted = (spec.link ?? '').replace(/@$/, '');
      const link = links.find(({ name }) => name === wanted);
      const found = link !== undefined && (spec.link === wanted || link.peer !== undefined);
      return { found, names: links.map(({ name }) => name), withoutPeer: link !== undefined };
    }
    case 'address': {
      const addresses = readLinks(lines).flatMap((link) => link.addresses);
      const [wanted = '', length] = (spec.address ?? '').split('/');
      const found = addresses.some(
        (one) => sameAddress(one.address, wanted) && (length === undefined || one.length === Number(length)),
      );
      return {
        found,
        names: addresses.map((one) => (one.length === undefined ? one.address : `${one.address}/${one.length}`)),
      };
    }
    case 'route': {
      const routes = readRoutes(lines);
      const found = routes.some(
        ({ to, via, dev }) =>
          samePrefix(to, spec.route ?? '') &&
          (spec.via === undefined || (via !== undefined && sameAddress(via, spec.via))) &&
          (spec.dev === undefined || dev === spec.dev),
      );
      return {
        found,
        names: routes.map(({ to, via, dev }) => [to, ...(via === undefined ? [] : ['via', via]), 'dev', dev].join(' ')),
      };
    }
    case 'neighbour': {
      const names = readNeighbours(lines);
      return { found: names.some((one) => sameAddress(one, spec.neighbour ?? '')), names };
    }
    default: {
      const plain = lines.filter((line) => !isComplaint(line));
      const names = run.program === 'ls' ? readDirectory(plain) : readNetnsList(plain);
      return { found: names.includes(spec.netns ?? ''), names };
    }
  }
}
