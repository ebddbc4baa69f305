import type { Lesson, Step } from '../lesson/types.ts';

/**
 * Where a learner stands in a lesson. `position` is the step that is shown, `frontier` the one that the lab is ready for; in a
 * checkpoint the steps are goals in one lab, and `frontier` is the shown one until all were reached.
 */
export interface Standing {
  readonly lesson: Lesson;
  readonly position: number;
  readonly frontier: number;
  readonly step: Step;
  readonly isGraded: boolean;
  /** The shown step is one that can come true: not one that is only read again. */
  readonly isOpen: boolean;
  /** The shown step is at the frontier, and was not begun in this lab. */
  readonly isFresh: boolean;
  readonly isDone: boolean;
  /** Whether this lab has to be left for that step. */
  readonly isBeyond: (position: number) => boolean;
  readonly moveTo: (position: number) => void;
  /** A new lab, in which that step can begin. */
  readonly restart: (position: number) => void;
  /** The shown step is looked at. True: it begins now; reading earlier steps again, and coming back, begins nothing anew. */
  readonly begin: () => boolean;
  /** The shown step came true. False: it had already, in this lab. */
  readonly pass: () => boolean;
  /** The next goal that was not reached yet; where all were, the next one. */
  readonly nextGoal: () => number;
  /** The lesson's author changed its text: steps are known by their ids. */
  readonly replace: (changed: Lesson) => void;
}

export function createStanding(first: Lesson, at: number): Standing {
  let lesson = first;
  let position = at;
  let frontier = at;
  /** The frontier that was opened already. */
  let opened = -1;
  const isGraded = first.checkpoint !== undefined;
  /** Ids of the steps that came true in this lab. */
  const reached = new Set<string>();

  const step = (): Step => {
    const found = lesson.steps[position];
    if (found === undefined) throw new RangeError(`${lesson.id} has no step ${String(position)}`);
    return found;
  };
  const isFrontierBegun = (): boolean => opened === frontier;
  const isDone = (): boolean => frontier >= lesson.steps.length;

  return {
    get lesson() {
      return lesson;
    },
    get position() {
      return position;
    },
    get frontier() {
      return frontier;
    },
    get step() {
      return step();
    },
    isGraded,
    get isOpen() {
      return position === frontier || isGraded;
    },
    get isFresh() {
      return position === frontier && !isFrontierBegun();
    },
    get isDone() {
      return isDone();
    },
    isBeyond: (target) => target > frontier && !isGraded,
    moveTo: (target) => {
      position = target;
    },
    restart: (target) => {
      position = frontier = target;
      opened = -1;
      reached.clear();
    },
    begin: () => {
      if (isGraded && !isDone()) frontier = position;
      if (position !== frontier || isFrontierBegun()) return false;
      opened = frontier;
      return true;
    },
    pass: () => {
      const { id } = step();
      const isNew = !reached.has(id);
      reached.add(id);
      const { length } = lesson.steps;
      frontier = !isGraded ? position + 1 : reached.size >= length ? length : position;
      return isNew;
    },
    nextGoal: () => {
      const { steps } = lesson;
      const round = steps.map((_, index) => (position + 1 + index) % steps.length);
      return round.find((index) => !reached.has(steps[index]?.id ?? '')) ?? (position + 1) % steps.length;
    },
    replace: (changed) => {
      const { steps } = lesson;
      const placeOf = (index: number): number => {
        const place = changed.steps.findIndex(({ id }) => id === steps[index]?.id);
        return place >= 0 ? place : Math.min(index, changed.steps.length - 1);
      };
      const wasDone = isDone();
      position = placeOf(position);
      frontier = wasDone ? changed.steps.length : Math.max(position, placeOf(frontier));
      lesson = changed;
      opened = frontier;
    },
  };
}
