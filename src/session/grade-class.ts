import { setTimeout as sleep } from 'node:timers/promises';
import type { PartRow } from '../grade/part.ts';
import type { RecordedCommand } from '../grade/plan.ts';
import { LabError } from '../lab/types.ts';
import type { Course, Lesson } from '../lesson/types.ts';
import { createPool } from '../verify/pool.ts';
import type { Checkpoint, GradeContext, Graded, HandedIn } from './grade-context.ts';
import { gradeSubmission } from './grade-submission.ts';
import { isPassed, type Verdicts } from './judge-step.ts';
import type { SessionPorts } from './ports.ts';
import type { LabClock } from './replay-clock.ts';
import { replaySubmission, type Replayed, type ReplayLimits } from './replay-submission.ts';

/** What a submission may print: a command, and all of it. */
const commandBytes = 1024 * 1024;
const allBytes = 8 * commandBytes;
/** A replay may take three times what the solution takes, and what its own commands took when they were recorded … */
const timesSolution = 3;
/** … of which so much is believed, and a time in which typing alone can be done on any machine. */
const believedMs = 30_000;
const leastMs = 5_000;
const mostMs = 120_000;
const commandMs = 5_000;
/** Processor time that nobody's work needs: the solution of a checkpoint takes some tenths of a second, with a Docker Engine seconds. */
const leastProcessorMs = 6_000;
const timesProcessor = 5;
/** A lab may be refused for a moment on a machine that is busy (EAGAIN of clone(2)). */
const againMs = 300;

/** What the machine needs for a checkpoint's own solution. */
export interface SolutionCost {
  readonly commandsMs: number;
  readonly processorMs: number;
}

/** How a checkpoint's solution fared: a class is not graded by checks that its own solution fails. */
export type SolutionProof =
  | { readonly ok: true; readonly cost: SolutionCost }
  | { readonly ok: false; readonly checks: readonly string[]; readonly detail: string };

/** Plays a checkpoint's own solution as a submission, in the variant that everybody can have. */
export async function proveSolution(
  checkpoint: Pick<Checkpoint, 'lessonFor'>,
  course: Course,
  ports: SessionPorts,
  clock: LabClock,
): Promise<SolutionProof> {
  const lesson = await checkpoint.lessonFor(undefined);
  if (lesson === undefined) return { ok: false, checks: [], detail: '' };
  const limits = { wallMs: mostMs, processorMs: mostMs, commandMs: mostMs, commandBytes, allBytes };
  const request = {
    course,
    lesson,
    commands: solutionOf(lesson),
    files: [],
    answers: new Map(),
    limits,
    measure: true,
  };
  const { verdicts, stopped, commandsMs, processorMs = 0 } = await replayOnce(request, ports, clock);
  const checks = lesson.steps.flatMap((step, index) => {
    const judged: Verdicts = verdicts?.[index] ?? new Map();
    // A question's answer is the learner's own.
    const asked = step.checks.filter(({ kind }) => kind !== 'ask');
    return isPassed(asked, judged) || asked.length === 0
      ? []
      : asked.filter(({ id }) => judged.get(id)?.state !== 'pass').map(({ id }) => `${step.id}/${id}`);
  });
  if (checks.length === 0) return { ok: true, cost: { commandsMs, processorMs } };
  return { ok: false, checks, detail: stopped === undefined ? '' : stopped.why };
}

/** A lesson's commands as a learner would have typed them. */
function solutionOf(lesson: Lesson): readonly RecordedCommand[] {
  return lesson.steps
    .flatMap(({ commands }) => commands)
    .map(({ node, text, interrupt }, index) => ({
      node,
      line: text,
      output: '',
      exitCode: interrupt ? 130 : 0,
      startedMs: index * 10_000,
      endedMs: index * 10_000 + 5_000,
    }));
}

export interface GradeOptions {
  readonly files: readonly (() => Promise<HandedIn>)[];
  /** Labs at once. */
  readonly jobs: number;
  readonly context: Omit<GradeContext, 'replay'>;
  /** What the checkpoint's solution takes here. A rejection ends the grading. */
  readonly costOf: (checkpoint: Checkpoint) => Promise<SolutionCost>;
  /** As soon as a row is certain; the next file of that lab waits for it. */
  readonly onRow: (row: PartRow) => Promise<void> | void;
}

/** Grades files side by side, each in labs of its own. Rows come as they are ready. */
export async function gradeClass(options: GradeOptions, ports: SessionPorts, clock: LabClock): Promise<void> {
  const { files, jobs, costOf, onRow } = options;
  const context: GradeContext = {
    ...options.context,
    replay: async (checkpoint, request) => {
      const limits = limitsFor(await costOf(checkpoint), request.commands);
      return replayOnce({ ...request, course: options.context.course, limits }, ports, clock);
    },
  };
  const pool = createPool(jobs);
  const again: (() => Promise<HandedIn>)[] = [];
  let broken = false;
  const gradeOne = async (read: () => Promise<HandedIn>): Promise<void> => {
    if (broken) return;
    const { row, unsure }: Graded = await gradeSubmission(await read(), context);
    if (unsure) again.push(read);
    else await onRow(row);
  };
  const all = files.map((read, index) =>
    pool.run(files.length - index, () =>
      gradeOne(read).catch((error: unknown) => {
        broken = true;
        throw error;
      }),
    ),
  );
  // Every lab is closed before an error is told.
  await Promise.allSettled(all);
  await Promise.all(all);
  for (const read of again) await onRow((await gradeSubmission(await read(), context)).row);
}

function limitsFor(cost: SolutionCost, commands: readonly RecordedCommand[]): ReplayLimits {
  const ran = commands.reduce(
    (sum, { startedMs, endedMs }) => sum + Math.max(0, (endedMs ?? startedMs) - startedMs),
    0,
  );
  const wallMs = Math.min(mostMs, leastMs + timesSolution * cost.commandsMs + Math.min(ran, believedMs));
  const processorMs = Math.max(leastProcessorMs, timesProcessor * cost.processorMs);
  return { wallMs, processorMs, commandMs, commandBytes, allBytes };
}

async function replayOnce(
  request: Parameters<typeof replaySubmission>[0],
  ports: SessionPorts,
  clock: LabClock,
): Promise<Replayed> {
  try {
    return await replaySubmission(request, ports, clock);
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    await sleep(againMs);
    return replaySubmission(request, ports, clock);
  }
}
