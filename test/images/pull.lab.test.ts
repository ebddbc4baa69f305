import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { imagesArchive } from '../../src/images/archive.ts';
import { buildImage } from '../../src/images/build.ts';
import { imagesForLabs } from '../../src/images/ensure.ts';
import { pullImage } from '../../src/images/pull.ts';
import { openStore, type ImageStore } from '../../src/images/store.ts';
import { bytesOf } from '../../src/images/tar.ts';
import { ImageError, type StoredImage } from '../../src/images/types.ts';
import { startLab } from '../../src/lab/start.ts';
import { freshUid, isRoot } from '../lab/runners.ts';
import { builtCli, runIt } from '../support/built-cli.ts';
import { entriesOf, serveForeignNginx } from './pulled.ts';
import { openRegistry } from './registry.ts';

const work = mkdtempSync(join(tmpdir(), 'images-pull-'));
// Also for another user whom root tries it as.
chmodSync(work, 0o755);
const containers = join(work, '.config', 'containers');
mkdirSync(containers, { recursive: true });
const storeIn = (name: string) => openStore({ XDG_CACHE_HOME: join(work, name) });

/**
 * The tools as a user has them who has nothing yet: no Engine, podman's storage and state in a place of the test's own
 * (containers.conf(5), containers-storage.conf(5)), and no TLS on loopback (containers-registries.conf(5)).
 */
const env = {
  ...process.env,
  HOME: work,
  XDG_CONFIG_HOME: join(work, '.config'),
  XDG_DATA_HOME: join(work, 'data'),
  XDG_RUNTIME_DIR: join(work, 'run'),
  DOCKER_HOST: `unix://${join(work, 'no.sock')}`,
  CONTAINERS_STORAGE_CONF: join(containers, 'storage.conf'),
  CONTAINERS_CONF: join(containers, 'containers.conf'),
};
mkdirSync(env.XDG_RUNTIME_DIR, { mode: 0o700 });
writeFileSync(
  env.CONTAINERS_STORAGE_CONF,
  `[storage]\ndriver = "vfs"\ngraphroot = "${work}/storage"\nrunroot = "${work}/runroot"\n`,
);
writeFileSync(
  env.CONTAINERS_CONF,
  `[engine]\ncgroup_manager = "cgroupfs"\nevents_logger = "none"\ntmp_dir = "${work}/libpod"\nstatic_dir = "${work}/static"\n`,
);
const trust = (host: string): void => {
  writeFileSync(join(containers, 'registries.conf'), `[[registry]]\nlocation = "${host}"\ninsecure = true\n`);
};
/** podman without a place to keep images in. */
const withoutPodman = { ...env, CONTAINERS_STORAGE_CONF: '/dev/null/no' };

afterAll(() => {
  // An ordinary user's podman leaves a process that keeps its namespaces, and files of other ids in them.
  spawnSync('podman', ['system', 'reset', '--force'], { env });
  spawnSync('podman', ['system', 'migrate'], { env });
  rmSync(work, { recursive: true, force: true });
});

/** That a pulled image is as it was, but for the owners. */
async function expectRewritten(pulled: StoredImage, store: ImageStore, served: readonly Buffer[]): Promise<void> {
  expect(pulled.layers).toHaveLength(served.length);
  for (const [index, bytes] of served.entries()) {
    const [before, after] = await Promise.all([
      entriesOf(bytes),
      entriesOf(readFileSync(store.blobPath(pulled.layers[index] ?? ''))),
    ]);
    expect(after.map(({ owner }) => owner)).toEqual(after.map(() => [0, 0, '', '']));
    const same = before.map(({ header, text }) => {
      const ours = header.name === 'etc/nginx/nginx.conf' ? text.replace(/^user +nginx;/, 'user root;') : text;
      return { header: { ...header, size: ours.length }, text: ours };
    });
    expect(after.map(({ header, text }) => ({ header, text }))).toEqual(same);
  }
}

async function expectRuns(pulled: StoredImage, store: ImageStore): Promise<void> {
  const lab = await startLab(
    { world: 'host', docker: true },
    { images: async () => ({ form: 'archive', bytes: imagesArchive([pulled], store) }) },
  );
  try {
    await lab.ready;
    const script =
      'docker run -d --name web nginx > /dev/null && curl -s --retry 20 --retry-connrefused --retry-delay 1 172.17.0.2';
    const { stdout, stderr } = await lab.run('controlplane', ['bash', '-c', script], { timeoutMs: 60_000 });
    expect(`${stdout}${stderr}`).toContain('Welcome to nginx!');
  } finally {
    await lab.close();
  }
}

describe('an image that is pulled', () => {
  let foreign: Awaited<ReturnType<typeof serveForeignNginx>>;
  beforeAll(async () => {
    foreign = await serveForeignNginx(storeIn('source'), 101);
  });
  afterAll(() => foreign.close());

  it('by podman, which unpacks it, belongs to root, has root’s workers, and runs in a lab', async () => {
    trust(foreign.host);
    const store = storeIn('by-podman');
    const reference = `${foreign.host}/library/nginx:1`;
    const pulled = await pullImage('nginx', store, { from: reference, env });
    expect(pulled.origin).toEqual({ kind: 'pulled', by: 'podman', reference });
    await expectRewritten(pulled, store, foreign.layers);
    await expectRuns(pulled, store);
  });

  // An ordinary user has the ids that the machine gave, or none: both are tried by root.
  it.skipIf(!isRoot)('by the podman of an ordinary user with subordinate ids is the same', async () => {
    const { code, stdout, pulled, store } = await pullAsUser('many-ids', 65_536);
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(/^nginx: pulled by podman from 127/) });
    await expectRewritten(pulled, store, foreign.layers);
  });

  it.skipIf(!isRoot)('by the podman of one with a single id cannot be unpacked; skopeo does not need to', async () => {
    const { stdout, stderr, pulled, store } = await pullAsUser('one-id', 0);
    expect(stderr).toMatch(/by podman …\n[^]*by skopeo …\n/);
    expect(stdout).toMatch(/^nginx: pulled by skopeo from 127/);
    await expectRewritten(pulled, store, foreign.layers);
  });

  /**
   * `images pull nginx` by a user who stands in a copy of /etc that a mount namespace of the test's own has, with so many
   * subordinate ids (subuid(5)).
   */
  async function pullAsUser(name: string, ids: number) {
    const uid = freshUid();
    const home = join(work, name);
    const program = join(home, 'program');
    mkdirSync(join(home, 'run'), { recursive: true, mode: 0o700 });
    cpSync(dirname(builtCli()), join(program, 'dist'), { recursive: true });
    for (const file of ['package.json', 'packages.json']) cpSync(file, join(program, file));
    trust(foreign.host);
    const registries = 'registries.conf';
    cpSync(join(containers, registries), join(home, '.config', 'containers', registries));
    writeFileSync(join(home, '.config', 'containers', 'storage.conf'), '[storage]\ndriver = "vfs"\n');
    const script = `set -e; cp -a /etc "$1/etc"; mount --bind "$1/etc" /etc
      echo "someone:x:$2:$2::$1:/bin/sh" >> /etc/passwd; echo "someone:x:$2:" >> /etc/group
      [[ $3 == 0 ]] || echo "someone:1600000000:$3" | tee -a /etc/subuid >> /etc/subgid
      chown -R "$2:$2" "$1/run" "$1/.config" "$1/program"; chown "$2:$2" "$1"; cd "$1"
      as=(setpriv --reuid "$2" --regid "$2" --clear-groups env -i HOME="$1" XDG_RUNTIME_DIR="$1/run" PATH="$PATH" LC_ALL=C.UTF-8 DOCKER_HOST="$6")
      trap '"\${as[@]}" podman system reset --force > /dev/null 2>&1 || true' EXIT
      "\${as[@]}" "$4" program/dist/cli.js images pull nginx --from "$5"`;
    const argv = [home, String(uid), String(ids), process.execPath, `${foreign.host}/library/nginx:1`, env.DOCKER_HOST];
    const own = ['unshare', '--mount', '--propagation', 'private'];
    const ran = await runIt([...own, 'bash', '-c', script, 'pull', ...argv], { env: process.env });
    const store = openStore({ HOME: home });
    const pulled = await store.read('nginx');
    if (pulled === undefined) throw new Error(`nothing was kept: ${ran.stderr}`);
    return { ...ran, pulled, store };
  }

  it('by skopeo, where nothing before it can, is the same; it stays when labs want images', async () => {
    trust(foreign.host);
    const store = storeIn('by-skopeo');
    const reference = `${foreign.host}/library/nginx:1`;
    const tried: string[] = [];
    const onTry = (tool: string): unknown => tried.push(tool);
    const pulled = await pullImage('nginx', store, { from: reference, env: withoutPodman, onTry });
    expect(pulled.origin).toEqual({ kind: 'pulled', by: 'skopeo', reference });
    expect(tried).toEqual(['docker', 'podman', 'skopeo']);
    await expectRewritten(pulled, store, foreign.layers);
    expect((await bytesOf((await imagesForLabs(store, 'a test')()).bytes)).length).toBeGreaterThan(pulled.bytes);
    expect((await store.read('nginx'))?.config).toBe(pulled.config);
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
      {
        images: async () => ({
          form: 'archive',
          bytes: imagesArchive([await buildImage('pause', store, 'a test')], store),
        }),
      },
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
    const error: unknown = await pullImage('pause', store, { from: '127.0.0.1:9/none', env: withoutPodman }).catch(
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
      await expect(
        pullImage('pause', store, { from: `${broken.host}/pause`, env: withoutPodman }),
      ).rejects.toMatchObject({
        reason: { kind: 'not-an-image', detail: expect.stringContaining('tar header') },
      });
      expect(await store.read('pause')).toBeUndefined();
    } finally {
      await broken.close();
    }
  });
});
