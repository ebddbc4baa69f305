import type { ProgressNotice } from '../storage/progress-file.ts';
import type { Words } from '../words/index.ts';

/** What a notice about the progress file says, as one paragraph. */
export function noticeText(notice: ProgressNotice, words: Words): string {
  const { progress } = words;
  switch (notice.kind) {
    case 'no-home':
      return progress.noHome;
    case 'not-saved':
      return progress.notSaved({ path: notice.path, ...causeOf(notice.code, words) });
    case 'set-aside':
      return `${progress.setAside(notice)} ${notice.restored ? progress.restored : progress.startedAfresh}`;
    case 'newer':
      return `${progress.newer(notice)} ${notice.restored ? progress.restored : progress.startedAfresh}`;
  }
}

/** The same, when there is no more to try. */
export function lostText({ path, code }: { readonly path: string; readonly code: string }, words: Words): string {
  return words.progress.lost({ path, ...causeOf(code, words) });
}

function causeOf(code: string, words: Words): { cause: string; cure: string } {
  const { other, ...known } = words.progress.causes;
  return Object.entries(known).find(([name]) => name === code)?.[1] ?? other({ code });
}
