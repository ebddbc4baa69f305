import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { drawDot, drawMermaid } from '../../src/topology/draw/graph.ts';
import { topologyJson } from '../../src/topology/draw/json.ts';
import { layOut } from '../../src/topology/draw/layout.ts';
import { drawSvg } from '../../src/topology/draw/svg.ts';
import { drawText } from '../../src/topology/draw/text.ts';
import type { Topology } from '../../src/topology/types.ts';
import { wordsFor } from '../../src/words/index.ts';
import { linkOf, netnsOf, networks, snapshotOf } from './networks.ts';
import { topologyOf } from '../../src/topology/topology.ts';

const words = wordsFor();
const namesOf = ({ namespaces }: Topology): string[] =>
  namespaces.flatMap(({ interfaces }) => interfaces.map(({ link }) => link.name)).toSorted();
const times = (text: string, part: string): number => text.split(part).length - 1;
const unescaped = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');

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
      { numRuns: 60 },
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

  it('has straight edges: every box is a rectangle in display columns', () => {
    fc.assert(
      fc.property(networks(8), (topology) => {
        const lines = drawText(topology, words, { ascii: false });
        const { boxes, width } = layOut(topology, words);
        for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(width);
        for (const { x, y, width: wide, height } of boxes) {
          for (let row = y + 1; row < y + height - 1; row += 1) {
            expect('│├').toContain(signAt(lines[row] ?? '', x + wide - 1));
            expect('│┤').toContain(signAt(lines[row] ?? '', x));
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('joins both ends of every cable, and no two cables share a line', () => {
    fc.assert(
      fc.property(networks(8), (topology) => {
        const { paths } = layOut(topology, words);
        expect(paths.map(({ ends }) => ends)).toEqual(topology.cables.map(({ ends }) => ends));
        const rows = paths.flatMap(({ points }) => [points[0]?.[1], points.at(-1)?.[1]]);
        expect(new Set(rows).size).toBe(rows.length);
        const uprights = paths.map(({ points }) => ({
          x: points[1]?.[0] ?? 0,
          top: Math.min(points[1]?.[1] ?? 0, points[2]?.[1] ?? 0),
          bottom: Math.max(points[1]?.[1] ?? 0, points[2]?.[1] ?? 0),
        }));
        const isOverlap = uprights.some((a, index) =>
          uprights.slice(index + 1).some((b) => a.x === b.x && a.top <= b.bottom && b.top <= a.bottom),
        );
        expect(isOverlap).toBe(false);
      }),
      { numRuns: 60 },
    );
  });

  it('keeps the boxes of a column in the order in which they were drawn before', () => {
    const before = topologyOf(snapshotOf([netnsOf('', 1, []), netnsOf('m', 2, []), netnsOf('z', 3, [])]));
    const after = topologyOf(
      snapshotOf([netnsOf('', 1, []), netnsOf('a', 4, []), netnsOf('m', 2, []), netnsOf('z', 3, [])]),
    );
    const order = before.namespaces.map(({ id }) => id);
    const places = (topology: Topology): Map<string, number> =>
      new Map(layOut(topology, words, order).boxes.map(({ id, y }) => [id, y]));
    for (const [id, y] of places(before)) expect(places(after).get(id)).toBe(y);
    expect(places(after).size).toBe(4);
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
      '                          ┌ client ────────┐',
      '┌ controlplane ─────┐ ┌───┤ veth-client up │',
      '│ br0 (bridge) up   │ │   │   10.0.0.11/24 │',
      '│                   │ │   └────────────────┘',
      '│   port no carrier ├─┘',
      '│                   │',
      '└───────────────────┘',
    ]);
    expect(drawText(topology, words, { ascii: true })).toEqual([
      '                          + client --------+',
      '+ controlplane -----+ +---+ veth-client up |',
      '| br0 (bridge) up   | |   |   10.0.0.11/24 |',
      '|                   | |   +----------------+',
      '|   port no carrier +-+',
      '|                   |',
      '+-------------------+',
    ]);
  });
});

/** The character at a display column. */
function signAt(line: string, column: number): string {
  let x = 0;
  for (const { segment } of new Intl.Segmenter().segment(line)) {
    if (x === column) return segment;
    x += stringWidth(segment);
  }
  return ' ';
}
