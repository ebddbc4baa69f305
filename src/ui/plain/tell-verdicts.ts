import { titleOf } from '../../check/judge.ts';
import type { Verdict } from '../../check/types.ts';
import type { Session } from '../../session/types.ts';
import type { Words } from '../../words/index.ts';
import { firstOpen, verdictLines } from './pages.ts';

/** Between two looks whether a check that is given time has come true. */
const againMs = 200;

export interface VerdictTellerOptions {
  readonly session: Pick<Session, 'position' | 'frontier' | 'step' | 'verdicts' | 'judge' | 'nextCommand'>;
  readonly words: Words;
  readonly say: (lines: readonly string[]) => void;
  /** Somebody is there to wait for what the kernel needs a moment for. */
  readonly isTerminal: boolean;
}

/** Says of the open step's checks what has come true, and, once all has been typed, what is missing. */
export interface VerdictTeller {
  /** Another step is open. */
  readonly begin: () => void;
  /** The checks that pass and did not before. */
  readonly sayNews: () => void;
  /** A command has ended: judges, and says why the step is not done where nothing is left to be typed. */
  readonly afterCommand: () => Promise<void>;
}

export function createVerdictTeller({ session, words, say, isTerminal }: VerdictTellerOptions): VerdictTeller {
  let seen = new Map<string, Verdict['state']>();
  /** What was said last of why the step is not done. */
  let explained = '';

  const judgeCommand = async (beganMs: number): Promise<void> => {
    if (session.position !== session.frontier) return;
    const { step } = session;
    const verdicts = await session.judge();
    if (session.position !== session.frontier || session.step !== step) return;
    // Everything has been typed and still something is missing: say what, once.
    const open = firstOpen(step.checks, verdicts);
    if (open === undefined || step.commands.length === 0 || session.nextCommand() !== undefined) return;
    // What the kernel needs a moment for (`within`), a pipe's next line waits for: nobody is there to wait.
    if (!isTerminal && performance.now() - beganMs < open.withinMs) {
      await new Promise((resolve) => setTimeout(resolve, againMs));
      return judgeCommand(beganMs);
    }
    const lines = verdictLines(open, verdicts.get(open.id), words);
    if (lines.join('\n') !== explained) say(lines);
    explained = lines.join('\n');
  };

  return {
    begin: () => {
      seen = new Map();
      explained = '';
    },
    sayNews: () => {
      const { step, verdicts } = session;
      const news = step.checks.filter(({ id }) => verdicts.get(id)?.state === 'pass' && seen.get(id) !== 'pass');
      seen = new Map([...verdicts].map(([id, { state }]) => [id, state]));
      const shown = news.filter(({ hidden }) => !hidden);
      say(shown.map((check) => words.course.checkPassed({ title: titleOf(check, words) })));
    },
    afterCommand: () => judgeCommand(performance.now()),
  };
}
