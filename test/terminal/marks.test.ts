import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMarkParser, maxMarkBytes, type Mark } from '../../src/terminal/marks.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const nonce = 'abc123';

/** The marks, with neighbouring data joined as latin-1 text: how it was cut does not matter. */
function simplified(marks: readonly Mark[]): unknown[] {
  const all: unknown[] = [];
  let data = '';
  const flush = (): void => {
    if (data !== '') all.push(data);
    data = '';
  };
  for (const mark of marks) {
    if (mark.type === 'output') data += Buffer.from(mark.bytes).toString('latin1');
    else {
      flush();
      all.push(mark);
    }
  }
  flush();
  return all;
}

function parse(...chunks: readonly (string | Uint8Array)[]): unknown[] {
  const parser = createMarkParser(nonce);
  const marks = chunks.flatMap((chunk) => [...parser.push(typeof chunk === 'string' ? bytes(chunk) : chunk)]);
  return simplified([...marks, ...parser.end()]);
}

const A = '\u001b]133;A;n=abc123;p=12;d=1\u0007';
const B = '\u001b]133;B;n=abc123;p=12\u0007';
const C = '\u001b]133;C;n=abc123;p=12;ns=client;cmd=echo a%3Bb%25%0Ac=d\u0007';
const D = '\u001b]133;D;3;n=abc123;p=12\u0007';

describe('marks', () => {
  it('tells prompt, command, end and request', () => {
    expect(parse(`${A}$ ${B}echo\r\n${C}out\r\n${D}`)).toEqual([
      { type: 'prompt-start', shell: 12, depth: 1 },
      '$ ',
      { type: 'prompt-end', shell: 12 },
      'echo\r\n',
      { type: 'command', shell: 12, netns: 'client', line: 'echo a;b%\nc=d' },
      'out\r\n',
      { type: 'done', shell: 12, exitCode: 3 },
    ]);
    expect(parse('\u001b]133;P;k=c;n=abc123;p=12\u0007> ')).toEqual([{ type: 'continuation', shell: 12 }, '> ']);
    expect(parse('\u001b]7133;n=abc123;hint;2%3B\u0007')).toEqual([{ type: 'request', words: ['hint', '2;'] }]);
  });

  it('reads UTF-8, plain and escaped, and a mark ended by ST', () => {
    const spelt = '\u001b]133;C;n=abc123;p=1;ns=;cmd=echo 中%E6%96%87 100%\u001b\\';
    expect(parse(spelt)).toEqual([{ type: 'command', shell: 1, netns: '', line: 'echo 中文 100%' }]);
  });

  it.each([
    ['another nonce', '\u001b]133;D;0;n=abc124;p=12\u0007'],
    ['no nonce', '\u001b]133;D;0\u0007'],
    ['a nonce of which ours is a prefix', '\u001b]133;A;n=abc1234;p=12;d=1\u0007'],
    ['a request without the nonce', '\u001b]7133;n=;check\u0007'],
    ['a request of no words', '\u001b]7133;n=abc123\u0007'],
    ['an unknown letter', '\u001b]133;Z;n=abc123;p=12\u0007'],
    ['no shell', '\u001b]133;B;n=abc123\u0007'],
    ['an exit code that is none', '\u001b]133;D;x;n=abc123;p=12\u0007'],
    ['a control character inside', '\u001b]133;D;0;n=abc123;p=\r\n12\u0007'],
    ['an escape inside', '\u001b]133;D;0;n=abc123\u001b[m;p=12\u0007'],
    ['another OSC', '\u001b]0;title\u0007'],
    ['no end', '\u001b]133;A;n=abc123;p=12;d=1'],
    ['a lone escape', '\u001b'],
  ])('takes %s for data', (_, text) => {
    expect(parse(`x${text}`)).toEqual([Buffer.from(`x${text}`).toString('latin1')]);
  });

  it('finds a mark right behind a forged beginning', () => {
    const forged = '\u001b]133;C;n=abc123;p=12;cmd=';
    expect(parse(`${forged}${D}`)).toEqual([forged, { type: 'done', shell: 12, exitCode: 3 }]);
  });

  it('never holds back more than a mark can be long', () => {
    const parser = createMarkParser(nonce);
    const chunk = bytes('x'.repeat(1000));
    let given = 0;
    const start = bytes('\u001b]133;C;n=abc123;p=1;ns=;cmd=');
    const count = (marks: readonly Mark[]): void => {
      for (const mark of marks) given += mark.type === 'output' ? mark.bytes.length : 0;
    };
    count(parser.push(start));
    for (let i = 1; i <= 200; i++) {
      count(parser.push(chunk));
      expect(start.length + i * 1000 - given).toBeLessThanOrEqual(maxMarkBytes + start.length + 1);
    }
    expect(given).toBe(start.length + 200_000);
  });

  it('gives the same however the stream is cut, and loses no byte', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        A,
        B,
        C,
        D,
        '\u001b',
        '\u001b]',
        '\u001b]133;',
        '\u001b]7133;n=abc123;',
        '\u0007',
        '\u001b\\',
        ';p=1',
        'n=abc123',
      ),
      fc.string({ maxLength: 5 }),
    );
    const stream = fc.oneof(
      fc.array(piece, { maxLength: 20 }).map((pieces) => bytes(pieces.join(''))),
      fc.uint8Array({ maxLength: 60 }),
    );
    fc.assert(
      fc.property(stream, fc.array(fc.nat(400), { maxLength: 12 }), (all, cuts) => {
        const at = [...new Set([0, ...cuts.filter((cut) => cut < all.length), all.length])].sort((a, b) => a - b);
        const chunks = at.slice(1).map((end, i) => all.slice(at[i], end));
        expect(parse(...chunks)).toEqual(parse(all));
        expect(parse(...Array.from(all, (_, i) => all.slice(i, i + 1)))).toEqual(parse(all));
      }),
      { numRuns: 500 },
    );
  });

  it('gives back every byte of a stream without marks', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(0x1b, 0x5d, 0x31, 0x33, 0x3b, 0x07, 0x41, 0xff), { maxLength: 80 }),
        (codes) => {
          const all = Uint8Array.from(codes);
          expect(parse(all).join('')).toBe(Buffer.from(all).toString('latin1'));
        },
      ),
    );
  });
});
