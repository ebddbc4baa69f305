import { createEmitter } from '../session/emitter.ts';
import type { ProgressStore } from '../storage/progress-file.ts';
import type { Words } from '../words/index.ts';
import { lostText, noticeText } from './progress-notices.ts';

/** What there is to say about the progress file while a course runs: each thing once, where the learner looks. */
export interface Notices {
  /** Hears of what is new after each save. Without a listener it waits for `rest`. */
  readonly on: (listener: (text: string) => void) => { readonly close: () => void };
  /** To be called after each save. */
  readonly saved: () => void;
  /** What nobody was told yet. */
  readonly rest: () => readonly string[];
  /** Everything that was done is on the disk. */
  readonly isKept: () => boolean;
  /** What is to be said at the end, where it could not be written; that there is no home was said at the start. */
  readonly lost: () => string | undefined;
}

export function createNotices(store: ProgressStore, words: Words): Notices {
  const said = new Set<string>();
  const heard = createEmitter<string>();
  let listeners = 0;
  const rest = (): readonly string[] => {
    const news = store
      .notices()
      .map((notice) => noticeText(notice, words))
      .filter((text) => !said.has(text));
    for (const text of news) said.add(text);
    return news;
  };
  return {
    on: (listener) => {
      listeners += 1;
      const subscription = heard.on(listener);
      return {
        close: () => {
          listeners -= 1;
          subscription.close();
        },
      };
    },
    saved: () => {
      if (listeners > 0) rest().forEach(heard.emit);
    },
    rest,
    lost: () => {
      const lost = store.notices().find((notice) => notice.kind === 'not-saved');
      return lost === undefined ? undefined : lostText(lost, words);
    },
    isKept: () => !store.notices().some(({ kind }) => kind === 'not-saved' || kind === 'no-home'),
  };
}
