/** Why a release could not be had. */
export type CniProblem =
  | { readonly kind: 'version' }
  | { readonly kind: 'architecture'; readonly arch: string }
  /** Neither HOME nor XDG_DATA_HOME names a directory. */
  | { readonly kind: 'no-home' }
  /** `curl` is not installed. */
  | { readonly kind: 'no-curl' }
  /** The server has no such file. */
  | { readonly kind: 'not-there'; readonly url: string }
  /** Not fetched, or not to its end; `detail`: what curl said. */
  | { readonly kind: 'failed'; readonly url: string; readonly detail: string }
  /** What should be a checksum is none. */
  | { readonly kind: 'no-checksum'; readonly url: string }
  /** What came is not what the checksum was made of. */
  | { readonly kind: 'wrong-checksum'; readonly url: string }
  /** The archive is none, or holds what no release holds. */
  | { readonly kind: 'not-plugins'; readonly detail: string };

export class CniReleaseError extends Error {
  override readonly name = 'CniReleaseError';
  readonly problem: CniProblem;
  constructor(problem: CniProblem) {
    super(JSON.stringify(problem));
    this.problem = problem;
  }
}
