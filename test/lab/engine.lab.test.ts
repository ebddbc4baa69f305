import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { imagesForLabs } from '../../src/images/ensure.ts';
import { imageNames } from '../../src/images/types.ts';
import { openStore } from '../../src/images/store.ts';
import { loadedRoot } from '../../src/lab/engine/data-root.ts';
import { startLab } from '../../src/lab/start.ts';
import type { Lab } from '../../src/lab/types.ts';

const cache = mkdtempSync(join(tmpdir(), 'engine-images-'));
const store = openStore({ XDG_CACHE_HOME: cache });
const images = imagesForLabs(store, 'a test');
let lab: Lab;

/** Runs a script as root of the lab's host; its output, or what went wrong. */
const sh = async (script: string): Promise<string> => {
  const { exitCode, stdout, stderr } = await lab.run('controlplane', ['bash', '-c', script], { timeoutMs: 60_000 });
  return exitCode === 0 ? stdout.trim() : `exit ${String(exitCode)}: ${stderr}${stdout}`;
};

beforeAll(async () => {
  // As every lab of the course has them: unpacked, not loaded.
  const unpacked = imagesForLabs(store, 'a test', loadedRoot);
  const { form, bytes } = await unpacked();
  bytes.destroy();
  expect(form).toBe('root');
  lab = await startLab({ world: 'host', docker: true }, { images: unpacked });
  await lab.ready;
});
afterAll(async () => {
  await lab.close();
  rmSync(cache, { recursive: true });
});

describe('the Engine of a lab', () => {
  it('was given its images as another Engine of its kind keeps them, and nothing else of that one', async () => {
    expect(await sh('docker ps -aq; docker volume ls -q')).toBe('');
    expect(await sh("docker images --no-trunc --format '{{.ID}} {{.Repository}}' | sort")).toBe(
      (await Promise.all(imageNames.map((name) => store.read(name))))
        .map((image) => `sha256:${image?.config ?? ''} ${image?.name ?? ''}`)
        .sort()
        .join('\n'),
    );
    // Whole: an Engine gives back the layers that it was given, byte for byte.
    expect(await sh('docker save pause | tar -xO --wildcards "*/layer.tar" | sha256sum | cut -d " " -f 1')).toBe(
      (await store.read('pause'))?.layers[0],
    );
  });

  it('answers, has docker0 and the images', async () => {
    expect(await sh('ip -o -4 address show docker0')).toContain('172.17.0.1/16');
    expect(await sh("docker images --format '{{.Repository}}:{{.Tag}}' | sort")).toBe('nginx:latest\npause:latest');
  });

  it('runs nginx, which is reached from the host', async () => {
    await sh('docker run -d --name web nginx');
    const address = await sh("docker inspect -f '{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}' web");
    expect(address).toBe('172.17.0.2');
    expect(await sh(`curl -s --retry 20 --retry-connrefused --retry-delay 1 ${address}`)).toContain(
      'Welcome to nginx!',
    );
    expect(await sh('docker exec web id')).toContain('uid=0(root)');
    expect(await sh('docker logs web 2> /dev/null')).toContain('"GET / HTTP/1.1" 200');
  });

  it('has a pause image that waits without a network, and lets another container join', async () => {
    await sh('docker run -d --name pause_demo --network none pause');
    expect(await sh("docker inspect -f '{{.State.Running}} {{.Path}} {{.Args}}' pause_demo")).toBe('true /pause [-P]');
    await sh('docker run -d --name web_demo --network container:pause_demo nginx');
    const inode = (name: string) => sh(`readlink /proc/$(docker inspect -f '{{.State.Pid}}' ${name})/ns/net`);
    expect(await inode('pause_demo')).toMatch(/^net:\[\d+\]$/);
    expect(await inode('web_demo')).toBe(await inode('pause_demo'));
  });

  it('runs CNI plugins where Kubernetes has them', async () => {
    expect(await sh('CNI_COMMAND=VERSION /opt/cni/bin/bridge < /dev/null')).toContain('supportedVersions');
  });
});

// A user whose session owns its cgroup (systemd's user@.service) must not have it changed from a lab.
const hasCgroup2 = readFileSync('/proc/self/mounts', 'utf8').includes(' cgroup2 ');
if (!hasCgroup2) process.stderr.write('skipped: an Engine without cgroups of its own: no cgroup2 is mounted here\n');
describe('the Engine of a lab without cgroups of its own', () => {
  it.skipIf(!hasCgroup2)('runs containers, and sees a cgroup2 that nothing can be changed in', async () => {
    const plain = await startLab({ world: 'host', docker: true }, { images, cgroup: false });
    try {
      await plain.ready;
      const script = `docker run -d --name web nginx > /dev/null
        docker inspect -f '{{.State.Running}}' web
        stat -f -c %T /sys/fs/cgroup
        mount -o remount,bind,rw /sys/fs/cgroup 2> /dev/null && echo writable
        mkdir -p /tmp/again && mount --bind /sys/fs/cgroup /tmp/again && mount -o remount,bind,rw /tmp/again 2> /dev/null && echo writable
        mkdir /sys/fs/cgroup/made 2>&1 | grep -o 'Read-only file system'
        unshare --cgroup true 2>&1 | grep -o 'No space left on device'`;
      const { stdout, stderr } = await plain.run('controlplane', ['bash', '-c', script], { timeoutMs: 60_000 });
      expect(`${stdout}${stderr}`).toBe('true\ncgroup2fs\nRead-only file system\nNo space left on device\n');
    } finally {
      await plain.close();
    }
  });
});
