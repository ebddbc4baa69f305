import type { Course, Lesson } from './types.ts';

/** Whether a lesson, or one whose solution it begins with, requires a Docker Engine in the lab. */
export function needsDocker({ lessons }: Course, lesson: Lesson): boolean {
  const seen = new Set<Lesson>();
  for (let at: Lesson | undefined = lesson; at !== undefined && !seen.has(at);) {
    if (at.requires.includes('docker')) return true;
    seen.add(at);
    const before: string | undefined = at.startsAfter;
    at = lessons.find(({ id }) => id === before);
  }
  return false;
}
