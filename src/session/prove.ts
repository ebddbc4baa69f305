import type { Course, Lesson } from '../lesson/types.ts';
import { mutantsOf, mutantsOfStep } from '../verify/mutants.ts';
import { createPool, type Pool } from '../verify/pool.ts';
import type { LessonReport, ProofCase, VerifyReport } from '../verify/types.ts';
import type { SessionPorts } from './ports.ts';
import { createContext, makeCase, type LabCosts, type ProveContext } from './prove-context.ts';
import { proveLesson } from './prove-lesson.ts';
import { proveMutant } from './prove-mutant.ts';
import { proveNoLook } from './prove-no-look.ts';
import type { ProvedStep } from './prove-step.ts';

export interface ProveOptions {
  readonly course: Course;
  readonly lessons: readonly Lesson[];
  /** Leave out each command in turn, and all that only looks. */
  readonly mutants: boolean;
  /** Labs at once. */
  readonly jobs: number;
  /** What the machine lacks of a lesson's requirements. */
  readonly missing: (lesson: Lesson) => readonly string[];
  readonly onProgress?: (progress: ProveProgress) => void;
}

export interface ProveProgress {
  readonly done: number;
  readonly total: number;
  readonly labs: number;
  /** The lesson and step of the last case. */
  readonly doing: string;
}

/** Whole lessons come first: they take longest, and their mutants wait for them. */
const lessonPriority = 100_000;

/** Proves lessons in labs that run side by side; see `ProofName` for what is proved. Never rejects for a lesson's sake. */
export async function proveCourse(options: ProveOptions, ports: SessionPorts): Promise<VerifyReport> {
  const { course, lessons, jobs, onProgress } = options;
  const began = performance.now();
  const costs: LabCosts = { labs: 0, labMs: 0 };
  const context = createContext(course, ports, costs);
  const pool = createPool(jobs);
  const total = lessons.reduce((sum, lesson) => sum + casesOf(lesson, options.mutants), 0);
  let done = 0;
  const onCase = (lesson: Lesson) => (proofCase: ProofCase) => {
    done += 1;
    const doing = proofCase.step === undefined ? lesson.id : `${lesson.id}/${proofCase.step}`;
    onProgress?.({ done, total: Math.max(done, total), labs: costs.labs, doing });
  };
  const reports = await Promise.all(
    lessons.map((lesson) => reportLesson(lesson, options, context, pool, onCase(lesson))),
  );
  return {
    schema: 'netns-course/verify/v1',
    course: course.title,
    directory: course.directory,
    lessons: reports,
    figures: {
      wallMs: Math.round(performance.now() - began),
      labs: costs.labs,
      labMs: Math.round(costs.labMs),
      jobs,
      longestCommandsMs: Math.max(0, ...reports.map(({ commandsMs }) => commandsMs)),
    },
  };
}

/** How many cases a lesson has when all goes well, for the progress line. */
function casesOf(lesson: Lesson, mutants: boolean): number {
  const samples = lesson.steps.flatMap(({ commands }) => commands).filter(({ sample }) => sample.length > 0).length;
  const looks = lesson.steps.filter(({ commands }) => commands.some(({ look }) => look)).length;
  const acting = lesson.steps.filter(({ commands }) => commands.some(({ look }) => !look)).length;
  return 2 * lesson.steps.length + samples + (mutants ? looks + acting + mutantsOf(lesson).length : 0);
}

async function reportLesson(
  lesson: Lesson,
  { missing, mutants }: ProveOptions,
  context: ProveContext,
  pool: Pool,
  onCase: (proofCase: ProofCase) => void,
): Promise<LessonReport> {
  const head = { id: lesson.id, title: lesson.title, file: lesson.file };
  const lacks = missing(lesson);
  if (lacks.length > 0) {
    const message = context.ports.words.verify.missing({ names: context.ports.words.signs.list({ names: lacks }) });
    const skipped = makeCase({ proof: 'lesson', state: 'skipped', message });
    onCase(skipped);
    return { ...head, cases: [skipped], commandsMs: 0 };
  }
  const proved: ProvedStep[] = [];
  const more: Promise<readonly ProofCase[]>[] = [];
  const onProved = (step: ProvedStep): void => {
    proved.push(step);
    if (!mutants) return;
    // Later steps replay more before they begin, so they are begun first.
    for (const mutant of mutantsOfStep(step.step, step.position)) {
      const promise = pool.run(step.position, () => proveMutant(lesson, mutant, step, context));
      more.push(promise);
      void promise.then((cases) => {
        cases.forEach(onCase);
      });
    }
  };
  const weight = lesson.steps.reduce((sum, { commands }) => sum + commands.length, 0);
  const run = await pool.run(lessonPriority + weight, () => proveLesson(lesson, context, { onCase, onProved }));
  const noLook = mutants ? await pool.run(lessonPriority - 1, () => proveNoLook(lesson, proved, context)) : [];
  noLook.forEach(onCase);
  const cases = [...run.cases, ...noLook, ...(await Promise.all(more)).flat()];
  return { ...head, cases: inOrder(lesson, cases), commandsMs: Math.round(run.commandsMs) };
}

const order = ['lesson', 'before', 'sample', 'after', 'no-look', 'resumed', 'left-out'] as const;

/** By step, then by what is proved, then as the commands stand in the file. */
function inOrder(lesson: Lesson, cases: readonly ProofCase[]): readonly ProofCase[] {
  const steps = new Map(lesson.steps.map(({ id }, index) => [id, index]));
  const key = ({ step, proof, place }: ProofCase): readonly number[] => [
    step === undefined ? -1 : (steps.get(step) ?? -1),
    order.indexOf(proof),
    place.line,
  ];
  return [...cases].sort((one, other) => {
    const [left, right] = [key(one), key(other)];
    return left.map((value, index) => value - (right[index] ?? 0)).find((difference) => difference !== 0) ?? 0;
  });
}
