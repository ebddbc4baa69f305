import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, expect } from 'vitest';
import { runImport } from '../../src/commands/import.ts';
import { runVerify } from '../../src/commands/verify.ts';
import { labTest } from '../lab/labs.ts';
import { commandIo } from '../support/command-io.ts';

const work = mkdtempSync(join(tmpdir(), 'netns-course-imported-'));
afterAll(() => rmSync(work, { recursive: true, force: true }));

labTest(
  'makes a lesson of a scenario that verify proves: its script fails before the commands, passes after',
  async () => {
    expect(
      await runImport({ course: '.', id: 'red' }, resolve('fixtures/share/old-namespaces'), commandIo(work).io),
    ).toBe(0);
    const { io, out } = commandIo(work);
    const code = await runVerify({ course: '.', reporter: 'readable', mutants: true }, [], io);
    expect({ code, said: code === 0 ? '' : out() }).toEqual({ code: 0, said: '' });
  },
);
