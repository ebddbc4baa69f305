import { readFileSync } from 'node:fs';
import { keepCompiled } from './commands/compile-cache.ts';
import type { ExitCode } from './commands/io.ts';
import { isOutOfResources } from './commands/out-of.ts';
import { chooseLanguage } from './words/choose.ts';
import { languageNames } from './words/languages.ts';
import { loadWords } from './words/load.ts';

/** Stricli's own codes for usage errors (unknown command, bad arguments …) are negative; ours is 2. */
const usageError: ExitCode = 2;

/**
 * The one place that knows the process and ends it. `--version` answers before anything is loaded: scripts ask for it
 * often, and it should cost no more than Node itself.
 */
async function main(typed: readonly string[]): Promise<ExitCode> {
  if (typed.length === 1 && (typed[0] === '--version' || typed[0] === '-v')) {
    process.stdout.write(`${version()}\n`);
    return 0;
  }
  keepCompiled(process.env);
  const { language, args: spoken, unknown } = chooseLanguage(typed, process.env);
  const [{ run }, { createApplication }, { backendNames, chooseBackend }, words] = await Promise.all([
    import('@stricli/core'),
    import('./commands/routes.ts'),
    import('./commands/backend.ts'),
    loadWords(language),
  ]);
  if (unknown !== undefined) {
    process.stderr.write(
      `${words.commands.unknownLanguage({ name: unknown, known: words.signs.list({ names: languageNames }) })}\n`,
    );
    return usageError;
  }
  const { backend, args, unknown: noBackend } = chooseBackend(spoken, process.platform);
  if (noBackend !== undefined) {
    const known = words.signs.list({ names: backendNames });
    process.stderr.write(`${words.container.unknown({ name: noBackend, known })}\n`);
    return usageError;
  }
  let code: ExitCode | undefined;
  const io = {
    words,
    language,
    env: process.env,
    cwd: process.cwd(),
    stdin: process.stdin,
    stdout: process.stdout,
    out: (text: string) => void process.stdout.write(text),
    err: (text: string) => void process.stderr.write(text),
    isTerminal: process.stdin.isTTY && process.stdout.isTTY,
    errIsTerminal: process.stderr.isTTY,
  };
  if (backend === 'container') {
    const { runInContainer } = await import('./commands/container.ts');
    return runInContainer(args, io);
  }
  const status: { exitCode?: number | string | null } = {};
  await run(createApplication(words), args, {
    process: Object.assign(status, { stdout: process.stdout, stderr: process.stderr, env: stringsOf(process.env) }),
    io,
    exit: (value: ExitCode) => {
      code = value;
    },
  });
  if (code !== undefined) return code;
  const own = Number(status.exitCode ?? 0);
  return own < 0 || own > 250 ? usageError : own;
}

function version(): string {
  const file = new URL('../package.json', import.meta.url);
  const parsed: unknown = JSON.parse(readFileSync(file, 'utf8'));
  return typeof parsed === 'object' && parsed !== null && 'version' in parsed ? String(parsed.version) : 'unknown';
}

function stringsOf(env: NodeJS.ProcessEnv): Partial<Record<string, string>> {
  return env;
}

/** Waits until what was written has left the process: a pipe's reader may be slow, and `process.exit` would cut it off. */
async function flushed(stream: NodeJS.WriteStream): Promise<void> {
  if (stream.writableLength === 0 || stream.destroyed) return;
  await new Promise<void>((resolve) => {
    stream.write('', () => {
      resolve();
    });
  });
}

process.stdout.on('error', leaveQuietly);
process.stderr.on('error', leaveQuietly);

/** A reader that went away (`| head`) or a terminal that was closed is no reason for a stack trace. */
function leaveQuietly(): void {
  process.exit(141);
}

process.on('uncaughtException', (error: unknown) => {
  // Whoever holds the terminal gives it back first, and ends us in the same way.
  if (process.listenerCount('uncaughtException') === 1) void leaveBroken(error);
});

/** Our own fault: never exit code 1, which says that something was judged wrong; and without the bundle's source line. */
async function leaveBroken(error: unknown): Promise<never> {
  const message = error instanceof Error ? error.message : String(error);
  // Out of descriptors not even the words can be loaded; a machine that is out of something is no fault of this code.
  if (isOutOfResources(error)) {
    process.stderr.write(`netns-course: ${message}\n`);
    process.exit(usageError);
  }
  const words = await loadWords();
  process.stderr.write(
    `${words.commands.internalError({ message })}\n${error instanceof Error ? (error.stack ?? '') : ''}\n`,
  );
  return process.exit(70);
}

try {
  const code = await main(process.argv.slice(2));
  await Promise.all([flushed(process.stdout), flushed(process.stderr)]);
  process.exit(code);
} catch (error) {
  await leaveBroken(error);
}
