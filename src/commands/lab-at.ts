import { randomBytes } from 'node:crypto';
import type { Lab } from '../lab/types.ts';
import { needsDocker } from '../lesson/needs-docker.ts';
import type { Course, Lesson, NodeName } from '../lesson/types.ts';
import { resumePoint } from '../progress/look.ts';
import { replay, runSetup, stepsBefore } from '../session/rebuild.ts';
import { openProgress } from '../storage/progress-file.ts';
import { openTerminal } from '../terminal/open-terminal.ts';
import type { Terminal } from '../terminal/types.ts';
import { courseLabs } from './course-lab.ts';
import { failedText } from './failed.ts';
import type { CommandIo } from './io.ts';
import { openCourse } from './open-course.ts';
import { findTarget } from './target.ts';

/** Of the terminal that a replay types into; nobody sees it. */
const size = { columns: 120, rows: 40 };

/**
 * Boots a lab as a step finds it, by replay, hands it over, and ends it. The step is the target's; without one, where the
 * learner left off. Undefined, and said on standard error, where there is no such step or no lab.
 */
export async function withLabAt<T>(
  { target, course: directory }: { readonly target: string | undefined; readonly course: string | undefined },
  io: CommandIo,
  use: (lab: Lab) => Promise<T>,
): Promise<T | undefined> {
  const [opened, store] = await Promise.all([openCourse(directory, io), openProgress(io.env)]);
  if (opened === undefined) return undefined;
  const { course, key } = opened;
  const at = resumePoint(store.read(), key, course);
  const found = findTarget(
    course,
    target ?? (at === undefined ? firstOf(course) : `${at.lesson}/${at.step}`),
    io.words,
  );
  if ('problem' in found) {
    io.err(`${found.problem}\n`);
    return undefined;
  }
  let lab: Lab | undefined;
  try {
    const nonce = randomBytes(16).toString('hex');
    const docker = needsDocker(course, found.lesson);
    lab = await courseLabs(io.env)({ world: found.lesson.world, nonce, docker });
    await lab.ready;
    await prepare(lab, { course, lesson: found.lesson, position: found.position ?? 0, nonce });
    return await use(lab);
  } catch (error) {
    const text = await failedText(error, io.words);
    if (text === undefined) throw error;
    io.err(`${text}\n`);
    return undefined;
  } finally {
    await lab?.close();
  }
}

function firstOf({ lessons }: Course): string {
  return lessons[0]?.id ?? '';
}

/** Types what comes before the step into shells that end with the replay. */
async function prepare(
  lab: Lab,
  { course, lesson, position, nonce }: { course: Course; lesson: Lesson; position: number; nonce: string },
): Promise<void> {
  const terminals = new Map<NodeName, Terminal>();
  const terminalOf = (node: NodeName): Terminal => {
    const terminal = terminals.get(node) ?? openTerminal({ spawn: lab.shell(node), node, nonce, ...size });
    terminals.set(node, terminal);
    return terminal;
  };
  try {
    await replay(lab, stepsBefore(course, lesson, position), terminalOf, () => undefined);
    const step = lesson.steps[position];
    if (step !== undefined) await runSetup(lab, step);
  } finally {
    await Promise.all([...terminals.values()].map((terminal) => terminal.close()));
  }
}
