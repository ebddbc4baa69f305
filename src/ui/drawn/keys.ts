/** What a key does in the lesson. In the shell every key but `Ctrl-]` goes to the shell. */
export type Action =
  | 'shell'
  | 'next'
  | 'back'
  | 'list'
  | 'hint'
  | 'type'
  | 'run'
  | 'solution'
  | 'check'
  | 'answer'
  | 'reset'
  | 'zoom'
  | 'picture'
  | 'picture-up'
  | 'picture-down'
  | 'explain'
  | 'trace'
  | 'capture'
  | 'node'
  | 'up'
  | 'down'
  | 'page-up'
  | 'page-down'
  | 'top'
  | 'bottom'
  | 'left'
  | 'right'
  | 'older'
  | 'newer'
  | 'copy'
  | 'language'
  | 'help'
  | 'quit'
  | 'suspend';

/** One table for the router, the status bar and the help page, so that no key is shown that does nothing. */
export interface KeyBinding {
  readonly action: Action;
  /** Names as `terminal/keys.ts` gives them; the first is the one that is shown. */
  readonly keys: readonly string[];
}

export const lessonKeys: readonly KeyBinding[] = [
  { action: 'shell', keys: ['esc', 'ctrl-]', 'enter'] },
  { action: 'next', keys: ['n', 'right'] },
  { action: 'back', keys: ['b', 'left'] },
  { action: 'list', keys: ['l', '/'] },
  { action: 'hint', keys: ['h'] },
  { action: 'type', keys: ['t'] },
  { action: 'run', keys: ['r'] },
  { action: 'solution', keys: ['s'] },
  { action: 'check', keys: ['c'] },
  { action: 'answer', keys: ['a'] },
  { action: 'reset', keys: ['x'] },
  { action: 'zoom', keys: ['z'] },
  { action: 'picture', keys: ['p'] },
  { action: 'picture-up', keys: ['<', ','] },
  { action: 'picture-down', keys: ['>', '.'] },
  { action: 'explain', keys: ['e'] },
  { action: 'trace', keys: ['v'] },
  { action: 'capture', keys: ['f'] },
  { action: 'node', keys: ['tab'] },
  { action: 'up', keys: ['up', 'k'] },
  { action: 'down', keys: ['down', 'j'] },
  { action: 'page-up', keys: ['pageup', 'u'] },
  { action: 'page-down', keys: ['pagedown', 'space', 'd'] },
  { action: 'top', keys: ['home', 'g'] },
  { action: 'bottom', keys: ['end', 'G'] },
  { action: 'right', keys: [')', 'shift-right'] },
  { action: 'left', keys: ['(', 'shift-left'] },
  { action: 'older', keys: ['shift-pageup', '['] },
  { action: 'newer', keys: ['shift-pagedown', ']'] },
  { action: 'copy', keys: ['y'] },
  { action: 'language', keys: ['L'] },
  { action: 'help', keys: ['?'] },
  { action: 'quit', keys: ['q', 'ctrl-c'] },
  { action: 'suspend', keys: ['ctrl-z'] },
];

const byKey = new Map(lessonKeys.flatMap(({ action, keys }) => keys.map((key) => [key, action] as const)));

/** The action of a key in the lesson; undefined for one that does nothing there. */
export function actionOf(key: string): Action | undefined {
  return byKey.get(key);
}

/** The key to show for an action. */
export function keyOf(action: Action): string {
  return lessonKeys.find((binding) => binding.action === action)?.keys[0] ?? '';
}
