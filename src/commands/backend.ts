/** Where labs are made: here, out of this machine's own kernel, or in one container that holds the whole course. */
export type Backend = 'here' | 'container';

/** What was asked for: the arguments without `--backend`, and a wish that there is no backend for. */
export interface BackendChoice {
  readonly backend: Backend;
  readonly args: readonly string[];
  readonly unknown?: string;
}

export const backendNames = ['here', 'container'] as const satisfies readonly Backend[];

/** Commands that tell of this machine, or of the program itself. */
const alwaysHere: ReadonlySet<string> = new Set(['doctor', 'setup', 'completion', 'complete', 'man']);

/**
 * The backend of `--backend NAME` (anywhere before `--`, for every command); else the container where there is no Linux to
 * make a lab of. What tells of this machine, and help, is answered here.
 *
 * @param platform Node's `process.platform`
 */
export function chooseBackend(args: readonly string[], platform: string): BackendChoice {
  const end = args.indexOf('--');
  const own = end === -1 ? args : args.slice(0, end);
  const at = own.findIndex((arg) => arg === '--backend' || arg.startsWith('--backend='));
  const wish =
    at === -1 ? undefined : own[at] === '--backend' ? (own[at + 1] ?? '') : own[at]?.slice('--backend='.length);
  const left = at === -1 ? args : args.toSpliced(at, own[at] === '--backend' ? 2 : 1);
  const asked = backendNames.find((name) => name === wish);
  if (wish !== undefined && asked === undefined) return { backend: 'here', args: left, unknown: wish };
  const isHere = alwaysHere.has(left[0] ?? '') || own.some((arg) => ['--help', '-h', '--version', '-v'].includes(arg));
  return { backend: isHere ? 'here' : (asked ?? (platform === 'linux' ? 'here' : 'container')), args: left };
}
