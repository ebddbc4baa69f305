import { expect, test } from 'vitest';
import { secretValues, withoutSecrets } from '../../src/recording/secrets.ts';

test.each([
  ['https://ada:hunter22@example.org/x', 'https://ada:xxxxxxxx@example.org/x'],
  ['Authorization: Bearer abcdefghijklmnop.q', 'Authorization: Bearer xxxxxxxxxxxxxxxxxx'],
  [`token ghp_${'a1'.repeat(18)} end`, `token ${'x'.repeat(40)} end`],
  ['AKIAABCDEFGHIJKLMNOP', 'x'.repeat(20)],
  [
    '-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----\nnext',
    'xxxxxxxxxx xxxxxxx xxxxxxxx\nxxxx\nxxxxxxxx xxxxxxx xxxxxxxx\nnext',
  ],
])('%s', (text, clean) => {
  expect(withoutSecrets(text)).toBe(clean);
});

test.each([
  'ip -n red addr add 10.0.0.1/24 dev eth0',
  'link/ether 9e:0c:6a:5e:6b:0e brd ff:ff:ff:ff:ff:ff',
  'http://192.168.0.7:8080/',
  'CNI_COMMAND=ADD CNI_NETNS=/run/netns/red ./bridge',
  '64 bytes from 8.8.8.8: icmp_seq=1 ttl=63 time=0.128 ms',
])('%s stays', (text) => {
  expect(withoutSecrets(text)).toBe(text);
});

test('values of variables that are secret by their names', () => {
  const env = {
    GITHUB_TOKEN: 'abcdefgh',
    DB_PASSWORD: '12345678',
    PATH: '/usr/bin:/bin',
    MY_SECRET: 'short',
    KEYBOARD: 'qwertyuiop',
  };
  expect(secretValues(env)).toEqual(['abcdefgh', '12345678']);
});
