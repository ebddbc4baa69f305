import type { NodeName } from '../../lesson/types.ts';
import type { Session } from '../../session/types.ts';
import type { Screen } from '../../terminal/screen.ts';
import type { ListEntry } from './list.ts';
import type { LivePicture } from './picture.ts';
import type { UiEvent, UiState } from './state.ts';
import type { DrawnEnd, DrawnOptions } from './types.ts';

/** What keys and typed words of the course can work on. */
export interface ActionContext {
  readonly options: Pick<DrawnOptions<unknown>, 'course' | 'lesson' | 'ports' | 'style' | 'stage'>;
  readonly session: Session;
  readonly picture: Pick<LivePicture, 'mark'>;
  readonly screen: () => Screen | undefined;
  /** Speaks another language, the named one or the next. */
  readonly speak: (name?: string) => Promise<void>;
  readonly getState: () => UiState;
  readonly dispatch: (event: UiEvent) => void;
  readonly entries: () => readonly ListEntry[];
  readonly showNode: (node: NodeName) => void;
  /** Waits for work whose failure becomes a notice. */
  readonly run: (work: Promise<unknown>) => void;
  readonly finish: (end: DrawnEnd) => void;
}
