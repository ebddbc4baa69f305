import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { charactersOf } from '../../src/topology/draw/columns.ts';
import { drawDot, drawMermaid } from '../../src/topology/draw/graph.ts';
import { topologyJson } from '../../src/topology/draw/json.ts';
import { layOut, type Layout, type LayoutOptions } from '../../src/topology/draw/layout.ts';
import { drawSvg } from '../../src/topology/draw/svg.ts';
import { drawText } from '../../src/topology/draw/text.ts';
import type { Topology } from '../../src/topology/types.ts';
import { wordsFor } from '../../src/words/index.ts';
import { linkOf, netnsOf, networks, snapshotOf } from './networks.ts';
import { topologyOf } from '../../src/topology/topology.ts';

const words = wordsFor();
/** Chinese characters are two columns wide. */
const anyWords = fc.constantFrom(words, wordsFor('zh-CN'));
const namesOf = ({ namespaces }: Topology): string[] =>
  namespaces.flatMap(({ interfaces }) => interfaces.map(({ link }) => link.name)).toSorted();
const times = (text: string, part: string): number => text.split(part).length - 1;
const unescaped = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');
const laidOut = (topology: Topology, options?: LayoutOptions): Layout => {
  const layout = layOut(topology, words, options);
  if (layout === undefined) throw new Error('nothing fits');
  return layout;
};
const boxesOf = ({ boxes }: Layout) => boxes.filter(({ kind }) => kind === 'netns');

describe('a drawing', () => {
  it('names every interface once, in characters, ASCII, SVG, JSON, Mermaid and DOT', () => {
    fc.assert(
      fc.property(networks(8), (topology) => {
        const names = namesOf(topology);
        const svgTexts = [...drawSvg(topology, words).matchAll(/<text[^>]*>([^<]*)</g)].map(([, text]) => text ?? '');
        const texts = [
          drawText(topology, words, { ascii: false }).join('\n'),
          drawText(topology, words, { ascii: true }).join('\n'),
          unescaped(svgTexts.join('\n')),
          drawDot(topology, words).replaceAll(String.raw`\"`, '"'),
          drawMermaid(topology, words).replaceAll(/#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code))),
        ];
        for (const text of texts) for (const name of names) expect(times(text, name)).toBe(1);
        const json = JSON.parse(JSON.stringify(topologyJson(topology))) as {
          namespaces: { interfaces: { name: string }[] }[];
        };
        expect(json.namespaces.flatMap(({ interfaces }) => interfaces.map(({ name }) => name)).toSorted()).toEqual(
          names,
        );
      }),
      { numRuns: 25 },
    );
  });

  it('names every interface once in the list of a large network', () => {
    fc.assert(
      fc.property(networks(45), (topology) => {
        const text = drawText(topology, words, { ascii: false }).join('\n');
        for (const name of namesOf(topology)) expect(times(text, name)).toBe(1);
      }),
      { numRuns: 10 },
    );
  });

  it('has straight edges: every box is a rectangle in display columns, in any width', () => {
    fc.assert(
      fc.property(networks(8), fc.integer({ min: 30, max: 160 }), anyWords, (topology, width, said) => {
        const layout = layOut(topology, said, { width });
        if (layout === undefined) return;
        const lines = drawText(topology, said, { ascii: false, width });
        for (const { x, y, width: wide, height } of boxesOf(layout)) {
          expect('┌').toContain(signAt(lines[y] ?? '', x));
          expect('┘').toContain(signAt(lines[y + height - 1] ?? '', x + wide - 1));
          for (let row = y + 1; row < y + height - 1; row += 1) {
            expect('│├┼').toContain(signAt(lines[row] ?? '', x + wide - 1));
            expect('│┤┼').toContain(signAt(lines[row] ?? '', x));
          }
        }
        const switches = layout.boxes.filter(({ kind }) => kind === 'switch');
        for (const { x, y, width: wide, height } of switches) {
          expect('╔').toContain(signAt(lines[y] ?? '', x));
          for (let row = y + 1; row < y + height - 1; row += 1)
            expect('║╟').toContain(signAt(lines[row] ?? '', x + wide - 1));
        }
      }),
      { numRuns: 25 },
    );
  });

  it('is never wider than it may be, and names every interface once all the same', () => {
    fc.assert(
      fc.property(
        networks(12),
        fc.integer({ min: 24, max: 140 }),
        fc.boolean(),
        anyWords,
        (topology, width, ascii, said) => {
          const lines = drawText(topology, said, { ascii, width });
          for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(width);
          // A list breaks its lines wherever they end.
          const text = layOut(topology, said, { width }) === undefined ? lines.join('') : lines.join('\n');
          for (const name of namesOf(topology)) expect(times(text, name)).toBe(1);
        },
      ),
      { numRuns: 25 },
    );
  });

  it('joins both ends of every cable, and no two cables share a line', () => {
    fc.assert(
      fc.property(networks(8), (topology) => {
        const { paths, labels } = laidOut(topology);
        expect(labels).toEqual([]);
        expect(paths.map(({ ends }) => ends)).toEqual(topology.cables.map(({ ends }) => ends));
        const rows = paths.flatMap(({ points }) => [...new Set([points[0]?.[1], points.at(-1)?.[1]])]);
        expect(new Set(rows).size).toBe(rows.length);
        const bent = paths.filter(({ points }) => points.length > 2);
        const uprights = bent.map(({ points }) => ({
          x: points[1]?.[0] ?? 0,
          top: Math.min(points[1]?.[1] ?? 0, points[2]?.[1] ?? 0),
          bottom: Math.max(points[1]?.[1] ?? 0, points[2]?.[1] ?? 0),
        }));
        const isOverlap = uprights.some((a, index) =>
          uprights.slice(index + 1).some((b) => a.x === b.x && a.top <= b.bottom && b.top <= a.bottom),
        );
        expect(isOverlap).toBe(false);
      }),
      { numRuns: 25 },
    );
  });

  it('numbers both ends of every cable for which there is no room', () => {
    fc.assert(
      fc.property(networks(12), fc.integer({ min: 40, max: 90 }), (topology, width) => {
        const layout = layOut(topology, words, { width });
        if (layout === undefined) return;
        const { paths, labels } = layout;
        const numbers = labels.map(({ text }) => text);
        for (const number of numbers) expect(numbers.filter((other) => other === number)).toHaveLength(2);
        expect(paths.length + labels.length / 2).toBe(topology.cables.length);
      }),
      { numRuns: 25 },
    );
  });

  it('leaves every box where it is when another one comes', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 14 }),
        fc.integer({ min: 1, max: 14 }),
        fc.boolean(),
        (few, more, ports) => {
          const before = laidOut(star(few, ports), { width: 98 });
          const after = laidOut(star(few + more, ports), { width: 98, order: before.order });
          const places = (layout: Layout) =>
            boxesOf(layout)
              .filter(({ id }) => id !== 'controlplane')
              .map(({ id, x, y }) => ({ id, x, y }));
          expect(places(after).slice(0, few)).toEqual(places(before));
          expect(places(after)).toHaveLength(few + more);
          const host = (layout: Layout) => boxesOf(layout).find(({ id }) => id === 'controlplane');
          expect(host(after)).toMatchObject({ x: 0, y: 0 });
        },
      ),
      { numRuns: 25 },
    );
  });

  it('keeps the boxes of a column in the order in which they were drawn before', () => {
    const before = topologyOf(snapshotOf([netnsOf('', 1, []), netnsOf('m', 2, []), netnsOf('z', 3, [])]));
    const after = topologyOf(
      snapshotOf([netnsOf('', 1, []), netnsOf('a', 4, []), netnsOf('m', 2, []), netnsOf('z', 3, [])]),
    );
    const { order } = laidOut(before);
    const places = (topology: Topology): Map<string, number> =>
      new Map(boxesOf(laidOut(topology, { order })).map(({ id, y }) => [id, y]));
    for (const [id, y] of places(before)) expect(places(after).get(id)).toBe(y);
    expect(places(after).size).toBe(4);
  });

  it('marks what is new since it was drawn before, and nothing else', () => {
    const lines = drawText(star(3, true), words, { ascii: true, before: star(2, true) });
    const marked = lines.flatMap((line) => line.match(/\*[^|+]*/g) ?? []).map((text) => text.trim());
    expect(marked.map((text) => text.replace(/ *[-#].*/, ''))).toEqual(['*ns2', '*p2 up', '*eth0 up 10.1.1.12/24']);
    expect(drawText(star(3, true), words, { ascii: true, before: star(3, true) }).join('')).not.toContain('*');
  });

  it('marks what is new in a list too, though its cables are numbered anew', () => {
    const lines = drawText(star(33, true), words, { ascii: true, before: star(32, true) });
    expect(lines.filter((line) => line.startsWith('*')).map((line) => line.replace(/cable \d+/, 'cable N'))).toEqual([
      '*    p32: up, cable N to ns32',
      '*ns32',
      '*  eth0: up, 10.1.1.132/24, cable N to controlplane',
    ]);
    expect(lines).toContain('   eth0: up, 10.1.1.10/24, cable 1 to controlplane');
    expect(drawText(star(33, true), words, { ascii: true }).join('\n')).toMatch(/^controlplane\n {2}br0/);
  });

  it('says where packets are dropped and rewritten', () => {
    const rule = (text: string) => ({
      table: text.includes('MASQ') ? 'nat' : 'filter',
      chain: 'C',
      words: text.split(' '),
    });
    const facts = netnsOf('', 1, [linkOf(2, 'br0', { kind: 'bridge' }), linkOf(3, 'eth0', { kind: '' })]);
    const topology = topologyOf(
      snapshotOf([
        {
          ...facts,
          sysctls: { 'net.bridge.bridge-nf-call-iptables': { state: 'found', value: '1' } },
          rules: {
            state: 'found',
            value: {
              chains: [{ table: 'filter', chain: 'FORWARD', policy: 'DROP' }],
              rules: [rule('-A INPUT -i eth0 -j DROP'), rule('-A POSTROUTING -s 10.0.0.0/8 ! -o br0 -j MASQUERADE')],
              nft: [],
            },
          },
        },
      ]),
    );
    expect(drawText(topology, words, { ascii: false })).toEqual([
      '┌ controlplane ────────────────────────────────┐',
      '│ ✗ DROP is the policy of FORWARD              │',
      '│ ⇄ NAT MASQUERADE 10.0.0.0/8                  │',
      '│ ╔ br0 (bridge) up ═════════════════════════╗ │',
      '│ ║ ✗ FORWARD is asked between the ports too ║ │',
      '│ ╚══════════════════════════════════════════╝ │',
      '│ eth0 up                                      │',
      '│   ✗ DROP in C                                │',
      '└──────────────────────────────────────────────┘',
    ]);
  });

  it('draws 2 to 30 namespaces at 100 columns, the host’s interfaces beside what they are plugged into; lists more', () => {
    for (let count = 1; count <= 29; count += 1) {
      const { boxes, paths, labels } = laidOut(star(count, true), { width: 98 });
      expect(boxes.filter(({ kind }) => kind === 'netns')).toHaveLength(count + 1);
      expect(labels).toEqual([]);
      // All but the first few cables are straight.
      expect(paths.filter(({ points }) => points.length > 2).length).toBeLessThanOrEqual(3);
    }
    expect(drawText(star(30, true), words, { ascii: false, width: 98 }).join('\n')).not.toContain('┌');
  });

  it('lets no control character of a name through', () => {
    const topology = topologyOf(snapshotOf([netnsOf('', 1, [linkOf(1, 'a\u001b[2Jb')]), netnsOf('x\u0007', 2, [])]));
    for (const text of [
      drawText(topology, words, { ascii: false }).join('\n'),
      drawSvg(topology, words),
      drawDot(topology, words),
      drawMermaid(topology, words),
    ]) {
      expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f]/);
      expect(text).toContain('a?[2Jb');
    }
  });

  it('is this picture', () => {
    const client = linkOf(5, 'veth-client', {
      peerIndex: 4,
      peerNetnsId: 0,
      peerNetns: '',
      addresses: [{ family: 'inet', address: '10.0.0.11', prefix: 24, scope: 'global' }],
    });
    const port = linkOf(4, 'port', {
      peerIndex: 5,
      peerNetnsId: 0,
      peerNetns: 'client',
      master: 'br0',
      carrier: false,
    });
    const topology = topologyOf(
      snapshotOf([netnsOf('', 1, [linkOf(2, 'br0', { kind: 'bridge' }), port]), netnsOf('client', 2, [client])]),
    );
    expect(drawText(topology, words, { ascii: false })).toEqual([
      '┌ controlplane ────────┐   ┌ client ─────────────────────┐',
      '│ ╔ br0 (bridge) up ═╗ │ ┌─┤ veth-client up 10.0.0.11/24 │',
      '│ ║ port no carrier  ╟─┼─┘ └─────────────────────────────┘',
      '│ ╚══════════════════╝ │',
      '└──────────────────────┘',
    ]);
    expect(drawText(topology, words, { ascii: true })).toEqual([
      '+ controlplane --------+   + client ---------------------+',
      '| # br0 (bridge) up =# | +-+ veth-client up 10.0.0.11/24 |',
      '| # port no carrier  #-+-+ +-----------------------------+',
      '| #==================# |',
      '+----------------------+',
    ]);
  });
});

/** A host with as many namespaces plugged into it, into a bridge where `ports`. */
function star(count: number, ports: boolean): Topology {
  const inet = (address: string) => [{ family: 'inet', address, prefix: 24, scope: 'global' }] as const;
  const numbers = Array.from({ length: count }, (_, index) => index);
  const cables = numbers.map((each) =>
    linkOf(10 + each, `p${String(each)}`, {
      peerIndex: 2,
      peerNetnsId: each,
      peerNetns: `ns${String(each)}`,
      ...(ports ? { master: 'br0' } : { addresses: inet(`10.2.${String(each)}.1`) }),
    }),
  );
  const others = numbers.map((each) => {
    const own = { peerIndex: 10 + each, peerNetnsId: 0, peerNetns: '', addresses: inet(`10.1.1.1${String(each)}`) };
    return netnsOf(`ns${String(each)}`, 100 + each, [linkOf(2, 'eth0', own)]);
  });
  return topologyOf(snapshotOf([netnsOf('', 1, [linkOf(2, 'br0', { kind: 'bridge' }), ...cables]), ...others]));
}

/** The character at a display column. */
function signAt(line: string, column: number): string {
  let x = 0;
  for (const [character, columns] of charactersOf(line)) {
    if (x === column) return character;
    x += columns;
  }
  return ' ';
}
