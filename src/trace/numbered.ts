import type { Role } from './identity.ts';
import type { Sighting } from './life.ts';
import type { Trace } from './trace.ts';

/** A sighting with the number that it has in the table and in the picture. */
export interface Numbered {
  readonly number: number;
  readonly sighting: Sighting;
}

/**
 * The sightings that are shown, by what they are of, each in the order of time. Questions for neighbours are told where one
 * of them is why the packet goes no further.
 */
export function shownSightings({ fate, sightings }: Trace): readonly {
  readonly role: Role;
  readonly all: readonly Numbered[];
}[] {
  const roles: readonly Role[] = ['question', 'answer', 'error', ...(fate.type === 'waits' ? (['arp'] as const) : [])];
  let number = 0;
  return roles.flatMap((role) => {
    const all = sightings.filter((each) => each.role === role).map((sighting) => ({ number: ++number, sighting }));
    return all.length === 0 ? [] : [{ role, all }];
  });
}
