/** What of a scenario could not be carried over, or has to be looked at. */
export type NoteKind =
  | 'assets'
  | 'foreground'
  | 'host'
  | 'html'
  | 'image'
  | 'internet'
  | 'key'
  | 'layout'
  | 'marker'
  | 'merged'
  | 'missing-file'
  | 'no-check'
  | 'port-link'
  | 'setup'
  | 'subdomain'
  | 'too-many-hints'
  | 'unfinished'
  | 'verify';

export interface Note {
  readonly kind: NoteKind;
  /** The step's title; absent: the whole scenario. */
  readonly step?: string;
  /** What it is about: a command, a marker, a file. */
  readonly detail?: string;
}

/** One step of a scenario, its files read. */
export interface SourceStep {
  readonly title: string;
  readonly text: string;
  readonly verify?: string;
  readonly background?: string;
  readonly foreground?: string;
}

/** A text that a scenario puts on its machine. */
export interface Asset {
  /** Absolute, on the machine. */
  readonly path: string;
  readonly text: string;
  /** As chmod(1) takes it. */
  readonly chmod?: string;
}

/** A Killercoda or Katacoda scenario, its files read. */
export interface Source {
  readonly title: string;
  readonly imageId: string;
  readonly minutes?: number;
  readonly intro: string;
  readonly assets: readonly Asset[];
  readonly introScripts: readonly string[];
  readonly steps: readonly SourceStep[];
  readonly finish: string;
}
