import { buildArgs, findContainerProgram, hasImage, imageName, runArgs } from '../machine/container.ts';
import { handOver } from '../process/hand-over.ts';
import type { CommandIo, ExitCode } from './io.ts';
import { packageRoot, packageVersion } from './package-root.ts';

/**
 * Runs the whole program in one privileged container, on this terminal, and ends as it ended. The image is built the first
 * time, which is said; without Docker or Podman, or where they do not answer, that is said with what to do, and the code is 2.
 */
export async function runInContainer(args: readonly string[], io: CommandIo): Promise<ExitCode> {
  const { env, language } = io;
  const words = io.words.container;
  const found = await findContainerProgram(env);
  if (found.program === undefined) {
    const { installed, said } = found;
    const text =
      installed === undefined ? words.none({ platform: process.platform }) : words.silent({ program: installed, said });
    io.err(`${text}\n`);
    return 2;
  }
  const { program } = found;
  const root = packageRoot();
  const image = imageName(root, packageVersion());
  if (!(await hasImage(program, image, env))) {
    io.err(`${words.building({ program, image })}\n`);
    const code = await handOver({ file: program, args: buildArgs(image, root), env, stdout: 'stderr' });
    if (code !== 0) {
      io.err(`${words.notBuilt({ program })}\n`);
      return code === 130 ? 130 : 2;
    }
  }
  const run = { image, cwd: io.cwd, isTerminal: io.isTerminal, env, args: ['--lang', language, ...args] };
  return handOver({ file: program, args: runArgs(run), env, stdout: 'inherit' });
}
