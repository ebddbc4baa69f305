import { indexOf, lessonAfter } from '../../lesson/place.ts';
import type { NodeName } from '../../lesson/types.ts';
import type { Session } from '../../session/types.ts';
import type { Follower } from './follow.ts';
import type { NetworkReplies } from './network.ts';
import { hintCost, hintPage, questionOf, solutionPage, stepsPage, verdictLines, verdictPage } from './pages.ts';
import type { Request } from './requests.ts';
import type { PlainEnd, PlainOptions } from './run.ts';

/** What answering a request may use of the running lesson. */
export interface ReplyContext {
  readonly options: PlainOptions;
  readonly session: Session;
  readonly say: (lines: readonly string[]) => void;
  readonly showStep: () => void;
  readonly finish: (end: PlainEnd) => void;
  /** The lesson's last step has passed, and the learner has not gone back. */
  readonly isDone: () => boolean;
  readonly switchTo: (node: NodeName) => void;
  readonly network: NetworkReplies;
  readonly follow: Follower['follow'];
}

export function whatNext(options: PlainOptions): string[] {
  const { course, checkpoint } = options.ports.words;
  if (options.lesson.checkpoint !== undefined) return [checkpoint.allReached];
  const next = lessonAfter(options.course, options.lesson);
  return [next === undefined ? course.courseDone : course.nextLesson(next)];
}

/** Answers what the learner asked for with `course WORD …`. */
export async function reply(request: Request, context: ReplyContext): Promise<void> {
  const { options, session, say, showStep, finish } = context;
  const { style, progress } = options;
  const { lesson } = session;
  const { words } = options.ports;
  switch (request.type) {
    case 'next':
      return next(context);
    case 'back':
      if (session.position === 0) {
        say([words.course.alreadyFirst]);
        return;
      }
      await session.back();
      return showStep();
    case 'goto':
      return goTo(request.target, context);
    case 'show':
      return showStep();
    case 'hint': {
      if (session.hintsOff) return say([words.checkpoint.hintsOff]);
      const level = session.hint();
      const cost = level === 0 ? undefined : hintCost(lesson, words);
      return say([...hintPage(session.step, level, style, words), ...(cost === undefined ? [] : [cost])]);
    }
    case 'solution':
      if (lesson.checkpoint !== undefined) return say([words.checkpoint.noSolution]);
      return say(solutionPage(session.step, words));
    case 'check':
      return say(verdictPage(session.step.checks, await session.judge(), words));
    case 'list':
      return say(stepsPage(lesson, session.position, ({ id }) => progress.stateOf(lesson.id, id), words));
    case 'answer':
      return answer(request.text, context);
    case 'node':
      if (session.lab?.nodes.includes(request.node) !== true) return say([words.course.noNode({ node: request.node })]);
      say([words.course.nowOn({ node: request.node })]);
      return context.switchTo(request.node);
    case 'language':
      return speak(request.name, context);
    case 'topology':
      return say(await context.network.topology(session.lab));
    case 'explain':
      return say(await context.network.explain(session.lab, request.words));
    case 'trace':
      return say(await context.network.trace(session.lab, request.words));
    case 'capture':
      return say(await context.follow(session.lab, request.words));
    case 'reset':
      if (request.what === 'ask') return say([words.course.resetAsk]);
      say([words.course.rebuilding]);
      await (request.what === 'step' ? session.resetStep() : session.resetLesson());
      return showStep();
    case 'quit':
      return finish({ quit: true });
    case 'help':
      return say(words.course.help.split('\n'));
    case 'unknown':
      return say([words.course.unknownRequest({ word: request.word }), ...words.course.help.split('\n')]);
  }
}

async function next({ options, session, say, showStep, finish, isDone }: ReplyContext): Promise<void> {
  const { words } = options.ports;
  if (options.lesson.checkpoint !== undefined && !isDone()) {
    await session.next();
    showStep();
    return;
  }
  if (isDone() || session.position + 1 >= options.lesson.steps.length) {
    const lesson = lessonAfter(options.course, options.lesson);
    if (lesson === undefined) say(whatNext(options));
    else finish({ next: lesson });
    return;
  }
  if (session.position === session.frontier) {
    say([words.course.skipped({ title: session.step.title }), words.course.rebuilding]);
  }
  await session.next();
  showStep();
}

async function speak(name: string | undefined, { options, session, say, showStep }: ReplyContext): Promise<void> {
  const said = await options.switchLanguage(name);
  const read = options.course.lessons[indexOf(options.course, session.lesson)];
  if (read !== undefined && read !== session.lesson) session.replaceLesson(read);
  say([said]);
  showStep();
  await session.judge();
}

async function goTo(target: string, { options, session, say, showStep }: ReplyContext): Promise<void> {
  const { lesson, ports } = options;
  const index = lesson.steps.findIndex(({ id }, at) => id === target || String(at + 1) === target);
  if (index === -1) {
    const known = ports.words.signs.list({ names: lesson.steps.map(({ id }) => id) });
    say([ports.words.commands.noSuchStep({ lesson: lesson.id, name: target, known })]);
    return;
  }
  await session.goTo(index);
  showStep();
}

async function answer(text: string, { options, session, say }: ReplyContext): Promise<void> {
  const { words } = options.ports;
  const open = session.step.checks.find(
    (check) => questionOf(check) !== undefined && session.verdicts.get(check.id)?.state !== 'pass',
  );
  if (open === undefined) return say([words.course.noQuestion]);
  const verdict = (await session.answer(open.id, text)).get(open.id);
  // The check's own tick says that it is right.
  if (verdict?.state === 'pass') return;
  say([words.course.answerWrong, ...verdictLines(open, verdict, words).slice(1)]);
}
