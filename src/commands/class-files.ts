import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseRoster, type Student } from '../grade/roster.ts';
import { codeOf } from '../storage/files.ts';
import { readTeacherKey } from '../storage/teacher-key.ts';
import type { CommandIo } from './io.ts';

/** The teacher's key; undefined, and said on standard error, where it cannot be had. */
export async function openKey(path: string, create: boolean, io: CommandIo): Promise<string | undefined> {
  const words = io.words.checkpoint;
  const found = await readTeacherKey(resolve(io.cwd, path), create);
  if ('key' in found) {
    if (found.created) io.err(`${words.keyMade({ path })}\n`);
    return found.key;
  }
  if (found.problem === 'unreadable') io.err(`${words.keyUnreadable({ path, code: found.code })}\n`);
  else io.err(`${found.problem === 'short' ? words.keyShort({ path }) : words.keyLong({ path })}\n`);
  return undefined;
}

/** The students of a class list; undefined, and every mistake said on standard error, where it cannot be read. */
export async function openRoster(path: string, io: CommandIo): Promise<readonly Student[] | undefined> {
  const words = io.words.checkpoint;
  let text: string;
  try {
    text = await readFile(resolve(io.cwd, path), 'utf8');
  } catch (error) {
    io.err(`${words.rosterUnreadable({ path, code: codeOf(error) })}\n`);
    return undefined;
  }
  const found = parseRoster(text);
  if ('students' in found) return found.students;
  for (const problem of found.problems.slice(0, 20)) io.err(`${words.rosterProblem({ path, ...problem })}\n`);
  return undefined;
}
