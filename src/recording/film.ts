import { createCast, type Cast, type CastHeader } from './cast.ts';
import { createRedactor, type Redactor } from './redact.ts';

/** A lesson that types itself, as asciicasts (version 3): one for each node's terminal. */
export interface Film {
  readonly output: (node: string, bytes: Uint8Array) => void;
  /** The shell waits for a line: whoever watches reads now. */
  readonly prompt: (node: string) => void;
  readonly commandEnd: (node: string) => void;
  /** What was shown up to here is not kept, but for the prompts that wait. */
  readonly begin: () => void;
  /** What follows belongs to this step; a terminal that shows nothing of it has no such marker. */
  readonly marker: (label: string) => void;
  /** The recordings by node. Nothing is recorded after. */
  readonly casts: () => ReadonlyMap<string, string>;
}

export interface FilmOptions {
  readonly header: CastHeader;
  /** Names that must not be in it. */
  readonly names: readonly string[];
  readonly now?: () => number;
}

/** Output that comes within this time is one event. */
const togetherMs = 20;
/** A command is typed this long after the prompt: a machine types at once, and nobody could follow. */
const readMs = 1500;
/** The clock stands still while nothing is shown for longer: that is the machine's load, or a check's patience. */
const longestMs = 2500;

interface Reel {
  readonly cast: Cast;
  readonly redactor: Redactor;
  readonly decode: (bytes?: Uint8Array) => string;
  lines: string;
  text: string;
  atMs: number;
  label: string;
  seenMs: number;
  rests: boolean;
}

/** Records what the terminals of a lesson that plays itself show, on a clock by which it can be followed. */
export function createFilm({ header, names, now = () => performance.now() }: FilmOptions): Film {
  const reels = new Map<string, Reel>();
  let label = '';
  let hasBegun = false;

  const reelOf = (node: string): Reel => {
    const known = reels.get(node);
    if (known !== undefined) return known;
    const decoder = new TextDecoder('utf-8');
    const reel: Reel = {
      cast: createCast(3, header),
      redactor: createRedactor(names),
      decode: (bytes) => decoder.decode(bytes, { stream: bytes !== undefined }),
      ...{ lines: '', text: '', atMs: 0, label: '', seenMs: now(), rests: false },
    };
    reels.set(node, reel);
    return reel;
  };
  const send = (reel: Reel): void => {
    if (reel.text !== '') reel.lines += reel.cast.event(reel.atMs, 'o', reel.text);
    reel.text = '';
  };

  return {
    output: (node, bytes) => {
      const reel = reelOf(node);
      const shown = reel.redactor.push(reel.decode(bytes));
      const sinceMs = now() - reel.seenMs;
      reel.seenMs = now();
      if (hasBegun && (reel.rests || sinceMs > togetherMs || reel.label !== label)) {
        // The prompt at which a step's first command is typed belongs to that step.
        if (reel.label !== label) reel.lines += reel.cast.event(reel.atMs, 'm', label);
        reel.label = label;
        send(reel);
        reel.atMs += Math.min(sinceMs, longestMs) + (reel.rests ? readMs : 0);
        reel.rests = false;
      }
      reel.text += shown;
    },
    prompt: (node) => {
      const reel = reelOf(node);
      reel.text += reel.redactor.flush();
      reel.rests = true;
    },
    commandEnd: (node) => {
      const reel = reelOf(node);
      if (hasBegun) send(reel);
      else reel.text = '';
    },
    begin: () => {
      hasBegun = true;
    },
    marker: (to) => {
      label = to;
    },
    casts: () =>
      new Map(
        [...reels].flatMap(([node, reel]) => {
          reel.text += reel.redactor.push(reel.decode()) + reel.redactor.flush();
          send(reel);
          // A terminal in which nothing was typed shows a prompt.
          return reel.label === '' ? [] : [[node, reel.cast.header + reel.lines] as const];
        }),
      ),
  };
}
