import { consoleBlock, fenced } from './commands.ts';
import { convertText, type ConvertedText, type Piece } from './convert-text.ts';
import { word } from '../bash/quote.ts';
import type { Asset, Note, Source, SourceStep } from './types.ts';

export interface ImportedLesson {
  readonly text: string;
  readonly notes: readonly Note[];
}

/** What an imported lesson is written with: the words are an author's, in their language. */
export interface ImportOptions {
  /** Names of tools that `requires` may hold. */
  readonly tools: ReadonlySet<string>;
  readonly todo: { readonly comment: string; readonly message: string };
  readonly verifyHead: { readonly exit: string; readonly done: string };
}

interface Section {
  readonly title: string;
  readonly step: SourceStep;
  readonly own: ConvertedText;
}

/** A hint count that a lesson may have. */
const mostHints = 3;

/** Writes a scenario as a lesson; every step gets a check: its verify script, or one that says what is to be done. */
export function importLesson(source: Source, options: ImportOptions): ImportedLesson {
  const notes: Note[] = [];
  const intro = convertText(source.intro, undefined);
  const finish = convertText(source.finish, undefined);
  notes.push(...intro.notes, ...finish.notes);
  const all = source.steps.map((step): Section => {
    const own = convertText(step.text, step.title);
    return { title: step.title, step, own: { ...own, pieces: withoutTitle(own.pieces) } };
  });
  notes.push(...all.flatMap(({ own }) => own.notes));

  const titles = new Set<string>();
  let waiting: Piece[] = [];
  // The files are there before any script asks for them.
  let setup = [...source.assets.map(assetSetup), ...source.introScripts.map(asScenarios)];
  const sections: string[] = [];
  for (const { title, step, own } of all) {
    const scripts = [step.background, step.foreground].flatMap((script) => script ?? []);
    if (step.foreground !== undefined) notes.push({ kind: 'foreground', step: title });
    setup.push(...scripts.map(asScenarios));
    if (!own.pieces.some((piece) => 'commands' in piece)) {
      // Nothing is typed here, so nothing can be judged: it is read with the step that follows.
      waiting.push({ text: `### ${heading(title)}` }, ...own.pieces);
      if (step.verify !== undefined) notes.push({ kind: 'verify', step: title });
      notes.push({ kind: 'merged', step: title });
      continue;
    }
    if (setup.length > 0) notes.push({ kind: 'setup', step: title });
    if (step.verify === undefined) notes.push({ kind: 'no-check', step: title });
    if (own.hints.length > mostHints) notes.push({ kind: 'too-many-hints', step: title });
    sections.push(
      [
        `## ${unique(heading(title), titles)}`,
        ...(setup.length === 0 ? [] : [fenced('bash setup', setup.join('\n'))]),
        ...[...waiting, ...own.pieces].map(pieceText),
        checkFence(step.verify, options),
        ...own.hints.slice(0, mostHints).map((hint) => alert('TIP', hint)),
      ].join('\n\n'),
    );
    waiting = [];
    setup = [];
  }
  const closing = [...waiting, ...finish.pieces].flatMap((piece) => ('text' in piece ? [piece.text] : []));
  const last = sections.at(-1);
  if (last !== undefined && closing.length > 0)
    sections[sections.length - 1] = `${last}\n\n${alert('IMPORTANT', closing.join('\n\n'))}`;
  const commands = all.flatMap(({ own }) => own.pieces.flatMap((piece) => ('commands' in piece ? piece.commands : [])));
  const text = [
    frontMatter(
      source,
      requiresOf(
        commands.map((command) => command.text),
        options.tools,
      ),
    ),
    `# ${heading(source.title)}`,
    ...withoutTitle(intro.pieces).map(pieceText),
    ...sections,
  ].join('\n\n');
  return { text: `${text}\n`, notes };
}

function frontMatter({ title, minutes, steps }: Source, requires: readonly string[]): string {
  return `---
title: ${JSON.stringify(heading(title).slice(0, 120))}
minutes: ${String(Math.min(600, minutes ?? Math.max(5, 4 * steps.length)))}
mode: guided
world: host
requires: [${requires.join(', ')}]
---`;
}

/** The tools that commands begin with, behind `sudo` and after `;`, `|`, `&&`. */
function requiresOf(commands: readonly string[], tools: ReadonlySet<string>): readonly string[] {
  const words = commands.flatMap((text) =>
    text.split(/[;|&\n]+/).map((part) => /^(?:sudo\s+)?([\w.-]+)/.exec(part.trim())?.[1] ?? ''),
  );
  return [...new Set(words.filter((word) => tools.has(word)))].toSorted();
}

const pieceText = (piece: Piece): string => ('text' in piece ? piece.text : consoleBlock(piece.commands));

/** A scenario's text begins with its title once more. */
function withoutTitle(pieces: readonly Piece[]): readonly Piece[] {
  const [first, ...rest] = pieces;
  return first !== undefined && 'text' in first && /^#{1,6} [^\n]*$/.test(first.text) ? rest : pieces;
}

const heading = (title: string): string => title.replaceAll(/\s+/g, ' ').trim() || 'Untitled';

function unique(title: string, taken: Set<string>): string {
  let name = title;
  for (let number = 2; taken.has(name.toLowerCase()); number += 1) name = `${title} (${String(number)})`;
  taken.add(name.toLowerCase());
  return name;
}

function alert(name: 'TIP' | 'IMPORTANT', text: string): string {
  return `[!${name}]\n${text}`
    .split('\n')
    .map((line) => (line === '' ? '>' : `> ${line}`))
    .join('\n');
}

/** A script with a shell of its own, whose end nobody asks for, as the scenario had it; a setup of ours stops at the first failure. */
function asScenarios(script: string): string {
  const text = withoutShebang(script);
  const end = endFor(text, 'SETUP');
  return `bash /dev/stdin << '${end}' || true\n${text}\n${end}`;
}

/** Writes a file of the scenario's. */
function assetSetup({ path, text, chmod }: Asset): string {
  const end = endFor(text, 'ASSET');
  const folder = path.slice(0, path.lastIndexOf('/')) || '/';
  return [
    `mkdir -p ${word(folder)}`,
    `cat > ${word(path)} << '${end}'\n${text.replace(/\n$/, '')}\n${end}`,
    ...(chmod === undefined ? [] : [`chmod ${word(chmod)} ${word(path)}`]),
  ].join('\n');
}

/** A word that no line of a script is, to end a here-document with. */
function endFor(script: string, word: string): string {
  return script.split('\n').includes(word) ? endFor(script, `${word}_`) : word;
}

const withoutShebang = (script: string): string => script.replace(/^#!.*\n/, '').trimEnd();

/**
 * A verify script as a `bash check`. Killercoda asks for exit 0; O'Reilly's Katacoda for the word `done`, which scripts for it
 * print. Any other end is a fail, where ours knows an error of the check's own.
 */
function checkFence(verify: string | undefined, { todo, verifyHead }: ImportOptions): string {
  if (verify === undefined)
    return fenced('bash check', `# TODO: ${todo.comment}\necho 'TODO: ${todo.message}'\nexit 1`);
  const script = withoutShebang(verify);
  const end = endFor(script, 'VERIFY');
  return /\becho\s+["']?done["']?\s*$/m.test(script)
    ? fenced(
        'bash check',
        `# ${verifyHead.done}\nsaid=$(bash /dev/stdin << '${end}'\n${script}\n${end}\n)\n[ "\${said##*$'\\n'}" = done ]`,
      )
    : fenced('bash check', `# ${verifyHead.exit}\nbash /dev/stdin << '${end}' || exit 1\n${script}\n${end}`);
}
