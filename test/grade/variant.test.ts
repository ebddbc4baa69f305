import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { overlaps, readNetwork } from '../../src/grade/address-space.ts';
import { formatCode, readCode } from '../../src/grade/code.ts';
import { type Choices, valuesFor, wrongChoices } from '../../src/grade/variant.ts';

const choices: Choices = {
  bridge: { type: 'one-of', values: ['br-oak', 'br-elm', 'br-ash'] },
  one: { type: 'one-of', values: ['red', 'blue', 'green'] },
  other: { type: 'one-of', values: ['red', 'blue', 'green'] },
  net: { type: 'subnet', of: '10.64.0.0/10', length: 24 },
  far: { type: 'subnet', of: '10.64.0.0/10', length: 24 },
  gateway: { type: 'host', in: 'net', from: 1, to: 1 },
  client: { type: 'host', in: 'net', from: 2, to: 254 },
  server: { type: 'host', in: 'net', from: 2, to: 254 },
  port: { type: 'number', from: 8000, to: 8099 },
};
const defaults = { bridge: 'bridge1', kept: 'as-it-was' };
const seeds = fc.string({ minLength: 12, maxLength: 12, unit: 'grapheme-ascii' });

describe('the values of a seed', () => {
  test('are the same each time, and what has no choice stays', () => {
    const values = valuesFor('7K2MQ0TDAAAA', choices, defaults);
    expect(values).toEqual(valuesFor('7K2MQ0TDAAAA', choices, defaults));
    expect(values).toMatchObject({ kept: 'as-it-was' });
    expect(values).toMatchInlineSnapshot(`
      {
        "bridge": "br-ash",
        "client": "10.93.164.237",
        "far": "10.84.219.0/24",
        "gateway": "10.93.164.1",
        "kept": "as-it-was",
        "net": "10.93.164.0/24",
        "one": "red",
        "other": "blue",
        "port": "8087",
        "server": "10.93.164.238",
      }
    `);
  });

  test('keep within their choices, and apart from each other', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const {
          one,
          other,
          net = '',
          far = '',
          gateway = '',
          client = '',
          server,
          port,
        } = valuesFor(seed, choices, {});
        expect(one).not.toBe(other);
        expect(client).not.toBe(server);
        expect(overlaps(net, far)).toBe(false);
        expect(overlaps(net, '10.64.0.0/10')).toBe(true);
        expect(readNetwork(net)?.length).toBe(24);
        expect(gateway).toBe(net.replace('.0/24', '.1'));
        expect(overlaps(`${client}/32`, net)).toBe(true);
        expect(Number(port)).toBeGreaterThanOrEqual(8000);
        expect(Number(port)).toBeLessThanOrEqual(8099);
      }),
    );
  });

  test('do not depend on the other variables of a lesson', () => {
    const { net: _net, ...rest } = valuesFor('seed', { net: { type: 'subnet', of: '10.0.0.0/8', length: 24 } }, {});
    expect(rest).toEqual({});
    const alone = valuesFor('seed', { port: { type: 'number', from: 1, to: 60_000 } }, {});
    const together = valuesFor(
      'seed',
      { net: { type: 'subnet', of: '10.0.0.0/8', length: 24 }, port: { type: 'number', from: 1, to: 60_000 } },
      {},
    );
    expect(together['port']).toBe(alone['port']);
  });

  test('are hardly ever the same for two of a class', () => {
    const seen = new Set(
      Array.from({ length: 1000 }, (_, index) => JSON.stringify(valuesFor(`seed ${String(index)}`, choices, {}))),
    );
    expect(seen.size).toBe(1000);
  });
});

test('what is wrong with choices is named', () => {
  const wrong = wrongChoices({
    ...choices,
    port: { type: 'number', from: 2, to: 1 },
    net: { type: 'subnet', of: '10.0.0.1/8', length: 24 },
    far: { type: 'subnet', of: '10.0.0.0/8', length: 7 },
    lost: { type: 'host', in: 'bridge', from: 1, to: 2 },
  });
  expect(wrong.map(({ name, why }) => `${name}: ${why}`)).toEqual([
    'net: network',
    'far: length',
    'port: empty',
    'lost: in',
  ]);
});

describe('a code', () => {
  const hex = fc.string({ minLength: 64, maxLength: 64, unit: fc.constantFrom(...'0123456789abcdef') });

  test('carries the seed, however it is typed', () => {
    fc.assert(
      fc.property(hex, (seed) => {
        const code = formatCode(seed, 'nat-checkpoint');
        expect(code).toMatch(/^(?:[0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/);
        const read = readCode(code, 'nat-checkpoint');
        expect(read).toMatchObject({ code });
        const typed = ` ${code.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l')} `;
        expect(readCode(typed, 'nat-checkpoint')).toEqual(read);
      }),
    );
  });

  test('is not taken with any one character changed, or two neighbours in each other’s place', () => {
    const code = formatCode('0123456789abcdef'.repeat(4), 'nat-checkpoint').replaceAll('-', '');
    for (let place = 0; place < code.length; place += 1) {
      for (const digit of '0123456789ABCDEFGHJKMNPQRSTVWXYZ') {
        if (digit === code[place]) continue;
        const wrong = code.slice(0, place) + digit + code.slice(place + 1);
        expect(readCode(wrong, 'nat-checkpoint')).toEqual({ problem: 'typo' });
      }
      const [here = '', next = ''] = code.slice(place);
      if (here === next || next === '') continue;
      const turned = code.slice(0, place) + next + here + code.slice(place + 2);
      expect(readCode(turned, 'nat-checkpoint')).toEqual({ problem: 'typo' });
    }
  });

  test('of another checkpoint, or of no such shape, is told apart', () => {
    const code = formatCode('f'.repeat(64), 'nat-checkpoint');
    expect(readCode(code, 'repair')).toEqual({ problem: 'other' });
    expect(readCode(code.slice(1), 'nat-checkpoint')).toEqual({ problem: 'shape' });
    expect(readCode(`U${code.slice(1)}`, 'nat-checkpoint')).toEqual({ problem: 'shape' });
  });
});
