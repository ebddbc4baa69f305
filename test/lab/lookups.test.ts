import { expect, it } from 'vitest';
import { parseLookups } from '../../src/lab/facts/lookups.ts';

it('tells the kernel’s own routing rules from those that ask for something', () => {
  const text = `[{"priority":0,"src":"all","table":"local"},
    {"priority":90,"not":null,"src":"all","fwmark":"0x1","table":"100"},
    {"priority":100,"src":"10.0.0.0","srclen":24,"table":"100"},
    {"priority":110,"src":"all","iif":"eth0","action":"unreachable"},
    {"priority":32766,"src":"all","table":"main","protocol":"kernel"}]`;
  expect(parseLookups(text)).toEqual({
    state: 'found',
    value: [
      { preference: 0, table: 'local', always: true },
      { preference: 90, table: '100', always: false, asks: { mark: true, not: true } },
      { preference: 100, table: '100', always: false, asks: { from: '10.0.0.0/24' } },
      { preference: 110, table: '', always: false, asks: { iif: 'eth0' }, refuses: 'unreachable' },
      { preference: 32_766, table: 'main', always: true },
    ],
  });
});
