import { findTool } from '../process/find.ts';
import { buildWords } from './build/steps.ts';
import { makeFence, type Fence } from './fence/fence.ts';
import { findInterpreter, type Interpreter } from './interpreter.ts';
import { LabError } from './types.ts';

/** The host's programs that make a lab and enter it, by absolute path. */
export interface LabTools {
  readonly unshare: string;
  readonly nsenter: string;
  readonly bash: string;
  /** The words before a node's steps. */
  readonly build: readonly string[];
  readonly fence: Fence;
  readonly tcpdump: string | undefined;
}

/** What a lab takes besides perl or python3; `setpriv` and `ip` for the world `lan` only. */
const neededTools = ['unshare', 'nsenter', 'setpriv', 'bash', 'ip'] as const;

/** Which of them are not on this machine; `perl` where there is no python3 either. */
export function missingTools(): string[] {
  const missing: string[] = neededTools.filter((name) => findTool(name) === undefined);
  return findInterpreter() === undefined ? [...missing, 'perl'] : missing;
}

/**
 * Finds them; `language` fixes which interpreter.
 * @throws {LabError} naming all that is missing
 */
export function findLabTools(language?: Interpreter['language']): LabTools {
  const interpreter = findInterpreter(language);
  const [unshare, nsenter, , bash] = neededTools.map((name) => findTool(name));
  if (!unshare || !nsenter || !bash || !interpreter || missingTools().length > 0)
    throw new LabError(`not installed: ${missingTools().join(', ')}`);
  const fence = makeFence(interpreter, process.arch);
  const build = buildWords(interpreter, process.arch);
  if (fence === undefined || build === undefined)
    throw new LabError(`no labs on this architecture yet: ${process.arch}`);
  return { unshare, nsenter, bash, build, fence, tcpdump: findTool('tcpdump') };
}
