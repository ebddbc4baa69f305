import type { PlainStyle } from '../../lesson/plain.ts';
import type { Course, Lesson, NodeName, Step } from '../../lesson/types.ts';
import type { ProgressPort, SessionPorts } from '../../session/ports.ts';
import { nextPrompt, whenAtPrompt } from '../../session/play.ts';
import { createSession } from '../../session/session.ts';
import type { SessionEvent } from '../../session/types.ts';
import type { Terminal } from '../../terminal/types.ts';
import { errorText } from '../engine-text.ts';
import { isFatal } from '../fatal.ts';
import { feedLines } from './feed.ts';
import { createFollower } from './follow.ts';
import { createGate } from './gate.ts';
import { labEndedText } from './lab-end.ts';
import type { Learner } from './learner.ts';
import { networkReplies } from './network.ts';
import { debriefPage, lessonHead, stepPage } from './pages.ts';
import { reply, whatNext } from './reply.ts';
import { parseRequest } from './requests.ts';
import { createVerdictTeller } from './tell-verdicts.ts';

export interface PlainOptions {
  readonly course: Course;
  /** Speaks another language, the named one or the next; resolves to what is to be said of it. */
  readonly switchLanguage: (name?: string) => Promise<string>;
  readonly lesson: Lesson;
  readonly position: number;
  readonly learner: Learner;
  readonly style: PlainStyle;
  readonly ports: SessionPorts;
  readonly progress: ProgressPort & {
    readonly stateOf: (lesson: string, step: string) => 'passed' | 'skipped' | 'open';
  };
  /** Told while the course runs: what could not be saved. */
  readonly onNotice: (listener: (text: string) => void) => { readonly close: () => void };
  /** What of a lab's bytes may reach the learner's own terminal; one for each of the lab's terminals. */
  readonly filter: () => { readonly push: (bytes: Uint8Array) => string; readonly leave: () => string };
}

/** A new shell shows its first prompt within milliseconds; a machine under load gets this long. */
const promptTimeoutMs = 10_000;

/** How a lesson was left. */
export type PlainEnd = { readonly next: Lesson } | { readonly quit: true };

/**
 * Plays one lesson as append-only text, with the learner's keys going straight to the lab's shell.
 *
 * @param options.ended resolves when the program must go (a signal, the terminal closed); the lesson ends with that.
 */
export async function runPlainLesson<End>(
  options: PlainOptions & { readonly ended: Promise<End> },
): Promise<PlainEnd | End> {
  const { lesson, learner, style, ports, progress } = options;
  const { words } = ports;
  const gate = createGate({ write: learner.write, addressable: learner.isTerminal });
  const session = createSession({ ...options, ...learner.size() }, ports, progress);
  const network = networkReplies(words, style.ascii);
  const follower = createFollower(words, (lines) => gate.say(lines));
  const { isTerminal } = learner;
  const teller = createVerdictTeller({ session, words, say: gate.say, isTerminal });
  const end = promiseWithResolver<PlainEnd>();
  // It may be settled before anybody waits for it.
  end.promise.catch(() => undefined);
  /** Requests are answered one after another; `work` is the last of them. */
  let work: Promise<void> = Promise.resolve();
  let node: NodeName = 'controlplane';
  let leaveTerminal = (): string => '';
  const attached = new Set<Terminal>();
  let over = false;
  const open: { readonly close: () => void }[] = [follower];

  const isDone = (): boolean => session.frontier >= lesson.steps.length && session.position >= lesson.steps.length - 1;

  const sayError = (error: unknown): void => {
    // Without a lab to go on in there is no shell to ask for anything: the lesson ends with that.
    if (isFatal(error)) return end.reject(error);
    gate.say(errorText(error, words).split('\n'));
  };

  const queue = (task: () => void | Promise<void>): void => {
    work = work.then(task).catch(sayError).finally(gate.release);
  };

  const showStep = (): void => {
    teller.begin();
    gate.say(stepPage(session.lesson, session.position, style, words));
    if (session.position < session.frontier && !isDone()) gate.say([words.course.again]);
  };

  const attach = (terminal: Terminal): void => {
    const filter = options.filter();
    attached.add(terminal);
    leaveTerminal = filter.leave;
    terminal.on((event) => {
      // The lesson has been left: the shell's last prompt is nobody's.
      if (over) return;
      if (event.type === 'command-end') {
        if (isRequest(event.record.line)) return;
        gate.hold();
        queue(afterCommand);
      } else if (event.type === 'request') {
        gate.hold();
        queue(() =>
          reply(parseRequest(event.words), {
            options,
            session,
            say: gate.say,
            showStep,
            finish: end.resolve,
            isDone,
            switchTo,
            network,
            follow: follower.follow,
          }),
        );
      } else if (event.type === 'data' && terminal.node === node) gate.pass(filter.push(event.bytes));
    });
  };

  /** What a replay typed into this very shell has passed unseen; an empty line makes the prompt show once more. */
  const show = async (terminal: Terminal): Promise<void> => {
    await whenAtPrompt(terminal, promptTimeoutMs);
    attach(terminal);
    const shown = nextPrompt(terminal, promptTimeoutMs);
    terminal.write('\r');
    await shown;
  };

  const switchTo = (to: NodeName): void => {
    if (to === node) return;
    node = to;
    const terminal = session.terminal(to);
    if (attached.has(terminal)) terminal.write('\r');
    else queue(() => show(terminal));
  };

  const sayNews = async (): Promise<void> => gate.say(await network.news(session.lab));

  const afterCommand = async (): Promise<void> => {
    await Promise.all([sayNews(), teller.afterCommand()]);
  };

  const onPassed = (step: Step, last: boolean): void => {
    gate.say(['', ...debriefPage(step, style, words), '']);
    if (last) gate.say([words.course.lessonDone({ title: session.lesson.title }), ...whatNext(options)]);
    else queue(() => session.next().then(showStep));
  };

  const onEvent = (event: SessionEvent): void => {
    switch (event.type) {
      case 'building':
        if (event.total > 0 && (event.done === 0 || event.done === event.total))
          gate.say([words.course.replaying(event)]);
        return;
      case 'ready':
        node = 'controlplane';
        return queue(async () => {
          // Before the prompt is there: what is typed at it is news already.
          await sayNews();
          await show(session.terminal(node));
        });
      case 'verdicts':
        return teller.sayNews();
      case 'passed':
        return onPassed(event.step, event.last);
      case 'terminal':
        gate.say([words.course.shellEnded]);
        return attach(event.terminal);
      case 'ended':
        gate.say([labEndedText(lesson, event.end, words)]);
        return queue(() => session.rebuild().then(showStep));
      case 'error':
        return sayError(event.error);
      case 'moved':
        return;
    }
  };

  /** Until nothing more is being answered, also what an answer itself has set going. */
  const settled = async (): Promise<void> => {
    let last: Promise<void>;
    do {
      last = work;
      await last;
    } while (last !== work);
  };

  session.on(onEvent);
  open.push(options.onNotice((text) => gate.say([text])));
  try {
    if (options.position === 0) gate.say(lessonHead(lesson, style, words));
    await Promise.race([session.start(), options.ended]);
    showStep();
    open.push(
      learner.onKeys((text) => {
        session.type(node, text);
      }),
      learner.onResize(session.resize),
    );
    if (!isTerminal) {
      const { lines } = learner;
      feedLines({ lines, terminal: () => session.terminal(node), settled, isOver: () => over }).then((atEnd) => {
        if (atEnd) end.resolve({ quit: true });
      }, end.reject);
    }
    return await Promise.race([end.promise, options.ended]);
  } finally {
    over = true;
    for (const subscription of open) subscription.close();
    // What comes next is not the shell's: it begins on a line of its own.
    learner.write(`${leaveTerminal()}\r\n`);
    await session.close();
  }
}

/** `course WORD` is no command of the lesson: it was answered when it was asked. */
function isRequest(line: string): boolean {
  return /^\s*course(\s|$)/.test(line);
}

function promiseWithResolver<T>(): {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
  readonly reject: (error: unknown) => void;
} {
  let resolve: (value: T) => void = () => undefined;
  let reject: (error: unknown) => void = () => undefined;
  const promise = new Promise<T>((onValue, onError) => {
    resolve = onValue;
    reject = onError;
  });
  return { promise, resolve, reject };
}
