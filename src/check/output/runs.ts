import type { SimpleCommand, Word } from './shell-words.ts';
import { splitLine } from './shell-words.ts';
import { programName, unwrap } from './unwrap.ts';
import type { Variables } from './variables.ts';
import { valueOf } from './variables.ts';

/** One program that a line ran, wrappers aside, and whether what the line printed can be taken for its output. */
export interface Run {
  /** Its name, without directories. */
  readonly program: string;
  /** Its arguments; `undefined` for one that was expanded from what we do not know. */
  readonly args: readonly (string | undefined)[];
  /** Program and arguments as typed. */
  readonly typed: readonly string[];
  readonly netns: string | undefined;
  /** The variables it was given, or found exported, as far as their values were typed. */
  readonly environment: Readonly<Record<string, string>>;
  /** What it is piped through, first to last. */
  readonly filters: readonly SimpleCommand[];
  /** It shows a file, or prints what one likes: beside it, no other program's output can be trusted. */
  readonly prints: boolean;
  /** All of those only pick lines (`grep`, `head` …); one that rewrites them makes the output worthless as evidence. */
  readonly filtersOnlyPick: boolean;
}

export interface Runs {
  readonly runs: readonly Run[];
  /** Words that `echo`, `printf` and here-documents of the line could have put into the output. */
  readonly echoed: readonly string[];
  /** What was typed as `X=value`, for the lines after it. */
  readonly assigned: readonly (readonly [string, string])[];
}

const pickers = new Set([
  'grep',
  'egrep',
  'fgrep',
  'head',
  'tail',
  'less',
  'more',
  'cat',
  'tee',
  'sort',
  'uniq',
  'column',
  'ts',
  'rg',
  'ag',
]);

/** Programs that print what they are given to print. */
const echoers = new Set(['echo', 'printf', 'wall', 'figlet', 'banner', 'yes']);
const printers = new Set([
  ...[
    'cat',
    'tac',
    'rev',
    'nl',
    'head',
    'tail',
    'less',
    'more',
    'grep',
    'egrep',
    'fgrep',
    'cut',
    'tr',
    'sort',
    'xxd',
    'base64',
    'strings',
  ],
  ...[
    'awk',
    'gawk',
    'mawk',
    'sed',
    'perl',
    'python',
    'python3',
    'ruby',
    'node',
    'lua',
    'php',
    'jq',
    'source',
    '.',
    'script',
  ],
]);

/** Whether a filter can only leave lines out. `grep -o` prints parts, which cannot be told from the whole. */
function onlyPicks({ words, input }: SimpleCommand): boolean {
  const name = programName(words[0]);
  if (name === 'jq') return words.slice(1).every(({ text }) => text === '.' || /^-[CMSr]+$/.test(text));
  if (!pickers.has(name) || input !== '') return false;
  if (name === 'cat' || name === 'sort' || name === 'uniq')
    return words.slice(1).every(({ text }) => text.startsWith('-'));
  return true;
}

/** Every program that a line runs, in order. `netns` is the namespace of the shell it was typed into. */
export function runsOf(line: string, netns: string | undefined, variables: Variables): Runs {
  const runs: Run[] = [];
  const echoed: string[] = [];
  const assigned: (readonly [string, string])[] = [];
  const known = new Map(variables);

  const assign = (name: string, value: Word): void => {
    const text = valueOf(value, known);
    if (text === undefined) return void known.delete(name);
    known.set(name, text);
    assigned.push([name, text]);
  };
  const read = (text: string, place: string | undefined, depth: number): void => {
    for (const pipeline of splitLine(text).pipelines) {
      let first = pipeline.length - 1;
      while (first > 0 && isFilter(pipeline[first])) first -= 1;
      for (const [index, command] of pipeline.entries()) {
        // What stands before the first program whose output is shown feeds it, unseen.
        if (index !== first) continue;
        readCommand(command, pipeline.slice(index + 1), place, depth);
      }
    }
  };
  const readCommand = (
    command: SimpleCommand,
    filters: readonly SimpleCommand[],
    place: string | undefined,
    depth: number,
  ): void => {
    if (command.words.length === 0) {
      for (const { name, value } of command.assignments) assign(name, value);
    }
    const { words, netns: inside, script } = unwrap(command, place, known);
    if (script !== undefined && depth < 5) {
      read(script, inside, depth + 1);
      return;
    }
    const program = programName(words[0]);
    if (['export', 'declare', 'local', 'readonly', 'typeset'].includes(program)) {
      for (const word of words.slice(1)) {
        const match = /^([A-Za-z_]\w*)=(.*)$/s.exec(word.text);
        if (match?.[1] !== undefined) assign(match[1], { text: match[2] ?? '', expands: word.expands });
      }
    }
    if (echoers.has(program)) echoed.push(...words.slice(1).flatMap(({ text }) => literalParts(text)));
    const environment = environmentOf(command, words.length, known);
    // A CNI plugin reads its configuration from there and prints none of it.
    const readsInput = environment['CNI_COMMAND'] !== undefined && !printers.has(program);
    if (command.input !== '' && !readsInput) echoed.push(...command.input.split('\n').flatMap(literalParts));
    if (program === '') return;
    runs.push({
      program,
      args: words.slice(1).map((word) => valueOf(word, known)),
      typed: [program, ...words.slice(1).map(({ text }) => text)],
      netns: inside,
      environment,
      prints: printers.has(program),
      filters,
      filtersOnlyPick: filters.every(onlyPicks),
    });
  };
  read(line, netns, 0);
  return { runs, echoed, assigned };
}

/** `X=1 program`, `sudo X=1 program`, `env X=1 program`, and what was exported; `own` words are the program's. */
function environmentOf(command: SimpleCommand, own: number, known: Variables): Readonly<Record<string, string>> {
  const given = new Map(known);
  const wrapping = command.words.slice(0, command.words.length - own).flatMap(({ text, expands }) => {
    const match = /^([A-Za-z_]\w*)=(.*)$/s.exec(text);
    return match?.[1] === undefined ? [] : [{ name: match[1], value: { text: match[2] ?? '', expands } }];
  });
  for (const { name, value } of [...command.assignments, ...wrapping]) {
    const text = valueOf(value, known);
    if (text === undefined) given.delete(name);
    else given.set(name, text);
  }
  return Object.fromEntries(given);
}

/** Something that a pipe goes through, rather than the program whose output it is. */
function isFilter(command: SimpleCommand | undefined): boolean {
  const name = programName(command?.words[0]);
  return pickers.has(name) || printers.has(name) || name === 'wc' || name === 'xargs';
}

/** What of a typed word comes out as it is: the pieces between `$X`, `%s` and `\n`. */
export function literalParts(text: string): string[] {
  return text.split(/\$\{[^}]*\}|\$\([^)]*\)|\$\w+|%[-+ #0-9.]*[a-zA-Z]|\\[a-z]|\s+/).filter((part) => part !== '');
}
