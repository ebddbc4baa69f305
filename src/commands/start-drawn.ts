import type { Lesson } from '../lesson/types.ts';
import type { Progress } from '../progress/types.ts';
import type { Recorder } from '../recording/recorder.ts';
import { watchLesson } from '../storage/watch-lesson.ts';
import { openHostTerminal, type HostEnd } from '../terminal/host-terminal.ts';
import { runDrawnLesson } from '../ui/drawn/run.ts';
import type { PickerEnd } from '../ui/drawn/run-picker.ts';
import { openStage, stageModes } from '../ui/drawn/stage.ts';
import type { DrawnEnd } from '../ui/drawn/types.ts';
import type { Words } from '../words/index.ts';
import { both, clockText } from './exam-clock.ts';
import type { CommandIo } from './io.ts';
import { looksOf } from './looks.ts';
import { runnableFrom, type Place, type PlayEnd, type PlayOptions } from './play.ts';
import type { Unavailable } from './unavailable.ts';

export interface DrawnPlayOptions extends Omit<PlayOptions, 'first' | 'unavailable'> {
  /** Absent: the learner chooses. */
  readonly first: Place | undefined;
  /** Tries what the lessons need: some hundred milliseconds of other programs, which the first lesson does not wait for. */
  readonly tryLessons: () => Promise<Unavailable>;
  readonly known: () => Progress;
  readonly courseKey: string;
  readonly recorder: Recorder | undefined;
  /** What is to be said in the first lesson, or before. */
  readonly notice: string | undefined;
}

/** The first seconds belong to the lab's shell. */
const tryAfterMs = 1500;

/** Found out while it is played already: the machine lacks something for it. */
interface Unfit {
  readonly unfit: string;
}

/** Plays the course on a drawn screen: lesson and live shell side by side. */
export async function playDrawn(options: DrawnPlayOptions): Promise<PlayEnd> {
  const { course, io, ascii, recorder, clock } = options;
  const { words } = io;
  let finish: (end: HostEnd) => void = () => undefined;
  const ended = new Promise<HostEnd>((resolve) => {
    finish = resolve;
  });
  let trying: Promise<Unavailable> | undefined;
  const unavailable = (): Promise<Unavailable> => (trying ??= options.tryLessons());
  const host = openHostTerminal({ ...stdio(io), ...stageModes, end: (end) => finish(end) });
  const style = { ...looksOf(io), ascii, words };
  host.take();
  const stage = openStage(host);

  const pick = async (at: Lesson | undefined): Promise<PickerEnd | HostEnd> => {
    const { runPicker } = await import('../ui/drawn/run-picker.ts');
    return runPicker({
      course,
      switchLanguage: options.switchLanguage,
      key: options.courseKey,
      progress: options.known,
      stage,
      style,
      words,
      lacking: unavailable(),
      at,
      ended,
    });
  };
  const play = (
    { lesson, position }: Place,
    notice: string | undefined,
  ): Promise<DrawnEnd | HostEnd | Unfit | 'time'> => {
    let resolveUnfit: (unfit: Unfit) => void = () => undefined;
    const unfit = new Promise<Unfit>((resolve) => (resolveUnfit = resolve));
    const look = async (): Promise<void> => {
      const reason = (await unavailable()).get(lesson.id);
      if (reason !== undefined) resolveUnfit({ unfit: reason });
    };
    return runDrawnLesson({
      course,
      switchLanguage: options.switchLanguage,
      lesson,
      position,
      stage,
      style,
      ports: options.ports,
      progress: options.progress,
      onNotice: clock === undefined ? options.notices.on : both(options.notices.on, clock.on),
      ...(clock === undefined ? {} : { clock: () => clockText(clock.leftMs()) }),
      recorder,
      notice,
      follow: followFile(words),
      onReady: () => void setTimeout(() => void look(), tryAfterMs).unref(),
      ended: Promise.race([ended, unfit, ...(clock === undefined ? [] : [clock.over.then(() => 'time' as const)])]),
    });
  };

  try {
    let place = options.first;
    let { notice } = options;
    let last: Lesson | undefined;
    for (;;) {
      const left: DrawnEnd | PickerEnd | HostEnd | Unfit | 'time' =
        place === undefined ? await pick(last) : await play(place, notice);
      if (place !== undefined) notice = undefined;
      last = place?.lesson;
      if (left === 'time' || 'reason' in left) return left;
      if ('quit' in left) return left.interrupted ? { reason: 'signal', signal: 'SIGINT' } : 'left';
      if ('pick' in left) place = undefined;
      else if ('unfit' in left) {
        if (last !== undefined) notice = words.drawn.leftOut({ title: last.title, reason: left.unfit });
        place = await nextAfter(last);
      } else {
        place = left;
        const found = trying === undefined ? undefined : await Promise.race([trying, Promise.resolve(undefined)]);
        const reason = found?.get(left.lesson.id);
        if (reason !== undefined) {
          notice = words.drawn.leftOut({ title: left.lesson.title, reason });
          place = await nextAfter(left.lesson);
        }
      }
    }
  } finally {
    stage.close();
    host.giveBack();
    host.close();
  }

  /** The first lesson after it that this machine can run, from its beginning. */
  async function nextAfter(lesson: Lesson | undefined): Promise<Place | undefined> {
    const after = lesson === undefined ? undefined : runnableFrom(course, lesson, await unavailable());
    return after === undefined ? undefined : { lesson: after, position: 0 };
  }
}

/** Follows a lesson's file; of its mistakes the first is said, with its place. */
function followFile(words: Words) {
  return (lesson: Lesson, onRead: (read: Lesson | string) => void): { readonly close: () => void } =>
    watchLesson(lesson, words, ({ lesson: read, messages }) => {
      if (read !== undefined) return onRead(read);
      const [first, ...more] = messages;
      if (first === undefined) return;
      const place = first.line === undefined ? '' : `${String(first.line)}:${String(first.column ?? 1)}`;
      onRead(words.drawn.lessonWrong({ place, reason: first.reason, more: more.length }));
    });
}

function stdio({ stdin, stdout }: CommandIo): Pick<CommandIo, 'stdin' | 'stdout'> {
  return { stdin, stdout };
}
