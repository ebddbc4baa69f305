import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { drawSvg } from '../../src/topology/draw/svg.ts';
import { topologyJson } from '../../src/topology/draw/json.ts';
import { wordsFor } from '../../src/words/index.ts';
import { inChromium } from '../support/chromium.ts';
import { networks } from './networks.ts';

const words = wordsFor();

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface Picture {
  readonly texts: readonly string[];
  /** Of namespaces. */
  readonly boxes: readonly Box[];
  /** What is drawn reaches out of the document. */
  readonly outside: readonly string[];
}

/** Reads each picture as the browser laid it out. */
const read = `[...document.querySelectorAll('svg')].map((svg) => {
  const { width, height } = svg.viewBox.baseVal;
  const boxOf = (element) => { const { x, y, width, height } = element.getBBox(); return { x, y, width, height }; };
  const isOutside = ({ x, y, width: w, height: h }) => x < 0 || y < 0 || x + w > width || y + h > height;
  return {
    texts: [...svg.querySelectorAll('text')].map(({ textContent }) => textContent),
    boxes: [...svg.querySelectorAll('rect.box')].map(boxOf),
    outside: [...svg.querySelectorAll('text,rect,polyline')].filter((each) => isOutside(boxOf(each)))
      .map((each) => each.outerHTML),
  };
})`;

const overlap = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

describe('an SVG in a browser', () => {
  test('shows every interface once, boxes that do not overlap, and nothing beyond its edges', async () => {
    const topologies = [
      ...fc.sample(networks(8), { numRuns: 25, seed: 7 }),
      ...fc.sample(networks(30), { numRuns: 3, seed: 7 }),
    ];
    const html = `<!doctype html><meta charset="utf-8">${topologies.map((each) => drawSvg(each, words)).join('\n')}`;
    const pictures = await inChromium<readonly Picture[]>(html, read);
    expect(pictures).toHaveLength(topologies.length);
    for (const [index, { texts, boxes, outside }] of pictures.entries()) {
      const topology = topologies[index];
      if (topology === undefined) throw new Error('more pictures than networks');
      const { namespaces } = JSON.parse(JSON.stringify(topologyJson(topology))) as {
        namespaces: { interfaces: { name: string }[] }[];
      };
      for (const { name } of namespaces.flatMap(({ interfaces }) => interfaces))
        expect(texts.join('\n').split(name), name).toHaveLength(2);
      expect(boxes).toHaveLength(topology.namespaces.length);
      expect(boxes.filter((a, at) => boxes.slice(at + 1).some((b) => overlap(a, b)))).toEqual([]);
      expect(outside).toEqual([]);
    }
  });

  test('is a document of its own: well-formed XML that a browser opens by itself', async () => {
    const [topology] = fc.sample(networks(8), { numRuns: 1, seed: 3 });
    if (topology === undefined) throw new Error('no network');
    const svg = JSON.stringify(drawSvg(topology, words)).replaceAll('</', String.raw`<\/`);
    const root = await inChromium<string>(
      '<!doctype html>',
      `new DOMParser().parseFromString(${svg}, 'image/svg+xml').documentElement.nodeName`,
    );
    expect(root).toBe('svg');
  });
});
