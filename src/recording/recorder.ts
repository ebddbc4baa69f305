import { closeSync, openSync, writeSync } from 'node:fs';
import { createCast, type Cast, type CastFormat, type CastHeader } from './cast.ts';
import { createRedactor } from './redact.ts';

/** Writes down what a shell shows, while it shows it. */
export interface Recorder {
  readonly output: (bytes: Uint8Array) => void;
  /** The first one is the header's: what comes before it is not recorded. */
  readonly resize: (columns: number, rows: number) => void;
  readonly marker: (label: string) => void;
  /** Ends the file; `exitCode` is the program's. */
  readonly close: (exitCode: number) => void;
  /** Why nothing is written any more (ENOSPC …), or undefined. */
  readonly problem: () => string | undefined;
}

export interface RecorderOptions {
  readonly path: string;
  readonly format: CastFormat;
  readonly header: Omit<CastHeader, 'columns' | 'rows'>;
  /** Names that must not be in the file. */
  readonly names: readonly string[];
  /** Writes over a file that is there. */
  readonly force: boolean;
  /** What it may grow to; a recording that nobody watches must not fill the disk. */
  readonly maxBytes?: number;
  readonly now?: () => number;
}

/** Output that comes within this time is one event, so that a flood does not become a million lines. */
const togetherMs = 20;
/** `yes` left running over lunch. */
const defaultMaxBytes = 256 * 1024 * 1024;

/**
 * Opens the file (mode 0600). Every event goes to the kernel as one whole line, so that the file
 * is right up to its last event when we are killed.
 *
 * @throws what open(2) says: EEXIST where the file is there and `force` is not set, ENOENT, EACCES …
 */
export function openRecorder({
  path,
  format,
  header,
  names,
  force,
  maxBytes = defaultMaxBytes,
  now = () => performance.now(),
}: RecorderOptions): Recorder {
  const file = openSync(path, force ? 'w' : 'wx', 0o600);
  let cast: Cast | undefined;
  const redactor = createRedactor(names);
  const decoder = new TextDecoder('utf-8');
  let beganMs = now();
  let text = '';
  let timer: NodeJS.Timeout | undefined;
  let written = 0;
  let problem: string | undefined;
  let isClosed = false;

  const write = (line: string): void => {
    if (isClosed || problem !== undefined || line === '') return;
    const bytes = Buffer.from(line);
    try {
      if (written + bytes.length > maxBytes) throw new RangeError(`${String(maxBytes)} bytes`);
      for (let at = 0; at < bytes.length;) at += writeSync(file, bytes, at);
      written += bytes.length;
    } catch (error) {
      problem = error instanceof Error ? error.message : String(error);
    }
  };
  const event = (code: 'o' | 'r' | 'm' | 'x', data: string): void => {
    if (cast !== undefined) write(cast.event(now() - beganMs, code, data));
  };
  const begin = (columns: number, rows: number): void => {
    beganMs = now();
    cast = createCast(format, { ...header, columns, rows });
    write(cast.header);
  };

  const send = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (text !== '') event('o', text);
    text = '';
  };

  return {
    output: (bytes) => {
      if (cast === undefined || isClosed || problem !== undefined) return;
      text += redactor.push(decoder.decode(bytes, { stream: true }));
      timer ??= setTimeout(send, togetherMs);
    },
    resize: (columns, rows) => {
      if (cast === undefined) return begin(columns, rows);
      send();
      event('r', `${String(columns)}x${String(rows)}`);
    },
    marker: (label) => {
      send();
      event('m', label);
    },
    close: (exitCode) => {
      if (isClosed) return;
      if (cast === undefined) begin(80, 24);
      text += redactor.push(decoder.decode()) + redactor.flush();
      send();
      event('x', String(exitCode));
      isClosed = true;
      closeSync(file);
    },
    problem: () => problem,
  };
}
