import { plainLines } from '../check/plain-text.ts';
import { fetchCniRelease } from '../machine/cni/fetch.ts';
import { CniReleaseError, type CniProblem } from '../machine/cni/problem.ts';
import type { Words } from '../words/index.ts';
import type { CommandIo, ExitCode } from './io.ts';

/**
 * Fetches a release of the CNI plugins in place of the distribution's package, into a directory of the user's own. Exit 0
 * when it is there, 2 when it could not be had.
 * @param from in place of the project's own releases
 */
export async function runSetupCni(version: string, from: string | undefined, io: CommandIo): Promise<ExitCode> {
  const words = io.words.doctor.setup.cni;
  // It becomes a word of curl's command line.
  if (from !== undefined && !/^https?:\/\/[\x21-\x7e]+$/.test(from)) {
    io.err(`${words.badAddress({ url: from })}\n`);
    return 2;
  }
  try {
    const fetched = await fetchCniRelease(version, {
      from,
      env: io.env,
      onFetch: (url) => io.err(`${words.fetching({ url })}\n`),
    });
    io.out(`${words.fetched(fetched)}\n`);
    return 0;
  } catch (error) {
    if (error instanceof CniReleaseError)
      io.err(`${plainLines(cniProblem(error.problem, version, words)).join('\n')}\n`);
    else if (error instanceof Error && 'syscall' in error) io.err(`${words.notKept({ message: error.message })}\n`);
    else throw error;
    return 2;
  }
}

function cniProblem(problem: CniProblem, version: string, words: Words['doctor']['setup']['cni']): string {
  switch (problem.kind) {
    case 'version':
      return words.noVersion({ version });
    case 'architecture':
      return words.noArchitecture(problem);
    case 'no-home':
      return words.noHome;
    case 'no-curl':
      return words.noCurl;
    case 'not-there':
      return words.notThere({ ...problem, version });
    case 'failed':
      return words.failed(problem);
    case 'no-checksum':
      return words.noChecksum(problem);
    case 'wrong-checksum':
      return words.wrongChecksum(problem);
    case 'not-plugins':
      return words.notPlugins(problem);
  }
}
