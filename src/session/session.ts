import type { CommandRecord } from '../check/types.ts';
import { LabError, type Lab, type LabOptions } from '../lab/types.ts';
import { needsDocker } from '../lesson/needs-docker.ts';
import type { Command, NodeName, Step } from '../lesson/types.ts';
import type { Terminal } from '../terminal/types.ts';
import { createEmitter } from './emitter.ts';
import type { Verdicts } from './judge-step.ts';
import type { ProgressPort, SessionPorts } from './ports.ts';
import { whenAtPrompt } from './play.ts';
import { keepState, type StateKeeper } from './keep-state.ts';
import { replay, runSetup, stepsBefore } from './rebuild.ts';
import { watchStep, type StepWatch } from './step-watch.ts';
import type { Session, SessionEvent, SessionOptions } from './types.ts';

/** A lab that dies takes its shells along, and is heard of a moment later: only then is it known which of them ended. */
const reopenMs = 100;

/** A shell that shows no prompt for so long does not hold up judging. */
const promptMs = 2000;

/** A lab may be refused for a moment on a machine that is busy (EAGAIN of clone(2)); it is asked for once more. */
const againMs = 300;

export function createSession(options: SessionOptions, ports: SessionPorts, progress: ProgressPort): Session {
  const { course } = options;
  const { words } = ports;
  let { lesson } = options;
  const events = createEmitter<SessionEvent>();
  const terminals = new Map<NodeName, Terminal>();
  /** For each node, the index of the first command that belongs to the open step. */
  const since = new Map<NodeName, number>();
  let size = { columns: options.columns, rows: options.rows };
  let position = options.position;
  let frontier = options.position;
  let verdicts: Verdicts = new Map();
  /** By step id, for as long as this lab lives. */
  const answers = new Map<string, Readonly<Record<string, string>>>();
  const answersOf = (step: string): Readonly<Record<string, string>> => answers.get(step) ?? {};
  const isGraded = lesson.checkpoint !== undefined;
  const attempt = isGraded ? ports.attempt?.(lesson) : undefined;
  /** Of a checkpoint: the goals that were reached in this lab. */
  const reached = new Set<string>();
  let keeper: StateKeeper | undefined;
  /** By step position, for as long as this lab lives. */
  const hintsShown = new Map<number, number>();
  /** The frontier that was opened already: reading earlier steps again, and coming back, begins nothing anew. */
  let opened = -1;
  let lab: Lab | undefined;
  let labIsDead = false;
  let isBuilding = false;
  /** Nodes whose shell has ended and is to be opened again. */
  const exited = new Set<NodeName>();
  let nonce = '';
  let watch: StepWatch | undefined;
  let building: Promise<void> = Promise.resolve();
  let closed = false;

  const stepAt = (index: number): Step => {
    const step = lesson.steps[index];
    if (step === undefined) throw new RangeError(`${lesson.id} has no step ${String(index)}`);
    return step;
  };

  const commands = (): CommandRecord[] =>
    [...terminals.values()]
      .flatMap(({ node, records }) => records.filter(({ index }) => index >= (since.get(node) ?? 0)))
      .sort((one, other) => one.startedMs - other.startedMs);

  const open = (node: NodeName): Terminal => {
    if (lab === undefined) throw new Error('no lab');
    const terminal = ports.openTerminal({ spawn: lab.shell(node), node, nonce, ...size });
    terminals.set(node, terminal);
    since.set(node, 0);
    terminal.on((event) => {
      if (event.type === 'data' && !isBuilding) attempt?.output(node, event.bytes);
      if (event.type === 'command-end') {
        watch?.judge().catch(onError);
        writeDown(event.record);
      }
      if (event.type === 'command-output') watch?.printed();
      if (event.type === 'exit' && !closed && terminals.get(node) === terminal) {
        terminals.delete(node);
        exited.add(node);
        const ended = lab;
        setTimeout(() => {
          if (lab === ended) reopen(node);
        }, reopenMs);
      }
    });
    return terminal;
  };

  /** What a replay typed is nobody's work, and neither is what was asked of the course itself. */
  const writeDown = (record: CommandRecord): void => {
    if (keeper === undefined || attempt === undefined || /^\s*course(\s|$)/.test(record.line)) return;
    attempt.command(record);
    keeper.touch();
  };

  /** What still runs, and what was reached, before the lab goes. */
  const leaveLab = async (): Promise<void> => {
    const leaving = keeper;
    if (leaving === undefined) return;
    await leaving.last();
    if (keeper !== leaving) return;
    // Its death ends them: from here on what is heard of them is none of the learner's doing.
    keeper = undefined;
    for (const { records } of terminals.values()) {
      for (const record of records) if (record.endedMs === undefined) attempt?.command(record);
    }
  };

  /** A shell that ended is opened again in the same lab: the learner typed `exit` once too often. */
  const reopen = (node: NodeName): void => {
    if (closed || lab === undefined || labIsDead || !exited.delete(node)) return;
    try {
      events.emit({ type: 'terminal', node, terminal: open(node) });
    } catch (error) {
      onError(error);
    }
  };

  const onError = (error: unknown): void => {
    if (!closed) events.emit({ type: 'error', error });
  };

  const stopWatching = (): void => {
    watch?.close();
    watch = undefined;
  };

  const teardown = async (): Promise<void> => {
    stopWatching();
    await leaveLab();
    const old = lab;
    const oldTerminals = [...terminals.values()];
    lab = undefined;
    terminals.clear();
    exited.clear();
    // The lab first: it takes its shells along in milliseconds, which else would wait for the machine's init to reap them.
    await old?.close();
    await Promise.all(oldTerminals.map((terminal) => terminal.close()));
  };

  const onPassed = (step: Step): void => {
    stopWatching();
    progress.passed(lesson.id, step.id, hintsShown.get(position) ?? 0);
    if (isGraded && !reached.has(step.id)) attempt?.passed(step.id);
    reached.add(step.id);
    frontier = !isGraded ? position + 1 : reached.size >= lesson.steps.length ? lesson.steps.length : position;
    events.emit({ type: 'passed', step, last: frontier >= lesson.steps.length });
  };

  /** Watches the step at the frontier; one that is only read again is not judged any more. */
  const openStep = (): void => {
    beginStep();
    watchOpenStep();
  };

  const beginStep = (): void => {
    stopWatching();
    if (isGraded && frontier < lesson.steps.length) frontier = position;
    verdicts = position < frontier && !isGraded ? passedVerdicts(stepAt(position)) : new Map();
    progress.at(lesson.id, stepAt(position).id);
    if (position === frontier && opened !== frontier) {
      opened = frontier;
      if (!isGraded) answers.clear();
      for (const { node, records } of terminals.values()) since.set(node, (records.at(-1)?.index ?? -1) + 1);
    }
  };

  const watchOpenStep = (): void => {
    if (lab === undefined || (position !== frontier && !isGraded)) return;
    const step = stepAt(position);
    watch = watchStep({
      lab,
      step,
      words,
      commands,
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
        const fresh = await bootLab({ world: lesson.world, nonce, docker: needsDocker(course, lesson) });
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
        open('controlplane');
        const lacking = await fresh.ready.then(
          () => undefined,
          (error: unknown) => (error instanceof Error ? error : new Error(String(error))),
        );
        if (lacking !== undefined && labIsDead) throw lacking;
        const begin = isGraded ? 0 : target;
        // Without its Engine a lab is not what a replay needs: the lesson waits, with a shell to look what is wrong.
        if (lacking === undefined) {
          await replay(fresh, stepsBefore(course, lesson, begin), terminalOf, (done, total) => {
            events.emit({ type: 'building', done, total });
          });
          const step = lesson.steps[begin];
          if (step !== undefined) await runSetup(fresh, step);
        }
        position = frontier = target;
        opened = -1;
        hintsShown.clear();
        answers.clear();
        reached.clear();
        isBuilding = false;
        if (attempt !== undefined) {
          attempt.resize(size.columns, size.rows);
          attempt.lab();
          keeper = keepState({ lab: fresh, lesson, answers: answersOf, words, port: attempt });
          keeper.touch();
        }
        beginStep();
        events.emit({ type: 'ready' });
        if (lacking !== undefined) onError(lacking);
        // The prompt first: to judge takes programs and modules, which nobody waits for before a key can be typed.
        const shell = terminals.get('controlplane');
        if (shell !== undefined) await whenAtPrompt(shell, promptMs);
        if (lab === fresh && !labIsDead && watch === undefined) watchOpenStep();
      })
      .finally(() => {
        isBuilding = false;
      });
    return building;
  };

  const untyped = (): readonly Command[] => {
    const typed = new Set(commands().map(({ line }) => line.trim()));
    return stepAt(position).commands.filter(({ text }) => !typed.has(text.trim()));
  };

  const isClosed = (): boolean => closed;

  const bootLab = async (asked: LabOptions): Promise<Lab> => {
    try {
      return await ports.startLab(asked);
    } catch (error) {
      if (!(error instanceof LabError) || closed) throw error;
      await new Promise((resolve) => setTimeout(resolve, againMs));
      return ports.startLab(asked);
    }
  };

  const terminalOf = (node: NodeName): Terminal => {
    // Whoever asks before the moment is over gets the shell that is to be opened; everybody hears of it.
    if (exited.has(node)) reopen(node);
    return terminals.get(node) ?? open(node);
  };

  const move = async (target: number): Promise<void> => {
    if ((target > frontier && !isGraded) || lab === undefined) {
      await build(target);
      return;
    }
    position = target;
    if (target === frontier && opened !== frontier && !isGraded) await runSetup(lab, stepAt(target));
    openStep();
    events.emit({ type: 'moved', position });
  };

  const isHintless = (): boolean => isGraded && (lesson.checkpoint?.hints === 'off' || attempt?.isExam === true);

  /** The next goal that was not reached yet; where all were, the next one. */
  const nextGoal = (): number => {
    const { steps } = lesson;
    const round = steps.map((_, index) => (position + 1 + index) % steps.length);
    return round.find((index) => !reached.has(steps[index]?.id ?? '')) ?? (position + 1) % steps.length;
  };

  return {
    get lesson() {
      return lesson;
    },
    get position() {
      return position;
    },
    get frontier() {
      return frontier;
    },
    get step() {
      return stepAt(position);
    },
    get verdicts() {
      return verdicts;
    },
    get hintsShown() {
      return hintsShown.get(position) ?? 0;
    },
    get hintsOff() {
      return isHintless();
    },
    get lab() {
      return lab;
    },
    on: events.on,
    start: () => build(position),
    terminal: terminalOf,
    type: (node, keys) => terminals.get(node)?.write(keys),
    goTo: move,
    next: async () => {
      if (isGraded) return move(nextGoal());
      if (position + 1 >= lesson.steps.length) return;
      if (position === frontier) progress.skipped(lesson.id, stepAt(position).id);
      await move(position + 1);
    },
    back: async () => {
      if (position > 0) await move(position - 1);
    },
    hint: () => {
      const level = (hintsShown.get(position) ?? 0) + 1;
      if (isHintless() || level > stepAt(position).hints.length) return 0;
      hintsShown.set(position, level);
      attempt?.hint(stepAt(position).id, level);
      return level;
    },
    answer: async (check, text) => {
      const { id } = stepAt(position);
      answers.set(id, { ...answersOf(id), [check]: text });
      attempt?.answer(id, check, text);
      keeper?.touch();
      return watch === undefined ? verdicts : watch.judge();
    },
    judge: async () => (watch === undefined ? verdicts : watch.judge()),
    resetStep: async () => {
      progress.forgotten(lesson.id, isGraded ? lesson.steps.map(({ id }) => id) : [stepAt(position).id]);
      await build(position);
    },
    resetLesson: async () => {
      progress.forgotten(
        lesson.id,
        lesson.steps.map(({ id }) => id),
      );
      await build(0);
    },
    rebuild: () => build(position),
    nextCommand: () => untyped()[0],
    untyped,
    resize: (columns, rows) => {
      size = { columns, rows };
      attempt?.resize(columns, rows);
      for (const terminal of terminals.values()) terminal.resize(columns, rows);
    },
    replaceLesson: (changed) => {
      const { steps } = lesson;
      const placeOf = (index: number): number => {
        const place = changed.steps.findIndex(({ id }) => id === steps[index]?.id);
        return place >= 0 ? place : Math.min(index, changed.steps.length - 1);
      };
      const isDone = frontier >= steps.length;
      position = placeOf(position);
      frontier = isDone ? changed.steps.length : Math.max(position, placeOf(frontier));
      lesson = changed;
      opened = frontier;
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
