import { tokensOf } from './shell-tokens.ts';

/**
 * A shell's line taken apart as far as reading its output needs: which programs were run, one after the other and in
 * which pipes. A reading aid, not a shell: nothing is expanded or executed. Pure; any text is read without an error.
 */

export interface Word {
  /** Quotes and backslashes removed; expansions as they were typed. */
  readonly text: string;
  /** Has an expansion (`$X`, `$(…)`, a glob …) that the shell would have replaced. */
  readonly expands: boolean;
}

/** One program with its arguments, without its redirections. */
export interface SimpleCommand {
  /** `X=1` before the words, or alone. */
  readonly assignments: readonly { readonly name: string; readonly value: Word }[];
  readonly words: readonly Word[];
  /** The text of its here-documents and here-strings. */
  readonly input: string;
}

/** Programs joined by `|`. */
export type Pipeline = readonly SimpleCommand[];

export interface ShellLine {
  readonly pipelines: readonly Pipeline[];
  /** A quote, a bracket, a here-document or a `|` is still open: the shell would ask for more. */
  readonly incomplete: boolean;
}

/** Words that begin or join compound commands; what follows them is a command (bash(1), "Reserved words"). */
const keywords = new Set(['if', 'then', 'else', 'elif', 'while', 'until', 'do', '{', '!', 'time', 'coproc']);
/** Words that end one: nothing of interest follows in the same command. */
const closers = new Set(['fi', 'done', 'esac', '}']);

const redirections = new Set(['<<<', '<<-', '<<', '>>', '>&', '<&', '&>', '&>>', '>|', '<>', '<', '>']);

interface Draft {
  assignments: { name: string; value: Word }[];
  words: Word[];
  input: string;
}

const assignment = /^([A-Za-z_]\w*)=/;

/** Takes a line (or several, for here-documents) apart. Subshells and groups are read as if their brackets were not there. */
export function splitLine(line: string): ShellLine {
  const { tokens, isOpen } = tokensOf(line);
  const pipelines: SimpleCommand[][] = [];
  let pipeline: SimpleCommand[] = [];
  let command: Draft = { assignments: [], words: [], input: '' };
  let inHeader = false;

  const endCommand = (): void => {
    if (command.words.length > 0 || command.assignments.length > 0) pipeline.push(command);
    command = { assignments: [], words: [], input: '' };
    inHeader = false;
  };
  const endPipeline = (): void => {
    endCommand();
    if (pipeline.length > 0) pipelines.push(pipeline);
    pipeline = [];
  };

  for (let index = 0; index < tokens.length; index += 1) {
    const token = tokens[index];
    if (token === undefined) break;
    if (token.type === 'operator') {
      if (redirections.has(token.text)) {
        // `2>&1`: the number before it is the descriptor's, not an argument.
        const last = command.words.at(-1);
        if (last !== undefined && /^\d$/.test(last.text) && line.includes(`${last.text}${token.text}`))
          command.words.pop();
        const target = tokens[index + 1];
        if (target?.type === 'word') {
          if (token.text === '<<<') command.input += target.text;
          else if (target.body !== undefined) command.input += target.body;
          index += 1;
        }
      } else if (token.text === '|' || token.text === '|&') {
        endCommand();
      } else {
        endPipeline();
      }
      continue;
    }
    const isFirst = command.words.length === 0;
    const match = isFirst ? assignment.exec(token.text) : null;
    if (inHeader) continue;
    if (match?.[1] !== undefined) {
      const value = { text: token.text.slice(match[0].length), expands: token.expands };
      command.assignments.push({ name: match[1], value });
    } else if (isFirst && !token.expands && keywords.has(token.text)) {
      continue;
    } else if (
      isFirst &&
      !token.expands &&
      (closers.has(token.text) || ['for', 'case', 'select', 'function'].includes(token.text))
    ) {
      // `for x in a b`, `done`: up to the next `;` there is no command.
      inHeader = true;
    } else {
      command.words.push({ text: token.text, expands: token.expands });
    }
  }
  const last = tokens.at(-1);
  const dangling = last?.type === 'operator' && ['|', '|&', '&&', '||'].includes(last.text);
  endPipeline();
  return { pipelines, incomplete: isOpen || dangling || /(?:^|[^\\])(?:\\\\)*\\$/.test(line) };
}
