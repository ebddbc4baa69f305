import type { Check } from '../../src/check/types.ts';
import type { Command, Step } from '../../src/lesson/types.ts';
import type { ProofCase, VerifyReport } from '../../src/verify/types.ts';

/** Small values of the types that verify works on; a test says only what matters to it. */

export function aCommand(text: string, parts: Partial<Command> = {}): Command {
  return {
    node: 'controlplane',
    text,
    look: false,
    interrupt: false,
    sample: [],
    place: { line: 1, column: 3 },
    ...parts,
  };
}

export function aCheck(id: string, parts: Partial<Check> = {}): Check {
  const place = { line: 1, column: 1 };
  return { id, kind: 'netns', spec: id, needs: [], withinMs: 0, exactly: false, hidden: false, place, ...parts };
}

export function aStep(parts: Partial<Step> = {}): Step {
  return {
    id: 'step',
    title: 'Step',
    blocks: [],
    commands: [],
    checks: [],
    setup: '',
    hints: [],
    debrief: [],
    place: { line: 1, column: 1 },
    ...parts,
  };
}

export function aCase(parts: Partial<ProofCase> = {}): ProofCase {
  return {
    proof: 'after',
    step: 'step',
    place: { line: 11, column: 1 },
    state: 'pass',
    message: '',
    checks: [],
    durationMs: 20,
    ...parts,
  };
}

export function aReport(lessons: readonly (readonly ProofCase[])[]): VerifyReport {
  return {
    schema: 'netns-course/verify/v1',
    course: 'A course',
    directory: '/course',
    lessons: lessons.map((cases, index) => ({
      id: `lesson-${String(index + 1)}`,
      title: `Lesson ${String(index + 1)}`,
      file: `0${String(index + 1)}-lesson/lesson.md`,
      cases,
      commandsMs: 1_500,
    })),
    figures: { wallMs: 2_345, labs: 7, labMs: 9_876, jobs: 6, longestCommandsMs: 1_500 },
  };
}
