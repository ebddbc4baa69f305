import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { runIt } from '../support/built-cli.ts';

/** scripts/lib/first-minute.mjs is what `npm run bench -- first-minute` measures, too: here it must only come to its end. */
const minute = z.object({
  command: z.string(),
  parts: z.array(z.object({ name: z.string(), ms: z.number() })),
  screen: z.string(),
});

test.runIf(existsSync('.git'))(
  'from git clone (where this tree is a repository) to the first step passed, by README’s own command, as an ordinary user with an empty home',
  async () => {
    const code = `import { firstMinute } from './scripts/lib/first-minute.mjs'; console.log(JSON.stringify(await firstMinute()))`;
    const { stdout, stderr } = await runIt([process.execPath, '--input-type=module', '-e', code]);
    expect(stderr).toBe('');
    const { command, parts, screen } = minute.parse(JSON.parse(stdout));
    expect(command).toBe('npm start');
    expect(parts.map(({ name }) => name)).toEqual([
      'git clone',
      'its Node packages',
      'its build, to the list of lessons',
      'the first lesson, to the prompt of its shell',
      'the first step, typed and passed',
    ]);
    expect(screen).toMatch(/Step passed: What a process is in/);
  },
  600_000,
);
