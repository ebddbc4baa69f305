import { buildApplication, buildRouteMap, text_en } from '@stricli/core';
import type { Application } from '@stricli/core';
import type { Words } from '../words/index.ts';
import { isOutOfResources } from './out-of.ts';
import { authorRoutes } from './routes/author.ts';
import { classRoutes } from './routes/class.ts';
import { labRoutes } from './routes/lab.ts';
import { learnRoutes } from './routes/learn.ts';
import { machineRoutes } from './routes/machine.ts';
import type { Context } from './routes/parts.ts';

/**
 * The whole command line, in a language: `netns-course` alone, or with a lesson, is `start`. Every command is loaded when
 * it is asked for, so that `lint` does not pay for the interface.
 */
export function createApplication(words: Words): Application<Context> {
  const { start, list, reset } = learnRoutes(words);
  const { check, verify, lint } = authorRoutes(words);
  const { lab, topology, explain, trace } = labRoutes(words);
  const { assign } = classRoutes(words);
  const { setup, doctor } = machineRoutes(words);
  return buildApplication(
    buildRouteMap({
      routes: { start, list, check, verify, lint, lab, topology, explain, trace, setup, doctor, reset, assign },
      defaultCommand: 'start',
      docs: { brief: words.commands.app, fullDescription: words.commands.appFull },
    }),
    {
      name: 'netns-course',
      scanner: { caseStyle: 'allow-kebab-for-camel', allowArgumentEscapeSequence: true },
      documentation: { disableAnsiColor: true },
      localization: { text: { ...text_en, exceptionWhileRunningCommand: (error) => brokeText(error, words) } },
      determineExitCode: (error) => (isOutOfResources(error) ? 2 : 70),
    },
  );
}

/** A crash: what broke, what to do about it, and the stack trace to report. */
function brokeText(error: unknown, words: Words): string {
  if (isOutOfResources(error)) return `netns-course: ${error.message}`;
  const message = error instanceof Error ? error.message : String(error);
  return `${words.commands.internalError({ message })}\n${error instanceof Error ? (error.stack ?? '') : ''}`;
}
