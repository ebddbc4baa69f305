import type { PlainStyle } from '../../lesson/plain.ts';
import { indexOf } from '../../lesson/place.ts';
import type { Course, Lesson } from '../../lesson/types.ts';
import type { Progress } from '../../progress/types.ts';
import type { Words } from '../../words/index.ts';
import { createChrome } from './chrome.ts';
import { pickerEntries, pickerKey, pickerView, type PickerState } from './picker.ts';
import type { Stage } from './stage.ts';
import { textPanes } from './text-pane.ts';

export interface PickerOptions<End> {
  readonly course: Course;
  readonly switchLanguage: (name?: string) => Promise<string>;
  readonly key: string;
  readonly progress: () => Progress;
  readonly stage: Stage;
  readonly style: Omit<PlainStyle, 'width'>;
  readonly words: Words;
  /** What this machine lacks, by lesson id; it is tried while the picker is read. */
  readonly lacking: Promise<ReadonlyMap<string, string>>;
  /** The lesson to begin the choice with. */
  readonly at: Lesson | undefined;
  readonly ended: Promise<End>;
}

export type PickerEnd =
  { readonly lesson: Lesson; readonly position: number } | { readonly quit: true; readonly interrupted: boolean };

/** Lets the learner choose a lesson. */
export async function runPicker<End>(options: PickerOptions<End>): Promise<PickerEnd | End> {
  const { course, key, stage, style, words, ended } = options;
  let state: PickerState = {
    selected: Math.max(0, options.at === undefined ? 0 : indexOf(course, options.at)),
    notice: undefined,
  };
  let lacking: ReadonlyMap<string, string> = new Map();
  const chrome = createChrome(stage.request);
  let finish: (end: PickerEnd) => void = () => undefined;
  const end = new Promise<PickerEnd>((resolve) => (finish = resolve));
  const entries = () => pickerEntries(course, options.progress(), key, lacking);

  const choose = (): void => {
    const entry = entries()[state.selected];
    if (entry === undefined) return;
    if (entry.lacking !== undefined) state = { ...state, notice: words.drawn.pickerUnavailable };
    else finish({ lesson: entry.lesson, position: 0 });
  };

  const speak = async (): Promise<void> => {
    state = { ...state, notice: await options.switchLanguage() };
    stage.request();
  };

  stage.play({
    frame: () => {
      const size = stage.size();
      const view = pickerView(course, entries(), state, size, style, words);
      return { ...size, chrome: chrome.draw(view), panes: textPanes(view) };
    },
    onInput: (input) => {
      const asked = pickerKey(input, state, course.lessons.length);
      if (asked === 'nothing') return;
      state = { ...state, notice: undefined };
      if (asked === 'choose') choose();
      else if (asked === 'suspend') stage.suspend();
      else if (asked === 'language') void speak();
      else if (typeof asked === 'string') finish({ quit: true, interrupted: asked === 'interrupt' });
      else state = { ...state, selected: asked.select };
      stage.request();
    },
    onResize: () => undefined,
  });
  chrome.load();
  void options.lacking.then((found) => {
    lacking = found;
    stage.request();
  });
  try {
    return await Promise.race([end, ended]);
  } finally {
    stage.play(undefined);
    chrome.close();
  }
}
