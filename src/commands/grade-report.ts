import { readFile, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { decisionsSchema, noDecisions, withOpen, type Decisions } from '../grade/decisions.ts';
import type { Gradebook, Result } from '../grade/result.ts';
import { codeOf } from '../storage/files.ts';
import { writeWhole } from '../storage/write-whole.ts';
import type { CommandIo, ExitCode } from './io.ts';

/** What JSON lets through and a terminal acts upon: DEL, the C1 controls, direction marks. */
const unsafe = /[\u{7f}-\u{9f}\u{200e}\u{200f}\u{061c}\u{202a}-\u{202e}\u{2066}-\u{2069}]/gu;

/** A gradebook's text: the same bytes for the same gradebook. */
const formatGradebook = (gradebook: Gradebook): string => formatJson(gradebook);

/** JSON with nothing in it that acts on a terminal. */
export function formatJson(value: object): string {
  const escape = (character: string): string => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`;
  return `${JSON.stringify(value, null, 2).replaceAll(unsafe, escape)}\n`;
}

/** The teacher's decisions so far; undefined, and said, where the file is none of ours. A file that is not there is begun. */
export async function readDecisions(path: string | undefined, io: CommandIo): Promise<Decisions | undefined> {
  if (path === undefined) return noDecisions;
  const words = io.words.gradeCommand;
  try {
    const parsed = decisionsSchema.safeParse(JSON.parse(await readFile(resolve(io.cwd, path), 'utf8')));
    if (parsed.success) return parsed.data;
    const at = (parsed.error.issues[0]?.path ?? []).map(String).join('.');
    io.err(`${words.badDecisions({ path, detail: at })}\n`);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return noDecisions;
    const detail = error instanceof Error ? error.message : String(error);
    io.err(`${words.badDecisions({ path, detail })}\n`);
  }
  return undefined;
}

/** Adds what is to be decided now to the teacher's file; what was decided stays. False, and said: it cannot be written. */
export async function writeDecisions(
  path: string | undefined,
  decisions: Decisions,
  { results }: Gradebook,
  io: CommandIo,
): Promise<boolean> {
  if (path === undefined) return true;
  const open = results
    .filter(({ status }) => status === 'review')
    .map((result) => ({ ...result, why: result.findings.map(({ text }) => text).join('; ') }));
  const next = withOpen(decisions, open);
  if (next.decisions.length === decisions.decisions.length && decisions.decisions.length > 0) return true;
  return replaceFile(path, `${JSON.stringify(next, null, 2)}\n`, io);
}

/** Writes the gradebook, and takes away what an interrupted run would have gone on from. */
export async function writeGradebook(
  path: string | undefined,
  state: string | undefined,
  gradebook: Gradebook,
  io: CommandIo,
): Promise<boolean> {
  if (path === undefined) return true;
  const isWritten = await replaceFile(path, formatGradebook(gradebook), io);
  if (isWritten && state !== undefined) await rm(state, { force: true });
  return isWritten;
}

async function replaceFile(path: string, text: string, io: CommandIo): Promise<boolean> {
  const written = await writeWhole(resolve(io.cwd, path), text, true);
  if (typeof written !== 'object') return true;
  io.err(`${io.words.gradeCommand.cannotWrite({ code: written.code, path })}\n`);
  return false;
}

/** Shows the class on standard output, and what it comes to; the exit code says whether anything is left to do. */
export function showGradebook(gradebook: Gradebook, { json }: { readonly json?: boolean }, io: CommandIo): ExitCode {
  const { results } = gradebook;
  io.out(json === true ? formatGradebook(gradebook) : table(results, io));
  const count = (status: Result['status']): number => results.filter((each) => each.status === status).length;
  const counts = {
    graded: count('graded'),
    review: count('review'),
    refused: count('refused'),
    missing: count('missing'),
  };
  if (json !== true) io.out(`${io.words.gradeCommand.summary(counts)}\n`);
  return counts.review + counts.refused + counts.missing === 0 ? 0 : 1;
}

const maxName = 24;

function table(results: readonly Result[], { words }: CommandIo): string {
  const rows = results.map(({ learner, checkpoint, status, score, maxScore, findings, file = '' }) => {
    const name = learner.id === '' ? file : learner.id;
    return {
      cells: [
        short(name),
        short(checkpoint),
        words.gradeCommand.status[status],
        `${String(score)}/${String(maxScore)}`,
      ],
      findings: findings.map(({ text, files = [] }) => [text, ...files.map(plain)].join(' · ')),
    };
  });
  const widths = [0, 1, 2, 3].map((column) => Math.max(0, ...rows.map(({ cells }) => cells[column]?.length ?? 0)));
  return rows
    .map(({ cells, findings }) => {
      const line = cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ');
      return [line.trimEnd(), ...findings.map((text) => `    ${plain(text)}`)].map((each) => `${each}\n`).join('');
    })
    .join('');
}

function short(text: string): string {
  const shown = plain(text);
  return shown.length > maxName ? `${shown.slice(0, maxName - 1)}…` : shown;
}

/** Texts of submissions, on one line and without anything that acts on a terminal. */
function plain(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ');
}
