import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect } from 'vitest';
import { runExplain, type ExplainFlags } from '../../src/commands/explain.ts';
import { runTopology, type TopologyFlags } from '../../src/commands/topology.ts';
import { labTest } from '../lab/labs.ts';
import { runCommand, type Ran } from '../support/run-command.ts';

const home = mkdtempSync(join(tmpdir(), 'netns-course-topology-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

const draw = (flags: TopologyFlags, target?: string): Promise<Ran> =>
  runCommand(home, (io) => runTopology(flags, target, io));

const explain = (words: readonly string[], flags: Pick<ExplainFlags, 'mend' | 'json'> = {}): Promise<Ran> =>
  runCommand(home, (io) => runExplain({ at: 'veth/plug-it-in', ...flags }, words, io));

describe('topology', () => {
  labTest('draws the lab as a step finds it', async () => {
    const { code, out, err } = await draw({}, 'bridge/6');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out.match(/172\.30\.0\.\d+/g)?.toSorted()).toEqual(['172.30.0.1', '172.30.0.11', '172.30.0.12']);
    expect(out).toMatch(/│ ╔ bridge1 \(bridge\) up 172\.30\.0\.1\/24 ═* ?╗ │/);
    expect(out).toMatch(/║ client1-veth-br up +╟─┼─/);
    expect(out).toMatch(/┌ client1 ─+┐/);
  });

  labTest('prints data and other drawings of it', async () => {
    const [json, svg, mermaid, dot] = await Promise.all([
      draw({ json: true }, 'veth/plug-it-in'),
      draw({ svg: true }, 'veth/plug-it-in'),
      draw({ mermaid: true }, 'veth/plug-it-in'),
      draw({ dot: true }, 'veth/plug-it-in'),
    ]);
    expect(JSON.parse(json.out)).toMatchObject({ schema: 'netns-course/topology/v1', cables: [expect.any(Array)] });
    expect(svg.out).toMatch(/^<svg [^]*veth-client[^]*<\/svg>\n$/);
    expect(mermaid.out).toMatch(/^flowchart LR\n[^]*veth-client[^]* --- /);
    expect(dot.out).toMatch(/^graph topology \{\n[^]*veth-client[^]* -- /);
  });

  labTest('draws this machine by ip -j alone, and says what does not go together', async () => {
    const here = await draw({ here: true, ascii: true });
    expect(here).toMatchObject({ code: 0, err: '' });
    expect(here.out).toMatch(/^\+ this machine -+\+$/m);
    expect(here.out).toMatch(/^\| lo up/m);
    expect(await draw({ here: true }, 'veth')).toMatchObject({ code: 2, out: '' });
    expect(await draw({ json: true, svg: true })).toMatchObject({ code: 2, out: '' });
    expect(await draw({}, 'no-such-lesson')).toMatchObject({ code: 2, out: '' });
  });
});

describe('explain', () => {
  labTest('answers in words, with the mend when it is asked for', async () => {
    const without = await explain(['client', 'server']);
    expect(without).toMatchObject({ code: 1, err: '' });
    expect(without.out).not.toContain('mend:');
    const { code, out } = await explain(['client', 'controlplane'], { mend: true });
    expect(code).toBe(1);
    expect(out).toContain('It stops on its way there: controlplane has no address');
    expect(out).toContain('mend:');
  });

  labTest('prints the same as data', async () => {
    const { code, out } = await explain(['client', 'controlplane'], { json: true });
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      schema: 'netns-course/explain/v1',
      arrives: false,
      there: [],
      back: [],
      halt: {
        way: 'there',
        reason: 'no-address',
        node: 'controlplane',
        netns: '',
        mends: [],
        look: expect.any(String) as unknown,
      },
    });
  });

  labTest('says what it does not understand', async () => {
    expect(await explain(['client'])).toMatchObject({ code: 2, out: '' });
    const wrong = await explain(['nobody', 'server']);
    expect(wrong).toMatchObject({ code: 2, out: '' });
    expect(wrong.err).toContain('nobody');
    expect((await explain(['client', 'server', 'udp', '53'])).code).toBe(2);
  });
});
