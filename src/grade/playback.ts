/** A recorded terminal as pictures of its screen, made where the escapes in it can do no harm: all of it is plain text. */
export interface Playback {
  readonly node: string;
  /** Lines of the screen. */
  readonly rows: number;
  readonly frames: readonly PlaybackFrame[];
  /** Where something begins that has a name: a step. */
  readonly marks: readonly PlaybackMark[];
  /** There was more. */
  readonly cut: boolean;
}

/** Milliseconds since the beginning, and the lines that look different from then on, by their number from 0. */
export type PlaybackFrame = readonly [atMs: number, ...lines: (readonly [row: number, text: string])[]];

/** How many frames have been shown then, and the name. */
export type PlaybackMark = readonly [frames: number, label: string];
