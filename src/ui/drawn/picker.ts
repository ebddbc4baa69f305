import stringWidth from 'string-width';
import type { PlainStyle } from '../../lesson/plain.ts';
import { blocksToLines } from '../../lesson/plain.ts';
import type { Course, Lesson } from '../../lesson/types.ts';
import { summarize, type CourseOutline } from '../../progress/look.ts';
import type { LessonSummary, Progress } from '../../progress/types.ts';
import type { Input } from '../../terminal/keys.ts';
import type { Words } from '../../words/index.ts';
import { headingOf } from '../plain/pages.ts';
import { clip, fit, spread } from './fit.ts';
import { layoutFor } from './layout.ts';
import { tooSmallView, type View } from './view.ts';
import { visibleScroll } from './scroll.ts';

/** One lesson to choose. */
export interface PickerEntry {
  readonly lesson: Lesson;
  readonly summary: LessonSummary;
  /** What this machine lacks for it, and how to get it; it cannot be chosen then. */
  readonly lacking?: string;
}

export interface PickerState {
  readonly selected: number;
  readonly notice: string | undefined;
}

export function pickerEntries(
  course: Course,
  progress: Progress,
  key: string,
  lacking: ReadonlyMap<string, string>,
): readonly PickerEntry[] {
  const outline: CourseOutline = course;
  const summaries = summarize(progress, key, outline);
  return course.lessons.flatMap((lesson, index) => {
    const summary = summaries[index];
    const reason = lacking.get(lesson.id);
    return summary === undefined ? [] : [{ lesson, summary, ...(reason === undefined ? {} : { lacking: reason }) }];
  });
}

/** What a key asks of the picker. Pure. */
export function pickerKey(
  input: Input,
  { selected }: PickerState,
  count: number,
): { readonly select: number } | 'choose' | 'language' | 'leave' | 'interrupt' | 'suspend' | 'nothing' {
  const to = (next: number) => ({ select: Math.max(0, Math.min(count - 1, next)) });
  if (input.type === 'mouse' && input.action === 'wheel-up') return to(selected - 1);
  if (input.type === 'mouse' && input.action === 'wheel-down') return to(selected + 1);
  if (input.type !== 'key') return 'nothing';
  switch (input.name) {
    case 'up':
    case 'k':
      return to(selected - 1);
    case 'down':
    case 'j':
      return to(selected + 1);
    case 'home':
      return to(0);
    case 'end':
      return to(count - 1);
    case 'enter':
    case 'space':
      return 'choose';
    case 'L':
      return 'language';
    case 'q':
    case 'esc':
      return 'leave';
    case 'ctrl-c':
      return 'interrupt';
    case 'ctrl-z':
      return 'suspend';
    default:
      return 'nothing';
  }
}

/** The picker as a screen: heading, one line a lesson with what it lacks below it, and the keys. Pure. */
export function pickerView(
  course: Course,
  entries: readonly PickerEntry[],
  state: PickerState,
  size: { readonly columns: number; readonly rows: number },
  style: Omit<PlainStyle, 'width'>,
  words: Words,
): View {
  const { columns, rows } = size;
  const layout = layoutFor(columns, rows, { zoom: 'lesson', focus: 'lesson' });
  if (layout.mode === 'too-small') return tooSmallView(layout, style, words);
  const width = Math.max(2, columns - 2);
  const bar = style.ascii ? '-' : '─';
  const cells = entries.map((entry) => cellsOf(entry, words));
  const widest = (of: keyof Cells): number => Math.max(0, ...cells.map((row) => stringWidth(row[of])));
  const widths: Widths = {
    // An id is what `netns-course start` takes: cut only where there is no room for it.
    id: Math.min(widest('id'), Math.max(12, Math.floor(width / 4))),
    minutes: widest('minutes'),
    steps: widest('steps'),
  };
  const groups = entries.map((entry, index) =>
    entryLines(entry, { isSelected: index === state.selected, width, widths }, style, words),
  );
  const head = [...blocksToLines([headingOf(words.drawn.pickerHeading, 2)], { ...style, width }), ''];
  const lines = [...head, ...groups.flat()];
  const height = layout.lesson?.height ?? 0;
  const before = head.length + groups.slice(0, state.selected).flat().length;
  const first = visibleScroll(before - Math.floor(height / 2), { lines: lines.length, height });
  const help = style.ascii ? words.drawn.pickerHelpAscii : words.drawn.pickerHelp;
  return {
    layout,
    header: spread(` ${words.drawn.app} ${bar} ${course.title} `, '', columns, bar),
    lesson: lines.slice(first, first + height).map((line) => ` ${line}`),
    divider: '',
    vertical: '',
    checks: fit('', columns),
    status: fit(` ${state.notice ?? help}`, columns),
    extent: { lines: lines.length, height },
  };
}

/** What stands before a lesson's title. */
type Cells = Readonly<Record<'id' | 'minutes' | 'steps', string>>;
type Widths = Readonly<Record<keyof Cells, number>>;

function cellsOf({ lesson, summary }: PickerEntry, { progress }: Words): Cells {
  return {
    id: lesson.id,
    minutes: progress.minutes({ minutes: lesson.minutes }),
    steps: progress.stepsDone(summary),
  };
}

function entryLines(
  entry: PickerEntry,
  { isSelected, width, widths }: { isSelected: boolean; width: number; widths: Widths },
  style: Omit<PlainStyle, 'width'>,
  words: Words,
): readonly string[] {
  const { lesson, summary, lacking } = entry;
  const marks = style.ascii ? { new: '.', begun: '>', done: '+' } : words.progress.marks;
  const pointer = isSelected ? (style.ascii ? '>' : '▸') : ' ';
  const { id, minutes, steps } = cellsOf(entry, words);
  const shortOf = widths.minutes - stringWidth(minutes);
  const cells = [fit(id, widths.id), `${' '.repeat(shortOf)}${minutes}`, fit(steps, widths.steps), lesson.title];
  const line = clip(`${pointer} ${marks[summary.state]} ${cells.join('  ')}`, width);
  const shown = isSelected && style.colour ? `\u001b[7m${fit(line, width)}\u001b[0m` : line;
  return [shown, ...(lacking === undefined ? [] : [clip(`      ${lacking}`, width)])];
}
