import { hereSnapshot } from '../lab/facts/here.ts';
import { drawDot, drawMermaid } from '../topology/draw/graph.ts';
import { topologyJson } from '../topology/draw/json.ts';
import { drawSvg } from '../topology/draw/svg.ts';
import { drawText } from '../topology/draw/text.ts';
import { takeWhole } from '../topology/needs.ts';
import { topologyOf } from '../topology/topology.ts';
import type { Topology } from '../topology/types.ts';
import type { CommandIo, ExitCode } from './io.ts';
import { withLabAt } from './lab-at.ts';

export interface TopologyFlags {
  readonly json?: boolean;
  readonly text?: boolean;
  readonly svg?: boolean;
  readonly mermaid?: boolean;
  readonly dot?: boolean;
  readonly ascii?: boolean;
  readonly here?: boolean;
  readonly course?: string;
}

/** `netns-course topology [LESSON[/STEP]]`: draws the network of a step's lab, or of this machine. */
export async function runTopology(flags: TopologyFlags, target: string | undefined, io: CommandIo): Promise<ExitCode> {
  const say = io.words.topology.command;
  const formats = (['json', 'text', 'svg', 'mermaid', 'dot'] as const).filter((format) => flags[format] === true);
  if (formats.length > 1 || (flags.here === true && target !== undefined)) {
    io.err(`${formats.length > 1 ? say.oneFormat : say.hereAlone}\n`);
    return 2;
  }
  const topology = flags.here === true ? await topologyHere(io) : await topologyAt(flags, target, io);
  if (topology === undefined) return 2;
  io.out(`${draw(topology, formats[0] ?? 'text', flags.ascii === true, io)}\n`);
  return 0;
}

function draw(
  topology: Topology,
  format: 'json' | 'text' | 'svg' | 'mermaid' | 'dot',
  ascii: boolean,
  { words, stdout, isTerminal, env }: CommandIo,
): string {
  switch (format) {
    case 'json':
      return JSON.stringify(topologyJson(topology), null, 2);
    case 'text':
      // On a terminal no line may be broken; in a file the picture is as wide as it needs to be.
      return drawText(topology, words, {
        ascii,
        ...(isTerminal ? { width: stdout.columns, colour: (env['NO_COLOR'] ?? '') === '' } : {}),
      }).join('\n');
    case 'svg':
      return drawSvg(topology, words);
    case 'mermaid':
      return drawMermaid(topology, words);
    case 'dot':
      return drawDot(topology, words);
  }
}

function topologyAt(
  { course }: TopologyFlags,
  target: string | undefined,
  io: CommandIo,
): Promise<Topology | undefined> {
  return withLabAt({ target, course }, io, async (lab) => topologyOf(await takeWhole(lab.snapshot, lab.nodes)));
}

async function topologyHere({ words, err }: CommandIo): Promise<Topology | undefined> {
  const snapshot = await hereSnapshot();
  const [own] = snapshot.nodes.controlplane?.netns ?? [];
  if (own?.links?.state === 'found') {
    const { namespaces, cables } = topologyOf(snapshot);
    return { namespaces: namespaces.map((each) => ({ ...each, label: words.topology.thisMachine })), cables };
  }
  const message = own?.links?.state === 'error' ? own.links.message : '';
  err(`${words.topology.command.couldNotAsk({ message })}\n`);
  return undefined;
}
