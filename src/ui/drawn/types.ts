import type { PlainStyle } from '../../lesson/plain.ts';
import type { Course, Lesson } from '../../lesson/types.ts';
import type { ProgressPort, SessionPorts } from '../../session/ports.ts';
import type { Stage } from './stage.ts';

export interface DrawnOptions<End> {
  readonly course: Course;
  /** Speaks another language, the named one or the next; resolves to what is to be said of it. */
  readonly switchLanguage: (name?: string) => Promise<string>;
  readonly lesson: Lesson;
  readonly position: number;
  readonly stage: Stage;
  readonly style: Omit<PlainStyle, 'width'>;
  readonly ports: SessionPorts;
  readonly progress: ProgressPort & {
    readonly stateOf: (lesson: string, step: string) => 'passed' | 'skipped' | 'open';
  };
  /** Resolves when the program must go, or this lesson cannot be taught after all. */
  readonly ended: Promise<End>;
  /** Writes down what the shell shows. */
  readonly recorder?: Recorder | undefined;
  /** Tells when the lesson's file was read again; its mistakes as one sentence. */
  readonly follow?:
    ((lesson: Lesson, onRead: (read: Lesson | string) => void) => { readonly close: () => void }) | undefined;
  /** Said at the beginning. */
  readonly notice?: string | undefined;
  /** Told while the course runs: what could not be saved. */
  readonly onNotice: (listener: (text: string) => void) => { readonly close: () => void };
  /** What is left of an exam's time, as a clock shows it. */
  readonly clock?: (() => string) | undefined;
  /** The first lab is there: what had to wait for that can be done. */
  readonly onReady?: (() => void) | undefined;
}

/** Where a recording goes; how it is kept is not the interface's concern. */
export interface Recorder {
  readonly output: (bytes: Uint8Array) => void;
  readonly resize: (columns: number, rows: number) => void;
  readonly marker: (label: string) => void;
  readonly problem: () => string | undefined;
}

/** How a lesson was left: for another place of the course, for a choice among all lessons, or for good. */
export type DrawnEnd =
  | { readonly lesson: Lesson; readonly position: number }
  | { readonly pick: true }
  | { readonly quit: true; readonly interrupted: boolean };
