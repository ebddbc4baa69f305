import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Need, Snapshot } from '../../src/check/snapshot.ts';
import type { Check } from '../../src/check/types.ts';
import { checkKinds } from '../../src/check/registry.ts';
import type { Step } from '../../src/lesson/types.ts';
import { watchStep, type StepWatch } from '../../src/session/step-watch.ts';
import { wordsFor } from '../../src/words/index.ts';

const place = { line: 1, column: 1 };

function check(kind: string, spec: unknown): Check {
  return {
    ...{ id: kind, kind, needs: [], withinMs: 0, exactly: false, points: 1, hidden: false, place },
    spec: checkKinds.get(kind)?.schema.parse(spec),
  };
}

function stepOf(...checks: Check[]): Step {
  return { id: 's', title: 's', blocks: [], commands: [], checks, setup: '', hints: [], debrief: [], place };
}

/** A lab that is as it is, and counts how often it was asked. */
function countingLab(nodes: Snapshot['nodes'] = { controlplane: { netns: [{ name: '', inode: 1 }], files: {} } }) {
  let onChange: () => void = () => undefined;
  const asked: (readonly Need[])[] = [];
  return {
    asked,
    change: () => onChange(),
    snapshot: (needs: readonly Need[]): Promise<Snapshot> => {
      asked.push(needs);
      return Promise.resolve({ schema: 'netns-course/snapshot/v1', nodes, reach: [], http: [], scripts: [] });
    },
    watch: (listener: () => void) => {
      onChange = listener;
      return { close: () => undefined };
    },
  };
}

let watch: StepWatch | undefined;
beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  watch?.close();
  vi.useRealTimers();
});

function open(lab: ReturnType<typeof countingLab>, step: Step): void {
  watch = watchStep({
    ...{ lab, step, words: wordsFor(), commands: () => [], answers: () => ({}), explains: true },
    onVerdicts: () => undefined,
    onError: (error) => {
      throw error;
    },
  });
}

describe('an open step', () => {
  it('asks at once, and then seldom where the kernel tells of changes', async () => {
    const lab = countingLab();
    open(lab, stepOf(check('netns', { name: 'client' })));
    await vi.advanceTimersByTimeAsync(0);
    expect(lab.asked).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(4_900);
    expect(lab.asked).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(200);
    expect(lab.asked).toHaveLength(2);
  });

  it('asks when the kernel tells of a change, without waiting', async () => {
    const lab = countingLab();
    open(lab, stepOf(check('netns', { name: 'client' })));
    await vi.advanceTimersByTimeAsync(700);
    lab.change();
    await vi.advanceTimersByTimeAsync(0);
    expect(lab.asked).toHaveLength(2);
  });

  it('asks twice a second for what changes unheard', async () => {
    const lab = countingLab();
    open(lab, stepOf(check('file', { path: '/tmp/x' })));
    await vi.advanceTimersByTimeAsync(5_100);
    expect(lab.asked).toHaveLength(11);
  });

  it('asks twice a second as long as something could not be asked', async () => {
    const lab = countingLab({});
    open(lab, stepOf(check('netns', { name: 'client' })));
    await vi.advanceTimersByTimeAsync(2_100);
    expect(lab.asked).toHaveLength(5);
  });
});
