import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, describe, expect, it } from 'vitest';
import { buildImage } from '../../src/images/build.ts';
import { imagesForLabs } from '../../src/images/ensure.ts';
import { openStore } from '../../src/images/store.ts';
import { bytesOf } from '../../src/images/tar.ts';
import { findTool } from '../../src/process/find.ts';
import { isRoot } from '../lab/runners.ts';
import { builtCli, runIt, type Ran } from '../support/built-cli.ts';

const work = mkdtempSync(join(tmpdir(), 'images-tests-'));
afterAll(() => rmSync(work, { recursive: true, force: true }));

const storeIn = (name: string) => openStore({ XDG_CACHE_HOME: join(work, name) });

describe('an image that is built', () => {
  it('is the same whenever it is built of the same files, and is not built twice', async () => {
    const [one, other] = [storeIn('one'), storeIn('other')];
    const built = await buildImage('nginx', one, 'a test');
    expect(built).toEqual(await buildImage('nginx', other, 'a test'));
    expect(built.tags).toEqual(['nginx:latest']);
    expect(built.origin).toMatchObject({ kind: 'built', of: expect.stringMatching(/^nginx \d+\.\d+\.\d+ of a test$/) });
    const path = one.blobPath(built.layers[0] ?? '');
    const before = statSync(path).mtimeMs;
    await buildImage('nginx', one, 'a test');
    expect(statSync(path).mtimeMs).toBe(before);
  });

  it('that was damaged is built again when a lab wants it', async () => {
    const store = storeIn('damaged');
    const { layers } = await buildImage('pause', store, 'a test');
    appendFileSync(store.blobPath(layers[0] ?? ''), 'x');
    writeFileSync(join(store.directory, 'nginx.json'), '{ "schema": 1');
    const archive = await bytesOf((await imagesForLabs(store, 'a test')()).bytes);
    expect(archive.toString('latin1')).toContain('"RepoTags":["nginx:latest"]');
    const again = await store.read('pause');
    expect(again !== undefined && (await store.isWhole(again))).toBe(true);
  });

  it('is loaded by one Engine for all labs: again where what that left is damaged, or an image is another', async () => {
    const store = storeIn('root');
    let loads = 0;
    // What it is has no part in when it is made.
    const loadOnce = async (_: unknown, keep: (root: Readable) => Promise<void>): Promise<void> => {
      loads += 1;
      await keep(Readable.from([Buffer.from(`root ${String(loads)}`)]));
    };
    const forALab = async (): Promise<string> => {
      const { form, bytes } = await imagesForLabs(store, 'a test', loadOnce)();
      return `${form} ${(await bytesOf(bytes)).toString()}`;
    };
    const blobs = join(store.directory, 'blobs', 'sha256');
    expect(await forALab()).toBe('root root 1');
    expect(await forALab()).toBe('root root 1');
    const { blob }: { blob: string } = JSON.parse(readFileSync(join(store.directory, 'data-root.json'), 'utf8'));
    appendFileSync(join(blobs, blob), 'x');
    expect(await forALab()).toBe('root root 2');
    expect(readdirSync(blobs)).toHaveLength(5);
    await store.remove('pause');
    expect(readdirSync(blobs)).toHaveLength(2);
    expect(await forALab()).toBe('root root 3');
    // Where none can be had, a lab's own Engine loads, and says what is wrong.
    await store.remove('pause');
    const { form, bytes } = await imagesForLabs(store, 'a test', () => Promise.reject(new Error('no Engine')))();
    bytes.destroy();
    expect(form).toBe('archive');
  });

  it('goes with all its blobs, and leaves others theirs', async () => {
    const store = storeIn('removed');
    const kept = await buildImage('pause', store, 'a test');
    await buildImage('nginx', store, 'a test');
    expect(await store.remove('nginx')).toBe(true);
    expect(await store.remove('nginx')).toBe(false);
    expect(readdirSync(join(store.directory, 'blobs', 'sha256')).sort()).toEqual([kept.config, ...kept.layers].sort());
  });
});

describe('netns-course images', () => {
  const images = (...args: string[]) =>
    runIt([process.execPath, builtCli(), 'images', ...args], {
      env: { ...process.env, XDG_CACHE_HOME: join(work, 'cli') },
    });

  it('builds, lists and removes', async () => {
    expect(listOf(await images('list', '--json'))).toEqual([
      { name: 'nginx', state: 'absent' },
      { name: 'pause', state: 'absent' },
    ]);
    expect(await images('build', 'pause')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^pause: built of catatonit/),
    });
    expect(listOf(await images('list', '--json'))[1]).toMatchObject({
      state: 'ready',
      tags: ['pause:latest'],
      origin: { kind: 'built' },
    });
    expect((await images()).stdout).toMatch(/^nginx +not there.*\npause +ready/);
    expect(await images('remove', 'pause')).toMatchObject({ code: 0, stdout: 'pause: removed\n' });
  });

  it.skipIf(!isRoot)('says which program an image wants that is neither kept nor installed', async () => {
    // Not installed for whoever is in a mount namespace of the test's own.
    const programs = ['nginx', 'catatonit'].map((name) => findTool(name) ?? '').join(' ');
    const script = `for program in ${programs}; do mount --bind /dev/null $program; done; exec "$0" "$@" images build`;
    const own = ['unshare', '--mount', '--propagation', 'private', 'bash', '-c', script];
    const env = { ...process.env, XDG_CACHE_HOME: join(work, 'nothing') };
    const { code, stderr } = await runIt([...own, process.execPath, builtCli()], { env });
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /nginx cannot be had: it is not in the cache, and nginx, [^]*netns-course setup[^]*pause cannot be had: [^]*catatonit/,
    );
  });

  it('says what it does not know, and what cannot be written', async () => {
    expect(await images('build', 'redis')).toMatchObject({ code: 2, stderr: expect.stringContaining('nginx, pause') });
    expect(await images('pull', 'nginx', '--from=a b')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('"a b"'),
    });
    expect(await images('pull', '--from', 'x')).toMatchObject({ code: 2 });
    writeFileSync(join(work, 'file'), '');
    const env = { ...process.env, XDG_CACHE_HOME: join(work, 'file') };
    const { code, stderr } = await runIt([process.execPath, builtCli(), 'images', 'build', 'pause'], { env });
    expect(code).toBe(2);
    expect(stderr).toMatch(/cannot be kept: ENOTDIR/);
  });
});

function listOf({ stdout }: Ran): readonly unknown[] {
  const list: { readonly images: readonly unknown[] } = JSON.parse(stdout);
  return list.images;
}
