import { VFile } from 'vfile';
import type { Words } from '../words/index.ts';
import { limits } from './limits.ts';
import type { RuleId } from './rule-ids.ts';
import type { Place } from './types.ts';

/** A mistake in a lesson file: file, line, column, `ruleId`, reason. Plain data; `fatal` is always `true`. */
export type LessonMessage = VFile['messages'][number];

/** Collects the mistakes of one file, all at once; at most `limits.messages` are kept, the rest is counted. */
export interface Report {
  readonly words: Words;
  readonly add: (place: Place, rule: RuleId, reason: string) => void;
  /** In the order of the file; the same mistake at the same place is said once. */
  readonly messages: () => LessonMessage[];
  /** How many mistakes there are so far, those that are only counted included. */
  readonly count: () => number;
  readonly has: (rule: RuleId) => boolean;
}

/** A mistake that is about a file or folder as a whole. */
export function mistake(file: string, rule: RuleId, reason: string, words: Words, line = 1): LessonMessage[] {
  const report = createReport(file, words);
  report.add({ line, column: 1 }, rule, reason);
  return report.messages();
}

/** Starts the report of a file, named as messages shall name it. */
export function createReport(file: string, words: Words): Report {
  const vfile = new VFile({ path: file });
  const seen = new Set<string>();
  let dropped = 0;
  return {
    words,
    add: (place, rule, reason) => {
      const key = `${place.line}:${place.column}:${rule}:${reason}`;
      if (seen.has(key)) return;
      if (seen.size >= limits.messages) {
        dropped += 1;
        return;
      }
      seen.add(key);
      const message = vfile.message(reason, {
        place: { line: place.line, column: place.column },
        ruleId: rule,
        source: 'netns-course',
      });
      message.fatal = true;
    },
    messages: () => {
      const sorted = vfile.messages.toSorted(
        (one, two) => (one.line ?? 0) - (two.line ?? 0) || (one.column ?? 0) - (two.column ?? 0),
      );
      if (dropped === 0) return sorted;
      const more = new VFile({ path: file }).message(words.lesson.more({ count: dropped }), {
        ruleId: 'more',
        source: 'netns-course',
      });
      more.fatal = true;
      return [...sorted, more];
    },
    count: () => seen.size + dropped,
    has: (rule) => vfile.messages.some((message) => message.ruleId === rule),
  };
}
