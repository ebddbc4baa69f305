import { opensEditor } from '../grade/keys.ts';
import type { Lab } from '../lab/types.ts';
import type { NodeName } from '../lesson/types.ts';

/** A file that the learner changed in the lab, as it was when the submission was made. */
export interface SubmittedFile {
  readonly node: NodeName;
  /** Absolute. */
  readonly path: string;
  readonly text: string;
  /** Permission bits. */
  readonly mode: number;
}

const putTimeoutMs = 5_000;

/**
 * Whether the line opens an editor: its keys were never recorded, so what it made is put there from the submission's
 * files: those that the line names.
 */
export async function putEdited(
  lab: Lab,
  node: NodeName,
  line: string,
  files: readonly SubmittedFile[],
): Promise<boolean> {
  if (!opensEditor(line)) return false;
  const words = line.trim().split(/\s+/u);
  const names = new Set(words.slice(1).map((word) => word.split('/').at(-1)));
  for (const file of files) {
    if (file.node === node && names.has(file.path.split('/').at(-1))) await put(lab, file);
  }
  return true;
}

async function put(lab: Lab, { node, path, text, mode }: SubmittedFile): Promise<void> {
  const script = 'umask 022; mkdir -p -- "${1%/*}/" && cat > "$1" && chmod -- "$2" "$1"';
  const argv = ['bash', '-c', script, 'bash', path, (mode & 0o777).toString(8)];
  await lab.run(node, argv, { input: text, timeoutMs: putTimeoutMs });
}
