import type { CommandRecord } from '../check/types.ts';
import type { PlannedCommand } from '../grade/plan.ts';
import type { Terminal } from '../terminal/types.ts';
import type { LabClock } from './replay-clock.ts';

/** After `^C`, or the end of input, a program that is well has given the prompt back by then. */
const leaveMs = 1_000;
/** What ran until `^C` runs again so long at most: state does not come of waiting. */
const interruptMs = 2_000;
/** What went on while another command was typed may end by itself so long. */
const settleMs = 500;
/** What went on while the next command was typed has begun its work after this; nobody stops anything sooner. */
const goingMs = 300;
/** What waits for keys has shown by then what it has to show. */
const keysMs = 500;

const interruptKey = '\x03';
const endOfInput = '\x04';
const quitKey = 'q';
/** `^V`: the next character is taken as it is (bash(1), quoted-insert; termios(3), VLNEXT). */
const literally = '\x16';

/** How one command came out in the replay; absent where it was not typed. */
export interface Typed {
  readonly record: CommandRecord | undefined;
  /** The terminal gives no prompt any more: nothing else can be typed there. */
  readonly hangs: boolean;
}

export interface TypeOptions {
  readonly terminal: Terminal;
  /** Shells that are open in the terminal now, the outermost left out. */
  readonly depth: () => number;
  readonly planned: PlannedCommand;
  /** The line in the replay's names. */
  readonly line: string;
  readonly clock: LabClock;
  /** What is left of all commands' time, by that clock. */
  readonly restMs: () => number;
  /** A command may take so long before it is interrupted. */
  readonly limitMs: number;
}

/** How often the clock is looked at while a prompt is waited for. */
const lookMs = 40;

/** Types one command as the learner did: in the shell it was typed in, and waits as its plan says. */
export async function typeCommand(options: TypeOptions): Promise<Typed> {
  const { terminal, planned, line } = options;
  if (!(await comeToPrompt(options, settleMs)) || !(await leaveShells(options))) {
    return { record: undefined, hangs: true };
  }
  let record: CommandRecord | undefined;
  let hasEnded = false;
  const subscription = terminal.on((event) => {
    if (event.type === 'command-start') record ??= event.record;
    if (event.type === 'exit') hasEnded = true;
  });
  const prompt = nextPrompt(options, waitOf(options));
  terminal.write(`${asKeys(line)}\r`);
  // What ends its shell, as `exit` does, is followed by a new one, as in a session.
  const isBack =
    (await prompt) ||
    hasEnded ||
    planned.until === 'going' ||
    (await comeToPrompt(options, 0, ...(planned.until === 'keys' ? [quitKey] : [])));
  subscription.close();
  const index = record?.index;
  return { record: terminal.records.find((each) => each.index === index), hangs: !isBack };
}

function waitOf({ planned, limitMs }: TypeOptions): number {
  if (planned.until === 'interrupt') return Math.min(Math.max(planned.ranMs, goingMs), interruptMs);
  if (planned.until === 'keys') return keysMs;
  return planned.until === 'going' ? goingMs : limitMs;
}

/**
 * Ends what runs in front, as a person would: by the keys that are named, then by `^C`, then by the end of input, then by `^C`
 * for what answered that by a question.
 */
async function comeToPrompt(options: TypeOptions, patienceMs: number, ...first: readonly string[]): Promise<boolean> {
  const { terminal, restMs } = options;
  // A shell that has just been started has nothing to end.
  const isNew = terminal.records.length === 0;
  if (terminal.atPrompt || (await nextPrompt(options, isNew ? restMs() : patienceMs))) return true;
  for (const key of [...first, interruptKey, endOfInput, interruptKey]) {
    if (terminal.atPrompt) return true;
    const prompt = nextPrompt(options, leaveMs);
    terminal.write(key);
    if (await prompt) return true;
  }
  return terminal.atPrompt;
}

/** Shells that the learner had left by then without a word (`^D`) are left. */
async function leaveShells(options: TypeOptions): Promise<boolean> {
  const { terminal, depth, planned } = options;
  while (depth() > planned.depth) {
    const before = depth();
    const prompt = nextPrompt(options, leaveMs);
    terminal.write(endOfInput);
    await prompt;
    if (depth() >= before) return false;
  }
  return true;
}

/** Whether a prompt came within that time, by the labs' clock; false at once where the shell ends. */
function nextPrompt({ terminal, clock, restMs }: TypeOptions, withinMs: number): Promise<boolean> {
  const untilMs = clock.nowMs() + withinMs;
  return new Promise((resolve) => {
    const done = (came: boolean): void => {
      clearInterval(timer);
      subscription.close();
      resolve(came);
    };
    const timer = setInterval(() => {
      if (clock.nowMs() >= untilMs || restMs() <= 0) done(false);
    }, lookMs);
    const subscription = terminal.on(({ type }) => {
      if (type === 'prompt') done(true);
      if (type === 'exit') done(false);
    });
  });
}

/** What has to be typed for that line: control characters, which would act, are taken as they are. */
function asKeys(line: string): string {
  return line.replaceAll(/[\0-\u001f\u007f]/gu, (character) =>
    character === '\n' ? '\r' : `${literally}${character}`,
  );
}
