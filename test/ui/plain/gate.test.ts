import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createGate } from '../../../src/ui/plain/gate.ts';

function gateOn({ addressable }: { addressable: boolean }) {
  let text = '';
  const gate = createGate({ addressable, write: (more) => (text += more) });
  return { gate, text: () => text };
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test('what we say stands above the line that is being typed, which is repeated', () => {
  const { gate, text } = gateOn({ addressable: true });
  gate.pass('out\r\ncontrolplane $ ip li');
  gate.say(['✓ done']);
  expect(text()).toBe('out\r\ncontrolplane $ ip li\r\x1b[K✓ done\r\ncontrolplane $ ip li');
});

test('no cursor movement goes into a pipe', () => {
  const { gate, text } = gateOn({ addressable: false });
  gate.pass('$ ip li');
  gate.say(['✓ done']);
  expect(text()).toBe('$ ip li\r\n✓ done\r\n');
});

test('while a command is judged the prompt waits, and the verdict comes before it', () => {
  const { gate, text } = gateOn({ addressable: true });
  gate.pass('64 bytes\r\n');
  gate.hold();
  gate.pass('controlplane $ ');
  gate.say(['✓ done']);
  gate.release();
  expect(text()).toBe('64 bytes\r\n✓ done\r\ncontrolplane $ ');
});

test('a judge that never comes back does not keep the prompt', () => {
  const { gate, text } = gateOn({ addressable: true });
  gate.hold();
  gate.pass('controlplane $ ');
  expect(text()).toBe('');
  vi.advanceTimersByTime(1000);
  expect(text()).toBe('controlplane $ ');
});

test('a full-screen program is not written into: the message waits until it has gone', () => {
  const { gate, text } = gateOn({ addressable: true });
  gate.pass('\x1b[?1049h~\r\n~');
  gate.say(['✓ done']);
  expect(text()).toBe('\x1b[?1049h~\r\n~');
  gate.pass('\x1b[?1049l');
  expect(text()).toContain('✓ done');
});
