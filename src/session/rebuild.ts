import { plainLines } from '../check/plain-text.ts';
import type { Lab } from '../lab/types.ts';
import type { Command, Course, Lesson, NodeName, Step } from '../lesson/types.ts';
import type { Terminal } from '../terminal/types.ts';
import { playCommand, type Played } from './play.ts';

/** One command of a replay may take this long; the lessons' own take milliseconds, a ping with a count some seconds. */
const commandTimeoutMs = 30_000;
const setupTimeoutMs = 30_000;

/** A replay that did not come out: the lesson's author's error, or ours, never the learner's. */
export class ReplayError extends Error {
  override readonly name = 'ReplayError';
}

/**
 * The steps whose solutions make the lab in which step number `upTo` (0-based) of the lesson begins: those of the
 * lessons it `starts-after`, whole but for their pings, and its own before that step.
 *
 * @throws ReplayError when `starts-after` names no lesson, or leads in a circle.
 */
export function stepsBefore(course: Course, lesson: Lesson, upTo: number): readonly Step[] {
  const seen = new Set<string>();
  const chain: Step[] = [];
  let earlier = lesson.startsAfter;
  while (earlier !== undefined) {
    const id = earlier;
    const found = course.lessons.find((candidate) => candidate.id === id);
    if (found === undefined || seen.has(id)) throw new ReplayError(`starts-after: ${id}`);
    seen.add(id);
    chain.unshift(...found.steps.map(withoutPings));
    earlier = found.startsAfter;
  }
  return [...chain, ...lesson.steps.slice(0, upTo)];
}

/** Runs a step's hidden setup. @throws ReplayError when the script fails: its author must hear of it. */
export async function runSetup(lab: Lab, step: Step): Promise<void> {
  if (step.setup === '') return;
  const result = await lab.run('controlplane', ['bash', '-eu', '-c', step.setup], { timeoutMs: setupTimeoutMs });
  if (result.exitCode === 0) return;
  // The last line it printed is shown to a person: without the escapes that it may hold.
  const said = [result.stderr, result.stdout]
    .map((text) => plainLines(text.trim()).at(-1) ?? '')
    .find((line) => line !== '');
  const end = result.timedOut
    ? `no end within ${String(setupTimeoutMs / 1000)} s`
    : `exit ${String(result.exitCode ?? result.signal ?? result.failed)}`;
  throw new ReplayError(`${step.id}: setup (${end}) ${said ?? ''}`.trimEnd());
}

/**
 * The commands that leave something behind. What only looks is left out, and so are what runs until `^C` and a ping that
 * the lesson shows unanswered, which would take its whole time-out: none of them changes the state that the next step
 * begins with.
 */
export function commandsToReplay(step: Step): readonly Command[] {
  return step.commands.filter((command) => !command.look && !command.interrupt && !isUnansweredPing(command));
}

/**
 * A step of an earlier lesson without the pings that a learner would wait for again. They leave neighbours, learnt ports
 * and counters, which the kernel forgets by itself: within a lesson the next step may show them, another lesson cannot
 * count on them.
 */
function withoutPings(step: Step): Step {
  return { ...step, commands: step.commands.filter(({ text }) => !isPing(text)) };
}

/** One ping and nothing beside it, whose summary says that no reply came (iputils and busybox alike). */
function isUnansweredPing({ text, sample }: Command): boolean {
  return isPing(text) && sample.some((line) => /\b100% packet loss\b/u.test(line));
}

function isPing(text: string): boolean {
  return /^[^;&|<>\n]*\bping\b[^;&|<>\n]*$/u.test(text);
}

/**
 * Types the solutions of the given steps into the learner's own kind of shell.
 *
 * @param onProgress called before each command, with how many of them are done.
 */
export async function replay(
  lab: Lab,
  steps: readonly Step[],
  terminalOf: (node: NodeName) => Terminal,
  onProgress: (done: number, total: number) => void,
): Promise<void> {
  const total = steps.reduce((sum, step) => sum + commandsToReplay(step).length, 0);
  let done = 0;
  for (const step of steps) {
    await runSetup(lab, step);
    for (const command of commandsToReplay(step)) {
      onProgress(done, total);
      const played: Played = await playCommand(terminalOf(command.node), command, { timeoutMs: commandTimeoutMs });
      if (played.outcome !== 'prompt') throw new ReplayError(`${step.id}: ${command.text} (${played.outcome})`);
      done += 1;
    }
  }
  onProgress(done, total);
}
