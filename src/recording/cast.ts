/**
 * The asciicast formats of asciinema: newline-delimited JSON, a header and then events.
 * https://docs.asciinema.org/manual/asciicast/v3/ and …/v2/: version 3 counts seconds since the event before, version 2
 * since the beginning.
 */
export type CastFormat = 2 | 3;

/** `o` output, `r` the terminal's new size, `m` a marker, `x` the exit status (version 3 alone has it). */
export type CastCode = 'o' | 'r' | 'm' | 'x';

export interface CastHeader {
  readonly columns: number;
  readonly rows: number;
  /** TERM, as the programs in the shell have it. */
  readonly term: string;
  readonly shell: string;
  readonly title: string;
  /** Seconds since the epoch. */
  readonly timestamp: number;
}

/** A recording as text. Pure but for what it remembers: the time of the last event. */
export interface Cast {
  readonly header: string;
  /** One line; empty where the format has no such event. `atMs`: milliseconds since the beginning, never going back. */
  readonly event: (atMs: number, code: CastCode, data: string) => string;
}

export function createCast(format: CastFormat, header: CastHeader): Cast {
  let lastMs = 0;
  return {
    header: `${JSON.stringify(format === 3 ? headerOf3(header) : headerOf2(header))}\n`,
    event: (atMs, code, data) => {
      if (format === 2 && code === 'x') return '';
      // Whole milliseconds of absolute time: rounded intervals would drift apart from the clock.
      const now = Math.max(lastMs, Math.round(atMs));
      const seconds = (format === 3 ? now - lastMs : now) / 1000;
      lastMs = now;
      return `${JSON.stringify([seconds, code, data])}\n`;
    },
  };
}

function headerOf3({ columns, rows, term, shell, title, timestamp }: CastHeader): object {
  return { version: 3, term: { cols: columns, rows, type: term }, timestamp, title, env: { SHELL: shell } };
}

function headerOf2({ columns, rows, term, shell, title, timestamp }: CastHeader): object {
  return { version: 2, width: columns, height: rows, timestamp, title, env: { SHELL: shell, TERM: term } };
}
