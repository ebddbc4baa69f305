import type { Mark } from './marks.ts';

/** What happens in a terminal's shells, in order; `bytes` only where they are the running command's own output. */
export type ShellEvent =
  | { readonly type: 'start'; readonly command: number; readonly line: string; readonly netns: string }
  | { readonly type: 'output'; readonly command: number; readonly bytes: Uint8Array }
  | { readonly type: 'end'; readonly command: number; readonly exitCode?: number }
  /** `ready`: the line can be typed (told once a prompt); otherwise the prompt is only about to be shown. */
  | { readonly type: 'prompt'; readonly depth: number; readonly ready: boolean }
  | { readonly type: 'continuation' };

interface Shell {
  readonly shell: number;
  readonly depth: number;
  command?: number;
}

export interface Shells {
  readonly push: (mark: Mark) => readonly ShellEvent[];
  /** No shell lives any more: ends every command that still runs. */
  readonly end: () => readonly ShellEvent[];
}

/**
 * Follows the shells of one terminal, nested ones too (`ip netns exec X bash` runs one inside a command of another), by
 * their marks. Output belongs to the innermost shell's running command; what comes while a shell waits for a line (the
 * prompt, the echo of what is typed, a background job) belongs to none. A mark of an outer shell ends everything
 * inside it.
 */
export function createShells(): Shells {
  const stack: Shell[] = [];
  let commands = 0;
  /** The prompt that is shown has been told of: readline draws it anew at will. */
  let ready = false;

  const endCommand = (shell: Shell | undefined, events: ShellEvent[], exitCode?: number): void => {
    if (shell?.command === undefined) return;
    events.push({ type: 'end', command: shell.command, ...(exitCode === undefined ? {} : { exitCode }) });
    delete shell.command;
  };

  /** Leaves the outermost `count` shells; ends the others, innermost first, with their commands. */
  const leave = (count: number, events: ShellEvent[]): void => {
    while (stack.length > count) endCommand(stack.pop(), events);
  };

  const find = (match: (shell: Shell) => boolean): number => stack.findLastIndex(match);

  const push = (mark: Mark): readonly ShellEvent[] => {
    const events: ShellEvent[] = [];
    const top = stack.at(-1);
    if (mark.type === 'request') return events;
    if (mark.type === 'output') {
      if (top?.command !== undefined) events.push({ type: 'output', command: top.command, bytes: mark.bytes });
      return events;
    }
    if (mark.type === 'continuation') return [{ type: 'continuation' }];
    const { shell } = mark;
    if (mark.type === 'prompt-start') {
      const { depth } = mark;
      const at = find((each) => each.shell === shell && each.depth === depth);
      if (at === -1) {
        // A new shell is deeper than those around it; those that are not have gone without a word.
        leave(find((each) => each.depth < depth) + 1, events);
        stack.push({ shell, depth });
      } else leave(at + 1, events);
      endCommand(stack.at(-1), events);
      ready = false;
      events.push({ type: 'prompt', depth: stack.length, ready: false });
    } else if (mark.type === 'prompt-end') {
      if (!ready) events.push({ type: 'prompt', depth: stack.length, ready: true });
      ready = true;
    } else if (mark.type === 'command') {
      const at = find((each) => each.shell === shell);
      if (at === -1) stack.push({ shell, depth: (top?.depth ?? 0) + 1 });
      else leave(at + 1, events);
      const inner = stack.at(-1);
      endCommand(inner, events);
      ready = false;
      if (inner === undefined) return events;
      inner.command = commands++;
      events.push({ type: 'start', command: inner.command, line: mark.line, netns: mark.netns });
    } else {
      const at = find((each) => each.shell === shell);
      if (at === -1) return events;
      leave(at + 1, events);
      endCommand(stack.at(-1), events, mark.exitCode);
    }
    return events;
  };

  const end = (): readonly ShellEvent[] => {
    const events: ShellEvent[] = [];
    leave(0, events);
    return events;
  };

  return { push, end };
}
