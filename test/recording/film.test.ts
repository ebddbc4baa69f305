import { expect, it } from 'vitest';
import { createFilm } from '../../src/recording/film.ts';

const header = { columns: 80, rows: 24, term: 'xterm', shell: '/bin/bash', title: 'T', timestamp: 1 };
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

it('keeps a lesson from its first step on, with time to read at every prompt, and nobody’s name', () => {
  let nowMs = 0;
  const film = createFilm({ header, names: ['secret-host'], now: () => nowMs });
  const show = (node: string, text: string, afterMs: number): void => {
    nowMs += afterMs;
    film.output(node, bytes(text));
  };
  // What rebuilds the lab is no part of it, but for the prompt that waits.
  show('controlplane', '$ ', 5);
  film.prompt('controlplane');
  show('controlplane', 'earlier\r\n', 5);
  film.commandEnd('controlplane');
  show('controlplane', '$ ', 5);
  film.prompt('controlplane');
  show('node01', 'node01 $ ', 5);
  film.prompt('node01');
  film.begin();
  film.marker('l/one');
  show('controlplane', 'hostname\r\n', 50);
  show('controlplane', 'secret-', 5);
  show('controlplane', 'host\r\n', 5);
  film.commandEnd('controlplane');
  show('controlplane', '$ ', 5);
  film.prompt('controlplane');
  film.marker('l/two');
  // A machine under load lets nobody wait: the clock stands still.
  show('controlplane', 'ping\r\n', 60_000);
  show('controlplane', '64 bytes\r\n', 1000);

  const casts = film.casts();
  expect([...casts.keys()]).toEqual(['controlplane']);
  const [first, ...events] = (casts.get('controlplane') ?? '').trimEnd().split('\n');
  expect(JSON.parse(first ?? '')).toMatchObject({ version: 3, term: { cols: 80, rows: 24 }, title: 'T' });
  expect(events.map((line): unknown => JSON.parse(line))).toEqual([
    [0, 'm', 'l/one'],
    [0, 'o', '$ '],
    [1.555, 'o', 'hostname\r\nxxxxxxxxxxx\r\n'],
    [0, 'm', 'l/two'],
    [0, 'o', '$ '],
    [4, 'o', 'ping\r\n'],
    [1, 'o', '64 bytes\r\n'],
  ]);
});
