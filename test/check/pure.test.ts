import { createHash } from 'node:crypto';
import { isIP } from 'node:net';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { judgeChecks, needsOf, titleOf } from '../../src/check/judge.ts';
import {
  maskLength,
  parseAddress,
  parsePrefix,
  prefixContains,
  sameAddress,
  samePrefix,
} from '../../src/check/net/ip.ts';
import { problemText } from '../../src/check/problems.ts';
import { checkKinds } from '../../src/check/registry.ts';
import { sha256 } from '../../src/check/sha256.ts';
import { readTranscript } from '../../src/check/transcript.ts';
import { en } from '../../src/words/en/index.ts';
import { check, nothing } from './support.ts';

describe('addresses', () => {
  test('are those that the system knows', () => {
    const texts = fc.oneof(
      fc.ipV4(),
      fc.ipV6(),
      fc.string({ unit: fc.constantFrom(...'0123456789abcdef:.'), maxLength: 20 }),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const family = parseAddress(text)?.family;
        expect(family === 'inet' ? 4 : family === 'inet6' ? 6 : 0).toBe(isIP(text));
      }),
      { numRuns: 2000 },
    );
  });

  test('compare whole', () => {
    expect(sameAddress('10.0.0.12', '10.0.0.121')).toBe(false);
    expect(sameAddress('::1', '0:0:0:0:0:0:0:1')).toBe(true);
    expect(sameAddress('::ffff:1.2.3.4', '::ffff:102:304')).toBe(true);
    expect(samePrefix('10.0.0.11/24', '10.0.0.0/24')).toBe(true);
    expect(samePrefix('default', '0.0.0.0/0')).toBe(true);
    expect(prefixContains('10.0.0.0/8', '10.1.1.0/24')).toBe(true);
    expect(prefixContains('10.1.1.0/24', '10.0.0.0/8')).toBe(false);
    expect([maskLength('255.255.255.0'), maskLength('255.0.255.0'), maskLength('0.0.0.0')]).toEqual([24, undefined, 0]);
    expect([parsePrefix('10.0.0.0/33'), parsePrefix('10.0.0.0/'), parseAddress('010.0.0.1')]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});

test('sha256 is the standard’s', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
      expect(sha256(text)).toBe(createHash('sha256').update(text).digest('hex'));
    }),
  );
});

describe('judging a step', () => {
  const facts = { snapshot: nothing, commands: [], answers: {} };
  test('waits for what is needed, and takes circles and unknown ids for the author’s error', () => {
    const checks = [
      check('output', { ping: '10.0.0.12' }, { id: 'first', fail: 'Ping it.' }),
      check('output', { netns: 'client' }, { id: 'second', needs: ['first'] }),
      check('output', { netns: 'client' }, { id: 'a', needs: ['b'] }),
      check('output', { netns: 'client' }, { id: 'b', needs: ['a'] }),
      check('output', { netns: 'client' }, { id: 'c', needs: ['nobody'] }),
      { ...check('output', { netns: 'client' }, { id: 'd' }), kind: 'magic' },
      { ...check('output', { netns: 'client' }, { id: 'e' }), spec: { ping: 3 } },
    ];
    const verdicts = judgeChecks(checks, facts, en);
    expect([...verdicts].map(([id, { state }]) => [id, state])).toEqual([
      ['first', 'fail'],
      ['second', 'skipped'],
      ['a', 'skipped'],
      ['b', 'error'],
      ['c', 'error'],
      ['d', 'error'],
      ['e', 'error'],
    ]);
    expect(verdicts.get('first')?.message).toBe('Ping it.');
    expect(verdicts.get('second')?.observed).toBe('waits for first');
  });

  test('asks each thing once, and sends nothing before what it needs has passed', () => {
    const checks = [
      check('link', 'veth0', { id: 'link' }),
      check('address', '10.0.0.1/24', { id: 'address' }),
      check('reach', { to: '10.0.0.2' }, { id: 'reach', needs: ['link'] }),
    ];
    const passive = needsOf(checks, new Map());
    expect(passive).toHaveLength(2);
    expect(passive.map(({ what }) => what)).toEqual(['namespaces', 'links']);
    expect(needsOf(checks, new Map([['link', { state: 'fail' }]])).map(({ what }) => what)).not.toContain('reach');
    expect(needsOf(checks, new Map([['link', { state: 'pass' }]])).map(({ what }) => what)).toContain('reach');
  });

  test('has a sentence for every kind, or the author’s', () => {
    expect(titleOf(check('netns', 'client'), en)).toBe('a namespace client on the host');
    expect(titleOf(check('netns', 'client', { title: 'Yours' }), en)).toBe('Yours');
    expect(titleOf(check('output', { ping: '10.0.0.12', from: 'client' }), en)).toBe(
      'a ping in client shows a reply from 10.0.0.12',
    );
  });
});

describe('specs', () => {
  const wrong: readonly (readonly [kind: string, spec: unknown, message: RegExp])[] = [
    ['output', {}, /exactly one of/],
    ['output', { ping: '10.0.0.1', link: 'x' }, /exactly one of/],
    ['output', { ping: '10.0.0.300' }, /not an IP address/],
    ['output', { ping: '10.0.0.1', contains: 'x' }, /judged by its replies/],
    ['output', { command: 'ip' }, /proves nothing/],
    ['output', { command: 'ip', matches: '(a)\\1' }, /linear-time/],
    ['output', { link: 'x', replies: 2 }, /with `ping` only/],
    ['output', { link: 'x', via: '10.0.0.1' }, /with `route` only/],
    ['output', { link: 'x', from: 'a', in: 'b' }, /give one/],
    ['netns', 'a/b', /not a name/],
    ['netns', '-a', /not a name/],
    ['link', { name: 'a-name-that-is-too-long' }, /not an interface name/],
    ['link', { name: 'x', absent: true, up: true }, /go with `absent`/],
    ['link', { name: 'x', upp: true }, /upp/],
    ['address', 'client', /not an IP address/],
    ['route', { to: '10.0.0.0/40' }, /not an IP prefix/],
    ['nat', { masquerade: '10.0.0.0/8', dnat: { port: 1, to: '10.0.0.1' } }, /either/],
    ['sysctl', { key: '../../etc/passwd', value: 1 }, /not a key/],
    ['process', {}, /says nothing/],
    ['same-namespace', { type: 'uts', of: [{ netns: 'a' }, { netns: 'b' }] }, /only a `net`/],
    ['file', 'etc/passwd', /absolute path/],
    ['http', { url: 'file:///etc/passwd' }, /http/],
  ];
  test.each(wrong)('%s %o is refused', (kind, spec, message) => {
    const result = checkKinds.get(kind)?.schema.safeParse(spec);
    expect(result?.success).toBe(false);
    expect(
      (result?.error?.issues ?? []).map((issue) => problemText({ message: issue.message }, en)).join('\n'),
    ).toMatch(message);
  });
});

describe('transcripts', () => {
  const lines = (text: string): (readonly [string, string])[] =>
    readTranscript(text).map(({ line, netns }) => [line, netns]);
  test('follow shells that were opened in a namespace', () => {
    expect(lines('$ ip netns exec client bash\n# ping x\n$ a\n$ exit\n$ b')).toEqual([
      ['ip netns exec client bash', ''],
      ['a', 'client'],
      ['exit', 'client'],
      ['b', ''],
    ]);
  });

  test('keep here-documents and continued lines together', () => {
    expect(lines('$ cat > f <<EOF\n> $ no\n> EOF\n$ b \\\n> c\nout').map(([line]) => line)).toEqual([
      'cat > f <<EOF\n$ no\nEOF',
      'b \\\nc',
    ]);
  });

  test('leave out what was overwritten', () => {
    expect(readTranscript('$ a\n10%\r20%\r100%\nab\b\bxy\u001b[31m!\u001b[0m').map(({ output }) => output)).toEqual([
      '100%\nxy!',
    ]);
  });

  test.each(['> ', '⚡ ', '🐧 ', '╰─ ', '~ via 🐍 v3.1 ❯ ', '>>> $ '])(
    'know the prompt "%s" by what follows it',
    (prompt) => {
      const session = `${prompt}ping -c 1 10.0.0.12\n64 bytes\n\n${prompt}\n${prompt}./own-program x\nout\n${prompt}ip a`;
      expect(readTranscript(session).map(({ line, output }) => [line, output.trim()])).toEqual([
        ['ping -c 1 10.0.0.12', '64 bytes'],
        ['./own-program x', 'out'],
        ['ip a', ''],
      ]);
    },
  );

  test.each(['Usage: ip [ OPTIONS ]', '1. ping 10.0.0.12', '- ip link', '* ping 10.0.0.12', 'tmpfs ip'])(
    'take no sentence for a prompt: %s',
    (line) => {
      expect(readTranscript(`${line}\n${line}`)).toEqual([]);
    },
  );

  test('tell the other node by its prompt', () => {
    expect(readTranscript('controlplane $ a\nnode01 $ b').map(({ node }) => node)).toEqual(['controlplane', 'node01']);
  });

  test('never throw, and stay fast on a megabyte of anything', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => void readTranscript(text)));
    for (const piece of ['$ ', 'a@a:::: ', '\u001b]', '\u001b[', '[[[[', '(', '$ cat <<E\n', '$ "\n', 'a b\n']) {
      // Our own time on the processor: a machine that does other things besides is not slow of us.
      const before = process.cpuUsage();
      readTranscript(piece.repeat(300_000 / piece.length));
      expect(process.cpuUsage(before).user / 1000, JSON.stringify(piece)).toBeLessThan(10_000);
    }
  });
});
