import type { Lab, LabEnd } from '../lab/types.ts';
import { needsDocker } from '../lesson/needs-docker.ts';
import type { Course } from '../lesson/types.ts';
import { bootLab } from './boot-lab.ts';
import type { NodeShells } from './node-shells.ts';
import type { SessionPorts } from './ports.ts';
import { replay, runSetup, stepsBefore } from './rebuild.ts';
import type { Standing } from './standing.ts';

export interface SessionLabOptions {
  readonly course: Course;
  readonly ports: Pick<SessionPorts, 'startLab' | 'nonce'>;
  readonly standing: Pick<Standing, 'lesson' | 'isGraded'>;
  readonly shells: NodeShells;
  /** The lab and its shells are about to go. */
  readonly onLeave: () => Promise<void>;
  /** There is a lab, its shell, and maybe not yet all that it is to hold. */
  readonly onBooted: () => Promise<void>;
  readonly onReplay: (done: number, total: number) => void;
  /**
   * A lab in which the step at `target` can begin, and what it lacks of what was asked for.
   * The next lab is not built before it resolves.
   */
  readonly onBuilt: (lab: Lab, target: number, lacking: Error | undefined) => Promise<void>;
  /** It died by itself, while nothing was being built. */
  readonly onEnded: (end: LabEnd) => void;
}

/** The lab of a session: one at a time, each made anew for the step that is to begin in it. */
export interface SessionLab {
  /** The one there is, dead or alive. */
  readonly lab: Lab | undefined;
  /** Undefined once it has died, and when nobody wants one any more. */
  readonly living: Lab | undefined;
  readonly isBuilding: boolean;
  readonly isClosed: boolean;
  /** Unguessable text in the marks of this lab's shells. */
  readonly nonce: string;
  /** A new lab in which the step at `target` can begin. Calls queue up, so that two never build at once. */
  readonly build: (target: number) => Promise<void>;
  /** Also in the middle of a replay, which it breaks off. */
  readonly close: () => Promise<void>;
}

export function createSessionLab(options: SessionLabOptions): SessionLab {
  const { course, ports, standing, shells, onLeave, onBooted, onReplay, onBuilt, onEnded } = options;
  let lab: Lab | undefined;
  let isDead = false;
  let isBuilding = false;
  let isClosed = false;
  let nonce = '';
  let building: Promise<void> = Promise.resolve();

  const teardown = async (): Promise<void> => {
    await onLeave();
    const old = lab;
    const oldTerminals = shells.take();
    lab = undefined;
    // The lab first: it takes its shells along in milliseconds, which else would wait for the machine's init to reap them.
    await old?.close();
    await Promise.all(oldTerminals.map((terminal) => terminal.close()));
  };

  const boot = async (): Promise<Lab | undefined> => {
    nonce = ports.nonce();
    const asked = { world: standing.lesson.world, nonce, docker: needsDocker(course, standing.lesson) };
    const fresh = await bootLab(ports.startLab, asked, () => isClosed);
    if (isClosed) {
      await fresh.close();
      return undefined;
    }
    lab = fresh;
    isDead = false;
    void fresh.ended.then((end) => {
      if (lab !== fresh || isClosed) return;
      isDead = true;
      // While it is being built, the build fails of it, and says so: a setup that ends every lab must not get new ones.
      if (!isBuilding) onEnded(end);
    });
    return fresh;
  };

  const buildNow = async (target: number): Promise<void> => {
    if (isClosed) return;
    isBuilding = true;
    await teardown();
    const fresh = await boot();
    if (fresh === undefined) return;
    shells.get('controlplane');
    await onBooted();
    const lacking = await fresh.ready.then(
      () => undefined,
      (error: unknown) => (error instanceof Error ? error : new Error(String(error))),
    );
    if (lacking !== undefined && isDead) throw lacking;
    // Without its Engine a lab is not what a replay needs: the lesson waits, with a shell to look what is wrong.
    if (lacking === undefined) {
      const { lesson } = standing;
      const begin = standing.isGraded ? 0 : target;
      await replay(fresh, stepsBefore(course, lesson, begin), shells.get, onReplay);
      const step = lesson.steps[begin];
      if (step !== undefined) await runSetup(fresh, step);
    }
    isBuilding = false;
    await onBuilt(fresh, target, lacking);
  };

  return {
    get lab() {
      return lab;
    },
    get living() {
      return isClosed || isDead ? undefined : lab;
    },
    get isBuilding() {
      return isBuilding;
    },
    get isClosed() {
      return isClosed;
    },
    get nonce() {
      return nonce;
    },
    build: (target) => {
      building = building
        .catch(() => undefined)
        .then(() => buildNow(target))
        .finally(() => {
          isBuilding = false;
        });
      return building;
    },
    close: async () => {
      isClosed = true;
      await teardown();
      await building.catch(() => undefined);
      await teardown();
    },
  };
}
