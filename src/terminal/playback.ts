import type { Playback, PlaybackFrame, PlaybackMark } from '../grade/playback.ts';
import { createScreen, type Screen } from './screen.ts';

/** Whoever reads a session sees no more than this; a recording may come from a stranger. */
const maxFrames = 4000;
const maxMarks = 200;
const maxCharacters = 512 * 1024;
/** Output within this time is one picture. */
const frameMs = 200;
const [minColumns, maxColumns, minRows, maxRows] = [20, 300, 5, 60] as const;

type CastEvent = readonly [seconds: number, code: string, data: string];

/**
 * Plays an asciicast (version 2 or 3, https://docs.asciinema.org/manual/asciicast/v3/) on an emulated terminal and keeps what a
 * watcher would see. What is no event of it is left out. Never rejects for the recording's sake.
 */
export async function playbackOf(node: string, cast: string): Promise<Playback> {
  const [head = '', ...lines] = cast.split('\n');
  const { columns, rows, isAbsolute } = headOf(head);
  const screen = createScreen({
    columns,
    rows,
    reply: () => undefined,
    pause: () => undefined,
    resume: () => undefined,
  });
  try {
    const frames: PlaybackFrame[] = [];
    const marks: PlaybackMark[] = [];
    let shown: readonly string[] = Array.from({ length: rows }, () => '');
    let characters = 0;
    let [atMs, keptMs] = [0, 0];
    let isDirty = false;
    const keep = async (): Promise<void> => {
      if (!isDirty) return;
      isDirty = false;
      await screen.settled();
      const now = textOf(screen);
      const changed = now.flatMap((text, row) => (text === shown[row] ? [] : [[row, text] as const]));
      shown = now;
      if (changed.length === 0) return;
      frames.push([Math.round(keptMs), ...changed]);
      characters += changed.reduce((sum, [, text]) => sum + text.length, 0);
    };
    for (const line of lines) {
      const event = eventOf(line);
      if (event === undefined) continue;
      const [seconds, code, data] = event;
      atMs = (isAbsolute ? 0 : atMs) + seconds * 1000;
      if (code === 'm' && marks.length < maxMarks) {
        await keep();
        keptMs = atMs;
        marks.push([frames.length, data]);
      }
      if (code !== 'o') continue;
      if (atMs - keptMs > frameMs) {
        await keep();
        keptMs = atMs;
      }
      if (frames.length >= maxFrames || characters >= maxCharacters) return { node, rows, frames, marks, cut: true };
      screen.write(Buffer.from(data));
      isDirty = true;
    }
    await keep();
    return { node, rows, frames, marks, cut: false };
  } finally {
    screen.dispose();
  }
}

function textOf(screen: Screen): readonly string[] {
  return Array.from({ length: screen.rows }, (_, y) => screen.row(y).texts.join('').trimEnd());
}

/** The size of the screen, and how the version counts: 3 since the event before, 2 since the beginning. */
function headOf(head: string): { readonly columns: number; readonly rows: number; readonly isAbsolute: boolean } {
  const value = parsed(head);
  const of = (from: unknown, key: string): unknown =>
    typeof from === 'object' && from !== null ? Reflect.get(from, key) : undefined;
  const isAbsolute = of(value, 'version') === 2;
  const read = (key: string, usual: number, [least, most]: readonly [number, number]): number => {
    const found = Number(of(isAbsolute ? value : of(value, 'term'), key));
    return Math.min(most, Math.max(least, Number.isInteger(found) ? found : usual));
  };
  return {
    columns: read(isAbsolute ? 'width' : 'cols', 80, [minColumns, maxColumns]),
    rows: read(isAbsolute ? 'height' : 'rows', 24, [minRows, maxRows]),
    isAbsolute,
  };
}

function eventOf(line: string): CastEvent | undefined {
  const value = parsed(line);
  if (!Array.isArray(value)) return undefined;
  const [seconds, code, data] = value as readonly unknown[];
  const isEvent =
    typeof seconds === 'number' &&
    seconds >= 0 &&
    seconds < 1e9 &&
    typeof code === 'string' &&
    typeof data === 'string';
  return isEvent ? [seconds, code, data] : undefined;
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
