import { createHash, randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import { makeGradebook } from '../grade/gradebook.ts';
import type { Part, PartHead, PartRow } from '../grade/part.ts';
import { maxSubmissionBytes } from '../grade/read-submission.ts';
import { startLab } from '../lab/start.ts';
import { LabError } from '../lab/types.ts';
import { gradeClass, proveSolution, type SolutionCost } from '../session/grade-class.ts';
import type { Checkpoint, HandedIn } from '../session/grade-context.ts';
import type { SessionPorts } from '../session/ports.ts';
import { createLabClock, type LabClock } from '../session/replay-clock.ts';
import { codeOf } from '../storage/files.ts';
import { NotThisPart, openPart, type PartFile } from '../storage/part-file.ts';
import { findSubmissions, readSubmissionFile, type SubmissionPlace } from '../storage/submission-files.ts';
import { openTerminal } from '../terminal/open-terminal.ts';
import { failedText } from './failed.ts';
import { readClass, type Class, type ClassFlags } from './grade-class.ts';
import { parseShard, shareOf, type Share } from './grade-shard.ts';
import { readDecisions, showGradebook, writeDecisions, writeGradebook } from './grade-report.ts';
import type { CommandIo, ExitCode } from './io.ts';

/** Most of a replay is starting programs: more labs than this at once only wait for one another on two cores. */
const defaultJobs = 4;
const maxJobs = 64;

export interface GradeFlags extends ClassFlags {
  readonly out?: string;
  readonly accept?: string;
  readonly shard?: string;
  readonly jobs?: number;
  readonly json?: boolean;
}

/**
 * `netns-course grade FILE|DIR…`. Exit 0 when every row stands, 1 when some are to be reviewed, were refused or are missing, 2 when it
 * could not be graded.
 */
export async function runGrade(flags: GradeFlags, paths: readonly string[], io: CommandIo): Promise<ExitCode> {
  const words = io.words.gradeCommand;
  const wrong = (text: string): ExitCode => {
    io.err(`${text}\n`);
    return 2;
  };
  const jobs = flags.jobs ?? defaultJobs;
  if (!Number.isInteger(jobs) || jobs < 1 || jobs > maxJobs) return wrong(words.badJobs);
  const shard = parseShard(flags.shard);
  if (shard === undefined) return wrong(words.badShard);
  if (paths.length === 0) return wrong(words.noPaths);
  if (flags.shard !== undefined && flags.out === undefined) return wrong(words.shardNeedsOut);
  const klass = await readClass(flags, io);
  if (klass === undefined) return 2;
  const decisions = await readDecisions(flags.accept, io);
  if (decisions === undefined) return 2;
  let share: Share;
  try {
    share = await shareOf(await findSubmissions(paths.map((path) => resolve(io.cwd, path))), shard, io.words);
  } catch (error) {
    return wrong(words.cannotRead({ code: codeOf(error), path: pathOf(error) ?? paths.join(' ') }));
  }
  const ports: SessionPorts = { startLab, openTerminal, words: io.words, nonce: () => randomBytes(16).toString('hex') };
  const clock = createLabClock();
  try {
    return await gradeAll({ flags, jobs, share, klass, decisions, ports, clock, io });
  } catch (error) {
    if (error instanceof NotThisPart) return wrong(words.notThisPart({ path: error.message }));
    if (error instanceof SolutionFails) return wrong(error.message);
    const failed = error instanceof LabError ? await failedText(error, io.words) : undefined;
    if (failed !== undefined) return wrong(failed);
    throw error;
  } finally {
    clock.close();
  }
}

interface Grading {
  readonly flags: GradeFlags;
  readonly jobs: number;
  readonly share: Share;
  readonly klass: Class;
  readonly decisions: NonNullable<Awaited<ReturnType<typeof readDecisions>>>;
  readonly ports: SessionPorts;
  readonly clock: LabClock;
  readonly io: CommandIo;
}

async function gradeAll({ flags, jobs, share, klass, decisions, ports, clock, io }: Grading): Promise<ExitCode> {
  const { places, shard } = share;
  const head: PartHead = { ...klass.head, shard, files: places.length };
  const isShard = flags.shard !== undefined;
  const state = flags.out === undefined ? undefined : resolve(io.cwd, isShard ? flags.out : `${flags.out}.part`);
  const part = state === undefined ? noPart : await openPart(state, head);
  const rows = new Map<string, PartRow>(part.rows.map((row) => [row.result.file ?? '', row]));
  try {
    const todo = await unlike(places, rows);
    const showsProgress = io.errIsTerminal ?? io.isTerminal;
    const progress = (): void => {
      if (showsProgress) io.err(`\r${io.words.gradeCommand.progress(rows.size, places.length)}\x1b[K`);
    };
    progress();
    await gradeClass(
      {
        files: todo.map((place) => () => handIn(place, io)),
        jobs,
        context: { ...klass.context, hash: (text) => createHash('sha256').update(text).digest('hex') },
        costOf: solutionCosts(klass, ports, clock, io),
        onRow: async (row) => {
          await part.add(row);
          rows.set(row.result.file ?? '', row);
          progress();
        },
      },
      ports,
      clock,
    );
    if (showsProgress) io.err('\r\x1b[K');
  } finally {
    await part.close();
  }
  const whole: Part = { head, rows: [...rows.values()] };
  if (isShard) {
    io.err(`${io.words.gradeCommand.shardDone({ count: rows.size, path: flags.out ?? '' })}\n`);
    return 0;
  }
  const gradebook = makeGradebook([whole], decisions, io.words);
  if (!(await writeDecisions(flags.accept, decisions, gradebook, io))) return 2;
  if (!(await writeGradebook(flags.out, state, gradebook, io))) return 2;
  return showGradebook(gradebook, flags, io);
}

const noPart: PartFile = { rows: [], add: () => Promise.resolve(), close: () => Promise.resolve() };

/** The submissions that are not graded yet, or have changed since: those rows go. */
async function unlike(
  places: readonly SubmissionPlace[],
  rows: Map<string, PartRow>,
): Promise<readonly SubmissionPlace[]> {
  const todo: SubmissionPlace[] = [];
  for (const place of places) {
    const row = rows.get(place.name);
    const isSame =
      row !== undefined && (await readSubmissionFile(place.path, maxSubmissionBytes)).sha256 === row.result.sha256;
    if (isSame) continue;
    rows.delete(place.name);
    todo.push(place);
  }
  const names = new Set(places.map(({ name }) => name));
  for (const name of rows.keys()) if (!names.has(name)) rows.delete(name);
  return todo;
}

async function handIn({ name, path }: SubmissionPlace, io: CommandIo): Promise<HandedIn> {
  const words = io.words.grading;
  const { sha256, text, problem, code = '' } = await readSubmissionFile(path, maxSubmissionBytes);
  const shown = { name, ...(sha256 === undefined ? {} : { sha256 }) };
  if (text !== undefined) return { ...shown, content: text };
  if (problem === 'too-large') {
    const maxMiB = maxSubmissionBytes / 1024 / 1024;
    return { ...shown, content: { kind: 'too-large', text: words.tooLarge({ maxMiB }) } };
  }
  return { ...shown, content: { kind: 'not-a-file', text: code === '' ? words.notAFile : words.unreadable({ code }) } };
}

/** The checkpoint's own solution does not pass here: no class can be graded by it. */
class SolutionFails extends Error {}

/** What a checkpoint's solution costs on this machine: found when the first submission to it is replayed. */
function solutionCosts(
  { context }: Class,
  ports: SessionPorts,
  clock: LabClock,
  io: CommandIo,
): (checkpoint: Checkpoint) => Promise<SolutionCost> {
  const costs = new Map<string, Promise<SolutionCost>>();
  const prove = async (checkpoint: Checkpoint): Promise<SolutionCost> => {
    const proof = await proveSolution(checkpoint, context.course, ports, clock);
    if (proof.ok) return proof.cost;
    const { checks, detail } = proof;
    throw new SolutionFails(
      io.words.gradeCommand.solutionFails({
        id: checkpoint.id,
        checks: io.words.signs.list({ names: checks }),
        detail,
      }),
    );
  };
  return (checkpoint) => {
    const cost = costs.get(checkpoint.id) ?? prove(checkpoint);
    costs.set(checkpoint.id, cost);
    return cost;
  };
}

function pathOf(error: unknown): string | undefined {
  return error instanceof Error && 'path' in error && typeof error.path === 'string' ? error.path : undefined;
}
