import { describe, expect, it } from 'vitest';
import type { Command, Course, Lesson, Step } from '../../src/lesson/types.ts';
import { commandsToReplay, ReplayError, stepsBefore } from '../../src/session/rebuild.ts';

const place = { line: 1, column: 1 };
const lost = ['1 packets transmitted, 0 received, 100% packet loss, time 0ms'];
const command = (text: string, more: Partial<Command> = {}): Command => ({
  ...{ node: 'controlplane', text, look: false, interrupt: false, sample: [], place },
  ...more,
});
const step = (id: string, ...commands: Command[]): Step => ({
  ...{ id, title: id, blocks: [], commands, checks: [], setup: '', hints: [], debrief: [], place },
});
const lesson = (id: string, startsAfter: string | undefined, ...steps: Step[]): Lesson => ({
  ...{ id, file: id, title: id, minutes: 1, mode: 'guided', world: 'host', requires: [], vars: {}, intro: [], steps },
  ...(startsAfter === undefined ? {} : { startsAfter }),
});

const first = lesson(
  'first',
  undefined,
  step('one', command('ip netns add a'), command('ping -c 5 10.0.0.1')),
  step('two', command('sleep 1; ping -c 1 10.0.0.1 > /dev/null; wait'), command('ip netns exec a ping -c 2 10.0.0.2')),
);
const second = lesson('second', 'first', step('three', command('ip link add b type bridge')));
const third = lesson(
  'third',
  'second',
  step(
    'four',
    command('ping -c 1 10.0.0.1'),
    command('ping -c 1 -W 1 10.0.0.9', { sample: lost }),
    command('ping 10.0.0.1', { interrupt: true }),
    command('ip neigh', { look: true }),
    command('ip link set b up'),
  ),
  step('five'),
);
const course: Course = { title: 'c', directory: '/', lessons: [first, second, third] };

const typed = (steps: readonly Step[]): readonly string[] => steps.flatMap(commandsToReplay).map(({ text }) => text);

describe('what is typed before a step', () => {
  it('is the lessons before it, oldest first, without the pings that one would only wait for', () => {
    expect(typed(stepsBefore(course, third, 0))).toEqual([
      'ip netns add a',
      'sleep 1; ping -c 1 10.0.0.1 > /dev/null; wait',
      'ip link add b type bridge',
    ]);
  });

  it('and its own lesson’s steps with the pings that are answered, since the next step may show what they left', () => {
    expect(typed(stepsBefore(course, lesson('alone', undefined, ...third.steps), 1))).toEqual([
      'ping -c 1 10.0.0.1',
      'ip link set b up',
    ]);
  });

  it('cannot be told where lessons begin with each other or with none', () => {
    expect(() => stepsBefore(course, lesson('x', 'nowhere'), 0)).toThrow(ReplayError);
    const circle = [lesson('x', 'y'), lesson('y', 'x')] as const;
    expect(() => stepsBefore({ ...course, lessons: circle }, circle[0], 0)).toThrow(ReplayError);
  });
});
