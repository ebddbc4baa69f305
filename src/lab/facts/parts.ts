import type { NetnsFacts } from '../../check/netns-facts.ts';
import type { Found } from '../../check/found.ts';
import type { NetnsPart } from '../../check/snapshot.ts';
import type { Ask } from './ask.ts';
import { parseLinks } from './links.ts';
import { parseLookups } from './lookups.ts';
import { parseFdb, parseNeighbours } from './neighbours.ts';
import { isWhole, problemOf } from './problem.ts';
import { parseRoutes } from './routes.ts';
import { askRules } from './rules.ts';
import { parseSockets } from './sockets.ts';

/** One part of one namespace, under its key in `NetnsFacts`. */
export async function askPart(run: Ask, part: NetnsPart): Promise<Partial<NetnsFacts>> {
  const ask = <T>(argv: readonly [string, ...string[]], parse: (text: string) => Found<T>): Promise<Found<T>> =>
    askTool(run, argv, parse);
  switch (part) {
    case 'links':
      return { links: await ask(['ip', '-d', '-j', 'address', 'show'], parseLinks) };
    case 'routes':
      return {
        routes: joined(
          await Promise.all([
            ask(['ip', '-4', '-j', 'route', 'show', 'table', 'all'], (text) => parseRoutes('inet', text)),
            ask(['ip', '-6', '-j', 'route', 'show', 'table', 'all'], (text) => parseRoutes('inet6', text)),
          ]),
        ),
        cache: await ask(['ip', '-4', '-j', 'route', 'show', 'cache'], (text) => parseRoutes('inet', text)),
      };
    case 'lookups':
      return { lookups: await ask(['ip', '-4', '-j', 'rule', 'show'], parseLookups) };
    case 'neighbours':
      return {
        neighbours: joined(
          await Promise.all([
            ask(['ip', '-j', 'neighbour', 'show', 'nud', 'all'], parseNeighbours),
            ask(['ip', '-j', 'neighbour', 'show', 'proxy'], parseNeighbours),
          ]),
        ),
      };
    case 'fdb':
      return { fdb: await ask(['bridge', '-j', 'fdb', 'show'], parseFdb) };
    case 'sockets':
      return { sockets: await ask(['ss', '-Htuln'], parseSockets) };
    case 'rules':
      return { rules: await askRules(run) };
  }
}

async function askTool<T>(
  run: Ask,
  argv: readonly [string, ...string[]],
  parse: (text: string) => Found<T>,
): Promise<Found<T>> {
  const result = await run(argv);
  return isWhole(result) ? parse(result.stdout) : { state: 'error', message: problemOf(argv[0], result) };
}

/** All entries, or the first error. */
function joined<T>(lists: readonly Found<readonly T[]>[]): Found<readonly T[]> {
  const values: T[] = [];
  for (const list of lists) {
    if (list.state !== 'found') return list;
    values.push(...list.value);
  }
  return { state: 'found', value: values };
}
