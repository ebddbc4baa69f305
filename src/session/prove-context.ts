import { setTimeout as sleep } from 'node:timers/promises';
import { LabError } from '../lab/types.ts';
import { needsDocker } from '../lesson/needs-docker.ts';
import type { Command, Course, Lesson, Place, Step } from '../lesson/types.ts';
import type { CaseState, JudgedCheck, ProofCase, ProofName, SampleDifference, TypedCommand } from '../verify/types.ts';
import type { SessionPorts } from './ports.ts';
import { openStage, type Stage } from './prove-stage.ts';
import { ReplayError } from './rebuild.ts';

/** A lab may be refused for a moment on a machine that is busy (EAGAIN of clone(2)); it is asked for once more. */
const againMs = 300;

/** What all proofs of a run share. */
export interface ProveContext {
  readonly course: Course;
  readonly ports: SessionPorts;
  /** Lets `use` have a lab of its own, counts it, and ends it whatever happens. */
  readonly withStage: <T>(lesson: Lesson, use: (stage: Stage) => Promise<T>) => Promise<T>;
}

export interface LabCosts {
  labs: number;
  labMs: number;
}

export function createContext(course: Course, ports: SessionPorts, costs: LabCosts): ProveContext {
  return {
    course,
    ports,
    withStage: async (lesson, use) => {
      const began = performance.now();
      const asked = { world: lesson.world, docker: needsDocker(course, lesson) };
      const stage = await openStage(asked, ports).catch(async (error: unknown) => {
        if (!(error instanceof LabError)) throw error;
        await sleep(againMs);
        return openStage(asked, ports);
      });
      costs.labs += 1;
      try {
        return await use(stage);
      } catch (error) {
        const end = stage.end();
        if (end === undefined) throw error;
        throw new StageEnded(end.reason === 'closed' ? end.reason : end.detail, { cause: error });
      } finally {
        await stage.close();
        costs.labMs += performance.now() - began;
      }
    },
  };
}

/** The lab died under a proof: that is no fault of the lesson's that could be told from one of ours. */
export class StageEnded extends Error {
  override readonly name = 'StageEnded';
}

export interface CaseParts {
  readonly proof: ProofName;
  readonly step?: Step;
  readonly command?: Command;
  /** Of what is neither a step nor a command. */
  readonly place?: Place;
  readonly state: CaseState;
  readonly message?: string;
  readonly checks?: readonly JudgedCheck[];
  readonly sample?: SampleDifference;
  readonly typed?: readonly TypedCommand[];
  readonly durationMs?: number;
}

export function makeCase({
  proof,
  step,
  command,
  place,
  state,
  message,
  checks,
  sample,
  typed,
  durationMs,
}: CaseParts): ProofCase {
  return {
    proof,
    ...(step === undefined ? {} : { step: step.id }),
    ...(command === undefined ? {} : { command: command.text }),
    place: place ?? command?.place ?? step?.place ?? { line: 1, column: 1 },
    state,
    message: message ?? '',
    checks: checks ?? [],
    ...(sample === undefined ? {} : { sample }),
    ...(typed === undefined ? {} : { typed }),
    durationMs: Math.round(durationMs ?? 0),
  };
}

/** What an exception of a proof says about the lesson: a replay that fails makes it wrong, all else leaves it unproved. */
export function caseOfError(
  parts: Pick<CaseParts, 'proof' | 'step' | 'command'>,
  error: unknown,
  words: SessionPorts['words'],
): ProofCase {
  const detail = error instanceof Error ? error.message : String(error);
  const texts = words.verify;
  if (error instanceof ReplayError)
    return makeCase({ ...parts, state: 'fail', message: texts.replayFails({ detail }) });
  if (error instanceof StageEnded) return makeCase({ ...parts, state: 'error', message: texts.labEnded({ detail }) });
  if (error instanceof LabError) return makeCase({ ...parts, state: 'error', message: texts.noLab({ detail }) });
  return makeCase({ ...parts, state: 'error', message: detail });
}
