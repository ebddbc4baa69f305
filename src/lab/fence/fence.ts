import type { SpawnSpec } from '../../process/types.ts';
import { program, type Interpreter } from '../interpreter.ts';
import { callNumbers, fenceFilter } from './filter.ts';
import { perlFence, pythonFence } from './programs.ts';

/** Ids that own a lab; see `chooseOwner`. */
export interface Owner {
  readonly uid: number;
  readonly gid: number;
}

/** Puts a program behind the fence: what to start in its stead. */
export type Fence = (program: FencedProgram) => SpawnSpec;

export interface FencedProgram {
  /** The program and its arguments; the first is an absolute path. */
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Dropped to before anything else runs. */
  readonly owner?: Owner | undefined;
  /** Dies (SIGKILL) with the thread that started it, prctl(2) PR_SET_PDEATHSIG. */
  readonly diesWithParent?: boolean;
  /**
   * Gives it pipe(7)s for the three streams, which programs can open by name, in place of Node's sockets. Not with
   * `diesWithParent`, and not on a terminal.
   */
  readonly pipes?: boolean;
}

/** The fence of this machine, or undefined for an architecture whose call numbers we have not. */
export function makeFence(interpreter: Interpreter, arch: string): Fence | undefined {
  const numbers = callNumbers(arch);
  if (numbers === undefined) return undefined;
  const { closeRange, prlimit64, keyctl, setgroups, setresgid, setresuid, prctl } = numbers;
  const calls = [closeRange, prlimit64, keyctl, setgroups, setresgid, setresuid, prctl].join(',');
  const filter = fenceFilter(numbers).toString('hex');
  const [file = '', ...words] = program(interpreter, { perl: perlFence, python3: pythonFence });
  return ({ argv, env, owner, diesWithParent = false, pipes = false }) => {
    const ids = [String(owner?.uid ?? '-'), String(owner?.gid ?? '-')];
    const ways = [diesWithParent ? '9' : '0', pipes ? 'pipes' : '-'];
    return { file, args: [...words, calls, ...ids, ...ways, filter, ...argv], env, cwd: '/' };
  };
}
