import { layoutFor, shellSize, type Layout } from './layout.ts';
import { reduce } from './reduce.ts';
import type { Extent } from './scroll.ts';
import { initialState, wishOf, type UiEvent, type UiState } from './state.ts';

/** What the screen shows, and how it is divided for that. */
export interface Model {
  readonly state: UiState;
  readonly layout: Layout;
  readonly dispatch: (event: UiEvent) => void;
  /** The terminal has another size. */
  readonly relayout: () => void;
}

export interface ModelOptions {
  /** The terminal's, in cells. */
  readonly size: () => { readonly columns: number; readonly rows: number };
  readonly notice: string | undefined;
  /** Of what was drawn last. */
  readonly extent: () => Extent;
  /** The shells are of another size now, in cells. */
  readonly onShellSize: (columns: number, rows: number) => void;
  readonly onChange: () => void;
}

export function createModel({ size, notice, extent, onShellSize, onChange }: ModelOptions): Model {
  let state: UiState = { ...initialState, notice };
  const divided = (): Layout => layoutFor(size().columns, size().rows, wishOf(state));
  let layout = divided();

  const relayout = (): void => {
    const before = shellSize(layout);
    layout = divided();
    const after = shellSize(layout);
    if (after.columns !== before.columns || after.rows !== before.rows) onShellSize(after.columns, after.rows);
    onChange();
  };

  return {
    get state() {
      return state;
    },
    get layout() {
      return layout;
    },
    dispatch: (event) => {
      const before = wishOf(state);
      state = reduce(state, event, extent());
      const isDividedAnew = JSON.stringify(wishOf(state)) !== JSON.stringify(before);
      if (isDividedAnew) relayout();
      else onChange();
    },
    relayout,
  };
}
