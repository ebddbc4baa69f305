import type { Heading, RootContent } from 'mdast';
import type { Check } from '../check/types.ts';
import type { Block, Command, Place } from './types.ts';

/** A hint or a debrief, and where it stands. */
export interface Aside {
  readonly content: readonly RootContent[];
  readonly place: Place;
}

/** One `##` section as it was found, before the rules look at it. */
export interface StepDraft {
  /** Empty where the heading gives none. */
  readonly id: string;
  readonly title: string;
  readonly place: Place;
  readonly blocks: readonly Block[];
  readonly commands: readonly Command[];
  readonly checks: readonly Check[];
  /** Some of its checks could not be read: rules that need all of them keep still. */
  readonly checksBroken: boolean;
  readonly setup: string;
  readonly hints: readonly Aside[];
  readonly debriefs: readonly Aside[];
  /** Where something stands below the debrief. */
  readonly afterDebrief?: Place;
}

/** A whole lesson file as it was found. */
export interface LessonDraft {
  readonly mode: 'guided' | 'challenge';
  readonly isCheckpoint: boolean;
  /** Headings of the first level. */
  readonly titles: readonly Heading[];
  readonly intro: readonly Block[];
  readonly steps: readonly StepDraft[];
}
