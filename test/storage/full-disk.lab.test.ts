import { buildSync } from 'esbuild';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runIt } from '../support/built-cli.ts';

const work = mkdtempSync(join(tmpdir(), 'netns-course-disk-'));
const writer = join(work, 'writer.mjs');
beforeAll(() => {
  buildSync({
    entryPoints: ['fixtures/programs/progress-writer.ts'],
    outfile: writer,
    bundle: true,
    platform: 'node',
    format: 'esm',
  });
});
afterAll(() => rmSync(work, { recursive: true, force: true }));

/** A shell as root of a user and mount namespace of its own, with a small disk (64 KiB) at `$D` that dies with it. */
async function onSmallDisk(script: string): Promise<string> {
  const before = `D=${work}/disk; mkdir -p $D; mount -t tmpfs -o size=64k,nr_inodes=40 none $D; export XDG_STATE_HOME=$D
    write() { ${process.execPath} ${writer} "$@"; }; show() { cat $D/netns-course/progress.json; }`;
  const { code, stdout, stderr } = await runIt([
    'unshare',
    '--user',
    '--map-root-user',
    '--mount',
    'bash',
    '-ec',
    `${before}\n${script}`,
  ]);
  expect(code, stderr).toBe(0);
  return stdout;
}
const steps = (text: string) => text.match(/"(old|new)-\d+"(?=: \{)/g) ?? [];

describe('a real disk', () => {
  it('that is full keeps the old progress whole, and the course goes on and says so', async () => {
    const text = await onSmallDisk(`
      write old 1 > /dev/null
      dd if=/dev/zero of=$D/fill bs=1k count=100 2> /dev/null || true
      write new 2; echo; echo ---; show; echo ---; ls $D/netns-course`);
    const [said = '', saved = '', names = ''] = text.split('---\n');
    const result: unknown = JSON.parse(said);
    expect(result).toMatchObject({ notices: [{ kind: 'not-saved', code: 'ENOSPC' }] });
    // In memory both of the new ones; on the disk what was there, no byte less.
    expect(steps(said.replaceAll(':{', ': {')).sort()).toEqual(['"new-0"', '"new-1"', '"old-0"']);
    expect(steps(saved)).toEqual(['"old-0"']);
    expect(names.trim().split('\n')).toContain('progress.json');
    expect(names).not.toContain('progress.json.new');
  });

  it('that is read-only is told apart', async () => {
    const text = await onSmallDisk(`
      write old 1 > /dev/null; mount -o remount,bind,ro $D
      write new 1; echo; echo ---; show`);
    const [said = '', saved = ''] = text.split('---\n');
    expect(JSON.parse(said)).toMatchObject({ notices: [{ kind: 'not-saved', code: 'EROFS' }] });
    expect(steps(saved)).toEqual(['"old-0"']);
  });

  it('that is read-only is told apart, also before anything was ever kept there', async () => {
    const text = await onSmallDisk('mount -o remount,bind,ro $D; write new 1');
    expect(JSON.parse(text)).toMatchObject({ notices: [{ kind: 'not-saved', code: 'EROFS' }] });
  });

  it('that has no inode left keeps the old progress too', async () => {
    const text = await onSmallDisk(`
      write old 1 > /dev/null; i=0; while touch $D/f$i 2> /dev/null; do i=$((i+1)); done
      write new 1; echo; echo ---; show; rm $D/f*; write new 1 > /dev/null; show`);
    const [said = '', saved = ''] = text.split('---\n');
    expect(JSON.parse(said)).toMatchObject({ notices: [{ kind: 'not-saved', code: 'ENOSPC' }] });
    expect(steps(saved)).toEqual(['"old-0"', '"old-0"', '"new-0"']);
  });
});
