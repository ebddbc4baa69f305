import type { Input } from '../../terminal/keys.ts';
import { actionOf, type Action } from './keys.ts';
import type { Rect } from './layout.ts';
import type { UiState } from './state.ts';

/** What an input is for: the shell, the lesson, or whatever is asked just now. */
export type Route =
  | { readonly to: 'shell'; readonly input: Input }
  | { readonly to: 'leader' }
  | { readonly to: 'action'; readonly action: Action }
  | { readonly to: 'scroll-shell'; readonly lines: number }
  | { readonly to: 'scroll-lesson'; readonly lines: number }
  | { readonly to: 'scroll-picture'; readonly lines: number }
  | { readonly to: 'confirm'; readonly yes: boolean; readonly interrupted: boolean }
  /** Leave at once: there is nothing yet that could be lost. */
  | { readonly to: 'interrupt' }
  | { readonly to: 'list'; readonly edit: Edit }
  | { readonly to: 'ask'; readonly edit: Edit }
  | { readonly to: 'close' }
  | { readonly to: 'nothing' };

/** What a key does to a line that is typed in the status bar. */
export type Edit =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'erase' }
  | { readonly type: 'send' }
  | { readonly type: 'move'; readonly by: number };

export interface RouteContext {
  readonly state: UiState;
  readonly shell: Rect | undefined;
  readonly lesson: Rect | undefined;
  readonly picture: Rect | undefined;
  /** The program in the shell wants mouse events. */
  readonly shellWantsMouse: boolean;
  /** Lines that the shell is scrolled back by. */
  readonly shellBack: number;
  readonly building: boolean;
}

export const leader = 'ctrl-]';
const wheelLines = 3;

/** Says whom an input is for. Pure; the one rule: in the shell every key but the leader is the shell's. */
export function route(input: Input, context: RouteContext): Route {
  const { state } = context;
  if (input.type === 'mouse') return routeMouse(input, context);
  if (input.type === 'key' && input.name === leader) return { to: 'leader' };
  if (context.building) return routeBuilding(input, state);
  if (state.overlay !== undefined) return routeOverlay(input, state.overlay.type);
  if (state.focus === 'shell') return { to: 'shell', input };
  if (input.type !== 'key') return { to: 'nothing' };
  const action = actionOf(input.name);
  return action === undefined ? { to: 'nothing' } : { to: 'action', action };
}

/** While the lab is prepared nothing can be typed into it, but nobody has to wait for its end. */
function routeBuilding(input: Input, { focus }: UiState): Route {
  if (input.type !== 'key') return { to: 'nothing' };
  if (input.name === 'ctrl-c' || (input.name === 'q' && focus === 'lesson')) return { to: 'interrupt' };
  return input.name === 'ctrl-z' ? { to: 'action', action: 'suspend' } : { to: 'nothing' };
}

function routeOverlay(input: Input, overlay: 'help' | 'list' | 'ask' | 'confirm'): Route {
  if (input.type === 'paste' && (overlay === 'list' || overlay === 'ask')) {
    return { to: overlay, edit: { type: 'text', text: input.text.replaceAll(/\p{Cc}/gu, ' ') } };
  }
  if (input.type !== 'key') return { to: 'nothing' };
  const { name, text } = input;
  if (overlay === 'confirm') {
    const interrupted = name === 'ctrl-c';
    return { to: 'confirm', yes: interrupted || name === 'y' || name === 'Y', interrupted };
  }
  if (name === 'esc' || name === 'ctrl-c') return { to: 'close' };
  if (overlay === 'help') return name === 'q' || name === '?' || name === 'enter' ? { to: 'close' } : scrollKeys(name);
  if (name === 'enter') return { to: overlay, edit: { type: 'send' } };
  if (name === 'backspace') return { to: overlay, edit: { type: 'erase' } };
  if (name === 'up' || name === 'down') return { to: overlay, edit: { type: 'move', by: name === 'up' ? -1 : 1 } };
  return /^[^\p{Cc}]+$/u.test(text) ? { to: overlay, edit: { type: 'text', text } } : { to: 'nothing' };
}

function scrollKeys(name: string): Route {
  const action = actionOf(name);
  const scrolls = action === 'up' || action === 'down' || action === 'page-up' || action === 'page-down';
  return scrolls ? { to: 'action', action } : { to: 'nothing' };
}

function routeMouse(
  input: Extract<Input, { type: 'mouse' }>,
  { shell, lesson, picture, shellWantsMouse, shellBack }: RouteContext,
): Route {
  if (shell !== undefined && within(input, shell)) {
    if (shellWantsMouse && shellBack === 0)
      return { to: 'shell', input: { ...input, x: input.x - shell.x, y: input.y - shell.y } };
    return wheel(input) === 0 ? { to: 'nothing' } : { to: 'scroll-shell', lines: -wheel(input) };
  }
  if (picture !== undefined && within(input, picture) && wheel(input) !== 0)
    return { to: 'scroll-picture', lines: wheel(input) };
  if (lesson !== undefined && within(input, lesson) && wheel(input) !== 0)
    return { to: 'scroll-lesson', lines: wheel(input) };
  return { to: 'nothing' };
}

function within({ x, y }: { x: number; y: number }, rect: Rect): boolean {
  return x >= rect.x && x < rect.x + rect.width && y >= rect.y && y < rect.y + rect.height;
}

/** Lines down (positive) or up that a turn of the wheel stands for. */
function wheel({ action }: { action: string }): number {
  if (action === 'wheel-up') return -wheelLines;
  return action === 'wheel-down' ? wheelLines : 0;
}
