import { randomBytes } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import { startLab } from '../../src/lab/start.ts';
import { parseLesson } from '../../src/lesson/parse-lesson.ts';
import type { Lesson } from '../../src/lesson/types.ts';
import type { AttemptPort, AttemptState } from '../../src/session/attempt.ts';
import { whenAtPrompt } from '../../src/session/play.ts';
import { createSession } from '../../src/session/session.ts';
import type { Session, SessionEvent } from '../../src/session/types.ts';
import { openTerminal } from '../../src/terminal/open-terminal.ts';
import { wordsFor } from '../../src/words/index.ts';

const words = wordsFor();

const goal = (name: string, setup = ''): string => `## ${name}

${setup}
\`\`\`console
$ ip netns add ${name}
\`\`\`

\`\`\`yaml check
- netns: ${name}
  points: 1
- file: { path: /root/${name}, absent: true }
\`\`\`

> [!TIP]
> Think of ${name}.

`;

function lessonWith(hints: string): Lesson {
  const head = `---\ntitle: Goals\nminutes: 1\nmode: challenge\ncheckpoint: { hints: ${hints} }\n---\n\n# Goals\n\n`;
  const setup = '```bash setup\ntouch /root/prepared\n```';
  const text = head + goal('one', setup) + goal('two') + goal('three');
  const { lesson, messages } = parseLesson({ id: 'goals', file: 'lesson.md', text }, words);
  if (lesson === undefined) throw new Error(messages.map(String).join('\n'));
  return lesson;
}

const opened: Session[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((session) => session.close()));
});

/** A session at a checkpoint, and what was written down of it. */
function play(lesson: Lesson, isExam = false) {
  const log: string[] = [];
  const states: AttemptState[] = [];
  const events: SessionEvent[] = [];
  const attempt: AttemptPort = {
    isExam,
    lab: () => log.push('lab'),
    command: ({ line, exitCode }) => log.push(`${line} → ${exitCode === undefined ? 'runs' : String(exitCode)}`),
    hint: (step, level) => log.push(`hint ${step} ${String(level)}`),
    answer: () => undefined,
    passed: (step) => log.push(`passed ${step}`),
    state: (state) => states.push(state),
    output: () => undefined,
    resize: () => undefined,
  };
  const none = (): void => undefined;
  const session = createSession(
    { course: { title: 'Test', directory: '/', lessons: [lesson] }, lesson, position: 0, columns: 80, rows: 24 },
    { startLab, openTerminal, words, nonce: () => randomBytes(8).toString('hex'), attempt: () => attempt },
    { passed: none, skipped: none, forgotten: none, at: none },
  );
  opened.push(session);
  session.on((event) => events.push(event));
  const type = async (line: string): Promise<void> => {
    await whenAtPrompt(session.terminal('controlplane'), 10_000);
    session.terminal('controlplane').write(`${line}\r`);
  };
  const heard = async (text: string): Promise<void> => {
    await expect.poll(() => log, { timeout: 20_000 }).toContain(text);
  };
  return { session, log, states, events, type, heard };
}

const stateOf = ({ verdicts }: AttemptState, step: string) =>
  [...(verdicts.get(step) ?? [])].map(([id, { state }]) => `${id} ${state}`);

test('the goals share one lab: moving types nothing, what was reached is kept, and so is the end', async () => {
  const { session, log, states, events, type, heard } = play(lessonWith('1'));
  await session.start();
  const { lab } = session;
  expect(session.hint()).toBe(1);
  await session.next();
  expect([session.position, session.lab === lab]).toEqual([1, true]);
  await type('ip netns add two; touch /root/two');
  await heard('ip netns add two; touch /root/two → 0');
  await type('rm /root/two');
  await heard('passed two');
  // The next open goal after the second, and after the last one the first again.
  await session.next();
  await session.next();
  expect([session.position, session.lab === lab]).toEqual([0, true]);
  await type('ls /root/prepared /run/netns > /root/list');
  await heard('ls /root/prepared /run/netns > /root/list → 0');
  await type('ip netns add one; ip netns add three');
  await heard('passed one');
  await session.next();
  await heard('passed three');
  expect(events.findLast((event) => event.type === 'passed')).toMatchObject({ last: true });
  await type('touch /root/one; sleep 100');
  await expect.poll(() => session.terminal('controlplane').atPrompt, { timeout: 10_000 }).toBe(false);
  await session.close();
  expect(log.slice(0, 3)).toEqual(['lab', 'hint one 1', 'ip netns add two; touch /root/two → 0']);
  expect(log.at(-1)).toBe('touch /root/one; sleep 100 → runs');
  const last = states.at(-1);
  if (last === undefined) throw new Error('no state');
  // One was reached, and broken again: what counts is the end.
  expect(stateOf(last, 'one')).toEqual(['netns-1 pass', 'file-1 fail']);
  expect(stateOf(last, 'three')).toEqual(['netns-1 pass', 'file-1 pass']);
  expect(last.files.map(({ path, text }) => [path, text])).toContainEqual([
    '/root/list',
    '/root/prepared\n\n/run/netns:\ntwo\n',
  ]);
  expect(last.snapshot.nodes.controlplane?.netns.map(({ name }) => name)).toEqual(['', 'one', 'three', 'two']);
});

test('beginning again is a fresh lab as the checkpoint begins, whatever goal is shown', async () => {
  const { session, log, type, heard } = play(lessonWith('1'));
  await session.start();
  await type('ip netns add one');
  await heard('passed one');
  await session.goTo(2);
  await session.resetStep();
  expect([session.position, session.frontier]).toEqual([2, 2]);
  await type('ls /root/prepared /run/netns/one');
  await heard('ls /root/prepared /run/netns/one → 2');
  expect(log.filter((line) => line === 'lab')).toHaveLength(2);
});

test('no hints in an exam, nor where the checkpoint has none', async () => {
  const exam = play(lessonWith('1'), true).session;
  const without = play(lessonWith('off')).session;
  const practice = play(lessonWith('0')).session;
  expect([exam.hintsOff, exam.hint()]).toEqual([true, 0]);
  expect([without.hintsOff, without.hint()]).toEqual([true, 0]);
  expect([practice.hintsOff, practice.hint()]).toEqual([false, 1]);
});
