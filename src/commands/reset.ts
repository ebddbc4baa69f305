import { resetCourse, resetLesson, resetSteps } from '../progress/change.ts';
import { stepState } from '../progress/look.ts';
import type { Progress } from '../progress/types.ts';
import { openProgress } from '../storage/progress-file.ts';
import { askYes } from './ask.ts';
import type { CommandIo, ExitCode } from './io.ts';
import { openCourse, type OpenCourse } from './open-course.ts';
import { noticeText } from './progress-notices.ts';
import { findTarget } from './target.ts';

/**
 * Forgets the progress of a step, a lesson, or (`--all`) of the whole course; asks first, unless `yes`. Exit 0: it is
 * forgotten; 1: the answer was no; 2: there is no such step, nobody could be asked, or it could not be saved.
 */
export async function runReset(
  flags: { readonly course?: string; readonly all?: boolean; readonly yes?: boolean },
  target: string | undefined,
  io: CommandIo,
): Promise<ExitCode> {
  const words = io.words.progress.reset;
  if ((target === undefined) === (flags.all !== true)) {
    io.err(`${target === undefined ? words.nameOne : words.notBoth}\n`);
    return 2;
  }
  const [opened, store] = await Promise.all([openCourse(flags.course, io), openProgress(io.env)]);
  if (opened === undefined) return 2;
  const change = changeFor(opened, target, io);
  if (change === undefined) return 2;
  const count = change.places.filter((place) => stepState(store.read(), opened.key, place) !== 'open').length;
  if (count === 0 && target !== undefined) {
    io.out(`${words.nothing({ what: target })}\n`);
    return 0;
  }
  const what = target ?? words.everything({ course: opened.course.title });
  if (flags.yes !== true) {
    if (!io.isTerminal) {
      io.err(`${words.sayYes}\n`);
      return 2;
    }
    if (!(await askYes(words.ask({ what, steps: count }), io))) {
      io.err(`${words.kept}\n`);
      return 1;
    }
  }
  await store.update(change.apply);
  const notices = store.notices();
  for (const notice of notices) io.err(`${noticeText(notice, io.words)}\n`);
  if (notices.some(({ kind }) => kind === 'not-saved' || kind === 'no-home')) return 2;
  io.out(`${words.done({ what, steps: count })}\n`);
  return 0;
}

interface Change {
  readonly places: readonly { readonly lesson: string; readonly step: string }[];
  readonly apply: (progress: Progress) => Progress;
}

function changeFor({ course, key }: OpenCourse, target: string | undefined, io: CommandIo): Change | undefined {
  const placesOf = (lessons: typeof course.lessons) =>
    lessons.flatMap((lesson) => lesson.steps.map((step) => ({ lesson: lesson.id, step: step.id })));
  if (target === undefined)
    return { places: placesOf(course.lessons), apply: (progress) => resetCourse(progress, key) };
  const found = findTarget(course, target, io.words);
  if ('problem' in found) {
    io.err(`${found.problem}\n`);
    return undefined;
  }
  const { lesson, position } = found;
  const step = position === undefined ? undefined : lesson.steps[position];
  if (step === undefined)
    return { places: placesOf([lesson]), apply: (progress) => resetLesson(progress, key, lesson.id) };
  return {
    places: [{ lesson: lesson.id, step: step.id }],
    apply: (progress) => resetSteps(progress, key, lesson.id, [step.id]),
  };
}
