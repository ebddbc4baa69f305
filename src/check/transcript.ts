import type { NodeName } from '../lesson/types.ts';
import { isComplaint } from './output/failed.ts';
import { splitLine } from './output/shell-words.ts';
import type { SimpleCommand } from './output/shell-words.ts';
import { programName, unwrap } from './output/unwrap.ts';
import { plainLines } from './plain-text.ts';
import { promptReader } from './prompts.ts';
import type { CommandRecord } from './types.ts';

/**
 * Reads a recorded terminal (a pasted session, the file of script(1)) as the commands and outputs that it shows. There
 * are no marks in it, so prompts are recognised by their looks, and nothing tells exit codes or times.
 */
export function readTranscript(text: string): readonly CommandRecord[] {
  const lines = dedented(plainLines(text));
  const readPrompt = promptReader(lines);
  const records: Draft[] = [];
  let shells: Shell[] = [{ netns: '', prompt: undefined }];
  let current: Draft | undefined;

  for (const line of lines) {
    if (current !== undefined && current.open) {
      continueCommand(current, line);
      if (!current.open) shells = entered(shells, current);
      continue;
    }
    const prompt = readPrompt(line);
    if (prompt === undefined) {
      current?.output.push(line);
      continue;
    }
    // A shell that could not be opened (`Cannot open network namespace …`) was never there.
    if (shells.length > 1 && shells.at(-1)?.prompt === undefined && current?.output.some(isComplaint) === true) {
      shells = shells.slice(0, -1);
    }
    current = undefined;
    const inner = shells.at(-1);
    if (inner !== undefined && inner.prompt === undefined) inner.prompt = prompt.text;
    // The prompt of an outer shell is back: the inner one was left, by ^D or unseen.
    const known = shells.findIndex((shell) => shell.prompt === prompt.text);
    if (known >= 0 && prompt.text !== shells.at(-1)?.prompt) shells = shells.slice(0, known + 1);
    if (prompt.command === '' || prompt.command.startsWith('#')) continue;
    const shell = shells.at(-1);
    current = {
      node: prompt.node,
      line: prompt.command,
      output: [],
      netns: shell?.netns ?? '',
      open: splitLine(prompt.command).incomplete,
    };
    records.push(current);
    if (!current.open) shells = entered(shells, current);
  }
  return records.map(({ node, line, output, netns }, index) => ({
    index,
    node,
    line,
    output: output.join('\n'),
    netns,
    startedMs: index,
    endedMs: index,
  }));
}

interface Draft {
  readonly node: NodeName;
  line: string;
  readonly output: string[];
  readonly netns: string;
  /** The shell waits for more of it: a here-document, an open quote, a backslash. */
  open: boolean;
}

/** A shell of the session: the outermost, or one started in a namespace. */
interface Shell {
  readonly netns: string;
  prompt: string | undefined;
}

/** Lines of a here-document that never ends would swallow the rest of the recording. */
const maxContinuations = 1000;

function continueCommand(draft: Draft, line: string): void {
  const typed = line.replace(/^(?:>|quote>|heredoc>|dquote>|pipe>) ?/, '');
  draft.line += `\n${typed}`;
  if (typed === '^C') {
    draft.open = false;
    draft.line = '';
    return;
  }
  draft.open = splitLine(draft.line).incomplete && draft.line.split('\n').length < maxContinuations;
}

const shellNames = new Set(['bash', 'sh', 'dash', 'ash', 'zsh', 'ksh', 'fish']);

/** The shells after this command: one more where it only opens a shell, one less where it leaves one. */
function entered(shells: Shell[], draft: Draft): Shell[] {
  const { pipelines } = splitLine(draft.line);
  const [pipeline] = pipelines;
  const [command] = pipeline ?? [];
  if (pipelines.length !== 1 || pipeline?.length !== 1 || command === undefined) return shells;
  if (['exit', 'logout'].includes(programName(command.words[0])))
    return shells.length > 1 ? shells.slice(0, -1) : shells;
  const { words, netns, script } = unwrap(command, draft.netns, new Map());
  const opens = script === undefined && isShell(words) && words.slice(1).every(({ text }) => text.startsWith('-'));
  // `unshare --net` with no program starts the user's shell; where that is cannot be named.
  const bare = words.length === 0 && ['unshare', 'nsenter', 'sudo', 'su'].includes(programName(command.words[0]));
  return opens || bare ? [...shells, { netns: netns ?? '', prompt: undefined }] : shells;
}

function isShell(words: SimpleCommand['words']): boolean {
  return shellNames.has(programName(words[0]));
}

/** Without the indentation that all lines share, as of a session pasted into Markdown. */
function dedented(lines: readonly string[]): readonly string[] {
  let depth = 80;
  for (const line of lines) {
    if (line.trim() !== '') depth = Math.min(depth, line.length - line.trimStart().length);
  }
  return depth === 0 ? lines : lines.map((line) => line.slice(depth));
}
