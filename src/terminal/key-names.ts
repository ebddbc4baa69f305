/** Names of keys by what terminals send for them: xterm's ctlseqs, the Linux console (console_codes(4)), rxvt. */

const letters: Readonly<Record<string, string>> = {
  A: 'up',
  B: 'down',
  C: 'right',
  D: 'left',
  E: 'begin',
  F: 'end',
  H: 'home',
  P: 'f1',
  Q: 'f2',
  R: 'f3',
  S: 'f4',
  Z: 'shift-tab',
};

const tildes: Readonly<Record<string, string>> = {
  1: 'home',
  2: 'insert',
  3: 'delete',
  4: 'end',
  5: 'pageup',
  6: 'pagedown',
  7: 'home',
  8: 'end',
  11: 'f1',
  12: 'f2',
  13: 'f3',
  14: 'f4',
  15: 'f5',
  17: 'f6',
  18: 'f7',
  19: 'f8',
  20: 'f9',
  21: 'f10',
  23: 'f11',
  24: 'f12',
};

/** What follows `ESC [`. */
export function csiKey(text: string): string | undefined {
  const console = /^\[([A-E])$/.exec(text);
  if (console?.[1] !== undefined) return `f${console[1].charCodeAt(0) - 64}`;
  const match = /^(\d*)(?:;(\d+)(?::\d+)?)?([A-Za-z~^$@])$/.exec(text);
  if (match === null) return undefined;
  const [, first = '', modifier, final = ''] = match;
  const shift = modifiers(modifier);
  if (final === 'u') return withModifiers(modifier, codePointKey(Number(first)));
  if (final === '~') return named(shift, tildes[first]);
  // rxvt: the final character is the modifier.
  if (final === '^') return named('ctrl-', tildes[first]);
  if (final === '$') return named('shift-', tildes[first]);
  return first === '' || first === '1' ? named(shift, letters[final]) : undefined;
}

/** What follows `ESC O`: cursor and function keys, and the keypad's in application mode. */
export function ss3Key(text: string): string | undefined {
  if (text === 'M') return 'enter';
  const keypad = /^[j-y]$/.test(text) ? '*+,-./0123456789'[text.charCodeAt(0) - 0x6a] : undefined;
  return letters[text] ?? keypad;
}

/** One character, control characters among them. */
export function singleKey(char: string): string | undefined {
  const code = char.codePointAt(0);
  if (code === undefined) return undefined;
  if (code >= 0x20 && code !== 0x7f) return char === ' ' ? 'space' : char;
  if (code === 0x7f) return 'backspace';
  if (code === 0x0d) return 'enter';
  if (code === 0x09) return 'tab';
  if (code === 0x1b) return 'esc';
  if (code === 0) return 'ctrl-space';
  return `ctrl-${String.fromCharCode(code + 64).toLowerCase()}`;
}

/** `CSI codepoint ; modifiers u`, which terminals with "fixterms" or kitty's protocol send. */
function codePointKey(code: number): string | undefined {
  return code > 0x10ffff ? undefined : singleKey(String.fromCodePoint(code));
}

function withModifiers(modifier: string | undefined, name: string | undefined): string | undefined {
  return named(modifiers(modifier), name);
}

function named(prefix: string, name: string | undefined): string | undefined {
  return name === undefined ? undefined : `${prefix}${name}`;
}

/** 1 + shift, alt × 2, ctrl × 4. */
function modifiers(text: string | undefined): string {
  const bits = text === undefined ? 0 : Number(text) - 1;
  return `${(bits & 4) !== 0 ? 'ctrl-' : ''}${(bits & 2) !== 0 ? 'alt-' : ''}${(bits & 1) !== 0 ? 'shift-' : ''}`;
}
