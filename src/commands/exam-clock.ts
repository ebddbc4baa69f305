import { createEmitter } from '../session/emitter.ts';
import type { Words } from '../words/index.ts';

/** Minutes before the end at which the time that is left is said. */
const saidAt = [60, 30, 15, 10, 5, 2, 1] as const;
const minuteMs = 60_000;

/** The time of an exam, running. */
export interface ExamClock {
  readonly over: Promise<void>;
  /** Milliseconds that are left; 0 when it is over. */
  readonly leftMs: () => number;
  /** Hears, now and then, how much time is left. */
  readonly on: (listener: (text: string) => void) => { readonly close: () => void };
  readonly close: () => void;
}

/** Starts the clock: time is measured by a clock that nobody can set. */
export function startExamClock(givenMs: number, words: Words): ExamClock {
  const endMs = performance.now() + givenMs;
  const said = createEmitter<string>();
  const leftMs = (): number => Math.max(0, endMs - performance.now());
  let finish: () => void = () => undefined;
  const over = new Promise<void>((resolve) => (finish = resolve));
  const timers = saidAt
    .filter((minutes) => minutes * minuteMs < givenMs)
    .map((minutes) =>
      setTimeout(() => said.emit(words.checkpoint.timeLeft({ minutes })), givenMs - minutes * minuteMs),
    );
  timers.push(setTimeout(finish, givenMs));
  return {
    over,
    leftMs,
    on: said.on,
    close: () => {
      for (const timer of timers) clearTimeout(timer);
    },
  };
}

/** As a clock shows it: `1:05:09`, `5:09`. */
export function clockText(leftMs: number): string {
  const seconds = Math.ceil(leftMs / 1000);
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${hours > 0 ? `${String(hours)}:${two(minutes)}` : String(minutes)}:${two(seconds % 60)}`;
}

type Subscribe = (listener: (text: string) => void) => { readonly close: () => void };

/** Hears both. */
export function both(one: Subscribe, other: Subscribe): Subscribe {
  return (listener) => {
    const [first, second] = [one(listener), other(listener)];
    return {
      close: () => {
        first.close();
        second.close();
      },
    };
  };
}
