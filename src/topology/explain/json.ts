import type { At } from '../../check/facts.ts';
import type { Explanation, Hop } from './types.ts';

/** An explanation as plain, versioned data; `arrives` is null where it cannot be told. */
export function explanationJson({ there, back, halt }: Explanation): object {
  return {
    schema: 'netns-course/explain/v1',
    arrives: halt === undefined ? true : halt.halt === 'stop' ? false : null,
    there: there.map(hopJson),
    back: back.map(hopJson),
    ...(halt === undefined ? {} : { halt: haltJson(halt) }),
  };
}

function haltJson(halt: NonNullable<Explanation['halt']>): object {
  const { at, way, reason, name, to, text } = halt;
  const known = { way, reason, ...placeJson(at), name, to, text };
  if (halt.halt === 'doubt') return known;
  return {
    ...known,
    ...(halt.lostAt === undefined ? {} : { lostAt: placeJson(halt.lostAt) }),
    look: halt.look,
    mends: halt.mends.map((mend) => ({ ...placeJson(mend.at), command: mend.command })),
  };
}

const hopJson = ({ at, ...hop }: Hop): object => ({ ...placeJson(at), ...hop });
const placeJson = ({ node, netns }: At): object => ({ node, netns });
