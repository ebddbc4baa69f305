import type { Input, MouseInput } from './keys.ts';
import type { ScreenModes } from './screen.ts';

/** What a key, a paste or a mouse event is to the program in a pane, by what it has asked its terminal for. */
export type InputModes = Pick<
  ScreenModes,
  'applicationCursor' | 'bracketedPaste' | 'mouse' | 'mouseEncoding' | 'focusEvents'
>;

/** Cursor keys without modifiers: the only ones that application-cursor mode spells otherwise (DECCKM). */
const cursorKeys: Readonly<Record<string, string>> = { up: 'A', down: 'B', right: 'C', left: 'D', home: 'H', end: 'F' };

/** Text for the pty; `''` where the program has not asked for such. The pane's place is taken off mouse events already. */
export function encodeInput(input: Input, modes: InputModes): string {
  if (input.type === 'key') {
    const letter = cursorKeys[input.name];
    if (letter === undefined || input.text.endsWith('~')) return input.text;
    return `\u001b${modes.applicationCursor ? 'O' : '['}${letter}`;
  }
  if (input.type === 'mouse') return encodeMouse(input, modes);
  if (input.type === 'focus') return modes.focusEvents ? `\u001b[${input.gained ? 'I' : 'O'}` : '';
  // Enter is CR to a terminal; an ESC within the text could end the brackets and go on as commands.
  const text = input.text.replaceAll(/\r?\n/g, '\r').replaceAll('\u001b', '');
  if (!modes.bracketedPaste) return text;
  return `${input.first ? '\u001b[200~' : ''}${text}${input.last ? '\u001b[201~' : ''}`;
}

function encodeMouse(event: MouseInput, { mouse, mouseEncoding }: InputModes): string {
  if (!wants(event, mouse)) return '';
  const wheel = event.action === 'wheel-up' || event.action === 'wheel-down';
  const modifiers = mouse === 'x10' ? 0 : (event.shift ? 4 : 0) | (event.alt ? 8 : 0) | (event.ctrl ? 16 : 0);
  const code = event.button | modifiers | (wheel ? 64 : 0) | (event.action === 'move' ? 32 : 0);
  if (mouseEncoding === 'sgr') {
    return `\u001b[<${code};${event.x + 1};${event.y + 1}${event.action === 'release' ? 'm' : 'M'}`;
  }
  // X11's coding cannot tell which button went up, and beyond column 94 its bytes are no ASCII: left out.
  const up = event.action === 'release' ? (code & ~3) | 3 : code;
  if (event.x > 93 || event.y > 93) return '';
  return `\u001b[M${String.fromCharCode(32 + up, 33 + event.x, 33 + event.y)}`;
}

function wants({ action, button }: MouseInput, mode: InputModes['mouse']): boolean {
  if (mode === 'none') return false;
  if (mode === 'x10') return action === 'press';
  if (action !== 'move') return true;
  return mode === 'any' || (mode === 'drag' && button !== 3);
}
