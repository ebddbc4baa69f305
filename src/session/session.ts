import type { Lab } from '../lab/types.ts';
import type { Command, NodeName, Step } from '../lesson/types.ts';
import type { TerminalEvent } from '../terminal/types.ts';
import { createEmitter } from './emitter.ts';
import { createAttemptKeeper } from './keep-attempt.ts';
import { createNodeShells } from './node-shells.ts';
import { createOpenStep } from './open-step.ts';
import { whenAtPrompt } from './play.ts';
import type { ProgressPort, SessionPorts } from './ports.ts';
import { runSetup } from './rebuild.ts';
import { createSessionLab } from './session-lab.ts';
import { createStanding } from './standing.ts';
import type { Session, SessionEvent, SessionOptions } from './types.ts';

/** A shell that shows no prompt for so long does not hold up judging. */
const promptMs = 2000;

export function createSession(options: SessionOptions, ports: SessionPorts, progress: ProgressPort): Session {
  const { course } = options;
  const { words } = ports;
  const standing = createStanding(options.lesson, options.position);
  const events = createEmitter<SessionEvent>();
  let size = { columns: options.columns, rows: options.rows };
  /** By step id, for as long as this lab lives. */
  const answers = new Map<string, Readonly<Record<string, string>>>();
  const answersOf = (id: string): Readonly<Record<string, string>> => answers.get(id) ?? {};
  const attempt = standing.isGraded ? ports.attempt?.(standing.lesson) : undefined;
  const kept = createAttemptKeeper({ attempt, lesson: () => standing.lesson, answers: answersOf, words });
  /** By step position, for as long as this lab lives. */
  const hintsShown = new Map<number, number>();

  const onError = (error: unknown): void => {
    if (!labs.isClosed) events.emit({ type: 'error', error });
  };

  const onShell = (node: NodeName, event: TerminalEvent): void => {
    if (event.type === 'data' && !labs.isBuilding) kept.output(node, event.bytes);
    if (event.type === 'command-end') {
      step.judge().catch(onError);
      kept.command(event.record);
    }
    if (event.type === 'command-output') step.printed();
  };

  const shells = createNodeShells({
    open: (node) => {
      const { lab, nonce } = labs;
      if (lab === undefined) throw new Error('no lab');
      return ports.openTerminal({ spawn: lab.shell(node), node, nonce, ...size });
    },
    onEvent: onShell,
    onReopened: (node, terminal) => events.emit({ type: 'terminal', node, terminal }),
    onError,
    livingLab: () => labs.living,
  });

  const step = createOpenStep({
    standing,
    words,
    commands: shells.commands,
    answers: answersOf,
    onVerdicts: (verdicts) => events.emit({ type: 'verdicts', verdicts }),
    onPassed: (passed) => onPassed(passed),
    onError,
  });

  const onPassed = (passed: Step): void => {
    progress.passed(standing.lesson.id, passed.id, hintsShown.get(standing.position) ?? 0);
    if (standing.pass()) kept.passed(passed.id);
    events.emit({ type: 'passed', step: passed, last: standing.isDone });
  };

  /** Shows the step at `position`: at the frontier it begins, unless it did before. */
  const beginStep = (): void => {
    const isBegun = standing.begin();
    step.begin();
    progress.at(standing.lesson.id, standing.step.id);
    if (!isBegun) return;
    if (!standing.isGraded) answers.clear();
    shells.beginStep();
  };

  const onBuilt = async (lab: Lab, target: number, lacking: Error | undefined): Promise<void> => {
    standing.restart(target);
    hintsShown.clear();
    answers.clear();
    kept.begin(lab, size);
    beginStep();
    events.emit({ type: 'ready' });
    if (lacking !== undefined) onError(lacking);
    // The prompt first: to judge takes programs and modules, which nobody waits for before a key can be typed.
    const shell = shells.peek('controlplane');
    if (shell !== undefined) await whenAtPrompt(shell, promptMs);
    await step.load();
    if (labs.living === lab) step.watch(lab);
  };

  const labs = createSessionLab({
    course,
    ports,
    standing,
    shells,
    onLeave: () => {
      step.stop();
      return kept.leave(shells.all);
    },
    onBooted: kept.load,
    onReplay: (done, total) => events.emit({ type: 'building', done, total }),
    onBuilt,
    onEnded: (end) => {
      step.stop();
      events.emit({ type: 'ended', end });
    },
  });

  const untyped = (): readonly Command[] => {
    const typed = new Set(shells.commands().map(({ line }) => line.trim()));
    return standing.step.commands.filter(({ text }) => !typed.has(text.trim()));
  };

  const move = async (target: number): Promise<void> => {
    const { lab } = labs;
    if (standing.isBeyond(target) || lab === undefined) {
      await labs.build(target);
      return;
    }
    standing.moveTo(target);
    if (standing.isFresh && !standing.isGraded) await runSetup(lab, standing.step);
    beginStep();
    step.watch(lab);
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
      return step.verdicts;
    },
    get hintsShown() {
      return hintsShown.get(standing.position) ?? 0;
    },
    get hintsOff() {
      return isHintless();
    },
    get lab() {
      return labs.lab;
    },
    on: events.on,
    start: () => labs.build(standing.position),
    terminal: shells.get,
    type: (node, keys) => shells.peek(node)?.write(keys),
    goTo: move,
    next: async () => {
      const { lesson, position } = standing;
      if (standing.isGraded) return move(standing.nextGoal());
      if (position + 1 >= lesson.steps.length) return;
      if (position === standing.frontier) progress.skipped(lesson.id, standing.step.id);
      await move(position + 1);
    },
    back: async () => {
      if (standing.position > 0) await move(standing.position - 1);
    },
    hint: () => {
      const { position } = standing;
      const { id, hints } = standing.step;
      const level = (hintsShown.get(position) ?? 0) + 1;
      if (isHintless() || level > hints.length) return 0;
      hintsShown.set(position, level);
      kept.hint(id, level);
      return level;
    },
    answer: async (check, text) => {
      const { id } = standing.step;
      answers.set(id, { ...answersOf(id), [check]: text });
      kept.answer(id, check, text);
      return step.judge();
    },
    judge: step.judge,
    resetStep: async () => {
      const { lesson } = standing;
      progress.forgotten(lesson.id, standing.isGraded ? lesson.steps.map(({ id }) => id) : [standing.step.id]);
      await labs.build(standing.position);
    },
    resetLesson: async () => {
      const { lesson } = standing;
      progress.forgotten(
        lesson.id,
        lesson.steps.map(({ id }) => id),
      );
      await labs.build(0);
    },
    rebuild: () => labs.build(standing.position),
    nextCommand: () => untyped()[0],
    untyped,
    resize: (columns, rows) => {
      size = { columns, rows };
      kept.resize(columns, rows);
      for (const terminal of shells.all()) terminal.resize(columns, rows);
    },
    replaceLesson: (changed) => {
      standing.replace(changed);
      step.stop();
      step.watch(labs.lab);
    },
    close: labs.close,
  };
}
