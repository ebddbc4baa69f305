import type { RunResult } from '../../process/types.ts';

/**
 * Runs several programs one after the other in one entry: what costs is the way in. Behind each, a line of ours on both
 * streams tells where its output ends; nobody can print it who does not know the nonce.
 */
const script = `nonce=$1; shift
while (($#)); do
  n=$1; shift
  "\${@:1:n}"
  printf '\\n%s %d\\n' "$nonce" "$?"
  printf '\\n%s\\n' "$nonce" >&2
  shift "$n"
done`;

/** The program that runs them; each begins with an absolute path. */
export function batchArgv(nonce: string, commands: readonly (readonly string[])[]): readonly [string, ...string[]] {
  const words = commands.flatMap((command) => [String(command.length), ...command]);
  return ['bash', '--norc', '--noprofile', '-c', script, 'batch', nonce, ...words];
}

/** The result of each of `count` programs. Those that it did not come to have the batch's own end. */
export function splitBatch(nonce: string, count: number, whole: RunResult): readonly RunResult[] {
  const stdout = whole.stdout.split(new RegExp(`\\n${nonce} (\\d+)\\n`));
  const stderr = whole.stderr.split(`\n${nonce}\n`);
  return Array.from({ length: count }, (_, index): RunResult => {
    const code = stdout[2 * index + 1];
    const said = stderr[index] ?? '';
    if (code === undefined)
      return { ...whole, exitCode: whole.exitCode === 0 ? null : whole.exitCode, stdout: '', stderr: said };
    return {
      ...{ exitCode: Number(code), signal: null, stdout: stdout[2 * index] ?? '', stderr: said },
      ...{ truncated: false, timedOut: false, durationMs: whole.durationMs },
    };
  });
}
