import { plural } from './plural.ts';
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
    exam: 'Play the checkpoint as an exam: a clock, no hints; the time begins now and does not wait',
  },
  submit: {
    brief: 'Write what you did in a checkpoint into one file, to be handed in',
    full: `Writes the best of your attempts: who you are, the commands with what they printed, the lab's last state, hints seen, files that
you changed in the lab, and the recording of its terminals. Names of this machine, your user and your home directory, and what looks like a
secret, are taken out. It says what is in the file before it writes it, and works after the lab has ended.

Examples:
  netns-course submit nat-checkpoint --student s1234567
  netns-course submit --out nat.json`,
    checkpoint: 'The checkpoint; by default the one that was played last',
    student: 'Your id in the class list; by default the one that was given at the start',
    name: 'Your name, for people who read the file',
    out: 'The file to write; by default CHECKPOINT-ID.json here',
    force: 'Write over the file that is there',
  },
  nothingDone: ({ id }: { id: string | undefined }) =>
    id === undefined
      ? 'There is nothing to hand in: no checkpoint of this course was played here.'
      : `There is nothing to hand in: ${id} was not played here. netns-course start ${id} begins.`,
  whoAreYou: ({ id }: { id: string }) =>
    `Say who hands in: netns-course submit ${id} --student ID, your id in the class list.`,
  askStudent: 'Your id in the class list:',
  writeIt: ({ path }: { path: string }) => `Write ${path}? [y/N]`,
  submitted: ({ path }: { path: string }) => `${path} is what you hand in.`,
  contents: ({ path, kilobytes }: { path: string; kilobytes: number }) => `${path} (${String(kilobytes)} KiB) holds:`,
  contentsWho: ({
    student,
    name,
    checkpoint,
    code,
  }: {
    student: string;
    name: string | undefined;
    checkpoint: string;
    code: string | undefined;
  }) =>
    `  your id ${student}${name === undefined ? '' : `, your name ${name}`}; ${checkpoint}, ${code === undefined ? 'without a code' : `code ${code}`}`,
  contentsWhen: ({ startedAt, isExam }: { startedAt: string; isExam: boolean }) =>
    `  ${isExam ? 'the exam' : 'the attempt'} begun ${startedAt}`,
  contentsPoints: ({ points, of }: { points: number; of: number }) =>
    `  the lab's last state and its verdicts: ${String(points)} of ${String(of)} points by them, hidden checks aside`,
  contentsRecord: ({ commands, hints }: { commands: number; hints: number }) =>
    `  ${plural(commands, 'command')} with time, output and exit code; ${plural(hints, 'hint')} seen`,
  contentsFiles: ({ paths }: { paths: readonly string[] }) =>
    paths.length === 0
      ? '  no files changed in the lab'
      : `  files changed in the lab: ${paths.slice(0, 8).join(' ')}${paths.length > 8 ? ` and ${String(paths.length - 8)} more` : ''}`,
  contentsRecordings: ({ nodes }: { nodes: readonly string[] }) =>
    nodes.length === 0 ? '  no recording' : `  the recording of the terminal of ${nodes.join(' and ')}`,
  contentsRedacted: '  names of this machine and user, and what looks like a secret, are taken out',
  contentsNoState: '  not: the state of the lab, which ended too early to be looked at',
  timeLeft: ({ minutes }: { minutes: number }) =>
    minutes === 1 ? 'One minute is left.' : `${String(minutes)} minutes are left.`,
  timeIsOver: 'The time is over. What you had reached is kept.',
  examBegins: ({ minutes }: { minutes: number }) =>
    `This is an exam: ${minutes === 1 ? 'one minute is' : `${String(minutes)} minutes are`} left, and there are no hints.`,
  examIsOver: ({ id }: { id: string }) =>
    `The time of this exam is over. netns-course submit ${id} hands in what you had reached.`,
  kept: ({ id }: { id: string }) => `What you did in ${id} is kept. To hand it in: netns-course submit ${id}`,
  notKept: 'There is no home directory to keep your work in: it cannot be handed in.',
  notWritten: ({ id, code }: { id: string; code: string }) =>
    `What you did in ${id} could not all be kept (${code}): handing it in may not be possible.`,
  labEnded: ({ detail }: { detail: string }) =>
    `The lab ended (${detail}). A new one is being built, as the checkpoint begins: what you had done in it is gone, its record is kept.`,
  hintsOff: 'There are no hints here.',
  hintCosts: ({ points }: { points: number }) =>
    points === 1 ? 'This hint costs one point.' : `This hint costs ${String(points)} points.`,
  noSolution: 'The solution of a checkpoint is not shown.',
  allReached: 'All goals are reached. They are judged by what the lab is when you leave it: course quit.',
  points: ({ points }: { points: number }) => plural(points, 'point'),
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
    `${plural(students, 'code')} written to ${path}.`,
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
