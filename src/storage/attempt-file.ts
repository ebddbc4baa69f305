import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { appendFile, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Submission } from '../grade/submission.ts';
import { codeOf } from './files.ts';
import { withRealHome } from '../process/home.ts';
import { stateDirectory } from './state-directory.ts';
import { writeWhole } from './write-whole.ts';

/** What an attempt begins with: everything that a submission says of the whole, but for who hands it in. */
export type AttemptHead = Pick<
  Submission,
  'program' | 'course' | 'checkpoint' | 'code' | 'startedAt' | 'exam' | 'platform'
> & { readonly schema: 'netns-course/attempt/v1'; readonly student?: string };

/** An attempt that is being written. Calls queue up; nothing is awaited, and nothing throws. */
export interface AttemptFile {
  /** Where recordings go. */
  readonly directory: string;
  /** One event, as one line of JSON. */
  readonly append: (event: object) => void;
  /** The lab's last state, whole. */
  readonly state: (state: object) => void;
  /** Resolves when all is written, or could not be: then with the error's code. */
  readonly settled: () => Promise<string | undefined>;
}

/** How many attempts of a checkpoint are kept; the oldest go. */
const mostKept = 20;
const names = { record: 'record.jsonl', state: 'state.json' };

/**
 * Where the attempts of a course's checkpoint are kept: a directory each, `ATTEMPTS/START`, in the state directory (0700).
 * Undefined: there is no home for them.
 */
export async function attemptsDirectory(
  env: Readonly<Record<string, string | undefined>>,
  course: string,
): Promise<string | undefined> {
  const state = stateDirectory(withRealHome(env));
  const key = createHash('sha256').update(course).digest('hex').slice(0, 16);
  return state === undefined ? undefined : join(state, 'attempts', key);
}

/** Begins to write an attempt of a checkpoint: the head may come later than the first events. */
export function writeAttempt(
  attempts: string,
  checkpoint: string,
  startedAt: string,
  head: Promise<AttemptHead>,
): AttemptFile {
  const all = join(attempts, checkpoint);
  const directory = join(all, startedAt.replaceAll(/[^0-9TZ]/g, '-'));
  let problem: string | undefined;
  let work = Promise.resolve();
  const queue = (task: () => Promise<unknown>): void => {
    work = work.then(task).then(
      () => undefined,
      (error: unknown) => {
        problem ??= codeOf(error);
      },
    );
  };
  const line = (value: object): Promise<void> =>
    appendFile(join(directory, names.record), `${JSON.stringify(value)}\n`, { mode: 0o600 });
  // At once: a recording is opened in it with the first thing that a shell shows.
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
  } catch (error) {
    problem = codeOf(error);
  }
  queue(async () => line(await head));
  queue(async () => {
    const old = (await readdir(all)).toSorted().slice(0, -mostKept);
    await Promise.all(old.map((name) => rm(join(all, name), { recursive: true, force: true })));
  });
  return {
    directory,
    append: (event) => queue(() => line(event)),
    state: (state) =>
      queue(async () => {
        const written = await writeWhole(join(directory, names.state), JSON.stringify(state), true);
        if (typeof written === 'object') problem ??= written.code;
      }),
    settled: async () => {
      await work;
      return problem;
    },
  };
}

/** An attempt as it was found: texts of a file that ours alone writes, and that may be torn. */
export interface FoundAttempt {
  readonly directory: string;
  readonly checkpoint: string;
  readonly head: unknown;
  readonly events: readonly unknown[];
  /** Absent where the lab was never looked at. */
  readonly state?: unknown;
}

/** The attempts of one checkpoint, or of all, oldest first. */
export async function findAttempts(attempts: string, checkpoint: string | undefined): Promise<readonly FoundAttempt[]> {
  const checkpoints = checkpoint === undefined ? await list(attempts) : [checkpoint];
  const found: FoundAttempt[] = [];
  for (const id of checkpoints) {
    for (const name of await list(join(attempts, id))) {
      const directory = join(attempts, id, name);
      const [head, ...events] = linesOf(await readFile(join(directory, names.record), 'utf8').catch(() => ''));
      if (head === undefined) continue;
      const state = linesOf(await readFile(join(directory, names.state), 'utf8').catch(() => ''))[0];
      found.push({ directory, checkpoint: id, head, events, ...(state === undefined ? {} : { state }) });
    }
  }
  return found.toSorted((one, other) =>
    (one.directory.split('/').at(-1) ?? '') < (other.directory.split('/').at(-1) ?? '') ? -1 : 1,
  );
}

async function list(directory: string): Promise<readonly string[]> {
  const entries: readonly string[] = await readdir(directory).catch(() => []);
  return entries.toSorted();
}

/** Values, one a line, up to the first that is torn. */
function linesOf(text: string): unknown[] {
  const values: unknown[] = [];
  for (const line of text.split('\n')) {
    if (line === '') continue;
    try {
      values.push(JSON.parse(line));
    } catch {
      break;
    }
  }
  return values;
}
