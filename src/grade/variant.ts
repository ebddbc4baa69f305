import { sha256 } from '../check/sha256.ts';
import { addressAt, addressesIn, overlaps, readNetwork, subnetAt, subnetsIn } from './address-space.ts';

/**
 * How a checkpoint's variable is chosen for one student (`variants` in its front matter). Without a code every variable keeps
 * the value of `vars`.
 */
export type Choice =
  /** One of these. */
  | { readonly type: 'one-of'; readonly values: readonly string[] }
  /** A whole number, both ends included. */
  | { readonly type: 'number'; readonly from: number; readonly to: number }
  /** A subnet of that length of an IPv4 network: `10.64.7.0/24`. */
  | { readonly type: 'subnet'; readonly of: string; readonly length: number }
  /** The address of a host in the subnet that another variable holds, by number: 1 is the first. */
  | { readonly type: 'host'; readonly in: string; readonly from: number; readonly to: number };

export type Choices = Readonly<Record<string, Choice>>;
export type Values = Readonly<Record<string, string>>;

/**
 * The values of a checkpoint's variables for a seed: the same seed, the same values, whatever other variables there are.
 * Values of one choice's kind differ from each other, and subnets do not overlap, as far as the choices allow it.
 *
 * @param seed what a code carries, as text
 * @param defaults the lesson's `vars`; those without a choice stay
 */
export function valuesFor(seed: string, choices: Choices, defaults: Values): Values {
  const values: Record<string, string> = { ...defaults };
  const taken: string[] = [];
  const names = Object.keys(choices);
  const isHost = (name: string): boolean => choices[name]?.type === 'host';
  for (const name of [...names.filter((each) => !isHost(each)), ...names.filter(isHost)]) {
    const choice = choices[name];
    if (choice === undefined) continue;
    const value = draw(`${seed}\0${name}`, choice, values, taken);
    values[name] = value;
    taken.push(value);
  }
  return values;
}

function draw(seed: string, choice: Choice, values: Values, taken: readonly string[]): string {
  const count = countOf(choice, values);
  const first = Number.parseInt(sha256(seed).slice(0, 12), 16) % count;
  const isTaken = (value: string): boolean =>
    taken.some((other) => other === value || (choice.type === 'subnet' && overlaps(other, value)));
  // From the first place on, round once: each place is free but for the few that are taken.
  for (let step = 0; step < Math.min(count, taken.length + 1); step += 1) {
    const value = valueAt(choice, (first + step) % count, values);
    if (!isTaken(value)) return value;
  }
  return valueAt(choice, first, values);
}

/** How many values a choice has; at least 1. */
export function countOf(choice: Choice, values: Values): number {
  switch (choice.type) {
    case 'one-of':
      return Math.max(1, choice.values.length);
    case 'number':
      return Math.max(1, choice.to - choice.from + 1);
    case 'subnet':
      return subnetsIn(choice.of, choice.length);
    case 'host':
      return Math.max(1, Math.min(choice.to, addressesIn(values[choice.in] ?? '')) - choice.from + 1);
  }
}

function valueAt(choice: Choice, index: number, values: Values): string {
  switch (choice.type) {
    case 'one-of':
      return choice.values[index] ?? '';
    case 'number':
      return String(choice.from + index);
    case 'subnet':
      return subnetAt(choice.of, choice.length, index);
    case 'host':
      return addressAt(values[choice.in] ?? '', choice.from + index);
  }
}

/** Why the choices of a lesson cannot be made, by variable; empty where they can. */
export function wrongChoices(choices: Choices): readonly { readonly name: string; readonly why: WrongChoice }[] {
  return Object.entries(choices).flatMap(([name, choice]) => {
    const why = wrongChoice(choice, choices);
    return why === undefined ? [] : [{ name, why }];
  });
}

/** `empty`: from is above to. `network`: no such IPv4 network. `length`: shorter than its network's, or above 30. `in`: no subnet. */
export type WrongChoice = 'empty' | 'network' | 'length' | 'in';

function wrongChoice(choice: Choice, choices: Choices): WrongChoice | undefined {
  if ((choice.type === 'number' || choice.type === 'host') && choice.from > choice.to) return 'empty';
  if (choice.type === 'host' && choices[choice.in]?.type !== 'subnet') return 'in';
  if (choice.type !== 'subnet') return undefined;
  const network = readNetwork(choice.of);
  if (network === undefined) return 'network';
  return choice.length < network.length || choice.length > 30 ? 'length' : undefined;
}
