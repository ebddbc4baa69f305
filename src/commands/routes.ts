import { buildApplication, buildCommand, buildRouteMap, numberParser, text_en } from '@stricli/core';
import type { ApplicationContext } from '@stricli/core';
import { wordsFor } from '../words/index.ts';
import type { ExplainFlags } from './explain.ts';
import { isOutOfResources } from './out-of.ts';
import type { CommandIo, ExitCode } from './io.ts';
import type { TopologyFlags } from './topology.ts';
import type { TraceFlags } from './trace.ts';

/** What stricli hands to every command. `exit` takes the code: only `cli.ts` ends the process. */
export interface Context extends ApplicationContext {
  readonly io: CommandIo;
  readonly exit: (code: ExitCode) => void;
}

const words = wordsFor().commands;
const text = (brief: string, placeholder = words.flags.directory) =>
  ({ kind: 'parsed', parse: String, brief, placeholder, optional: true }) as const;
const flag = (brief: string) => ({ kind: 'boolean', brief, optional: true, withNegated: false }) as const;
const course = text(words.flags.course);
const json = flag(words.flags.json);
const one = (brief: string, placeholder: string) =>
  ({ kind: 'tuple', parameters: [{ parse: String, brief, placeholder, optional: true }] }) as const;
const many = (brief: string, placeholder: string) =>
  ({ kind: 'array', parameter: { parse: String, brief, placeholder } }) as const;
const docs = ({ brief, full }: { brief: string; full: string }) => ({ brief, fullDescription: `${brief}.\n\n${full}` });

/** Every command is loaded when it is asked for, so that `--version` and `lint` do not pay for the interface. */
const start = buildCommand({
  docs: docs(words.start),
  parameters: {
    flags: {
      plain: flag(words.flags.plain),
      ascii: flag(words.flags.ascii),
      course,
      record: text(words.start.record, 'FILE'),
      recordFormat: { kind: 'enum', values: ['2', '3'], brief: words.start.recordFormat, default: '3' },
      force: flag(words.start.force),
    },
    positional: one(words.start.target, 'target'),
  },
  async func(
    this: Context,
    flags: {
      plain?: boolean;
      ascii?: boolean;
      course?: string;
      record?: string;
      recordFormat: '2' | '3';
      force?: boolean;
    },
    target?: string,
  ) {
    const { runStart } = await import('./start.ts');
    this.exit(await runStart(flags, target, this.io));
  },
});

const list = buildCommand({
  docs: docs(words.list),
  parameters: { flags: { course, json } },
  async func(this: Context, flags: { course?: string; json?: boolean }) {
    const { runList } = await import('./list.ts');
    this.exit(await runList(flags, this.io));
  },
});

const check = buildCommand({
  docs: docs(words.check),
  parameters: {
    flags: {
      transcript: { kind: 'parsed', parse: String, brief: words.check.transcript, placeholder: 'FILE' },
      course,
      json,
    },
    positional: { kind: 'tuple', parameters: [{ parse: String, brief: words.check.target, placeholder: 'target' }] },
  },
  async func(this: Context, flags: { transcript: string; course?: string; json?: boolean }, target: string) {
    const { runCheck } = await import('./check.ts');
    this.exit(await runCheck(flags, target, this.io));
  },
});

const verify = buildCommand({
  docs: docs(words.verify),
  parameters: {
    flags: {
      course,
      reporter: {
        kind: 'enum',
        values: ['readable', 'json', 'junit', 'tap'],
        brief: words.verify.reporter,
        default: 'readable',
      },
      mutants: { kind: 'boolean', brief: words.verify.mutants, default: true },
      update: flag(words.verify.update),
      jobs: { kind: 'parsed', parse: numberParser, brief: words.verify.jobs, placeholder: 'N', optional: true },
    },
    positional: many(words.verify.lesson, 'lesson'),
  },
  async func(
    this: Context,
    flags: {
      course?: string;
      reporter: 'readable' | 'json' | 'junit' | 'tap';
      mutants: boolean;
      update?: boolean;
      jobs?: number;
    },
    ...lessons: string[]
  ) {
    const { runVerify } = await import('./verify.ts');
    this.exit(await runVerify(flags, lessons, this.io));
  },
});

const lint = buildCommand({
  docs: docs(words.lint),
  parameters: { flags: { course, json }, positional: many(words.lint.file, 'file') },
  async func(this: Context, flags: { course?: string; json?: boolean }, ...files: string[]) {
    const { runLint } = await import('./lint.ts');
    this.exit(await runLint(flags, files, this.io));
  },
});

const lab = buildCommand({
  docs: docs(words.lab),
  parameters: {
    flags: {
      world: { kind: 'enum', values: ['host', 'lan'], brief: words.lab.world, default: 'host' },
      node: { kind: 'enum', values: ['controlplane', 'node01'], brief: words.lab.node, default: 'controlplane' },
    },
    positional: many(words.lab.command, 'command'),
  },
  async func(this: Context, flags: { world: 'host' | 'lan'; node: 'controlplane' | 'node01' }, ...args: string[]) {
    const { runLab } = await import('./lab.ts');
    this.exit(await runLab(flags, args, this.io));
  },
});

const pictures = wordsFor().topology;
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
    const { runTopology } = await import('./topology.ts');
    this.exit(await runTopology(flags, target, this.io));
  },
});

const explain = buildCommand({
  docs: docs(pictures.explainCommand),
  parameters: {
    flags: {
      at: text(pictures.explainCommand.at, 'target'),
      mend: flag(pictures.explainCommand.mend),
      course,
    },
    positional: many(pictures.explainCommand.words, 'word'),
  },
  async func(this: Context, flags: ExplainFlags, ...typed: string[]) {
    const { runExplain } = await import('./explain.ts');
    this.exit(await runExplain(flags, typed, this.io));
  },
});

const life = wordsFor().trace;
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
    const { runTrace } = await import('./trace.ts');
    this.exit(await runTrace(flags, typed, this.io));
  },
});

const setup = buildCommand({
  docs: docs(words.setup),
  parameters: { flags: { yes: flag(words.flags.yes) } },
  async func(this: Context, flags: { yes?: boolean }) {
    const { runSetup } = await import('./setup.ts');
    this.exit(await runSetup(flags, this.io));
  },
});

const doctor = buildCommand({
  docs: docs(words.doctor),
  parameters: { flags: { course, json } },
  async func(this: Context, flags: { course?: string; json?: boolean }) {
    const { runDoctor } = await import('./doctor.ts');
    this.exit(await runDoctor(flags, this.io));
  },
});

const reset = buildCommand({
  docs: docs(words.reset),
  parameters: {
    flags: { course, all: flag(words.reset.all), yes: flag(words.flags.yes) },
    positional: one(words.reset.target, 'target'),
  },
  async func(this: Context, flags: { course?: string; all?: boolean; yes?: boolean }, target?: string) {
    const { runReset } = await import('./reset.ts');
    this.exit(await runReset(flags, target, this.io));
  },
});

/** A crash: what broke, what to do about it, and the stack trace to report. */
function brokeText(error: unknown): string {
  if (isOutOfResources(error)) return `netns-course: ${error.message}`;
  const message = error instanceof Error ? error.message : String(error);
  return `${words.internalError({ message })}\n${error instanceof Error ? (error.stack ?? '') : ''}`;
}

/** The whole command line: `netns-course` alone, or with a lesson, is `start`. */
export const application = buildApplication(
  buildRouteMap({
    routes: { start, list, check, verify, lint, lab, topology, explain, trace, setup, doctor, reset },
    defaultCommand: 'start',
    docs: { brief: words.app, fullDescription: words.appFull },
  }),
  {
    name: 'netns-course',
    scanner: { caseStyle: 'allow-kebab-for-camel', allowArgumentEscapeSequence: true },
    documentation: { disableAnsiColor: true },
    localization: { text: { ...text_en, exceptionWhileRunningCommand: (error) => brokeText(error) } },
    determineExitCode: (error) => (isOutOfResources(error) ? 2 : 70),
  },
);
