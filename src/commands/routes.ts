import { buildApplication, buildRouteMap, text_en } from '@stricli/core';
import type { Application, RouteMap } from '@stricli/core';
import type { Words } from '../words/index.ts';
import { isOutOfResources } from './out-of.ts';
import { authorRoutes } from './routes/author.ts';
import { classRoutes } from './routes/class.ts';
import { labRoutes } from './routes/lab.ts';
import { learnRoutes } from './routes/learn.ts';
import { machineRoutes } from './routes/machine.ts';
import type { Context } from './routes/parts.ts';
import { shellRoutes } from './routes/shell.ts';
import { usageErrors } from './usage-errors.ts';

/** Every command, by name. Each is loaded when it is asked for, so that `lint` does not pay for the interface. */
export function createRoutes(words: Words): RouteMap<Context> {
  return buildRouteMap({
    routes: {
      ...learnRoutes(words),
      ...labRoutes(words),
      ...machineRoutes(words),
      ...authorRoutes(words),
      ...classRoutes(words),
      ...shellRoutes(words),
    },
    defaultCommand: 'start',
    // Asked by the completions' scripts, not by people.
    docs: { brief: words.commands.app, fullDescription: words.commands.appFull, hideRoute: { complete: true } },
  });
}

/** The whole command line, in a language: `netns-course` alone, or with a lesson, is `start`. */
export function createApplication(words: Words): Application<Context> {
  return buildApplication(createRoutes(words), {
    name: 'netns-course',
    scanner: { caseStyle: 'allow-kebab-for-camel', allowArgumentEscapeSequence: true },
    documentation: { disableAnsiColor: true },
    localization: {
      text: {
        ...text_en,
        ...words.commands.help,
        ...usageErrors(words),
        exceptionWhileRunningCommand: (error) => brokeText(error, words),
      },
    },
    determineExitCode: (error) => (isOutOfResources(error) ? 2 : 70),
  });
}

/** A crash: what broke, what to do about it, and the stack trace to report. */
function brokeText(error: unknown, words: Words): string {
  if (isOutOfResources(error)) return `netns-course: ${error.message}`;
  const message = error instanceof Error ? error.message : String(error);
  return `${words.commands.internalError({ message })}\n${error instanceof Error ? (error.stack ?? '') : ''}`;
}
