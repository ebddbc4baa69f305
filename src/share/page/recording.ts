import { plainLines } from '../../check/plain-text.ts';

/** A stretch of a recording: the step that its marker names, and what the terminal showed. */
export interface Stretch {
  readonly marker: string;
  readonly lines: readonly string[];
}

/**
 * What an asciicast (version 2 or 3) shows, as text, cut at its markers; nothing where it is none. Lines that are no event are
 * passed over.
 */
export function readRecording(cast: string): readonly Stretch[] {
  const [header = '', ...events] = cast.split('\n');
  const version = read(header);
  if (typeof version !== 'object' || version === null || !('version' in version)) return [];
  const stretches: { marker: string; text: string }[] = [{ marker: '', text: '' }];
  for (const line of events) {
    const event = read(line);
    if (!Array.isArray(event) || typeof event[2] !== 'string') continue;
    const last = stretches.at(-1);
    if (event[1] === 'o' && last !== undefined) last.text += event[2];
    if (event[1] === 'm') stretches.push({ marker: event[2], text: '' });
  }
  return stretches
    .map(({ marker, text }) => ({ marker, lines: plainLines(text.trimEnd()) }))
    .filter(({ lines }) => lines.some((line) => line.trim() !== ''));
}

function read(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
