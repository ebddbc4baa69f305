import type { RosterProblem } from '../../grade/roster.ts';

function rosterWhy(why: RosterProblem['why']): string {
  switch (why.type) {
    case 'empty':
      return 'there are no students here: a line of column names, then a line for each';
    case 'no-id':
      return `no column of ids: one must be called ${why.names.slice(0, -1).join(', ')} or ${why.names.at(-1) ?? ''}`;
    case 'id-missing':
      return 'this student has no id';
    case 'id-bad':
      return 'an id has at most 100 characters, and none that controls a terminal';
    case 'id-twice':
      return `the id "${why.id}" is there before, in line ${String(why.line)}`;
    case 'too-many':
      return `${String(why.fields)} fields, but there are ${String(why.columns)} columns: a name with a separator in it needs quotation marks`;
    case 'not-csv':
      return 'a quotation mark stands where none can be, or nothing closes it';
  }
}

/** Words about checkpoints: handing out codes, playing by one, handing in. */
export const checkpoint = {
  assign: {
    brief: 'Give every student of a class a variant of a checkpoint, as a code',
    full: `Reads a class list (CSV with a column student_id, username, id or sid) and writes one line for each student: the code, and
the command to send them. The code depends on the key, the student's id and the checkpoint alone: the same again gives the same.
Keep the key: whoever has it can make codes, and grading needs it. Where there is no such file, one is made.

Examples:
  netns-course assign nat-checkpoint --key class.key --roster students.csv
  netns-course assign nat-checkpoint --key class.key --roster students.csv --out codes.csv`,
    checkpoint: 'The checkpoint',
    key: 'The file with the teacher’s key; made (mode 0600) where there is none',
    roster: 'The class list',
    out: 'Write there, instead of to standard output',
    force: 'Write over the file that is there',
  },
  start: {
    code: 'The code of your variant of a checkpoint',
    student: 'Your id in the class list, for what you hand in',
  },
  codeNeedsCheckpoint: 'A code belongs to a checkpoint: netns-course start CHECKPOINT --code CODE.',
  codeShape: ({ code }: { code: string }) =>
    `"${code}" is no code: a code is sixteen letters and digits, in four groups of four.`,
  codeTypo: ({ code }: { code: string }) =>
    `There is a slip in the code "${code}": a wrong character, or two in each other's place. Copy it again.`,
  codeOther: ({ code, id }: { code: string; id: string }) => `The code "${code}" is for another checkpoint than ${id}.`,
  keyMade: ({ path }: { path: string }) =>
    `Made a new key: ${path}. Keep it, and keep it to yourself: grading needs it, and it makes every code.`,
  keyShort: ({ path }: { path: string }) => `${path} holds less than 16 characters: such a key can be guessed.`,
  keyLong: ({ path }: { path: string }) => `${path} is no key: it holds more than 4096 bytes.`,
  keyUnreadable: ({ path, code }: { path: string; code: string }) =>
    code === 'ENOENT' ? `There is no key ${path}.` : `The key ${path} cannot be read or made (${code}).`,
  rosterUnreadable: ({ path, code }: { path: string; code: string }) =>
    code === 'ENOENT' ? `There is no class list ${path}.` : `The class list ${path} cannot be read (${code}).`,
  rosterProblem: ({ path, line, column, why }: { path: string } & RosterProblem) =>
    `${path}:${String(line)}:${String(column)}: ${rosterWhy(why)}`,
  assigned: ({ students, path }: { students: number; path: string }) =>
    `${students === 1 ? '1 code' : `${String(students)} codes`} written to ${path}.`,
  sameVariant: ({ ids }: { ids: readonly string[] }) =>
    `The same variant by chance, with different codes: ${ids.join(', ')}.`,
  noVariants: ({ id }: { id: string }) =>
    `${id} has no variants: all students get the same names and addresses. Their codes still tell whose work it is.`,
  fileExists: ({ path }: { path: string }) => `${path} is there already; --force writes over it.`,
  fileFails: ({ path, code }: { path: string; code: string }) => `${path} cannot be written (${code}).`,
  noSuchCheckpoint: ({ name, known }: { name: string; known: readonly string[] }) =>
    known.length === 0
      ? `This course has no checkpoints.`
      : `There is no checkpoint "${name}" in this course. Its checkpoints: ${known.join(', ')}.`,
};
