import { resolve } from 'node:path';
import { formatCode, readCode } from '../grade/code.ts';
import { csvLine } from '../grade/csv.ts';
import type { Student } from '../grade/roster.ts';
import { valuesFor } from '../grade/variant.ts';
import { variantSeed } from '../storage/teacher-key.ts';
import { writeWhole } from '../storage/write-whole.ts';
import { openKey, openRoster } from './class-files.ts';
import { type CheckpointLesson, findCheckpoint } from './find-checkpoint.ts';
import type { CommandIo, ExitCode } from './io.ts';
import { openCourse } from './open-course.ts';

export interface AssignFlags {
  readonly key: string;
  readonly roster: string;
  readonly out?: string;
  readonly force?: boolean;
  readonly course?: string;
}

/** `netns-course assign CHECKPOINT --key FILE --roster FILE`: one code for each student, as CSV for a mail merge. */
export async function runAssign(flags: AssignFlags, name: string, io: CommandIo): Promise<ExitCode> {
  const words = io.words.checkpoint;
  const opened = await openCourse(flags.course, io);
  if (opened === undefined) return 2;
  const checkpoint = findCheckpoint(opened.course, name, io);
  if (checkpoint === undefined) return 2;
  // The roster before the key: a mistake in it leaves no new key behind.
  const students = await openRoster(flags.roster, io);
  const key = students === undefined ? undefined : await openKey(flags.key, true, io);
  if (students === undefined || key === undefined) return 2;
  const coded = students.map((student) => ({
    student,
    code: formatCode(variantSeed(key, student.id, checkpoint.id), checkpoint.id),
  }));
  if (checkpoint.choices === undefined) io.err(`${words.noVariants({ id: checkpoint.id })}\n`);
  else for (const ids of sameVariants(coded, checkpoint)) io.err(`${words.sameVariant({ ids })}\n`);
  const text = tableOf(coded, checkpoint, flags.course);
  if (flags.out === undefined) {
    io.out(text);
    return 0;
  }
  const written = await writeWhole(resolve(io.cwd, flags.out), text, flags.force === true);
  if (written !== 'written') {
    const path = flags.out;
    io.err(`${written === 'exists' ? words.fileExists({ path }) : words.fileFails({ path, code: written.code })}\n`);
    return 2;
  }
  io.err(`${words.assigned({ students: coded.length, path: flags.out })}\n`);
  return 0;
}

interface Coded {
  readonly student: Student;
  readonly code: string;
}

/** Columns that a mail merge can name; `command` is what a student types. */
function tableOf(coded: readonly Coded[], { id }: CheckpointLesson, course: string | undefined): string {
  const from = course === undefined ? [] : ['--course', course];
  return [
    csvLine(['student_id', 'first_name', 'last_name', 'email', 'section', 'checkpoint', 'code', 'command']),
    ...coded.map(({ student, code }) => {
      const command = ['npx', 'netns-course', 'start', id, '--code', code, '--student', student.id, ...from];
      const { firstName, lastName, email, section } = student;
      return csvLine([student.id, firstName, lastName, email, section, id, code, command.map(quoted).join(' ')]);
    }),
  ].join('');
}

/** As a shell reads it as one word (POSIX.1-2017, 2.2.2). */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

/** Groups of students whose variants came out the same: few names to choose from, or a large class. */
function sameVariants(coded: readonly Coded[], { id, choices = {}, vars }: CheckpointLesson): readonly string[][] {
  const groups = new Map<string, string[]>();
  for (const { student, code } of coded) {
    const read = readCode(code, id);
    const values = 'seed' in read ? JSON.stringify(valuesFor(read.seed, choices, vars)) : code;
    groups.set(values, [...(groups.get(values) ?? []), student.id]);
  }
  return [...groups.values()].filter((ids) => ids.length > 1);
}
