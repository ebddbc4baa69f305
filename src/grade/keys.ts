/** What only listens to keys: none was recorded, and none of it leaves anything behind. */
const listeners = new Set(['less', 'more', 'most', 'man', 'info', 'top', 'htop', 'atop', 'watch']);
/** These too where nothing is given to them to do. */
const talkers = new Set(['python', 'python3', 'node', 'bc', 'telnet']);

const editors = new Set([
  'vi',
  'vim',
  'vim.tiny',
  'nvim',
  'view',
  'nano',
  'pico',
  'emacs',
  'ed',
  'joe',
  'mcedit',
  'micro',
]);

/** Whether the line opens an editor: its keys were never recorded, and a replay puts there what it made. */
export function opensEditor(line: string): boolean {
  return editors.has(programOf(line));
}

/** Whether the line ends in a program that waits for its reader's keys. */
export function waitsForKeys(line: string): boolean {
  const last = line.split(/[|;&]/u).at(-1) ?? '';
  if (listeners.has(programOf(last))) return true;
  const hasNothingToDo = !/[|<]/u.test(line) && nameOf(last.trim().split(/\s+/u).at(-1)) === programOf(last);
  return hasNothingToDo && talkers.has(programOf(last));
}

function programOf(line: string): string {
  const words = line.trim().split(/\s+/u);
  // `ip netns exec NAME PROGRAM` is as usual as PROGRAM.
  const inside = /^(?:sudo\s+)?ip\s+netns\s+exec\s+\S+\s+(\S+)/u.exec(line.trim())?.[1];
  return nameOf(inside ?? words.find((word) => word !== 'sudo'));
}

const nameOf = (path = ''): string => path.split('/').at(-1) ?? '';
