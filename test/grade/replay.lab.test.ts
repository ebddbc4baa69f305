import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { startLab } from '../../src/lab/start.ts';
import type { SessionPorts } from '../../src/session/ports.ts';
import { createLabClock } from '../../src/session/replay-clock.ts';
import { replaySubmission, type ReplayRequest } from '../../src/session/replay-submission.ts';
import { readCourse } from '../../src/storage/course-files.ts';
import { openTerminal } from '../../src/terminal/open-terminal.ts';
import { wordsFor } from '../../src/words/index.ts';
import { paced, solutionOf } from './submit.ts';

const words = wordsFor();
const ports: SessionPorts = { startLab, openTerminal, words, nonce: () => randomBytes(16).toString('hex') };
const { course } = await readCourse(fileURLToPath(new URL('../../fixtures/grade/course', import.meta.url)), words);
const lesson = course?.lessons[0];
if (course === undefined || lesson === undefined) throw new Error('the fixture course cannot be read');

const clock = createLabClock();
afterAll(clock.close);

const limits = { wallMs: 20_000, processorMs: 10_000, commandMs: 5_000, commandBytes: 1 << 20, allBytes: 8 << 20 };
const request = (more: Partial<ReplayRequest>): ReplayRequest => ({
  course,
  lesson,
  commands: paced('solution', solutionOf(lesson)),
  files: [],
  answers: new Map(),
  limits,
  ...more,
});

test('the solution passes every check', async () => {
  const { verdicts, stopped } = await replaySubmission(request({}), ports, clock);
  expect(stopped).toBeUndefined();
  const states = verdicts?.flatMap((step) => [...step.values()].map(({ state }) => state));
  expect(states).toHaveLength(15);
  expect(new Set(states)).toEqual(new Set(['pass']));
});
