import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { createCast } from '../../src/recording/cast.ts';
import { openRecorder, type RecorderOptions } from '../../src/recording/recorder.ts';

const folder = mkdtempSync(join(tmpdir(), 'recording-'));
afterAll(() => rmSync(folder, { recursive: true }));

const header = { term: 'xterm-256color', shell: '/bin/bash', title: 'veth', timestamp: 1 };
let count = 0;
let clock = 0;
function record(options: Partial<RecorderOptions> = {}) {
  const path = join(folder, String((count += 1)));
  clock = 1000;
  const all = { path, format: 3 as const, header, names: [], force: false, now: () => clock, ...options };
  const recorder = openRecorder(all);
  recorder.resize(80, 24);
  return { path: all.path, recorder };
}
const linesOf = (path: string): unknown[] =>
  readFileSync(path, 'utf8')
    .split('\n')
    .slice(0, -1)
    .map((line): unknown => JSON.parse(line));

describe('a recording', () => {
  it('of version 3 counts from event to event', () => {
    const { path, recorder } = record();
    recorder.output(Buffer.from('a'));
    clock += 1500.4;
    recorder.marker('passed');
    clock += 0.4;
    recorder.resize(100, 30);
    clock += 1000;
    recorder.close(0);
    expect(linesOf(path)).toEqual([
      {
        version: 3,
        term: { cols: 80, rows: 24, type: 'xterm-256color' },
        timestamp: 1,
        title: 'veth',
        env: { SHELL: '/bin/bash' },
      },
      [1.5, 'o', 'a'],
      [0, 'm', 'passed'],
      [0.001, 'r', '100x30'],
      [1, 'x', '0'],
    ]);
  });

  it('of version 2 counts from the beginning, and has no exit status', () => {
    const { path, recorder } = record({ format: 2 });
    clock += 500;
    recorder.marker('one');
    clock += 500;
    recorder.marker('two');
    recorder.close(0);
    expect(linesOf(path)).toEqual([
      {
        version: 2,
        width: 80,
        height: 24,
        timestamp: 1,
        title: 'veth',
        env: { SHELL: '/bin/bash', TERM: 'xterm-256color' },
      },
      [0.5, 'm', 'one'],
      [1, 'm', 'two'],
    ]);
  });

  it('is right up to the last event at every moment, without being closed', async () => {
    const { path, recorder } = record();
    recorder.output(Buffer.from('first'));
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(linesOf(path).at(-1)).toEqual([0, 'o', 'first']);
    recorder.marker('next');
    expect(linesOf(path).at(-1)).toEqual([0, 'm', 'next']);
    recorder.close(0);
  });

  it('holds characters together that came in pieces, and what is no UTF-8 as U+FFFD', () => {
    const { path, recorder } = record();
    const bytes = Buffer.from('网络');
    recorder.output(bytes.subarray(0, 2));
    recorder.output(bytes.subarray(2));
    recorder.output(Uint8Array.of(0xff));
    recorder.close(0);
    expect(linesOf(path)[1]).toEqual([0, 'o', '网络\ufffd']);
  });

  it('names nobody, however the name came', () => {
    const { path, recorder } = record({ names: ['alice'] });
    for (const letter of 'I am alice!') {
      recorder.output(Buffer.from(letter));
      recorder.resize(80, 24);
    }
    recorder.close(0);
    const shown = linesOf(path)
      .flatMap((line) => (Array.isArray(line) && line[1] === 'o' ? [String(line[2])] : []))
      .join('');
    expect(shown).toBe('I am xxxxx!');
  });

  it('never writes over a file without being told to, and is for its owner alone', () => {
    const path = join(folder, 'there');
    writeFileSync(path, 'dear');
    expect(() => record({ path })).toThrow(/EEXIST/);
    expect(readFileSync(path, 'utf8')).toBe('dear');
    record({ path, force: true }).recorder.close(0);
    expect(linesOf(path)).toHaveLength(2);
    const fresh = record();
    fresh.recorder.close(0);
    expect(statSync(fresh.path).mode & 0o777).toBe(0o600);
  });

  it('says why it stopped, and nothing fails, where the disk is full', () => {
    const { recorder } = record({ path: '/dev/full', force: true });
    recorder.marker('more');
    expect(recorder.problem()).toContain('ENOSPC');
    recorder.close(0);
  });
});

it('however the events lie, the intervals of version 3 add up to the times of version 2', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 100, noNaN: true })), (gaps) => {
      const three = createCast(3, { ...header, columns: 80, rows: 24 });
      const two = createCast(2, { ...header, columns: 80, rows: 24 });
      let atMs = 0;
      let sum = 0;
      for (const gap of gaps) {
        atMs += gap;
        sum += Number((JSON.parse(three.event(atMs, 'm', '')) as unknown[])[0]);
        expect(sum).toBeCloseTo(Number((JSON.parse(two.event(atMs, 'm', '')) as unknown[])[0]), 6);
      }
    }),
  );
});
