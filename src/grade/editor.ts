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

/** Whether the line opens an editor: its keys were never recorded, and a replay waits for none. */
export function opensEditor(line: string): boolean {
  const program = line
    .trim()
    .split(/\s+/u)
    .find((word) => word !== 'sudo');
  return editors.has(program?.split('/').at(-1) ?? '');
}
