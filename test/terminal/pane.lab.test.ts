import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, expect, it } from 'vitest';
import { encodeInput } from '../../src/terminal/encode-input.ts';
import { createKeyParser } from '../../src/terminal/keys.ts';
import { openTerminal } from '../../src/terminal/open-terminal.ts';
import { createScreen, type Screen } from '../../src/terminal/screen.ts';
import type { Terminal, TerminalEvent } from '../../src/terminal/types.ts';

const directory = mkdtempSync(join(tmpdir(), 'terminal-'));
const rcfile = fileURLToPath(new URL('../../fixtures/programs/terminal-bashrc', import.meta.url));
const lines = join(directory, 'lines');
writeFileSync(lines, Array.from({ length: 500 }, (_, i) => `line ${i} 中文`).join('\n'));
const panes: Pane[] = [];

interface Pane {
  readonly terminal: Terminal;
  readonly screen: Screen;
  readonly events: TerminalEvent[];
  /** As the user's keyboard sends it. */
  readonly press: (text: string) => void;
  readonly until: (what: () => boolean, ms?: number) => Promise<void>;
  readonly text: () => string;
}

function open(): Pane {
  const env = {
    PATH: '/usr/sbin:/usr/bin:/sbin:/bin',
    TERM: 'xterm-256color',
    LANG: 'C.UTF-8',
    HOME: '/nonexistent',
    NETNS_COURSE_NONCE: 'abc',
  };
  const spawn = { file: '/bin/bash', args: ['--rcfile', rcfile, '-i'], env, cwd: '/' };
  const terminal = openTerminal({ spawn, node: 'controlplane', columns: 60, rows: 15, nonce: 'abc' });
  const screen = createScreen({
    columns: 60,
    rows: 15,
    reply: terminal.write,
    pause: terminal.pause,
    resume: terminal.resume,
  });
  const events: TerminalEvent[] = [];
  terminal.on((event) => {
    if (event.type === 'data') screen.write(event.bytes);
    else events.push(event);
  });
  const keys = createKeyParser();
  const press = (text: string): void => {
    for (const input of [...keys.push(new TextEncoder().encode(text)), ...keys.flush()])
      terminal.write(encodeInput(input, screen.modes()));
  };
  const text = (): string =>
    Array.from({ length: screen.rows }, (_, y) => screen.row(y).texts.join('').trimEnd()).join('\n');
  const until = async (what: () => boolean, ms = 8000): Promise<void> => {
    const end = performance.now() + ms;
    while (!what()) {
      if (performance.now() > end) throw new Error(`not seen; the screen shows:\n${text()}`);
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  };
  const pane = { terminal, screen, events, press, until, text };
  panes.push(pane);
  return pane;
}

afterEach(async () => {
  for (const { terminal, screen } of panes.splice(0)) {
    await terminal.close();
    screen.dispose();
  }
});
afterAll(() => rmSync(directory, { recursive: true }));

it('runs a program on the alternate screen (less) with keys by its modes, and comes back', async () => {
  const pane = open();
  await pane.until(() => pane.terminal.atPrompt);
  pane.press(`less ${lines}\r`);
  await pane.until(() => pane.screen.modes().alternate && pane.text().startsWith('line 0 中文'));
  pane.press('\u001b[B\u001b[B');
  await pane.until(() => pane.text().startsWith('line 2 中文'));
  pane.press('\u001b[6~');
  await pane.until(() => pane.text().startsWith('line 16 '));
  pane.terminal.resize(40, 8);
  pane.screen.resize(40, 8);
  // Drawn anew by less itself: a key that comes together with the signal would be lost on it.
  await pane.until(() => pane.text().startsWith('line 16 ') && pane.text().endsWith('\n:'));
  pane.press('q');
  await pane.until(() => pane.terminal.atPrompt && !pane.screen.modes().alternate);
  expect(pane.text()).toContain(`less ${lines}`.slice(0, 20));
});

it('draws flooding output, stops it at ^C, and shows the prompt', async () => {
  const pane = open();
  await pane.until(() => pane.terminal.atPrompt);
  pane.press('yes flooding\r');
  await pane.until(() => pane.screen.scrolledBack === 0 && pane.text().endsWith('flooding'));
  await new Promise((resolve) => setTimeout(resolve, 300));
  pane.press('\u0003');
  await pane.until(() => pane.terminal.atPrompt && pane.text().endsWith('test>'));
});

it('takes a paste in brackets, as text', async () => {
  const pane = open();
  await pane.until(() => pane.screen.modes().bracketedPaste);
  pane.press('\u001b[200~echo one\necho two\u001b[201~');
  await pane.until(() => pane.text().includes('echo two'));
  expect(pane.terminal.records).toEqual([]);
  pane.press('\r');
  await pane.until(() => pane.terminal.records.length > 0 && pane.terminal.atPrompt);
  expect(pane.text()).toContain('\ntwo\n');
});

it('answers a program that asks where the cursor is', async () => {
  const pane = open();
  await pane.until(() => pane.terminal.atPrompt);
  pane.press('printf "\\e[3;7H\\e[6n"; IFS= read -rsd R place; echo "${place#*[}"\r');
  await pane.until(() => pane.text().includes('3;7'));
});

it('runs vim: typed, undone, left', async () => {
  const pane = open();
  await pane.until(() => pane.terminal.atPrompt);
  pane.press('vim -u NONE -N\r');
  await pane.until(() => pane.screen.modes().alternate && pane.text().includes('\n~\n'));
  pane.press('i中文 typed');
  await pane.until(() => pane.text().startsWith('中文 typed\n~'));
  expect(pane.screen.cursor()).toEqual({ x: 10, y: 0, visible: true });
  pane.press('\u001b');
  pane.press('u');
  await pane.until(() => pane.text().startsWith('\n~'));
  pane.press(':q!\r');
  await pane.until(() => pane.terminal.atPrompt && !pane.screen.modes().alternate);
});
