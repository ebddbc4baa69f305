import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { openRecorder } from '../../src/recording/recorder.ts';

const folder = mkdtempSync(join(tmpdir(), 'netns-course-cast-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What the player writes to its terminal. */
const play = (path: string): string =>
  execFileSync('asciinema', ['play', '-s', '50', path], {
    encoding: 'utf8',
    timeout: 60_000,
    env: { ...process.env, HOME: folder, LC_ALL: 'C.UTF-8' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });

describe('a recording of version 2', () => {
  const path = join(folder, 'lesson.cast');
  const shown = [
    '\u001b[1mcontrolplane $ \u001b[0mip netns add client\r\n',
    '网络命名空间 ✓\r\n',
    '\u001b[?1049hvim\u001b[?1049l',
    'done\r\n',
  ];

  test('is played by Debian’s asciinema, byte for byte', () => {
    let now = 0;
    const recorder = openRecorder({
      path,
      format: 2,
      header: { term: 'xterm-256color', shell: '/bin/bash', title: 'A cable', timestamp: 1_700_000_000 },
      names: ['nobody-here'],
      force: false,
      now: () => now,
    });
    recorder.resize(80, 24);
    for (const text of shown) {
      now += 400;
      const bytes = Buffer.from(text);
      // Cut within a character, too: a recording is text.
      recorder.output(bytes.subarray(0, 2));
      recorder.output(bytes.subarray(2));
    }
    recorder.marker('veth/plug-it-in');
    recorder.resize(100, 30);
    recorder.close(0);
    expect(readFileSync(path, 'utf8')).toContain('"m","veth/plug-it-in"');
    expect(play(path)).toContain(shown.join(''));
  });
});
