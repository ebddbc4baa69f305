/** Something wrong with the small network, and what `explain` is to say of it. */
export interface Fault {
  readonly name: string;
  readonly script: string;
  readonly to: string;
  readonly from?: string;
  readonly port?: number;
  readonly size?: number;
  /** `REASON at NAMESPACE WAY`, or `arrives`. */
  readonly says: string;
  /** No command can mend it that does not do the learner's own work. */
  readonly unmended?: true;
  /** What comes to light when the first has been mended. */
  readonly revealed?: string;
}

/** The addresses of the small network that are asked for. */
export const server = '172.30.0.12';
export const far = '10.9.0.2';
