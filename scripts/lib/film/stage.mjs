import pty from 'node-pty';
import headless from '@xterm/headless';

/** How long a program may take until what is waited for stands on the screen. */
const patienceMs = 60_000;

/**
 * A program on a terminal, and every screen it showed: `{ atMs, rows }`, a row as runs of text of one look. The clock is
 * that of the film: it stands still while the machine is waited for, so that a busy one makes no longer film.
 */
export function openStage([file, ...args], { columns, rows, cwd = '/' }, env) {
  const terminal = new headless.Terminal({ cols: columns, rows, allowProposedApi: true, logLevel: 'off' });
  const shell = pty.spawn(file, args, {
    cols: columns,
    rows,
    cwd,
    env: { PATH: process.env.PATH, TERM: 'xterm-256color', LC_ALL: 'C.UTF-8', ...env },
  });
  const frames = [];
  const looks = new Set();
  let atMs = 0;
  let isOver = false;
  const over = new Promise((resolve) => shell.onExit(() => terminal.write('', resolve))).then(() => {
    isOver = true;
    looks.forEach((look) => look());
  });
  shell.onData((data) => terminal.write(data, () => looks.forEach((look) => look())));

  const text = () => Array.from({ length: rows }, (_, y) => lineAt(terminal, y)?.translateToString(true)).join('\n');
  /** Keeps what is shown now, where it is another screen than the last. */
  const keep = () => {
    const shown = Array.from({ length: rows }, (_, y) => runsOf(lineAt(terminal, y), columns, cursorIn(terminal, y)));
    if (JSON.stringify(frames.at(-1)?.rows) !== JSON.stringify(shown)) frames.push({ atMs, rows: shown });
  };
  return {
    type: (keys) => shell.write(keys),
    rest: async (ms) => {
      await new Promise((resolve) => setTimeout(resolve, ms));
      keep();
      atMs += ms;
    },
    until: (sign, limitMs = patienceMs) =>
      new Promise((resolve, reject) => {
        const end = (settle) => {
          clearTimeout(timer);
          looks.delete(look);
          settle();
        };
        const fail = (why) => end(() => reject(new Error(`${why}: ${sign}\n${text()}`)));
        const timer = setTimeout(() => fail('never seen'), limitMs);
        const look = () => {
          if (sign.test(text())) end(resolve);
          else if (isOver) fail('the program ended before this was seen');
        };
        looks.add(look);
        look();
      }),
    text,
    /** When the program has ended by itself. */
    over,
    frames: () => [...frames, { atMs, rows: [] }],
    close: () => shell.kill(),
  };
}

const lineAt = (terminal, y) => terminal.buffer.active.getLine(terminal.buffer.active.viewportY + y);
const cursorIn = ({ buffer: { active } }, y) => (active.cursorY === y ? active.cursorX : -1);

/** One line of the screen as runs: `{ x, cells, text, bold, dim, colour, inverse }`; colours by their number among the first 16. */
function runsOf(line, columns, cursor) {
  const runs = [];
  for (let x = 0; x < columns; x += 1) {
    const cell = line?.getCell(x);
    if (cell === undefined || cell.getWidth() === 0) continue;
    const look = {
      // Chinese and Latin are spread over their cells each by itself.
      isWide: cell.getWidth() === 2,
      bold: cell.isBold() !== 0,
      dim: cell.isDim() !== 0,
      colour: cell.isFgPalette() ? cell.getFgColor() : -1,
      inverse: (cell.isInverse() !== 0) !== (x === cursor),
    };
    const last = runs.at(-1);
    const isSame = last !== undefined && Object.keys(look).every((key) => last[key] === look[key]);
    if (!isSame) runs.push({ x, ...look, text: '', cells: 0 });
    runs.at(-1).text += cell.getChars() || ' ';
    runs.at(-1).cells += cell.getWidth();
  }
  return runs.filter(({ text, inverse }) => inverse || text.trim() !== '');
}
