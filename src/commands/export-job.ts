import { randomBytes } from 'node:crypto';
import type { Course, Lesson } from '../lesson/types.ts';
import { lackingFor } from '../machine/requirements.ts';
import type { SessionPorts } from '../session/ports.ts';
import { openTerminal } from '../terminal/open-terminal.ts';
import { createPool } from '../verify/pool.ts';
import { courseLabs } from './course-lab.ts';
import { failedText } from './failed.ts';
import type { CommandIo } from './io.ts';

/** What is exported, where to, and how. */
export interface ExportJob {
  readonly course: Course;
  readonly lessons: readonly Lesson[];
  /** Play the lessons in labs. */
  readonly play: boolean;
  /** Report as JSON. */
  readonly json: boolean;
  readonly directory: string;
  /** The directory as it was typed. */
  readonly shown: string;
}

/** Labs at once: lessons wait for their own pings more than they compute. */
const jobs = 4;

/** Does something with every lesson, some side by side, each with labs to play it in; counts them on a terminal. */
export async function playAll<T, R>(
  items: readonly T[],
  play: (item: T, ports: SessionPorts) => Promise<R>,
  io: CommandIo,
): Promise<readonly R[]> {
  const pool = createPool(jobs);
  const ports: SessionPorts = {
    startLab: courseLabs(io.env),
    openTerminal,
    words: io.words,
    nonce: () => randomBytes(16).toString('hex'),
  };
  const shows = io.errIsTerminal ?? io.isTerminal;
  let done = 0;
  const say = (): void => {
    if (shows) io.err(`\r${io.words.share.playing({ done, total: items.length }).slice(0, 79)}\x1b[K`);
  };
  say();
  const results = await Promise.all(
    items.map((item, index) =>
      pool.run(-index, async () => {
        const result = await play(item, ports);
        done += 1;
        say();
        return result;
      }),
    ),
  );
  if (shows) io.err('\r\x1b[K');
  return results;
}

/** Plays a lesson of which this machine has all that it requires. Why it could not be played to its end, or undefined. */
export async function problemOf(
  { requires }: Lesson,
  { words }: SessionPorts,
  play: () => Promise<void>,
): Promise<string | undefined> {
  const [lacking] = await lackingFor([requires]);
  const names = [...(lacking?.tools ?? []), ...(lacking?.features ?? []).map((name) => `kernel:${name}`)];
  if (names.length > 0) return words.share.missing({ names: names.join(', ') });
  try {
    await play();
    return undefined;
  } catch (error) {
    return (await failedText(error, words)) ?? (error instanceof Error ? error.message : String(error));
  }
}
