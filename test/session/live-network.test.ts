import { expect, test, vi } from 'vitest';
import type { NetnsFacts } from '../../src/check/netns-facts.ts';
import type { Snapshot } from '../../src/check/snapshot.ts';
import { followNetwork } from '../../src/session/live-network.ts';
import { linkOf, netnsOf, snapshotOf } from '../topology/networks.ts';

/** Answers with what it is told to, when it is told to; counts how many questions are open at once. */
function labOf(first: readonly NetnsFacts[]) {
  const state = { netns: first, asked: 0, open: 0, most: 0, listeners: new Set<() => void>() };
  const snapshot = async (): Promise<Snapshot> => {
    state.asked += 1;
    state.most = Math.max(state.most, (state.open += 1));
    const answer = snapshotOf(state.netns);
    await new Promise((resolve) => setTimeout(resolve, 5));
    state.open -= 1;
    return answer;
  };
  const watch = (onChange: () => void) => {
    state.listeners.add(onChange);
    return { close: () => void state.listeners.delete(onChange) };
  };
  const change = (netns: readonly NetnsFacts[], times = 1): void => {
    state.netns = netns;
    for (let turn = 0; turn < times; turn += 1) for (const listener of state.listeners) listener();
  };
  return { state, change, lab: { nodes: ['controlplane'] as const, snapshot, watch } };
}

const host = (up: boolean): readonly NetnsFacts[] => [netnsOf('', 1, [linkOf(2, 'v', { up })])];
const isUp = (network: ReturnType<typeof followNetwork>): boolean | undefined =>
  network.now()?.namespaces[0]?.interfaces[0]?.link.up;

test('follows changes, one question at a time, and says so only where something differs', async () => {
  const { state, change, lab } = labOf(host(false));
  const onChange = vi.fn<() => void>();
  const network = followNetwork({ lab, onChange, onError: (error) => expect.unreachable(String(error)) });
  await vi.waitFor(() => expect(isUp(network)).toBe(false));
  expect(network.before()).toBe(network.now());
  change(host(true), 50);
  await vi.waitFor(() => expect(isUp(network)).toBe(true));
  expect(onChange).toHaveBeenCalledTimes(2);
  // Fifty events at once are one question or two, not fifty.
  expect(state.asked).toBeLessThan(10);
  expect(state.most).toBe(1);
  const { asked } = state;
  change(host(true));
  await vi.waitFor(() => expect(state.asked).toBeGreaterThan(asked));
  await vi.waitFor(() => expect(state.open).toBe(0));
  expect(onChange).toHaveBeenCalledTimes(2);
  network.close();
  expect(state.listeners.size).toBe(0);
});

test('holds what it looked like when the last command began', async () => {
  const { change, lab } = labOf(host(false));
  const onChange = vi.fn<() => void>();
  const network = followNetwork({ lab, onChange, onError: () => undefined });
  await vi.waitFor(() => expect(isUp(network)).toBe(false));
  change(host(true));
  await vi.waitFor(() => expect(isUp(network)).toBe(true));
  expect(network.before()?.namespaces[0]?.interfaces[0]?.link.up).toBe(false);
  onChange.mockClear();
  network.commandBegan();
  expect(network.before()).toBe(network.now());
  expect(onChange).toHaveBeenCalledTimes(1);
  // Nothing has changed since: the next command has nothing to take away.
  network.commandBegan();
  expect(onChange).toHaveBeenCalledTimes(1);
  network.close();
});
