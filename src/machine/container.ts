import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../process/run.ts';

/** The programs that run containers, in the order in which they are tried; both take the same arguments. */
const containerPrograms = ['docker', 'podman'] as const;
export type ContainerProgram = (typeof containerPrograms)[number];

/** One that answers; or why none does: what the last that is installed said (`''`: none is). */
export type ContainerSearch =
  | { readonly program: ContainerProgram }
  | { readonly program: undefined; readonly installed: ContainerProgram | undefined; readonly said: string };

/** A client answers at once, its service in a virtual machine may take some seconds to wake up. */
const answerMs = 30_000;

type Env = Readonly<Record<string, string | undefined>>;

/** Looks for a program whose service answers: `docker version` fails where only the client is there (docker-version(1)). */
export async function findContainerProgram(env: Env): Promise<ContainerSearch> {
  let installed: ContainerProgram | undefined;
  let said = '';
  for (const program of containerPrograms) {
    const { exitCode, failed, stderr } = await ask(program, ['version'], env);
    if (exitCode === 0) return { program };
    if (failed !== undefined) continue;
    installed = program;
    said = stderr.trim().split('\n').at(-1) ?? '';
  }
  return { program: undefined, installed, said };
}

/** Whether it has an image of this name already. */
export async function hasImage(program: ContainerProgram, image: string, env: Env): Promise<boolean> {
  return (await ask(program, ['image', 'inspect', image], env)).exitCode === 0;
}

/** The image's name: another build of the program is another image. `root` holds package.json and `dist/`. */
export function imageName(root: string, version: string): string {
  // The entry names its chunks by what is in them: it changes with all of the program.
  const build = createHash('sha256').update(readFileSync(join(root, 'dist', 'cli.js')));
  return `netns-course:${version}-${build.digest('hex').slice(0, 12)}`;
}

export function buildArgs(image: string, root: string): readonly string[] {
  return ['build', '--tag', image, '--file', join(root, 'Containerfile'), root];
}

export interface ContainerRun {
  readonly image: string;
  /** Seen in the container as its working directory: files are named by paths in it. */
  readonly cwd: string;
  readonly isTerminal: boolean;
  readonly env: Env;
  readonly args: readonly string[];
}

/** What of the terminal's ways a program in the container has to know. */
const handedEnv = ['TERM', 'COLORTERM', 'NO_COLOR'] as const;

/**
 * One privileged container without a network: a lab is made of namespaces and mounts, which others are refused
 * (docker-run(1), --privileged), and needs no network. Progress is kept in a volume of our own.
 */
export function runArgs({ image, cwd, isTerminal, env, args }: ContainerRun): readonly string[] {
  const variables = handedEnv.flatMap((name) => (env[name] === undefined ? [] : ['--env', `${name}=${env[name]}`]));
  return [
    ...['run', '--rm', '--interactive', ...(isTerminal ? ['--tty'] : [])],
    ...['--privileged', '--network', 'none', '--hostname', 'netns-course'],
    ...['--volume', 'netns-course:/var/lib/netns-course', '--volume', `${cwd}:/course`, '--workdir', '/course'],
    ...variables,
    image,
    ...args,
  ];
}

function ask(program: ContainerProgram, args: readonly string[], env: Env): ReturnType<typeof run> {
  return run({ file: program, args, env: definedOf(env), cwd: '/' }, { timeoutMs: answerMs });
}

function definedOf(env: Env): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
