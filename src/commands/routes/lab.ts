import { buildCommand } from '@stricli/core';
import type { Words } from '../../words/index.ts';
import type { CaptureFlags } from '../capture.ts';
import type { ExplainFlags } from '../explain.ts';
import type { LabFlags } from '../lab.ts';
import type { TopologyFlags } from '../topology.ts';
import type { TraceFlags } from '../trace.ts';
import { docs, flag, many, one, text } from './parts.ts';
import type { Context } from './parts.ts';

/** A lab without a lesson, and what can be seen in one. */
export function labRoutes(catalogue: Words) {
  const words = catalogue.commands;
  const pictures = catalogue.topology;
  const life = catalogue.trace;
  const course = text(words.flags.course, words.flags.directory);
  const json = flag(words.flags.json);

  const lab = buildCommand({
    docs: docs(words.lab),
    parameters: {
      flags: {
        world: { kind: 'enum', values: ['host', 'lan'], brief: words.lab.world, default: 'host' },
        node: { kind: 'enum', values: ['controlplane', 'node01'], brief: words.lab.node, default: 'controlplane' },
        docker: flag(words.lab.docker),
      },
      positional: many(words.lab.command, 'command'),
    },
    async func(this: Context, flags: LabFlags, ...args: string[]) {
      const { runLab } = await import('../lab.ts');
      this.exit(await runLab(flags, args, this.io));
    },
  });

  const topology = buildCommand({
    docs: docs(pictures.command),
    parameters: {
      flags: {
        json,
        text: flag(pictures.command.text),
        svg: flag(pictures.command.svg),
        mermaid: flag(pictures.command.mermaid),
        dot: flag(pictures.command.dot),
        ascii: flag(words.flags.ascii),
        here: flag(pictures.command.here),
        course,
      },
      positional: one(pictures.command.target, 'target'),
    },
    async func(this: Context, flags: TopologyFlags, target?: string) {
      const { runTopology } = await import('../topology.ts');
      this.exit(await runTopology(flags, target, this.io));
    },
  });

  const explain = buildCommand({
    docs: docs(pictures.explainCommand),
    parameters: {
      flags: {
        at: text(pictures.explainCommand.at, 'target'),
        mend: flag(pictures.explainCommand.mend),
        json,
        course,
      },
      positional: many(pictures.explainCommand.words, 'word'),
    },
    async func(this: Context, flags: ExplainFlags, ...typed: string[]) {
      const { runExplain } = await import('../explain.ts');
      this.exit(await runExplain(flags, typed, this.io));
    },
  });

  const trace = buildCommand({
    docs: docs(life.command),
    parameters: {
      flags: {
        at: text(life.command.at, 'target'),
        json,
        ascii: flag(words.flags.ascii),
        pcapng: text(life.command.pcapng, 'FILE'),
        course,
      },
      positional: many(life.command.words, 'word'),
    },
    async func(this: Context, flags: TraceFlags, ...typed: string[]) {
      const { runTrace } = await import('../trace.ts');
      this.exit(await runTrace(flags, typed, this.io));
    },
  });

  const capture = buildCommand({
    docs: docs(life.capture),
    parameters: {
      flags: {
        at: text(life.command.at, 'target'),
        pcapng: text(life.command.pcapng, 'FILE'),
        course,
      },
      positional: many(life.capture.words, 'word'),
    },
    async func(this: Context, flags: CaptureFlags, ...typed: string[]) {
      const { runCapture } = await import('../capture.ts');
      this.exit(await runCapture(flags, typed, this.io));
    },
  });

  return { lab, topology, explain, trace, capture };
}
