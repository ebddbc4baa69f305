import { readFile, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { titleOf } from '../check/judge.ts';
import { judgeTranscript } from '../check/judge-transcript.ts';
import type { TranscriptVerdicts } from '../check/judge-transcript.ts';
import type { CommandIo, ExitCode } from './io.ts';
import { openCourse } from './open-course.ts';
import { findTarget } from './target.ts';

export interface CheckFlags {
  /** A file, or `-` for standard input. */
  readonly transcript: string;
  readonly course?: string | undefined;
  readonly json?: boolean | undefined;
}

const maxMegabytes = 8;

/**
 * `netns-course check LESSON/STEP --transcript FILE`: judges a recorded terminal text by the step's output checks alone.
 * Exit 0: all pass; 1: not; 2: it could not be judged (no such step, file, or nothing in the step that reads a terminal).
 */
export async function runCheck(flags: CheckFlags, target: string, io: CommandIo): Promise<ExitCode> {
  const { transcript: say } = io.words.check;
  const cannot = (message: string): ExitCode => {
    io.err(`${message}\n`);
    return 2;
  };
  const open = await openCourse(flags.course, io);
  if (open === undefined) return 2;
  const found = findTarget(open.course, target, io.words);
  if ('problem' in found) return cannot(found.problem);
  const step = found.position === undefined ? undefined : found.lesson.steps[found.position];
  if (step === undefined) return cannot(say.needsStep({ target }));
  const text = await readText(flags.transcript, io);
  if (typeof text !== 'string') return cannot(text.problem);
  const name = `${found.lesson.id}/${step.id}`;
  const judged = judgeTranscript(step.checks, text, io.words);
  if (judged.checks.length === 0) return cannot(say.noOutputChecks({ step: name }));
  if (judged.commands.length === 0 && flags.json !== true) io.err(`${say.noCommands({ file: flags.transcript })}\n`);
  io.out(flags.json === true ? `${JSON.stringify(toJson(name, judged), undefined, 2)}\n` : toText(name, judged, io));
  const states = judged.checks.map(({ id }) => judged.verdicts.get(id)?.state);
  if (states.includes('error')) return 2;
  return states.every((state) => state === 'pass') ? 0 : 1;
}

async function readText(file: string, io: CommandIo): Promise<string | { readonly problem: string }> {
  const say = io.words.check.transcript;
  const tooLarge = { problem: say.tooLarge({ file, megabytes: maxMegabytes }) };
  const maxBytes = maxMegabytes * 1024 * 1024;
  try {
    if (file !== '-') {
      const path = resolve(io.cwd, file);
      if ((await stat(path)).size > maxBytes) return tooLarge;
      return await readFile(path, 'utf8');
    }
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of io.stdin) {
      const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
      size += bytes.length;
      if (size > maxBytes) return tooLarge;
      chunks.push(bytes);
    }
    return Buffer.concat(chunks).toString('utf8');
  } catch (error) {
    return { problem: say.unreadable({ file, reason: error instanceof Error ? error.message : String(error) }) };
  }
}

function toText(step: string, { checks, verdicts }: TranscriptVerdicts, io: CommandIo): string {
  const say = io.words.check.transcript;
  const lines: string[] = [];
  let passed = 0;
  for (const check of checks) {
    const verdict = verdicts.get(check.id);
    if (verdict === undefined) continue;
    if (verdict.state === 'pass') passed += 1;
    lines.push(say.line({ state: verdict.state, title: titleOf(check, io.words) }));
    if (verdict.state !== 'pass' && verdict.observed !== undefined) lines.push(say.found({ text: verdict.observed }));
    if (verdict.message !== undefined) lines.push(say.message({ text: verdict.message }));
  }
  lines.push(say.summary({ step, passed, of: checks.length }));
  return `${lines.join('\n')}\n`;
}

/** The verdicts as data; `schema` names the shape. */
function toJson(step: string, { checks, commands, verdicts }: TranscriptVerdicts): unknown {
  return {
    schema: 'netns-course/check/v1',
    step,
    commands: commands.map(({ line, node, netns }) => ({ line, node, netns })),
    checks: checks.map(({ id, kind }) => ({ id, kind, ...verdicts.get(id) })),
  };
}
