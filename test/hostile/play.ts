import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Lesson } from '../../src/lesson/types.ts';
import { readCourse } from '../../src/storage/course-files.ts';
import { wordsFor } from '../../src/words/index.ts';

export const courseDirectory = fileURLToPath(new URL('../../fixtures/courses/hostile', import.meta.url));
const subreaper = fileURLToPath(new URL('../../fixtures/programs/subreaper.pl', import.meta.url));

/** The lessons of the hostile course, by id. */
export async function hostileLessons(): Promise<ReadonlyMap<string, Lesson>> {
  const { course } = await readCourse(courseDirectory, wordsFor());
  return new Map(course?.lessons.map((lesson) => [lesson.id, lesson]));
}

/** What a learner types who does as the lesson says, line by line. */
export function typedLines(lesson: Lesson): string[] {
  return lesson.steps.flatMap(({ commands }) =>
    commands.flatMap(({ text, interrupt }) => [...text.split('\n'), ...(interrupt ? ['^C'] : [])]),
  );
}

export interface Played {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** How many of its processes outlived the program; their commands are in `stderr`. */
  readonly left: number;
  readonly durationMs: number;
}

export interface PlayOptions {
  readonly env: Readonly<Record<string, string>>;
  readonly input?: string;
  /** Descriptors from 3 on. */
  readonly inherited?: readonly number[];
  /** Sent so long after the start. */
  readonly signal?: { readonly name: NodeJS.Signals; readonly afterMs: number };
  /** Bytes of each output that are kept. */
  readonly keepBytes?: number;
}

/** Runs the built program under a subreaper, so that nothing it leaves behind goes unseen. */
export function play(cli: string, args: readonly string[], options: PlayOptions): Promise<Played> {
  const begun = performance.now();
  const keep = options.keepBytes ?? 4 * 1024 * 1024;
  return new Promise((resolve, reject) => {
    const child = spawn('/usr/bin/perl', [subreaper, process.execPath, cli, ...args], {
      env: options.env,
      stdio: ['pipe', 'pipe', 'pipe', ...(options.inherited ?? [])],
    });
    let stdout = '';
    let stderr = '';
    child.stdout?.on('data', (bytes: Buffer) => (stdout = (stdout + bytes.toString()).slice(-keep)));
    child.stderr?.on('data', (bytes: Buffer) => (stderr = (stderr + bytes.toString()).slice(-keep)));
    const { stdin } = child;
    if (stdin === null) throw new Error('no standard input');
    stdin.on('error', () => undefined);
    if (options.signal === undefined) stdin.end(options.input ?? '');
    else {
      const { name, afterMs } = options.signal;
      stdin.write(options.input ?? '');
      setTimeout(() => child.kill(name), afterMs);
    }
    child.on('error', reject);
    child.on('close', (code) => {
      const left = Number(/^left: (\d+)$/m.exec(stderr)?.[1] ?? -1);
      resolve({ code, stdout: stdout.replaceAll('\r\n', '\n'), stderr, left, durationMs: performance.now() - begun });
    });
  });
}
