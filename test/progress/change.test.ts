import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  courseKey,
  goTo,
  merge,
  noProgress,
  pass,
  resetCourse,
  resetLesson,
  resetSteps,
  skip,
} from '../../src/progress/change.ts';
import { resumePoint, stepState, summarize } from '../../src/progress/look.ts';
import { formatProgress, parseProgress } from '../../src/progress/schema.ts';
import type { Progress } from '../../src/progress/types.ts';

const key = 'netns-course';
const at = (lesson: string, step: string) => ({ lesson, step });
const how = { when: '2026-11-21T10:00:00.000Z', hints: 0 };
const outline = {
  lessons: [
    { id: 'veth', steps: [{ id: 'a' }, { id: 'b' }] },
    { id: 'nat', steps: [{ id: 'a' }] },
  ],
};

describe('changes of progress', () => {
  it('keeps a pass when the step is skipped or passed again with more hints', () => {
    const passed = pass(noProgress, key, at('veth', 'a'), how);
    expect(stepState(passed, key, at('veth', 'a'))).toBe('passed');
    expect(skip(passed, key, at('veth', 'a'), how)).toEqual(passed);
    expect(pass(passed, key, at('veth', 'a'), { ...how, hints: 3 })).toEqual(passed);
  });

  it('turns a skip into a pass', () => {
    const skipped = skip(noProgress, key, at('veth', 'a'), how);
    expect(stepState(skipped, key, at('veth', 'a'))).toBe('skipped');
    expect(stepState(pass(skipped, key, at('veth', 'a'), how), key, at('veth', 'a'))).toBe('passed');
  });

  it('forgets a step, a lesson or a course, and nothing else', () => {
    const all = [at('veth', 'a'), at('veth', 'b'), at('nat', 'a')].reduce(
      (p, place) => pass(p, key, place, how),
      noProgress,
    );
    const other = pass(all, '/home/me/mine', at('veth', 'a'), how);
    const states = (p: Progress) => summarize(p, key, outline).map(({ passed }) => passed);
    expect(states(resetSteps(other, key, 'veth', ['b']))).toEqual([1, 1]);
    expect(states(resetLesson(other, key, 'veth'))).toEqual([0, 1]);
    expect(states(resetCourse(other, key))).toEqual([0, 0]);
    expect(stepState(resetCourse(other, key), '/home/me/mine', at('veth', 'a'))).toBe('passed');
  });

  it('forgets the place only of the lesson that is reset', () => {
    const there = goTo(noProgress, key, at('nat', 'a'));
    expect(resetLesson(there, key, 'nat').courses[key]?.at).toBeUndefined();
    expect(resetLesson(there, key, 'veth').courses[key]?.at).toEqual(at('nat', 'a'));
  });

  it('takes ids that are names of Object.prototype for what they are', () => {
    expect(stepState(noProgress, 'constructor', at('constructor', 'toString'))).toBe('open');
    const passed = pass(noProgress, '__proto__', at('__proto__', 'constructor'), how);
    expect(stepState(passed, '__proto__', at('__proto__', 'constructor'))).toBe('passed');
    expect(Object.getPrototypeOf(passed.courses)).toBe(Object.prototype);
  });

  it('names the built-in course independently of where it is installed', () => {
    expect(courseKey('/a/lessons', '/a/lessons')).toBe('netns-course');
    expect(courseKey('/home/me/mine', '/a/lessons')).toBe('/home/me/mine');
  });
});

describe('the place to go on', () => {
  it('is the first step for a beginner, and where one was after that', () => {
    expect(resumePoint(noProgress, key, outline)).toEqual(at('veth', 'a'));
    expect(resumePoint(goTo(noProgress, key, at('nat', 'a')), key, outline)).toEqual(at('nat', 'a'));
  });

  it('is the next open step when the one there has passed, from the beginning after the end', () => {
    const there = goTo(pass(noProgress, key, at('veth', 'a'), how), key, at('veth', 'a'));
    expect(resumePoint(there, key, outline)).toEqual(at('veth', 'b'));
    const last = goTo(pass(noProgress, key, at('nat', 'a'), how), key, at('nat', 'a'));
    expect(resumePoint(last, key, outline)).toEqual(at('veth', 'a'));
  });

  it('stays in the lesson when its step was renamed away, and forgets a lesson that is gone', () => {
    expect(resumePoint(goTo(noProgress, key, at('nat', 'old')), key, outline)).toEqual(at('nat', 'a'));
    expect(resumePoint(goTo(noProgress, key, at('gone', 'old')), key, outline)).toEqual(at('veth', 'a'));
  });

  it('is nowhere when all is done', () => {
    const done = [at('veth', 'a'), at('veth', 'b')].reduce((p, place) => pass(p, key, place, how), noProgress);
    expect(resumePoint(skip(done, key, at('nat', 'a'), how), key, outline)).toBeUndefined();
  });
});

describe('a summary', () => {
  it('tells new, begun and done lessons apart', () => {
    const some = skip(pass(noProgress, key, at('veth', 'a'), how), key, at('nat', 'a'), how);
    expect(summarize(some, key, outline)).toEqual([
      { lesson: 'veth', state: 'begun', passed: 1, skipped: 0, total: 2 },
      { lesson: 'nat', state: 'done', passed: 0, skipped: 1, total: 1 },
    ]);
    expect(summarize(noProgress, key, outline).map(({ state }) => state)).toEqual(['new', 'new']);
  });
});

const ids = fc.constantFrom('a', 'b', 'constructor', '__proto__');
const step = fc.record({
  state: fc.constantFrom('passed' as const, 'skipped' as const),
  when: fc.constant(how.when),
  hints: fc.nat(3),
});
const anyProgress: fc.Arbitrary<Progress> = fc
  .array(fc.tuple(ids, ids, ids, step), { maxLength: 12 })
  .map((rows) =>
    rows.reduce(
      (p, [course, lesson, id, { state, ...details }]) =>
        (state === 'passed' ? pass : skip)(p, course, at(lesson, id), details),
      noProgress,
    ),
  );

describe('the union of two', () => {
  it('has every step of either, passed where one of them passed, whichever comes first', () => {
    fc.assert(
      fc.property(anyProgress, anyProgress, (a, b) => {
        const union = merge(a, b);
        for (const [course, { lessons }] of [...Object.entries(a.courses), ...Object.entries(b.courses)]) {
          for (const [lesson, { steps }] of Object.entries(lessons)) {
            for (const [id, { state }] of Object.entries(steps)) {
              const now = stepState(union, course, at(lesson, id));
              expect(now === 'passed' || (now === 'skipped' && state === 'skipped')).toBe(true);
            }
          }
        }
        expect(merge(b, a)).toEqual(union);
        expect(merge(union, a)).toEqual(union);
      }),
    );
  });

  it('survives being written and read', () => {
    fc.assert(
      fc.property(anyProgress, (progress) => {
        expect(parseProgress(formatProgress(progress))).toEqual({ state: 'good', progress });
      }),
    );
  });
});

describe('a state file', () => {
  it.each([
    ['', 'damaged'],
    [' \n', 'damaged'],
    ['{"schema":"netns-course/progress/v1","cour', 'damaged'],
    ['null', 'damaged'],
    ['[]', 'damaged'],
    ['{"courses":{}}', 'damaged'],
    [
      '{"schema":"netns-course/progress/v1","courses":{"x":{"lessons":{"l":{"steps":{"s":{"state":"won"}}}}}}}',
      'damaged',
    ],
    ['{"schema":"netns-course/progress/v2","whatever":1}', 'newer'],
    ['{"schema":"netns-course/progress/v12"}', 'newer'],
    ['{"schema":"other/v2"}', 'damaged'],
    ['{"schema":"netns-course/progress/v1","courses":{}}', 'good'],
  ])('%j is %s', (text, state) => {
    expect(parseProgress(text).state).toBe(state);
  });
});
