import type { Ask } from '../facts/ask.ts';
import { isWhole } from '../facts/problem.ts';
import { systemCalls } from '../system-calls.ts';
import { parseDump, type Message } from './message.ts';
import { readerProgram } from './reader-program.ts';
import { requests, type RequestName } from './requests.ts';

/** What is asked of one namespace. */
export interface Reading {
  /** The namespace's file, seen from the host. */
  readonly path: string;
  readonly dumps: ReadonlySet<RequestName>;
  readonly files: ReadonlySet<string>;
}

/** What the kernel answered; what is missing could not be asked this way. */
export interface Answers {
  readonly dumps: ReadonlyMap<RequestName, readonly Message[]>;
  /** `undefined`: there is no such file. */
  readonly files: ReadonlyMap<string, string | undefined>;
  /** What no other namespace has or will have; kernels before 5.14 have none. */
  readonly cookie?: string;
}

const names = Object.keys(requests).filter((name): name is RequestName => name in requests);

/** Reads several namespaces in one process, by their numbers in the list; never rejects. Without perl, or where we do not know the system calls, nothing is answered. */
export async function readNamespaces(
  ask: Ask,
  readings: readonly Reading[],
): Promise<readonly (Answers | undefined)[]> {
  const words = readings.flatMap(({ dumps, files }) => {
    const numbers = [...dumps].map((name) => String(names.indexOf(name)));
    return [String(numbers.length), ...numbers, String(files.size), ...files];
  });
  if (systemCalls === undefined) return [];
  const { setns, getsockopt } = systemCalls;
  const argv = [
    ...[
      'perl',
      '-e',
      readerProgram,
      '--',
      String(setns),
      String(getsockopt),
      String(readings.length),
      ...readings.map(({ path }) => path),
    ],
    ...[String(names.length), ...names.map((name) => requests[name]), ...words],
  ] as const;
  const [program, ...args] = argv;
  const result = await ask([program ?? 'perl', ...args]);
  return isWhole(result) ? parseAnswers(result.stdout, readings) : [];
}

/** Reads the lines `N r|f|c INDEX HEX`. */
export function parseAnswers(
  text: string,
  readings: readonly Pick<Reading, 'files'>[],
): readonly (Answers | undefined)[] {
  const files = readings.map((reading) => [...reading.files]);
  const found: {
    dumps: Map<RequestName, readonly Message[]>;
    files: Map<string, string | undefined>;
    cookie?: string;
  }[] = [];
  for (const line of text.split('\n')) {
    const [number, kind, index, hex = ''] = line.split(' ');
    if (number === undefined || index === undefined) continue;
    const answers = (found[Number(number)] ??= { dumps: new Map(), files: new Map() });
    if (kind === 'r') {
      const name = names[Number(index)];
      const messages = parseDump(Buffer.from(hex, 'hex'));
      if (name !== undefined && messages !== undefined) answers.dumps.set(name, messages);
    } else if (kind === 'c') {
      answers.cookie = hex;
    } else {
      const file = files[Number(number)]?.[Number(index)];
      if (file !== undefined)
        answers.files.set(file, hex === '-' ? undefined : Buffer.from(hex, 'hex').toString('utf8'));
    }
  }
  return found;
}
