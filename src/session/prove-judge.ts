import { setTimeout as sleep } from 'node:timers/promises';
import { judgeChecks, needsOf } from '../check/judge.ts';
import { checkKinds } from '../check/registry.ts';
import type { Snapshot } from '../check/snapshot.ts';
import type { Check, CommandRecord } from '../check/types.ts';
import type { Lab } from '../lab/types.ts';
import type { Step } from '../lesson/types.ts';
import { findAnswer, questionsOf } from '../verify/answers.ts';
import type { JudgedCheck, TypedCommand } from '../verify/types.ts';
import type { Words } from '../words/index.ts';
import { isPassed, judgeStep, type Verdicts } from './judge-step.ts';

/** A step that shall pass is judged this often while it may still converge. */
const repeatMs = 50;
/** On a machine so loaded that one judgement takes long, at least so many are made before a step is given up. */
const leastJudgements = 4;

export type Expectation = 'pass' | 'fail';

const emptySnapshot: Snapshot = { schema: 'netns-course/snapshot/v1', nodes: {}, reach: [], http: [], scripts: [] };

export interface Judgement {
  readonly verdicts: Verdicts;
  readonly passed: boolean;
  /** From the call to the beginning of the judgement that decided. */
  readonly afterMs: number;
  readonly answers: Readonly<Record<string, string>>;
}

export interface JudgeOptions {
  readonly lab: Pick<Lab, 'snapshot'>;
  readonly checks: readonly Check[];
  readonly commands: () => readonly CommandRecord[];
  readonly words: Words;
  /** Answers that were right before. */
  readonly known: Readonly<Record<string, string>>;
  /** After this many milliseconds the last judgement counts; `undefined`: not decided yet by these verdicts. */
  readonly patience: (verdicts: Verdicts) => number | undefined;
  /** Where `patience` stays undefined. */
  readonly longestMs: number;
  /** A step that shall fail is judged at once and when its time is over: each judgement costs some twenty processes. */
  readonly expected: Expectation;
}

/** Judges a step until it passes, or its time is over; questions are answered as soon as an answer can be found. */
export async function judgeUntilDecided(options: JudgeOptions): Promise<Judgement> {
  const { lab, checks, words, commands, known, patience, longestMs, expected } = options;
  const least = expected === 'pass' ? leastJudgements : 2;
  const began = performance.now();
  let answers: Record<string, string> = {};
  for (let judgements = 1; ; judgements += 1) {
    const afterMs = performance.now() - began;
    answers = await answer(options, { ...known, ...answers });
    const verdicts = await judgeStep(checks, { lab, commands: commands(), answers }, words);
    const passed = isPassed(checks, verdicts);
    const restMs = (patience(verdicts) ?? longestMs) - afterMs;
    if (passed || (judgements >= least && restMs <= 0)) return { verdicts, passed, afterMs, answers };
    const usedMs = performance.now() - began - afterMs;
    await sleep(expected === 'pass' ? repeatMs : Math.max(repeatMs, restMs - usedMs));
  }
}

async function answer(
  { lab, checks, commands, words }: JudgeOptions,
  known: Readonly<Record<string, string>>,
): Promise<Record<string, string>> {
  const questions = questionsOf(checks);
  if (questions.length === 0) return {};
  const free = questions.map((check) => ({ ...check, needs: [] }));
  const snapshot = await lab.snapshot(needsOf(free, new Map()));
  const facts = { snapshot, commands: commands(), answers: {} };
  const answers: Record<string, string> = {};
  for (const check of questions) {
    const before = known[check.id];
    const found = findAnswer(check, facts, words, before === undefined ? [] : [before]);
    if (found !== undefined) answers[check.id] = found;
  }
  return answers;
}

/**
 * Whether a command that runs until `^C` has shown what the step wants of it: some output check passes on it alone, or,
 * where the step has none, a line came.
 */
export function createEnough(step: Step, words: Words): (record: CommandRecord) => boolean {
  const checks = step.checks
    .filter(({ kind }) => checkKinds.get(kind)?.readsOutput === true)
    .map((check) => ({ ...check, needs: [] }));
  return (record) => {
    if (checks.length === 0) return record.output.includes('\n');
    const verdicts = judgeChecks(checks, { snapshot: emptySnapshot, commands: [record], answers: {} }, words);
    return checks.some(({ id }) => verdicts.get(id)?.state === 'pass');
  };
}

/** The checks with what they said, for a report. */
export function judged(checks: readonly Check[], verdicts: Verdicts): readonly JudgedCheck[] {
  return checks.flatMap(({ id, kind, title, place }) => {
    const verdict = verdicts.get(id);
    return verdict === undefined ? [] : [{ id, kind, place, verdict, ...(title === undefined ? {} : { title }) }];
  });
}

export function hasError(verdicts: Verdicts): boolean {
  return [...verdicts.values()].some(({ state }) => state === 'error');
}

/** Of a long output the end is kept: there stands what went wrong. */
const keptLines = 10;

export function typedOf(records: readonly CommandRecord[]): readonly TypedCommand[] {
  return records.map(({ line, exitCode, output }) => ({
    line,
    ...(exitCode === undefined ? {} : { exitCode }),
    output: output.trimEnd().split('\n').slice(-keptLines),
  }));
}
