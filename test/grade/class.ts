import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { formatCode, readCode } from '../../src/grade/code.ts';
import type { Course, Lesson } from '../../src/lesson/types.ts';
import { readCheckpoint } from '../../src/storage/checkpoint-file.ts';
import { lessonVersion } from '../../src/storage/lesson-version.ts';
import { readCourse } from '../../src/storage/course-files.ts';
import { variantSeed } from '../../src/storage/teacher-key.ts';
import { wordsFor } from '../../src/words/index.ts';

export const courseDirectory = fileURLToPath(new URL('../../fixtures/grade/course', import.meta.url));
const key = 'a key that only the tests know';

/** A teacher's directory: key, roster, and an empty directory for what is handed in. */
export interface TestClass {
  readonly course: Course;
  readonly directory: string;
  readonly submissions: string;
  readonly flags: { readonly course: string; readonly key: string; readonly roster: string };
  /** The checkpoint as that student has it. */
  readonly variantOf: (
    student: string,
  ) => Promise<{ readonly lesson: Lesson; readonly version: string; readonly code: string }>;
}

export async function makeClass(
  directory: string,
  students: readonly string[],
  courseAt: string = courseDirectory,
): Promise<TestClass> {
  const words = wordsFor();
  const { course } = await readCourse(courseAt, words);
  const lesson = course?.lessons[0];
  if (course === undefined || lesson === undefined) throw new Error('the fixture course cannot be read');
  const submissions = join(directory, 'in');
  mkdirSync(submissions, { recursive: true });
  const flags = { course: courseAt, key: join(directory, 'key.txt'), roster: join(directory, 'students.csv') };
  writeFileSync(flags.key, `${key}\n`);
  const names = students.map((id) => `${id},${id.toUpperCase()},Test,${id}@example.org`);
  writeFileSync(flags.roster, ['student_id,first_name,last_name,email', ...names, ''].join('\n'));
  return {
    course,
    directory,
    submissions,
    flags,
    variantOf: async (student) => {
      const code = formatCode(variantSeed(key, student, lesson.id), lesson.id);
      const read = readCode(code, lesson.id);
      const seed = 'seed' in read ? read.seed : '';
      const found = await readCheckpoint(lesson, { seed }, words);
      if (!('lesson' in found)) throw new Error(String(found.messages[0]));
      return { ...found, version: await lessonVersion(lesson), code };
    },
  };
}
