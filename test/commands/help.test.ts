import { run } from '@stricli/core';
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { createApplication, createRoutes } from '../../src/commands/routes.ts';
import { languageNames } from '../../src/words/languages.ts';
import { wordsFor } from '../../src/words/index.ts';
import { builtCli, runIt } from '../support/built-cli.ts';
import { commandIo } from '../support/command-io.ts';

type Routes = ReturnType<typeof createRoutes>;
type Target = ReturnType<Routes['getAllEntries']>[number]['target'];

/** The commands below a route, by their words; hidden are those that only shells ask for. */
function commandsBelow(target: Target | Routes, route: readonly string[] = []): readonly (readonly string[])[] {
  if (!('getAllEntries' in target)) return [route];
  return target
    .getAllEntries()
    .filter(({ hidden }) => !hidden)
    .flatMap(({ name, target: below }) => commandsBelow(below, [...route, name.original]));
}

describe.each(languageNames)('help in %s', (language) => {
  const words = wordsFor(language);
  const routes = commandsBelow(createRoutes(words)).map((route) => route.join(' '));
  const heading = language === 'en' ? 'Examples:' : '示例：';

  it('is there for every command', () => {
    expect(routes.length).toBeGreaterThan(25);
  });

  it.each(routes)('%s has examples', async (route) => {
    let page = '';
    const write = (text: string): void => void (page += text);
    const context = {
      process: { stdout: { write }, stderr: { write } },
      io: commandIo('.', language).io,
      exit: () => undefined,
    };
    await run(createApplication(words), [...route.split(' '), '--help'], context);
    const [, examples = ''] = page.split(`\n${heading}\n`);
    const shown = examples.split('\n').filter((line) => line.startsWith('  netns-course'));
    // `start` is what the program alone does, `run` what its group alone does.
    expect(shown.join('\n'), page).toContain(`netns-course ${route.replace(/^start$| run$/, '')}`.trimEnd());
  });
});

describe('exit codes', () => {
  /** `0 done and right, 1 judged wrong …` after the heading, until the sentence ends. */
  const codesIn = (file: string, heading: RegExp): string[] =>
    heading.exec(readFileSync(file, 'utf8'))?.[1]?.match(/(?<![\d^])\d+/g) ?? [];
  let cli = '';
  beforeAll(() => void (cli = builtCli()));

  it('are the same in the READMEs, the manual page and both catalogues', () => {
    const known = ['0', '1', '2', '70', '130'];
    expect(codesIn('README.md', /Exit codes: ([^.]*)\./)).toEqual(known);
    expect(codesIn('README.zh-CN.md', /退出码：([^。]*)。/)).toEqual(known);
    for (const language of languageNames) {
      const { exitCodes } = wordsFor(language).commands.man;
      const stated = exitCodes
        .flatMap(({ code }) => code.split(/, |、/))
        .toSorted((one, other) => Number(one) - Number(other));
      expect(stated).toEqual(['0', '1', '2', '70', '129', '130', '141', '143']);
    }
  });

  it('are what the program ends with: done, judged wrong, could not', async () => {
    const run = async (...args: string[]) => (await runIt([process.execPath, cli, ...args])).code;
    expect(await run('list')).toBe(0);
    expect(await run('check', 'veth/ping-both-ways', '--transcript', 'README.md')).toBe(1);
    expect(await run('start', 'no-such-lesson')).toBe(2);
  });
});
