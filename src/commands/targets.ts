import type { CommandIo } from './io.ts';
import { openCourse } from './open-course.ts';

/** Names of lessons that begin so; with a slash in it, of a lesson's steps. None where the course cannot be read. */
export async function proposeTargets(partial: string, io: CommandIo): Promise<readonly string[]> {
  const opened = await openCourse(undefined, { ...io, err: () => undefined });
  const lessons = opened?.course.lessons ?? [];
  const names = partial.includes('/')
    ? lessons.flatMap(({ id, steps }) => steps.map((step) => `${id}/${step.id}`))
    : lessons.map(({ id }) => id);
  return names.filter((name) => name.startsWith(partial));
}
