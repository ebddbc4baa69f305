import { chownSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { afterAll, describe, expect, vi } from 'vitest';
import { addText, tarOf } from '../../src/images/tar.ts';
import { startEngine, type EngineImages } from '../../src/lab/engine/start.ts';
import { EngineError, type Lab } from '../../src/lab/types.ts';
import { labTest, openLab, output } from './labs.ts';
import { freshUid, isRoot, processesOf, removeBundles, startRunner } from './runners.ts';

const directories: string[] = [];
afterAll(() => {
  removeBundles();
  for (const directory of directories) rmSync(directory, { recursive: true, force: true });
});

const begin = (lab: Lab, images?: EngineImages): Promise<unknown> =>
  startEngine((argv) => lab.command('controlplane', argv, 'pipes'), images, true).catch((error: unknown) => error);

describe('an Engine that cannot be had', () => {
  labTest('does not start: the end of its log is told, and the lab goes on', async () => {
    const lab = await openLab();
    // dockerd(8) believes that one runs already.
    await output(lab, 'echo 1 > /var/run/docker.pid');
    const error = await begin(lab);
    expect(error).toBeInstanceOf(EngineError);
    expect(error).toMatchObject({ reason: 'not-started', detail: expect.stringContaining('/var/run/docker.pid') });
    expect(await output(lab, 'ip netns add still && ip netns list')).toBe('still');
    // Mended, it comes.
    await output(lab, 'rm /var/run/docker.pid; umount /var/lib/docker');
    expect(await begin(lab)).toBeUndefined();
    expect(await output(lab, "docker info --format '{{.Driver}}'")).toBe('overlay2');
    await lab.close();
  });

  labTest('has no room for an image: says so, and works without', async () => {
    const lab = await openLab();
    const fill = 'until docker version; do sleep 0.1; done; fallocate -l 500M /var/lib/docker/full';
    async function* whenFull(): AsyncGenerator<Buffer> {
      await output(lab, fill);
      yield* zeros(40);
    }
    const full: EngineImages = () => Promise.resolve({ form: 'archive', bytes: Readable.from(whenFull()) });
    const error = await begin(lab, full);
    expect(error).toMatchObject({ reason: 'not-loaded', detail: expect.stringContaining('no space left on device') });
    expect(await output(lab, 'docker images -q')).toBe('');
    await lab.close();
  });

  labTest('has no room for a data root: says so, and works without', async () => {
    const lab = await openLab();
    const error = await begin(lab, () => Promise.resolve({ form: 'root', bytes: zeros(520) }));
    expect(error).toMatchObject({ reason: 'not-loaded', detail: expect.stringContaining('No space left on device') });
    expect(await output(lab, 'docker images -q; docker run --rm absent 2>&1 | grep -o "Unable to find image"')).toBe(
      'Unable to find image',
    );
    await lab.close();
  });

  labTest('is told why its images are not there', async () => {
    const lab = await openLab();
    const cause = new Error('no such cache');
    expect(await begin(lab, () => Promise.reject(cause))).toMatchObject({ reason: 'no-images', cause });
    await lab.close();
  });
});

describe('the runner is killed', () => {
  labTest('while containers of its lab run: nothing is left', async () => {
    const uid = freshUid();
    const cache = mkdtempSync(join(tmpdir(), 'engine-killed-'));
    directories.push(cache);
    if (isRoot) chownSync(cache, uid, uid);
    const runner = await startRunner({ uid, docker: true, env: { XDG_CACHE_HOME: cache } });
    const { stdout } = await runner.run(
      'bash',
      '-c',
      'docker run -d nginx && docker run -d pause && docker ps -q | wc -l',
    );
    expect(stdout).toMatch(/\n2\n$/);
    expect(processesOf(uid).length).toBeGreaterThan(6);
    runner.child.kill('SIGKILL');
    await vi.waitFor(() => expect(processesOf(uid)).toEqual([]), { timeout: 10_000, interval: 20 });
  });
});

/** An archive with one layer of so many megabytes. */
function zeros(megabytes: number): Readable {
  return tarOf(async (archive) => {
    const mebibyte = Buffer.alloc(1024 * 1024);
    const bytes = Array.from({ length: megabytes }, () => mebibyte);
    await pipeline(Readable.from(bytes), archive.entry({ name: 'layer.tar', size: megabytes * mebibyte.length }));
    // What finds a disk full from its first byte on.
    await addText(archive, { name: 'last' }, 'text');
  });
}
