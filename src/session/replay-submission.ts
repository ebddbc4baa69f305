import type { CommandRecord } from '../check/types.ts';
import { createIdMap } from '../grade/ids.ts';
import { planReplay, type RecordedCommand } from '../grade/plan.ts';
import { processesIn } from '../lab/guard/usage.ts';
import { needsDocker } from '../lesson/needs-docker.ts';
import type { Course, Lesson } from '../lesson/types.ts';
import type { Verdicts } from './judge-step.ts';
import type { SessionPorts } from './ports.ts';
import { openStage, type Stage } from './prove-stage.ts';
import { replay, runSetup, stepsBefore } from './rebuild.ts';
import { createMeter, type Meter } from './replay-meter.ts';
import { judgeReplay } from './replay-judge.ts';
import { putEdited, type SubmittedFile } from './replay-files.ts';
import type { LabClock } from './replay-clock.ts';
import { typeCommand } from './replay-type.ts';

/** What a replay may take. */
export interface ReplayLimits {
  /** Time for all commands together, by the labs' clock. */
  readonly wallMs: number;
  /** Processor time for all that runs in the lab. */
  readonly processorMs: number;
  /** A command that takes longer than when it was recorded, by this, is interrupted. */
  readonly commandMs: number;
  /** Bytes that one command, and all together, may print. */
  readonly commandBytes: number;
  readonly allBytes: number;
}

export interface ReplayRequest {
  readonly course: Course;
  /** In the learner's variant, with all checks that count. */
  readonly lesson: Lesson;
  readonly commands: readonly RecordedCommand[];
  /** What the learner changed: contents that an editor made, which no replay of keys could make. */
  readonly files: readonly SubmittedFile[];
  /** By step, then by check. */
  readonly answers: ReadonlyMap<string, Readonly<Record<string, string>>>;
  readonly limits: ReplayLimits;
  /** Tell what the processors had to do, which costs some milliseconds. */
  readonly measure?: boolean;
}

/** A machine that was crowded for so long, in milliseconds, may be why a replay had no time. */
const doubtMs = 1_000;

/** Why a replay did not come to its end. */
export type ReplayStop = 'time' | 'processor' | 'output' | 'hangs' | 'lab-ended';

export interface Replayed {
  /** By the commands' numbers in the submission. */
  readonly records: ReadonlyMap<number, CommandRecord>;
  /** The steps' verdicts, in the lesson's order; absent where the lab did not live to be judged. */
  readonly verdicts?: readonly Verdicts[];
  /** Something goes on in the lab that changes its state while it is judged: what passed did not pass each time. */
  readonly unsteady?: boolean;
  readonly stopped?: { readonly why: ReplayStop; readonly at: number; readonly detail: string };
  /** It was stopped, and perhaps by what others did: they took its lab, or its time. */
  readonly unsure?: boolean;
  /** Where it was to be measured. */
  readonly processorMs?: number;
  /** What the commands took, by the labs' clock. */
  readonly commandsMs: number;
}

/**
 * Types a submission's commands into a fresh lab and judges what they lead to. Whatever they do, it comes back.
 * @throws LabError where no lab could be had; ReplayError where the checkpoint's own setup fails
 */
export async function replaySubmission(
  request: ReplayRequest,
  ports: SessionPorts,
  clock: LabClock,
): Promise<Replayed> {
  const { course, lesson, limits } = request;
  const meter = createMeter(limits, ports.openTerminal);
  const stage = await openStage(
    { world: lesson.world, docker: needsDocker(course, lesson) },
    { ...ports, openTerminal: meter.openTerminal },
  );
  const crowdedMs = clock.crowdedMs();
  const isUnsure = (why: ReplayStop, hadTime: boolean): boolean =>
    why === 'lab-ended' || (why === 'time' && !hadTime && clock.crowdedMs() - crowdedMs > doubtMs);
  let isGreedy = false;
  const processor = clock.limitProcessor(stage.lab.pid, limits.processorMs, () => {
    isGreedy = true;
    void stage.lab.close();
  });
  try {
    await replay(stage.lab, stepsBefore(course, lesson, 0), stage.terminalOf, () => undefined);
    for (const step of lesson.steps) await runSetup(stage.lab, step);
    const before = processesIn(stage.lab.pid);
    const terminalsBefore = meter.terminals();
    const recorded = stage.recordsFromNow();
    const { stopped, hadTime, ...typed } = await typeAll(request, stage, meter, clock);
    // By pid: what was just ending before hides nothing that is there now.
    const since = [...processesIn(stage.lab.pid)].filter((pid) => !before.has(pid));
    const shells = [...meter.terminals()].filter((terminal) => !terminalsBefore.has(terminal));
    const goesOn = since.length > shells.length;
    const judged = await judgeReplay(request.lesson, request.answers, { stage, recorded, goesOn }, ports.words);
    const end = stage.end();
    if (end === undefined && !isGreedy) {
      const measured = request.measure === true ? { processorMs: processor.usedMs() } : {};
      return {
        ...typed,
        ...judged,
        ...measured,
        ...(stopped === undefined ? {} : { stopped, unsure: isUnsure(stopped.why, hadTime) }),
      };
    }
    const detail = end === undefined || end.reason === 'closed' ? '' : end.detail;
    const why = isGreedy ? 'processor' : 'lab-ended';
    return {
      ...typed,
      stopped: { why, at: stopped?.at ?? typed.records.size, detail },
      unsure: isUnsure(why, hadTime),
    };
  } finally {
    processor.close();
    await stage.close();
  }
}

interface TypedAll extends Pick<Replayed, 'records' | 'stopped' | 'commandsMs'> {
  /** A command did not end in all the time that one has: then it is no wonder that there was none for the others. */
  readonly hadTime: boolean;
}

async function typeAll(
  { commands, files, limits }: ReplayRequest,
  stage: Stage,
  meter: Meter,
  clock: LabClock,
): Promise<TypedAll> {
  const beganMs = clock.nowMs();
  const restMs = (): number =>
    meter.isOver() || stage.end() !== undefined ? 0 : limits.wallMs - (clock.nowMs() - beganMs);
  const ids = createIdMap();
  const records = new Map<number, CommandRecord>();
  let hadTime = false;
  const stop = (why: ReplayStop, at: number, detail = ''): TypedAll => ({
    records,
    stopped: { why, at, detail },
    commandsMs: clock.nowMs() - beganMs,
    hadTime,
  });
  for (const planned of planReplay(commands)) {
    const { index, command } = planned;
    if (command.line.trim() === '') continue;
    if (meter.isOver()) return stop('output', index);
    if (stage.end() !== undefined) return stop('lab-ended', index);
    if (restMs() <= 0) return stop('time', index);
    const line = ids.apply(command.line);
    if (await putEdited(stage.lab, command.node, line, files)) continue;
    const terminal = stage.terminalOf(command.node);
    meter.nextCommand();
    const limitMs = planned.ranMs + limits.commandMs;
    const typedMs = clock.nowMs();
    const { record, hangs } = await typeCommand({
      terminal,
      depth: () => meter.depthOf(terminal),
      planned,
      line,
      clock,
      restMs,
      limitMs,
    });
    hadTime ||= clock.nowMs() - typedMs >= limitMs;
    if (record !== undefined) {
      records.set(index, record);
      if (record.endedMs !== undefined) ids.learn(command.output, record.output);
    }
    if (hangs) return stop(meter.isOver() ? 'output' : restMs() <= 0 ? 'time' : 'hangs', index);
  }
  return { records, commandsMs: clock.nowMs() - beganMs, hadTime };
}
