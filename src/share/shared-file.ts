/** A file to write, by its path below the directory of an export or an import. */
export interface SharedFile {
  /** With slashes; never absolute, never with `..`. */
  readonly path: string;
  readonly text: string;
  readonly executable?: boolean;
}
