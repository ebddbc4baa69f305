import { createHash } from 'node:crypto';
import { arch, release } from 'node:os';
import { join } from 'node:path';
import type { CommandRecord } from '../check/types.ts';
import { chainNext, chainStart, type NewEvent } from '../grade/chain.ts';
import type { Lesson, NodeName } from '../lesson/types.ts';
import { readOsRelease } from '../machine/os-release.ts';
import { openRecorder, type Recorder } from '../recording/recorder.ts';
import { createRedactor } from '../recording/redact.ts';
import { secretValues, withoutSecrets } from '../recording/secrets.ts';
import type { AttemptPort, AttemptState } from '../session/attempt.ts';
import { writeAttempt } from '../storage/attempt-file.ts';
import { lessonVersion } from '../storage/lesson-version.ts';
import type { CommandIo } from './io.ts';
import { packageVersion } from './package-root.ts';
import { privateNames } from './recording.ts';

/** Characters of one command's output that are kept, and of all together; beyond that, of each the beginning. */
const kept = { command: 16_384, all: 400_000, beyond: 256 };
/** A terminal's recording ends there. */
const castBytes = 4 * 1024 * 1024;

export interface AttemptOptions {
  /** Of the course: see `attemptsDirectory`. */
  readonly attempts: string;
  readonly courseTitle: string;
  readonly code?: string | undefined;
  readonly student?: string | undefined;
  /** Played by `--exam`, with so many minutes in all. */
  readonly exam?: { readonly minutes: number } | undefined;
}

/** An attempt that is being written. */
export interface OpenAttempt {
  readonly port: AttemptPort;
  /** The exam's time is over. */
  readonly timeIsOver: () => void;
  /** Ends the recordings. Resolves when all is written, with the error's code where it could not be. */
  readonly close: () => Promise<string | undefined>;
}

/** SHA-256 as the submission's chain wants it. */
export const hash = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Begins an attempt at a checkpoint: what happens is cleaned of names and secrets, chained, and written down at once. */
export function openAttempt(lesson: Lesson, options: AttemptOptions, io: CommandIo): OpenAttempt {
  const { code, student, exam } = options;
  const startedAt = new Date().toISOString();
  const beganMs = performance.now();
  const clean = cleaner(lesson, io.env);
  const about = { checkpoint: lesson.id, startedAt, ...(code === undefined ? {} : { code }) };
  const head = lessonVersion(lesson).then((version) => ({
    schema: 'netns-course/attempt/v1' as const,
    program: packageVersion(),
    course: { title: options.courseTitle, version },
    ...about,
    ...(student === undefined ? {} : { student }),
    ...(exam === undefined ? {} : { exam }),
    platform: { os: readOsRelease().name, kernel: release(), arch: arch(), node: process.versions.node },
  }));
  const file = writeAttempt(options.attempts, lesson.id, startedAt, head);
  let last = chainStart(about, hash);
  let characters = 0;

  const sinceBegin = (ms: number): number => Math.max(0, Math.round(ms - beganMs));
  const now = (): number => sinceBegin(performance.now());
  const write = (event: NewEvent): void => {
    last = chainNext(last, event, hash);
    file.append({ ...event, hash: last });
  };

  const command = ({ node, netns, line, output, exitCode, startedMs, endedMs }: CommandRecord): void => {
    const whole = clean.text(output);
    const shown = whole.slice(0, characters > kept.all ? kept.beyond : kept.command);
    characters += shown.length;
    write({
      type: 'command',
      atMs: now(),
      node,
      netns,
      line: clean.text(line),
      output: shown,
      ...(shown.length < whole.length ? { cut: true as const } : {}),
      ...(exitCode === undefined ? {} : { exitCode }),
      startedMs: sinceBegin(startedMs),
      ...(endedMs === undefined ? {} : { endedMs: sinceBegin(endedMs) }),
    });
  };

  const recorders = new Map<NodeName, Recorder | undefined>();
  let size = { columns: 80, rows: 24 };
  const recorderOf = (node: NodeName): Recorder | undefined => {
    if (recorders.has(node)) return recorders.get(node);
    const recorder = tryRecorder(join(file.directory, `${node}.cast`), lesson, clean.names, io);
    recorders.set(node, recorder);
    recorder?.resize(size.columns, size.rows);
    return recorder;
  };

  return {
    port: {
      isExam: exam !== undefined,
      lab: () => write({ type: 'lab', atMs: now() }),
      command,
      hint: (step, level) => write({ type: 'hint', atMs: now(), step, level }),
      answer: (step, check, text) => write({ type: 'answer', atMs: now(), step, check, text: clean.text(text) }),
      passed: (step) => write({ type: 'passed', atMs: now(), step }),
      state: (state) => file.state(clean.value(storable(state))),
      output: (node, bytes) => recorderOf(node)?.output(bytes),
      resize: (columns, rows) => {
        size = { columns, rows };
        for (const recorder of recorders.values()) recorder?.resize(columns, rows);
      },
    },
    timeIsOver: () => write({ type: 'time', atMs: now() }),
    close: () => {
      for (const recorder of recorders.values()) recorder?.close(0);
      return file.settled();
    },
  };
}

function tryRecorder(path: string, { title }: Lesson, names: readonly string[], io: CommandIo): Recorder | undefined {
  const term = io.env['TERM'] ?? 'xterm-256color';
  const header = { term, shell: '/bin/bash', title, timestamp: Math.floor(Date.now() / 1000) };
  try {
    return openRecorder({ path, format: 3, header, names, force: true, maxBytes: castBytes });
  } catch {
    // Without a recording there is still everything that counts.
    return undefined;
  }
}

/** Verdicts as a submission has them. */
function storable({ snapshot, verdicts, files }: AttemptState): object {
  const said = [...verdicts].flatMap(([step, byCheck]) =>
    [...byCheck].map(([check, { state, expected, observed, message }]) => ({
      step,
      check,
      state,
      ...(expected === undefined ? {} : { expected }),
      ...(observed === undefined ? {} : { observed }),
      ...(message === undefined ? {} : { message }),
    })),
  );
  return { snapshot, verdicts: said, files };
}

/** Takes names of this machine and secrets out of texts. What the checkpoint itself says stays: `red` may be a user, too. */
function cleaner(lesson: Lesson, env: CommandIo['env']) {
  const said = JSON.stringify(lesson);
  const names = [...privateNames(env), ...secretValues(env)].filter((name) => !said.includes(name));
  const text = (dirty: string): string => {
    const redactor = createRedactor(names);
    return withoutSecrets(redactor.push(dirty) + redactor.flush());
  };
  const value = (dirty: unknown): object => {
    const cleaned: unknown = JSON.parse(JSON.stringify(dirty), (_, each: unknown) =>
      typeof each === 'string' ? text(each) : each,
    );
    return typeof cleaned === 'object' && cleaned !== null ? cleaned : {};
  };
  return { names, text, value };
}
