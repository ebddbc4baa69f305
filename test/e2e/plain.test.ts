import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readCourse } from '../../src/storage/course-files.ts';
import type { Lesson, Step } from '../../src/lesson/types.ts';
import { wordsFor } from '../../src/words/index.ts';
import { runCli } from './run-cli.ts';

/** The whole course by its README's main job: a learner without a drawn screen types what the lessons say. */

const state = mkdtempSync(join(tmpdir(), 'netns-course-plain-'));
afterAll(() => {
  rmSync(state, { recursive: true, force: true });
});
const env = { XDG_STATE_HOME: state };

/** Answers are read off the learner's own lab, as a person would, by the shell. */
const answers: Readonly<Record<string, string>> = {
  ifindex: '$(ip netns exec server cat /sys/class/net/veth-server/ifindex)',
};

function answerTo(step: Step): string[] {
  return step.checks.flatMap(({ kind, spec }) => {
    if (kind !== 'ask') return [];
    const { answer } = spec as { answer: { of: string; link?: string; in?: string } };
    const inside = (answer.in ?? '') === '' ? '' : `ip netns exec ${answer.in} `;
    const link = answer.link ?? '';
    const text = {
      ...answers,
      inode: inside === '' ? '$(readlink /proc/1/ns/net | tr -dc 0-9)' : `$(stat -Lc %i /run/netns/${answer.in ?? ''})`,
      mac: `$(${inside}ip link show ${link} | grep -o 'link/ether [^ ]*' | cut -d' ' -f2)`,
      address: `$(${inside}ip -4 -o address show ${link} | grep -o 'inet [^/]*' | cut -d' ' -f2)`,
    }[answer.of];
    return [`course answer ${text ?? ''}`];
  });
}

/** What a learner types, line by line, with a change of machine where the prompt names the other one. */
function typed(lesson: Lesson): string {
  let node = 'controlplane';
  const lines: string[] = [];
  for (const step of lesson.steps) {
    for (const command of step.commands) {
      if (command.node !== node) lines.push(`course ${command.node}`);
      ({ node } = command);
      lines.push(...command.text.split('\n'), ...(command.interrupt ? ['^C'] : []));
    }
    if (step.checks.some(({ kind }) => kind === 'ask') && node !== 'controlplane') {
      lines.push('course controlplane');
      node = 'controlplane';
    }
    lines.push(...answerTo(step));
  }
  return `${lines.join('\n')}\n`;
}

describe('netns-course --plain, fed by a pipe', async () => {
  const { course } = await readCourse(new URL('../../lessons', import.meta.url).pathname, wordsFor());
  const lessons = course?.lessons ?? [];

  test('the course has its lessons', () => {
    const ids = ['namespaces', 'veth', 'bridge', 'nat', 'cleanup', 'docker', 'reaching-in', 'cni', 'pause'];
    expect(lessons.map(({ id }) => id)).toEqual(expect.arrayContaining(ids));
  });

  test.each(lessons.map((lesson) => [lesson.id, lesson] as const))(
    '%s: every step notices that it is done',
    async (id, lesson) => {
      const { code, out } = await runCli(['start', id, '--plain'], { input: typed(lesson), env });
      const passed = lesson.steps
        .filter(({ title }) => out.includes(`✓ Step passed: ${title}\n`))
        .map((step) => step.id);
      expect(passed, out).toEqual(lesson.steps.map((step) => step.id));
      expect(out).toContain(`✓ Lesson finished: ${lesson.title}`);
      expect(out).not.toMatch(/\x1b/);
      expect(code).toBe(0);
    },
    120_000,
  );

  test('what was done is kept, and the next start goes on behind it', async () => {
    const { out } = await runCli(['list', '--json'], { env });
    const list = JSON.parse(out) as { lessons: { state: string }[]; next: unknown };
    expect(list.lessons.map((lesson) => lesson.state)).toEqual(lessons.map(() => 'done'));
    expect(list.next).toBeNull();
    expect(readFileSync(join(state, 'netns-course', 'progress.json'), 'utf8')).toContain('"passed"');
  });
});

test('course lang changes the language where it is played as text, by name or to the next', async () => {
  const input = [
    'course lang zh-CN',
    'course hint',
    'course lang',
    'course hint',
    'course lang tlh',
    'course quit',
    '',
  ];
  const { code, out } = await runCli(['start', 'namespaces'], {
    input: input.join('\n'),
    env: { XDG_STATE_HOME: join(state, 'lang') },
  });
  expect(code).toBe(0);
  const [first = '', second = ''] = [wordsFor('zh-CN'), wordsFor('en')].map(({ course }) => course.speaks);
  expect(out.indexOf(first)).toBeGreaterThan(-1);
  expect(out.indexOf(second)).toBeGreaterThan(out.indexOf(first));
  expect(out.slice(out.indexOf(first), out.indexOf(second))).toMatch(/这个命令|字母/);
  expect(out).toContain('does not speak "tlh"');
});
