import { run } from '@stricli/core';
import type { CommandIo, ExitCode } from './io.ts';
import { createApplication, createRoutes } from './routes.ts';

/** Prints the manual page (man(7)), made of the same texts as `--help`, so that the two cannot differ. */
export async function runMan(version: string, io: CommandIo): Promise<ExitCode> {
  const { man, app, appFull } = io.words.commands;
  const [about = '', ...examples] = appFull.split(/\n\n/);
  const pages = await helpPages(io);
  io.out(
    [
      `.TH NETNS-COURSE 1 "" "netns-course ${version}"`,
      `.SH ${man.name}`,
      `netns-course \\- ${roff(app)}`,
      `.SH ${man.synopsis}`,
      '.B netns-course',
      roff('[COMMAND] [--lang LANGUAGE] [--backend here|container] [...]'),
      `.SH ${man.description}`,
      roff(about),
      ...examples.flatMap((text) => ['.PP', ...verbatim(text)]),
      `.SH ${man.commands}`,
      ...pages.flatMap(({ name, text }) => [`.SS netns-course ${name}`, ...verbatim(text)]),
      `.SH ${man.exitStatus}`,
      ...man.exitCodes.flatMap(({ code, meaning }) => ['.TP', `.B ${code}`, roff(meaning)]),
      `.SH ${man.environment}`,
      ...man.variables.flatMap(({ name, meaning }) => ['.TP', `.B ${name}`, roff(meaning)]),
      `.SH ${man.files}`,
      ...man.places.flatMap(({ path, meaning }) => ['.TP', `.I ${roff(path)}`, roff(meaning)]),
      '',
    ].join('\n'),
  );
  return 0;
}

/** What `--help` says of each command. */
async function helpPages(io: CommandIo): Promise<readonly { readonly name: string; readonly text: string }[]> {
  const application = createApplication(io.words);
  const pages = [];
  for (const { name, hidden } of createRoutes(io.words).getAllEntries()) {
    if (hidden) continue;
    let text = '';
    const write = (piece: string): void => void (text += piece);
    await run(application, [name.original, '--help'], {
      process: { stdout: { write }, stderr: { write } },
      io,
      exit: () => undefined,
    });
    pages.push({ name: name.original, text: text.trimEnd() });
  }
  return pages;
}

/** Lines as they stand, without filling (man(7), EX). */
const verbatim = (text: string): string[] => ['.EX', ...text.split('\n').map(roff), '.EE'];

/** Text that means nothing to roff: escapes, hyphens that are to be copied, a control character first in a line (groff(7)). */
function roff(text: string): string {
  return text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replaceAll(/^(?=[.'])/gm, '\\&');
}
