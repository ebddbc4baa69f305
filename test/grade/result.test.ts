import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import {
  findingKinds,
  gradebookSchema,
  type CheckResult,
  type Difference,
  type Finding,
  type FindingKind,
  type Gradebook,
  type Result,
} from '../../src/grade/result.ts';

const example: unknown = JSON.parse(
  readFileSync(new URL('../../fixtures/grade/gradebook.json', import.meta.url), 'utf8'),
);
const gradebook: Gradebook = gradebookSchema.parse(example);
const sum = (checks: readonly CheckResult[]): number => checks.reduce((total, { points }) => total + points, 0);

test('the example holds every status', () => {
  const statuses = new Set<Result['status']>(gradebook.results.map(({ status }) => status));
  expect(statuses).toEqual(new Set(['graded', 'review', 'refused', 'missing', 'superseded']));
});

test('the example adds up', () => {
  for (const { checks, rawScore, score, hintPenalty, latePenalty } of gradebook.results) {
    expect(sum(checks)).toBe(rawScore);
    expect(rawScore - hintPenalty - latePenalty).toBe(score);
  }
});

test('a review says why, and where the replay parted', () => {
  const review = gradebook.results.find(({ status }) => status === 'review');
  const found: readonly Finding[] = review?.findings ?? [];
  const kinds: readonly FindingKind[] = found.map(({ kind }) => kind);
  expect(findingKinds).toEqual(expect.arrayContaining([...kinds]));
  const differs: Difference | undefined = review?.differs;
  expect(differs?.recorded.exitCode).not.toBe(differs?.replayed.exitCode);
});

test('an unknown key, or points below nothing, are refused', () => {
  expect(gradebookSchema.safeParse({ ...gradebook, extra: 1 }).success).toBe(false);
  const results = gradebook.results.map((result) => ({ ...result, score: -1 }));
  expect(gradebookSchema.safeParse({ ...gradebook, results }).success).toBe(false);
});
