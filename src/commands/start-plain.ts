import { blocksToLines } from '../lesson/plain.ts';
import { createOuterFilter, type OuterFilter } from '../terminal/outer-filter.ts';
import type { HostEnd } from '../terminal/host-terminal.ts';
import { paragraphOf } from '../ui/plain/pages.ts';
import { runPlainLesson, type PlainEnd } from '../ui/plain/run.ts';
import { both } from './exam-clock.ts';
import { openLearner } from './learner.ts';
import { looksOf } from './looks.ts';
import { runnableFrom, type PlayEnd, type PlayOptions } from './play.ts';

/** Prose wider than this is hard to read. */
const widestProse = 100;

/** Plays the course as append-only text, on a terminal or through pipes. */
export async function playPlain({
  course,
  switchLanguage,
  first,
  ports,
  progress,
  notices,
  unavailable,
  io,
  ascii,
  clock,
}: PlayOptions): Promise<PlayEnd> {
  const { learner, ended, close } = openLearner(io);
  const style = {
    width: Math.min(learner.size().columns, widestProse),
    ...(learner.isTerminal ? looksOf(io) : { colour: false }),
    ascii,
    words: io.words,
  };
  const welcome = blocksToLines([io.words.course.welcome, io.words.course.plainHelp].map(paragraphOf), style);
  if (clock !== undefined)
    welcome.push('', io.words.checkpoint.examBegins({ minutes: Math.ceil(clock.leftMs() / 60_000) }));
  learner.write(`${[...welcome, ''].join('\r\n')}\r\n`);
  try {
    let place = first;
    for (;;) {
      const left: PlainEnd | HostEnd | 'time' = await runPlainLesson({
        course,
        switchLanguage,
        ...place,
        learner,
        style,
        ports,
        progress,
        onNotice: clock === undefined ? notices.on : both(notices.on, clock.on),
        filter: learner.isTerminal ? createOuterFilter : createTextFilter,
        ended: clock === undefined ? ended : Promise.race([ended, clock.over.then(() => 'time' as const)]),
      });
      if (left === 'time' || 'reason' in left) return left;
      if ('quit' in left) return 'left';
      const lesson = runnableFrom(course, left.next, unavailable);
      if (lesson === undefined) return 'left';
      place = { lesson, position: 0 };
    }
  } finally {
    close();
  }
}

/** For a pipe: what the filter lets through comes in whole sequences, and a file or a screen reader wants none of them. */
function createTextFilter(): OuterFilter {
  const filter = createOuterFilter();
  const sequences = /\x1b(?:\[[0-?]*[ -/]*[@-~]|[ -/]+[0-~]|[0-~])/g;
  return { push: (bytes) => filter.push(bytes).replaceAll(sequences, ''), leave: () => '' };
}
