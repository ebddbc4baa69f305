import { spawn } from 'node:child_process';
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { extract } from 'tar-stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { imagesArchive } from '../../src/images/archive.ts';
import { buildImage } from '../../src/images/build.ts';
import { imagesForLabs } from '../../src/images/ensure.ts';
import { pullImage } from '../../src/images/pull.ts';
import { openStore } from '../../src/images/store.ts';
import { addText, bytesOf, tarOf } from '../../src/images/tar.ts';
import { ImageError } from '../../src/images/types.ts';
import { startLab } from '../../src/lab/start.ts';
import { builtCli, runIt, type Ran } from '../support/built-cli.ts';
import { openRegistry, type Blob } from './registry.ts';

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
    const archive = await bytesOf(await imagesForLabs(store, 'a test')());
    expect(archive.toString('latin1')).toContain('"RepoTags":["nginx:latest"]');
    const again = await store.read('pause');
    expect(again !== undefined && (await store.isWhole(again))).toBe(true);
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

describe('an image that is pulled', () => {
  let registry: Awaited<ReturnType<typeof openRegistry>>;
  // skopeo(1) reads the user's own registries.conf(5): loopback speaks no TLS here.
  const env = { ...process.env, HOME: work, XDG_CONFIG_HOME: join(work, '.config') };
  const trust = (host: string): void => {
    mkdirSync(join(work, '.config', 'containers'), { recursive: true });
    writeFileSync(
      join(work, '.config', 'containers', 'registries.conf'),
      `[[registry]]\nlocation = "${host}"\ninsecure = true\n`,
    );
  };

  beforeAll(async () => {
    // The built image's files, as another registry would have them: gzip, files of other owners, workers of another user.
    const store = storeIn('source');
    const built = await buildImage('nginx', store, 'a test');
    const first = readFileSync(store.blobPath(built.layers[0] ?? ''));
    const second = await bytesOf(
      tarOf(async (archive) => {
        const mtime = new Date(0);
        const nginx = { uid: 101, gid: 101, uname: 'nginx', gname: 'nginx', mtime };
        await addText(archive, { ...nginx, name: 'var/owned/', type: 'directory', mode: 0o755 }, '');
        await addText(archive, { ...nginx, name: 'var/owned/file', mode: 0o4755 }, 'text');
        await addText(
          archive,
          { name: 'var/owned/hard', type: 'link', linkname: 'var/owned/file', uid: 5_000_000 },
          '',
        );
        const conf =
          'user  nginx;\nworker_processes 1;\nevents {}\nhttp { server { listen 80; root /usr/share/nginx/html; } }\n';
        await addText(archive, { name: 'etc/nginx/nginx.conf', mode: 0o644, mtime }, conf);
      }),
    );
    const config: { config: Record<string, unknown>; rootfs: Record<string, unknown> } = JSON.parse(
      readFileSync(store.blobPath(built.config), 'utf8'),
    );
    config.config['User'] = '101:101';
    config.rootfs['diff_ids'] = await Promise.all(
      [first, second].map(async (bytes) => `sha256:${(await store.addBlob(Readable.from([bytes]))).digest}`),
    );
    const layers: Blob[] = [first, second].map((bytes) => ({
      mediaType: 'application/vnd.docker.image.rootfs.diff.tar.gzip',
      bytes: gzipSync(bytes),
    }));
    registry = await openRegistry(Buffer.from(JSON.stringify(config)), layers);
    trust(registry.host);
  });
  afterAll(() => registry.close());

  it('belongs to root, has root’s workers, and runs in a lab', async () => {
    const store = storeIn('pulled');
    const reference = `${registry.host}/library/nginx:1`;
    const pulled = await pullImage('nginx', store, { from: reference, env });
    expect(pulled.origin).toEqual({ kind: 'pulled', by: 'skopeo', reference });
    const entries = await entriesOf(readFileSync(store.blobPath(pulled.layers[1] ?? '')));
    expect(entries.map(({ name, uid, gid, uname }) => ({ name, uid, gid, uname }))).toEqual(
      ['var/owned/', 'var/owned/file', 'var/owned/hard', 'etc/nginx/nginx.conf'].map((name) => ({
        name,
        uid: 0,
        gid: 0,
        uname: '',
      })),
    );
    expect(entries[1]).toMatchObject({ mode: 0o4755, text: 'text' });
    expect(entries[2]).toMatchObject({ type: 'link', linkname: 'var/owned/file' });
    expect(entries[3]?.text).toMatch(/^user root;\nworker_processes 1;\n/);
    // It stays when labs want images, and whoever builds replaces it.
    expect((await bytesOf(await imagesForLabs(store, 'a test')())).length).toBeGreaterThan(pulled.bytes);
    expect((await store.read('nginx'))?.config).toBe(pulled.config);

    const lab = await startLab({ world: 'host', docker: true }, { images: async () => imagesArchive([pulled], store) });
    try {
      await lab.ready;
      const script =
        'docker run -d --name web nginx > /dev/null && curl -s --retry 20 --retry-connrefused --retry-delay 1 172.17.0.2';
      const { stdout, stderr } = await lab.run('controlplane', ['bash', '-c', script], { timeoutMs: 60_000 });
      expect(`${stdout}${stderr}`).toContain('Welcome to nginx!');
    } finally {
      await lab.close();
    }
  });

  it('by docker comes out of an Engine', async () => {
    const store = storeIn('by-docker');
    const built = await buildImage('nginx', store, 'a test');
    const layer = join(work, 'layer.tgz');
    writeFileSync(layer, gzipSync(readFileSync(store.blobPath(built.layers[0] ?? ''))));
    const program = join(work, 'registry.mjs');
    const entryPoints = ['fixtures/programs/registry.ts'];
    await build({ entryPoints, outfile: program, bundle: true, platform: 'node', format: 'esm', logLevel: 'error' });
    // The Engine is a lab's, and so is the network in which the registry listens; docker runs on the machine.
    const lab = await startLab(
      { world: 'host', docker: true },
      { images: async () => imagesArchive([await buildImage('pause', store, 'a test')], store) },
    );
    const there = ['--target', String(lab.pid), '--user', '--net', '--preserve-credentials'];
    const argv = [...there, process.execPath, program, store.blobPath(built.config), layer];
    const inLab = spawn('/usr/bin/nsenter', argv, { stdio: ['pipe', 'pipe', 'inherit'] });
    try {
      await lab.ready;
      const host = await new Promise<string>((resolve, reject) => {
        inLab.stdout.on('data', (bytes: Buffer) => resolve(bytes.toString().trim()));
        inLab.on('exit', (code) => reject(new Error(`the registry ended: ${String(code)}`)));
      });
      const reference = `${host}/library/nginx:1`;
      const pulled = await pullImage('nginx', store, {
        from: reference,
        env: { ...env, DOCKER_HOST: `unix:///proc/${String(lab.pid)}/root/run/docker.sock` },
      });
      expect(pulled.origin).toEqual({ kind: 'pulled', by: 'docker', reference });
      // The same files, which need no other owner: the same image.
      expect(pulled.layers).toEqual(built.layers);
      expect(await store.isWhole(pulled)).toBe(true);
    } finally {
      inLab.stdin.end();
      await lab.close();
    }
  });

  it('leaves what is kept as it is where it cannot be had, and says what the tool said', async () => {
    const store = storeIn('kept');
    const kept = await buildImage('pause', store, 'a test');
    const error: unknown = await pullImage('pause', store, { from: '127.0.0.1:9/none', env }).catch(
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(ImageError);
    expect(error).toMatchObject({
      image: 'pause',
      reason: { kind: 'failed', detail: expect.stringMatching(/refused/) },
    });
    expect(await store.read('pause')).toEqual(kept);
  });

  it('is refused where it is no image', async () => {
    const broken = await openRegistry(Buffer.from('{"rootfs":{"type":"layers","diff_ids":[]}}'), [
      { mediaType: 'application/vnd.docker.image.rootfs.diff.tar.gzip', bytes: gzipSync(Buffer.alloc(2048, 'x')) },
    ]);
    try {
      trust(broken.host);
      const store = storeIn('refused');
      await expect(pullImage('pause', store, { from: `${broken.host}/pause`, env })).rejects.toMatchObject({
        reason: { kind: 'not-an-image', detail: expect.stringContaining('tar header') },
      });
      expect(await store.read('pause')).toBeUndefined();
    } finally {
      await broken.close();
    }
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

async function entriesOf(tar: Buffer) {
  const reading = extract();
  reading.end(tar);
  const entries = [];
  for await (const entry of reading) entries.push({ ...entry.header, text: (await bytesOf(entry)).toString() });
  return entries;
}
