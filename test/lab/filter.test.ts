import { describe, expect, test } from 'vitest';
import { callNumbers, fenceFilter } from '../../src/lab/fence/filter.ts';

/** Carries out a filter as the kernel does (linux/filter.h), for the instructions it uses. */
function carryOut(filter: Buffer, call: { nr: number; arch: number; args?: readonly number[] }): string {
  const words: Record<number, number> = { 0: call.nr, 4: call.arch };
  (call.args ?? []).forEach((value, index) => (words[16 + index * 8] = value));
  let accumulator = 0;
  for (let at = 0; at < filter.length / 8; at++) {
    const [code, ifTrue, ifFalse] = [
      filter.readUInt16LE(at * 8),
      filter.readUInt8(at * 8 + 2),
      filter.readUInt8(at * 8 + 3),
    ];
    const value = filter.readUInt32LE(at * 8 + 4);
    if (code === 0x20) accumulator = words[value] ?? 0;
    else if (code === 0x15) at += accumulator === value ? ifTrue : ifFalse;
    else if (code === 0x35) at += accumulator >= value ? ifTrue : ifFalse;
    else if (code === 0x06) return verdict(value);
    else throw new Error(`instruction ${at}: ${code}`);
  }
  throw new Error('ran off the end');
}

function verdict(value: number): string {
  if (value === 0x7fff_0000) return 'allow';
  if (value === 0x8000_0000) return 'kill';
  return `errno ${value - 0x0005_0000}`;
}

const other = { x64: 0x4000_0003, arm64: 0x4000_0028 };

describe.each(['x64', 'arm64'] as const)('%s', (arch) => {
  const numbers = callNumbers(arch);
  if (numbers === undefined) throw new Error(arch);
  const filter = fenceFilter(numbers);
  const ask = (nr: number, ...args: number[]): string => carryOut(filter, { nr, arch: numbers.auditArch, args });

  test('answers what is closed', () => {
    for (const call of numbers.denied) expect(ask(call)).toBe('errno 38');
    expect(ask(numbers.setgroups, 0)).toBe('errno 0');
    expect(ask(numbers.socket, 40, 1)).toBe('errno 97');
    expect(ask(numbers.ioctl, 0, 0x5412)).toBe('errno 1');
    expect(ask(numbers.ioctl, 0, 0x541c)).toBe('errno 1');
  });

  test('lets all else through', () => {
    expect(ask(numbers.socket, 2, 1)).toBe('allow');
    expect(ask(numbers.socket, 16, 3)).toBe('allow');
    expect(ask(numbers.ioctl, 0, 0x5401)).toBe('allow');
    const answered = new Set([...numbers.denied, numbers.setgroups]);
    for (let nr = 0; nr < 470; nr++) if (!answered.has(nr)) expect(ask(nr)).toBe('allow');
  });

  test('kills calls of another architecture, and knows no x32', () => {
    expect(carryOut(filter, { nr: 1, arch: other[arch] })).toBe('kill');
    expect(ask(0x4000_0000 + 250)).toBe('errno 38');
  });
});

test('has no numbers for other architectures', () => {
  expect(callNumbers('riscv64')).toBeUndefined();
});
