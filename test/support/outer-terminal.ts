import headless from '@xterm/headless';
import { Unicode11Addon } from '@xterm/addon-unicode11';
import { openPty } from '../../src/terminal/pty.ts';
import { courseCache } from './course-cache.ts';

export interface OuterOptions {
  readonly columns?: number;
  readonly rows?: number;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

/** A user's terminal: a program on a pty, and an emulator that shows what it draws. */
export interface Outer {
  readonly pid: number;
  readonly path: string;
  /** The screen's lines, without blanks at their ends. */
  readonly lines: () => string[];
  readonly text: () => string;
  /** Everything that was written to the terminal. */
  readonly raw: () => string;
  readonly type: (keys: string) => void;
  readonly resize: (columns: number, rows: number) => void;
  /** Resolves when the screen satisfies it; asked after each piece of output. A busy machine may take its time: no wait is long when it passes. */
  readonly until: (what: string | RegExp | ((screen: string) => boolean), timeoutMs?: number) => Promise<void>;
  readonly buffer: () => headless.IBufferNamespace;
  readonly modes: () => headless.IModes;
  readonly exit: Promise<number>;
  readonly close: () => Promise<void>;
}

export function openOuter(argv: readonly string[], options: OuterOptions = {}): Outer {
  const { columns = 120, rows = 40, env = {}, cwd = '/' } = options;
  const terminal = new headless.Terminal({ cols: columns, rows, allowProposedApi: true, logLevel: 'off' });
  terminal.loadAddon(new Unicode11Addon());
  terminal.unicode.activeVersion = '11';
  const decoder = new TextDecoder();
  const waiting = new Set<() => void>();
  let raw = '';
  let ended: (exitCode: number) => void = () => undefined;
  const exit = new Promise<number>((resolve) => (ended = resolve));
  const [file = '', ...args] = argv;
  const pty = openPty(
    {
      file,
      args,
      env: {
        PATH: '/usr/sbin:/usr/bin:/sbin:/bin',
        TERM: 'xterm-256color',
        LC_ALL: 'C.UTF-8',
        XDG_CACHE_HOME: courseCache,
        ...env,
      },
      cwd,
    },
    { columns, rows },
    {
      data: (bytes) => {
        const text = decoder.decode(bytes, { stream: true });
        raw += text;
        terminal.write(text, () => waiting.forEach((look) => look()));
      },
      exit: (exitCode) => terminal.write('', () => ended(exitCode)),
    },
  );
  const lines = (): string[] => {
    const { active } = terminal.buffer;
    return Array.from(
      { length: terminal.rows },
      (_, y) => active.getLine(active.viewportY + y)?.translateToString(true) ?? '',
    );
  };
  const text = (): string => lines().join('\n');
  return {
    pid: pty.pid,
    path: pty.path,
    lines,
    text,
    raw: () => raw,
    type: pty.write,
    resize: (toColumns, toRows) => {
      terminal.resize(toColumns, toRows);
      pty.resize(toColumns, toRows);
    },
    until: (what, timeoutMs = 60_000) =>
      new Promise((resolve, reject) => {
        const holds = (): boolean => {
          const screen = text();
          return typeof what === 'function'
            ? what(screen)
            : typeof what === 'string'
              ? screen.includes(what)
              : what.test(screen);
        };
        const look = (): void => {
          if (!holds()) return;
          clearTimeout(timer);
          waiting.delete(look);
          resolve();
        };
        const timer = setTimeout(() => {
          waiting.delete(look);
          reject(new Error(`not seen within ${timeoutMs} ms: ${String(what)}\n${text()}`));
        }, timeoutMs);
        waiting.add(look);
        look();
      }),
    buffer: () => terminal.buffer,
    modes: () => terminal.modes,
    exit,
    close: () => pty.close(),
  };
}
