import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { titleOf } from '../../src/check/judge.ts';
import { checkKinds } from '../../src/check/registry.ts';
import type { Check } from '../../src/check/types.ts';
import { judgeStep } from '../../src/session/judge-step.ts';
import { helpersOf } from '../../src/share/bash/helpers.ts';
import { writeChecks, writers } from '../../src/share/bash/writers.ts';
import { wordsFor } from '../../src/words/index.ts';
import { labTest, openLab, output } from '../lab/labs.ts';

const words = wordsFor();

/** A network, and statements about it of which some are true: what the judge says of each, bash must say too. */
interface Cases {
  readonly setup: string;
  /** Each one key: the kind, with its spec; `exactly` beside it where it is meant. */
  readonly checks: readonly Readonly<Record<string, unknown>>[];
}

const { setup, checks: items }: Cases = parse(readFileSync('fixtures/share/conditions.yaml', 'utf8'));

const checks = items.map(({ exactly = false, ...item }, index): Check => {
  const [kind, spec] = Object.entries(item)[0] ?? ['', undefined];
  const schema = checkKinds.get(kind)?.schema;
  if (schema === undefined) throw new Error(`no kind ${kind}`);
  return {
    id: `c${String(index)}`,
    kind,
    spec: schema.parse(spec),
    needs: [],
    withinMs: 0,
    exactly: exactly === true,
    hidden: false,
    place: { line: 1, column: 1 },
  };
});

it('has a writer for every kind of check, and cases for each that can be put in bash', () => {
  expect([...writers.keys()].toSorted()).toEqual([...checkKinds.keys()].toSorted());
  const tried = new Set(checks.map(({ kind }) => kind));
  // Containers need an Engine: the lessons' own scenarios have them.
  const untried = [...writers.keys()].filter((kind) => !tried.has(kind));
  expect(untried).toEqual(['output', 'ask', 'container']);
});

labTest('says of a network what the judge says of it', async () => {
  const lab = await openLab();
  await output(lab, setup);
  const { conditions, left } = writeChecks(checks);
  expect(left.map(({ check, reason }) => `${check.kind}: ${reason}`)).toEqual(['forward: walk', 'cni: terminal']);
  const lines = conditions.map(
    ({ check, bash }) =>
      `holds() { ${bash}; }\nif holds 2> /dev/null; then echo ${check.id} pass; else echo ${check.id} fail; fi`,
  );
  const said = new Map(
    (await output(lab, `${helpersOf(lines.join('\n'))}\n${lines.join('\n')}`))
      .split('\n')
      .map((line) => line.split(' '))
      .map(([id = '', verdict = '']) => [id, verdict]),
  );
  const verdicts = await judgeStep(checks, { lab, commands: [], answers: {} }, words);
  const compared = conditions.map(({ check }) => ({
    check: `${titleOf(check, words)}${check.exactly ? ' (exactly)' : ''}`,
    bash: said.get(check.id),
    judge: verdicts.get(check.id)?.state,
  }));
  expect(compared.filter(({ bash, judge }) => bash !== judge)).toEqual([]);
  // Both answers are there to be had for every kind.
  for (const kind of new Set(conditions.map(({ check }) => check.kind))) {
    const states = conditions
      .filter(({ check }) => check.kind === kind)
      .map(({ check }) => verdicts.get(check.id)?.state);
    expect({ kind, states: new Set(states) }).toEqual({ kind, states: new Set(['pass', 'fail']) });
  }
});
