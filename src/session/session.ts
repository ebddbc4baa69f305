import type { Lab } from '../lab/types.ts';
import { needsDocker } from '../lesson/needs-docker.ts';
import type { Command, NodeName, Step } from '../lesson/types.ts';
import type { TerminalEvent } from '../terminal/types.ts';
import { bootLab } from './boot-lab.ts';
import { createEmitter } from './emitter.ts';
import type { Verdicts } from './judge-step.ts';
import type { ProgressPort, SessionPorts } from './ports.ts';
import { whenAtPrompt } from './play.ts';
import { createAttemptKeeper } from './keep-attempt.ts';
import { createNodeShells } from './node-shells.ts';
import { createStanding } from './standing.ts';
import { replay, runSetup, stepsBefore } from './rebuild.ts';
import type { StepWatch, watchStep } from './step-watch.ts';
import type { Session, SessionEvent, SessionOptions } from './types.ts';

/** A shell that shows no prompt for so long does not hold up judging. */
const promptMs = 2000;

export function createSession(options: SessionOptions, ports: SessionPorts, progress: ProgressPort): Session {
  const { course } = options;
  const { words } = ports;
  const standing = createStanding(options.lesson, options.position);
  const events = createEmitter<SessionEvent>();
  let size = { columns: options.columns, rows: options.rows };
  let verdicts: Verdicts = new Map();
  /** By step id, for as long as this lab lives. */
  const answers = new Map<string, Readonly<Record<string, string>>>();
  const answersOf = (step: string): Readonly<Record<string, string>> => answers.get(step) ?? {};
  const attempt = standing.isGraded ? ports.attempt?.(standing.lesson) : undefined;
  const kept = createAttemptKeeper({ attempt, lesson: () => standing.lesson, answers: answersOf, words });
  /** By step position, for as long as this lab lives. */
  const hintsShown = new Map<number, number>();
  let lab: Lab | undefined;
  let labIsDead = false;
  let isBuilding = false;
  let nonce = '';
  let watch: StepWatch | undefined;
  /** Judging takes half of the program: it is loaded when the first lab is there. */
  let judging: { readonly watchStep: typeof watchStep } | undefined;
  let building: Promise<void> = Promise.resolve();
  let closed = false;

  const onShell = (node: NodeName, event: TerminalEvent): void => {
    if (event.type === 'data' && !isBuilding) kept.output(node, event.bytes);
    if (event.type === 'command-end') {
      watch?.judge().catch(onError);
      kept.command(event.record);
    }
    if (event.type === 'command-output') watch?.printed();
  };

  const shells = createNodeShells({
    open: (node) => {
      if (lab === undefined) throw new Error('no lab');
      return ports.openTerminal({ spawn: lab.shell(node), node, nonce, ...size });
    },
    onEvent: onShell,
    onReopened: (node, terminal) => events.emit({ type: 'terminal', node, terminal }),
    onError: (error) => onError(error),
    livingLab: () => (closed || labIsDead ? undefined : lab),
  });

  const onError = (error: unknown): void => {
    if (!closed) events.emit({ type: 'error', error });
  };

  const stopWatching = (): void => {
    watch?.close();
    watch = undefined;
  };

  const teardown = async (): Promise<void> => {
    stopWatching();
    await kept.leave(shells.all);
    const old = lab;
    const oldTerminals = shells.take();
    lab = undefined;
    // The lab first: it takes its shells along in milliseconds, which else would wait for the machine's init to reap them.
    await old?.close();
    await Promise.all(oldTerminals.map((terminal) => terminal.close()));
  };

  const onPassed = (step: Step): void => {
    stopWatching();
    progress.passed(standing.lesson.id, step.id, hintsShown.get(standing.position) ?? 0);
    if (standing.pass()) kept.passed(step.id);
    events.emit({ type: 'passed', step, last: standing.isDone });
  };

  /** Watches the step at the frontier; one that is only read again is not judged any more. */
  const openStep = (): void => {
    beginStep();
    watchOpenStep();
  };

  const beginStep = (): void => {
    stopWatching();
    const isBegun = standing.begin();
    verdicts = standing.isOpen ? new Map() : passedVerdicts(standing.step);
    progress.at(standing.lesson.id, standing.step.id);
    if (!isBegun) return;
    if (!standing.isGraded) answers.clear();
    shells.beginStep();
  };

  const watchOpenStep = (): void => {
    if (lab === undefined || judging === undefined || !standing.isOpen) return;
    const { lesson, step } = standing;
    watch = judging.watchStep({
      lab,
      step,
      words,
      commands: shells.commands,
      answers: () => answersOf(step.id),
      explains: lesson.mode !== 'challenge',
      onVerdicts: (now, passed) => {
        verdicts = now;
        events.emit({ type: 'verdicts', verdicts: now });
        if (passed && watch !== undefined) onPassed(step);
      },
      onError,
    });
  };

  /** A new lab in which the step at `target` can begin. Calls queue up, so that two never build at once. */
  const build = (target: number): Promise<void> => {
    building = building
      .catch(() => undefined)
      .then(async () => {
        if (closed) return;
        isBuilding = true;
        await teardown();
        nonce = ports.nonce();
        const asked = { world: standing.lesson.world, nonce, docker: needsDocker(course, standing.lesson) };
        const fresh = await bootLab(ports.startLab, asked, isClosed);
        if (isClosed()) return fresh.close();
        lab = fresh;
        labIsDead = false;
        void fresh.ended.then((end) => {
          if (lab !== fresh || closed) return;
          labIsDead = true;
          stopWatching();
          // While it is being built, the build fails of it, and says so: a setup that ends every lab must not get new ones.
          if (!isBuilding) events.emit({ type: 'ended', end });
        });
        shells.get('controlplane');
        await kept.load();
        const lacking = await fresh.ready.then(
          () => undefined,
          (error: unknown) => (error instanceof Error ? error : new Error(String(error))),
        );
        if (lacking !== undefined && labIsDead) throw lacking;
        const { lesson } = standing;
        const begin = standing.isGraded ? 0 : target;
        // Without its Engine a lab is not what a replay needs: the lesson waits, with a shell to look what is wrong.
        if (lacking === undefined) {
          await replay(fresh, stepsBefore(course, lesson, begin), shells.get, (done, total) => {
            events.emit({ type: 'building', done, total });
          });
          const step = lesson.steps[begin];
          if (step !== undefined) await runSetup(fresh, step);
        }
        standing.restart(target);
        hintsShown.clear();
        answers.clear();
        kept.begin(fresh, size);
        isBuilding = false;
        beginStep();
        events.emit({ type: 'ready' });
        if (lacking !== undefined) onError(lacking);
        // The prompt first: to judge takes programs and modules, which nobody waits for before a key can be typed.
        const shell = shells.peek('controlplane');
        if (shell !== undefined) await whenAtPrompt(shell, promptMs);
        judging ??= await import('./step-watch.ts');
        if (lab === fresh && !labIsDead && watch === undefined) watchOpenStep();
      })
      .finally(() => {
        isBuilding = false;
      });
    return building;
  };

  const untyped = (): readonly Command[] => {
    const typed = new Set(shells.commands().map(({ line }) => line.trim()));
    return standing.step.commands.filter(({ text }) => !typed.has(text.trim()));
  };

  const isClosed = (): boolean => closed;

  const move = async (target: number): Promise<void> => {
    if (standing.isBeyond(target) || lab === undefined) {
      await build(target);
      return;
    }
    standing.moveTo(target);
    if (standing.isFresh && !standing.isGraded) await runSetup(lab, standing.step);
    openStep();
    events.emit({ type: 'moved', position: standing.position });
  };

  const isHintless = (): boolean => standing.lesson.checkpoint?.hints === 'off' || attempt?.isExam === true;

  return {
    get lesson() {
      return standing.lesson;
    },
    get position() {
      return standing.position;
    },
    get frontier() {
      return standing.frontier;
    },
    get step() {
      return standing.step;
    },
    get verdicts() {
      return verdicts;
    },
    get hintsShown() {
      return hintsShown.get(standing.position) ?? 0;
    },
    get hintsOff() {
      return isHintless();
    },
    get lab() {
      return lab;
    },
    on: events.on,
    start: () => build(standing.position),
    terminal: shells.get,
    type: (node, keys) => shells.peek(node)?.write(keys),
    goTo: move,
    next: async () => {
      const { lesson, position, step } = standing;
      if (standing.isGraded) return move(standing.nextGoal());
      if (position + 1 >= lesson.steps.length) return;
      if (position === standing.frontier) progress.skipped(lesson.id, step.id);
      await move(position + 1);
    },
    back: async () => {
      if (standing.position > 0) await move(standing.position - 1);
    },
    hint: () => {
      const { position, step } = standing;
      const level = (hintsShown.get(position) ?? 0) + 1;
      if (isHintless() || level > step.hints.length) return 0;
      hintsShown.set(position, level);
      kept.hint(step.id, level);
      return level;
    },
    answer: async (check, text) => {
      const { id } = standing.step;
      answers.set(id, { ...answersOf(id), [check]: text });
      kept.answer(id, check, text);
      return watch === undefined ? verdicts : watch.judge();
    },
    judge: async () => (watch === undefined ? verdicts : watch.judge()),
    resetStep: async () => {
      const { lesson, step } = standing;
      progress.forgotten(lesson.id, standing.isGraded ? lesson.steps.map(({ id }) => id) : [step.id]);
      await build(standing.position);
    },
    resetLesson: async () => {
      const { lesson } = standing;
      progress.forgotten(
        lesson.id,
        lesson.steps.map(({ id }) => id),
      );
      await build(0);
    },
    rebuild: () => build(standing.position),
    nextCommand: () => untyped()[0],
    untyped,
    resize: (columns, rows) => {
      size = { columns, rows };
      kept.resize(columns, rows);
      for (const terminal of shells.all()) terminal.resize(columns, rows);
    },
    replaceLesson: (changed) => {
      standing.replace(changed);
      stopWatching();
      watchOpenStep();
    },
    close: async () => {
      closed = true;
      await teardown();
      await building.catch(() => undefined);
      await teardown();
    },
  };
}

/** A step that the lab has left behind passed, or was done by replay: it is shown so, and not judged any more. */
function passedVerdicts({ checks }: Step): Verdicts {
  return new Map(checks.map(({ id }) => [id, { state: 'pass' }]));
}
