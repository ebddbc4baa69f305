import { firstMinute } from '../lib/first-minute.mjs';
import { figure } from './measure.mjs';

/** A new user's first minute, part by part, once: nobody has it twice. */
export async function benchFirstMinute() {
  const { command, parts } = await firstMinute();
  const how = `${command} in a fresh clone, an empty home; Node packages from npm's cache; keys without a pause`;
  const all = parts.reduce((sum, { ms }) => sum + ms, 0);
  return [
    ...parts.map(({ name, ms }) => figure(`first minute: ${name}`, ms, 'ms', { how })),
    figure('first minute, from git clone to the first step passed', all, 'ms', { target: 60_000, how }),
  ];
}
