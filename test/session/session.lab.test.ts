import { randomBytes } from 'node:crypto';
import { afterEach, describe, expect, test } from 'vitest';
import { startLab } from '../../src/lab/start.ts';
import { parseLesson } from '../../src/lesson/parse-lesson.ts';
import type { Course, Lesson } from '../../src/lesson/types.ts';
import { whenAtPrompt } from '../../src/session/play.ts';
import { createSession } from '../../src/session/session.ts';
import type { Session, SessionEvent } from '../../src/session/types.ts';
import { openTerminal } from '../../src/terminal/open-terminal.ts';
import { wordsFor } from '../../src/words/index.ts';

const words = wordsFor();

const step = (name: string, more = ''): string => `## Make ${name}

${more}
\`\`\`console
$ ip netns add ${name}
\`\`\`

\`\`\`yaml check
- netns: ${name}
\`\`\`
`;

const lessonOf = (...steps: string[]): Lesson => {
  const head = '---\ntitle: Names\nminutes: 1\nmode: guided\nworld: host\nrequires: [ip]\n---\n\n# Names\n\n';
  const { lesson, messages } = parseLesson({ id: 'names', file: 'lesson.md', text: head + steps.join('\n') }, words);
  if (lesson === undefined) throw new Error(messages.map(String).join('\n'));
  return lesson;
};

const opened: Session[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((session) => session.close()));
});

/** A session on a real lab, with all it said and all that was written into the progress. */
function play(lesson: Lesson, position = 0) {
  const course: Course = { title: 'Test', directory: '/', lessons: [lesson] };
  const progress: string[] = [];
  const events: SessionEvent[] = [];
  const session = createSession(
    { course, lesson, position, columns: 80, rows: 24 },
    { startLab, openTerminal, words, nonce: () => randomBytes(8).toString('hex') },
    {
      passed: (_, id) => progress.push(`passed ${id}`),
      skipped: (_, id) => progress.push(`skipped ${id}`),
      forgotten: (_, ids) => progress.push(`forgotten ${ids.join(' ')}`),
      at: (_, id) => progress.push(`at ${id}`),
    },
  );
  opened.push(session);
  session.on((event) => events.push(event));
  const heard = async (type: SessionEvent['type'], times = 1): Promise<void> => {
    await expect
      .poll(() => events.filter((event) => event.type === type).length, { timeout: 10_000 })
      .toBeGreaterThanOrEqual(times);
  };
  const typed = async (line: string): Promise<void> => {
    await whenAtPrompt(session.terminal('controlplane'), 10_000);
    session.terminal('controlplane').write(`${line}\r`);
  };
  const names = async (): Promise<string[]> => {
    const result = await session.lab?.run('controlplane', ['ls', '/run/netns'], { timeoutMs: 20_000 });
    return (result?.stdout ?? '').split('\n').filter((name) => name !== '');
  };
  return { session, progress, events, heard, typed, names };
}

const three = lessonOf(step('one'), step('two'), step('three'));

describe('a session', () => {
  test('a step passes by what was typed, and going back and forth again keeps lab and ticks', async () => {
    const { session, progress, heard, typed } = play(three);
    await session.start();
    const { lab } = session;
    await typed('ip netns add one');
    await heard('passed');
    await session.next();
    expect(progress).toContain('passed make-one');
    await session.back();
    expect([...session.verdicts.values()]).toEqual([{ state: 'pass' }]);
    await session.next();
    expect({ position: session.position, frontier: session.frontier }).toEqual({ position: 1, frontier: 1 });
    expect(session.lab).toBe(lab);
  });

  test('a step that is left undone is recorded as skipped, and its solution replayed in a new lab', async () => {
    const { session, progress, names } = play(three);
    await session.start();
    const { lab } = session;
    await session.next();
    expect(progress).toContain('skipped make-one');
    expect(await names()).toEqual(['one']);
    expect(session.lab).not.toBe(lab);
  });

  test('a jump replays what comes before; a reset gives the step the lab it began with', async () => {
    const { session, progress, names, typed, heard } = play(three);
    await session.start();
    await session.goTo(2);
    expect((await names()).sort((a, b) => a.localeCompare(b))).toEqual(['one', 'two']);
    await typed('ip netns add three; ip netns del one');
    await heard('passed');
    await session.resetStep();
    expect(progress).toContain('forgotten make-three');
    expect((await names()).sort((a, b) => a.localeCompare(b))).toEqual(['one', 'two']);
    await session.resetLesson();
    expect(await names()).toEqual([]);
    expect(session.position).toBe(0);
  });

  test('a shell that ends is opened again in the same lab', async () => {
    const { session, heard, typed, names } = play(three);
    await session.start();
    const { lab } = session;
    await typed('ip netns add kept');
    await typed('exit');
    await heard('terminal');
    expect(session.lab).toBe(lab);
    expect(await names()).toEqual(['kept']);
    await typed('ip netns add one');
    await heard('passed');
  });

  test('a lab that ends is said to have ended, and is built anew with what was done', async () => {
    const { session, heard, typed, names } = play(three);
    await session.start();
    await typed('ip netns add one');
    await heard('passed');
    await session.next();
    const pid = session.lab?.pid;
    if (pid === undefined) throw new Error('no lab');
    process.kill(pid, 'SIGKILL');
    await heard('ended');
    await session.rebuild();
    expect(await names()).toEqual(['one']);
    expect(session.position).toBe(1);
  });

  test('a setup that fails is the author’s error, with the step and what it said', async () => {
    const broken = lessonOf(step('one', '```bash setup\necho no such luck >&2; exit 3\n```\n'));
    const { session } = play(broken);
    await expect(session.start()).rejects.toThrow(/make-one.*no such luck/s);
  });

  test('a question is answered from the lab, and only by the right answer', async () => {
    const asking = lessonOf(
      '## Ask\n\n```yaml check\n- ask:\n    question: Which number has lo?\n    answer: { of: ifindex, link: lo }\n```\n',
    );
    const { session, heard } = play(asking);
    await session.start();
    expect((await session.answer('ask-1', '7')).get('ask-1')?.state).toBe('fail');
    expect((await session.answer('ask-1', ' 1 ')).get('ask-1')?.state).toBe('pass');
    await heard('passed');
  });
});
