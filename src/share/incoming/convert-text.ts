import type { Code, Nodes, Parent, RootContent } from 'mdast';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { descendants } from '../../lesson/tree.ts';
import { markdownOf } from '../markdown.ts';
import { splitCommands, type TypedCommand } from './commands.ts';
import { moveMarkers, readMarker, type Marker } from './markers.ts';
import type { Note, NoteKind } from './types.ts';

/** A stretch of a step: Markdown to show, or commands to type. */
export type Piece = { readonly text: string } | { readonly commands: readonly TypedCommand[] };

export interface ConvertedText {
  readonly pieces: readonly Piece[];
  /** From a nudge to the answer; Markdown. */
  readonly hints: readonly string[];
  readonly notes: readonly Note[];
}

const processor = unified().use(remarkParse).use(remarkGfm).freeze();

/** Puts a step's text into our form: what can be clicked becomes commands, folded hints become hints. */
export function convertText(source: string, step: string | undefined): ConvertedText {
  const pieces: Piece[] = [];
  const hints: string[] = [];
  const notes: Note[] = [];
  const note = (kind: NoteKind, detail?: string): void => {
    notes.push({ kind, ...(step === undefined ? {} : { step }), ...(detail === undefined ? {} : { detail }) });
  };
  for (const part of parts(source)) {
    const own = convertPart(part.body, part.kind === 'solution', note);
    if (part.kind === 'hint') hints.push(...own.flatMap((piece) => ('text' in piece ? [piece.text] : [])));
    else if (part.kind === 'solution') pieces.push(...own.filter((piece) => 'commands' in piece));
    else if (part.kind === 'details') pieces.push({ text: `**${part.summary}**` }, ...own);
    else pieces.push(...own);
  }
  return { pieces, hints, notes };
}

interface Part {
  readonly kind: 'text' | 'hint' | 'solution' | 'details';
  readonly summary: string;
  readonly body: string;
}

/** Text between and within `<details>`; what one of them is says its summary. */
function parts(source: string): readonly Part[] {
  const found: Part[] = [];
  const pattern = /<details[^>]*>\s*<summary[^>]*>([^]*?)<\/summary>([^]*?)<\/details>/gi;
  let from = 0;
  for (const match of source.matchAll(pattern)) {
    found.push({ kind: 'text', summary: '', body: source.slice(from, match.index) });
    const summary = withoutTags(match[1] ?? '');
    const kind = /hint|tip|clue|提示/i.test(summary)
      ? 'hint'
      : /solution|answer|答案/i.test(summary)
        ? 'solution'
        : 'details';
    found.push({ kind, summary, body: match[2] ?? '' });
    from = match.index + match[0].length;
  }
  found.push({ kind: 'text', summary: '', body: source.slice(from) });
  return found.filter(({ kind, body }) => kind !== 'text' || body.trim() !== '');
}

const oneLine = (html: string): string => html.replaceAll(/\s+/g, ' ').slice(0, 60);

const withoutTags = (html: string): string =>
  html
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();

type TakeNote = (kind: NoteKind, detail?: string) => void;

/** @param all whether every block of shell lines is to be typed, clickable or not */
function convertPart(source: string, all: boolean, note: TakeNote): Piece[] {
  const text = replaceLinks(moveMarkers(source), note);
  const pieces: Piece[] = [];
  const add = (typed: readonly TypedCommand[]): void => {
    if (typed.length > 0) pieces.push({ commands: typed });
  };
  for (const node of processor.parse(text).children) {
    if (node.type === 'heading') node.depth = node.depth < 3 ? 3 : node.depth;
    if (node.type === 'code') {
      const own = takeMarker(node);
      if (own?.action === 'run' || (all && isShell(node))) {
        add(commandsOf(node.value, own, pieces, note));
        continue;
      }
      if (own?.action === 'unknown') note('marker', own.text);
    }
    const typed = commandsWithin(node, pieces, note);
    const shown = node.type === 'html' ? withoutTags(node.value) : markdownOf([node]);
    if (node.type === 'html' && node.value.replaceAll(/<!--[^]*?-->/g, '').trim() !== '')
      note('html', oneLine(node.value));
    const whole = shown.replaceAll(/^> \\\[!(\w+)\]/gm, '> [!$1]');
    if (whole !== '' && !(node.type === 'html' && node.value.startsWith('<!--'))) pieces.push({ text: whole });
    add(typed);
  }
  return pieces;
}

const isShell = ({ lang }: Code): boolean => ['bash', 'sh', 'shell'].includes(lang ?? 'bash');

/** Takes the marker off a fence's info string; languages that mean something in a lesson are renamed. */
function takeMarker(code: Code): Marker | undefined {
  const info = `${code.lang ?? ''} ${code.meta ?? ''}`;
  const marker = /\{\{([^}]*)\}\}/.exec(info);
  const language =
    info
      .replace(/\{\{[^}]*\}\}/, '')
      .trim()
      .split(/\s+/)[0] ?? '';
  code.lang = ['console', 'terminal', 'shell-session', 'shellsession', 'check', 'setup'].includes(language)
    ? 'text'
    : language === ''
      ? null
      : language;
  code.meta = null;
  return marker === null ? undefined : readMarker(marker[1] ?? '');
}

/** Code in a sentence or a list that can be clicked: it stays, without its marker, and is typed after. */
function commandsWithin(node: RootContent, before: readonly Piece[], note: TakeNote): readonly TypedCommand[] {
  const typed: TypedCommand[] = [];
  for (const each of descendants([node])) {
    if (!('children' in each)) continue;
    for (const child of each.children) {
      if (child.type !== 'code') continue;
      const marker = takeMarker(child);
      if (marker?.action === 'run')
        typed.push(...commandsOf(child.value, marker, [...before, { commands: typed }], note));
    }
    takeInline(each, (code, marker) => {
      if (marker.action === 'run') typed.push(...commandsOf(code, marker, [...before, { commands: typed }], note));
      else if (marker.action === 'unknown') note('marker', marker.text);
    });
    for (const child of each.children) {
      if (child.type === 'image' && !/^https?:/.test(child.url)) note('image', child.url);
      if (child.type !== 'html') continue;
      if (!/^<(?:\/|br\s*\/?>$)/i.test(child.value)) note('html', oneLine(child.value));
      Object.assign(child, { type: 'text', value: '' });
    }
  }
  return typed;
}

/** Markers behind inline code are text for CommonMark: they go, and are told. */
function takeInline(parent: Parent, take: (code: string, marker: Marker) => void): void {
  for (const [index, child] of parent.children.entries()) {
    const before: Nodes | undefined = parent.children[index - 1];
    if (child.type !== 'text' || before?.type !== 'inlineCode') continue;
    const match = /^\{\{([^}]*)\}\}/.exec(child.value);
    if (match === null) continue;
    take(before.value, readMarker(match[1] ?? ''));
    child.value = child.value.slice(match[0].length);
  }
}

function commandsOf(
  code: string,
  marker: Marker | undefined,
  before: readonly Piece[],
  note: TakeNote,
): readonly TypedCommand[] {
  const { commands, rest } = splitCommands(code);
  if (rest !== '') note('unfinished', rest.split('\n')[0] ?? '');
  if (marker?.where !== undefined) note('host', `{{${marker.text}}}`);
  for (const command of commands) if (needsInternet(command)) note('internet', command.split('\n')[0] ?? '');
  const last = before.flatMap((piece) => ('commands' in piece ? piece.commands : [])).at(-1);
  if (marker?.interrupt === true && last !== undefined) last.interrupt = true;
  return commands.map((text) => ({ text, interrupt: false }));
}

const needsInternet = (command: string): boolean =>
  /\b(?:apt(?:-get)? (?:install|update)|yum install|dnf install|apk add|pip3? install|npm (?:i|install)|git clone|docker pull|snap install)\b|\b(?:curl|wget)\b[^|;&]*https?:\/\/(?!(?:localhost|127\.|10\.|172\.|192\.168\.))/.test(
    command,
  );

/** Links to ports of the scenario's machine lead nowhere here. */
function replaceLinks(text: string, note: TakeNote): string {
  return text
    .replaceAll(/\{\{TRAFFIC_(?:HOST\d+_(\d+)|SELECTOR)\}\}/g, (whole, port?: string) => {
      note('port-link', whole);
      return `http://localhost:${port ?? '80'}`;
    })
    .replaceAll(
      /https?:\/\/\[\[HOST_SUBDOMAIN\]\]-(\d+)-\[\[KATACODA_HOST\]\]\.environments\.katacoda\.com/g,
      (whole, port: string) => {
        note('subdomain', whole);
        return `http://localhost:${port}`;
      },
    )
    .replaceAll(/\[\[(?:HOST\d*_(?:SUBDOMAIN|IP)|KATACODA_[A-Z]+)\]\]/g, (whole) => {
      note('subdomain', whole);
      return 'localhost';
    });
}
