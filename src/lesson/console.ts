import type { Code } from 'mdast';
import type { Report } from './report.ts';
import { unfinished } from './shell-line.ts';
import { similar } from './similar.ts';
import { placeOf } from './tree.ts';
import type { Command, NodeName } from './types.ts';
import { substitute } from './variables.ts';
import type { Variables } from './variables.ts';

const prompt = /^(?:([A-Za-z][A-Za-z0-9_-]*) )?\$(?: (.*)|)$/;
const nodes: readonly NodeName[] = ['controlplane', 'node01'];

interface Draft {
  node: NodeName;
  typed: string[];
  line: number;
  /** Columns of the block's left margin and of the command's first character. */
  margin: number;
  column: number;
  interrupt: boolean;
  /** Sample output: line of the file and text. */
  output: { line: number; text: string }[];
}

/**
 * The commands of a `console` block. `$ ` or `controlplane $ ` begins one on the host, `node01 $ ` on the other node; `> ` lines
 * right below continue it; a line `^C` is that key; everything else, also below `^C`, is sample output. Blank lines at the end of
 * a sample do not belong to it.
 */
export function readConsole(code: Code, look: boolean, variables: Variables, report: Report): Command[] {
  const words = report.words.lesson;
  const { line: opening, column: indent } = placeOf(code);
  const drafts: Draft[] = [];
  for (const [index, text] of code.value.split('\n').entries()) {
    const line = opening + 1 + index;
    const draft = drafts.at(-1);
    const match = prompt.exec(text);
    if (match !== null && (match[1] === undefined || match[2] !== undefined)) {
      const named = match[1] ?? 'controlplane';
      const node = nodes.find((name) => name === named);
      const column = indent + text.length - (match[2] ?? '').length;
      if (node === undefined) {
        const reason = words.unknownNode({ node: named, similar: similar(named, nodes) });
        report.add({ line, column: indent }, 'unknown-node', reason);
      }
      if ((match[2] ?? '').trim() === '') report.add({ line, column: indent }, 'empty-command', words.emptyCommand());
      const typed = [match[2] ?? ''];
      drafts.push({ node: node ?? 'controlplane', typed, line, margin: indent, column, interrupt: false, output: [] });
    } else if (draft === undefined) {
      if (text.trim() !== '') {
        report.add(
          { line, column: indent },
          text === '^C' ? 'key-without-command' : 'output-before-command',
          text === '^C' ? words.keyWithoutCommand() : words.outputBeforeCommand(),
        );
      }
    } else if (/^>(?: |$)/.test(text) && draft.output.length === 0 && !draft.interrupt) draft.typed.push(text.slice(2));
    else if (text === '^C') draft.interrupt = true;
    else draft.output.push({ line, text });
  }
  if (drafts.length === 0) report.add({ line: opening, column: indent }, 'empty-command', words.emptyConsole());
  return drafts.map((draft) => finish(draft, look, variables, report));
}

function finish(draft: Draft, look: boolean, variables: Variables, report: Report): Command {
  const place = { line: draft.line, column: draft.column };
  const words = report.words.lesson;
  const text = substitute(draft.typed.join('\n'), variables);
  for (const [index, line] of draft.typed.entries()) {
    const tab = line.indexOf('\t');
    if (tab < 0) continue;
    const column = tab + (index === 0 ? draft.column : draft.margin + 2);
    report.add({ line: draft.line + index, column }, 'tab-in-command', words.tabInCommand());
  }
  const why = unfinished(text);
  if (why !== undefined) report.add(place, 'unfinished-command', words.unfinishedCommand({ why }));
  while (draft.output.at(-1)?.text.trim() === '') draft.output.pop();
  const [first] = draft.output;
  const last = draft.output.at(-1);
  const command: Command = {
    node: draft.node,
    text,
    look,
    interrupt: draft.interrupt,
    sample: draft.output.map((output) => substitute(output.text, variables)),
    place,
  };
  return first === undefined || last === undefined
    ? command
    : { ...command, sampleLines: { from: first.line, to: last.line } };
}
