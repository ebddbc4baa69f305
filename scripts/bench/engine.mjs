import { spawn } from 'node:child_process';
import { pipeline } from 'node:stream/promises';
import { load } from './load.mjs';
import { figure, median, timed } from './measure.mjs';

const rounds = 10;

/** A lab's own Docker Engine: until it answers, its images, and what both take. */
export async function benchEngine() {
  const [{ startLab }, { openStore }, { imagesForLabs }] = await Promise.all([
    load('src/lab/start.ts'),
    load('src/images/store.ts'),
    load('src/images/ensure.ts'),
  ]);
  const images = imagesForLabs(openStore(process.env), 'this machine');
  const { value: archive } = await timed(images);
  archive.destroy();
  const times = { boot: [], ready: [], load: [], run: [] };
  let sizes;
  for (let round = 0; round <= rounds; round += 1) {
    const booted = await timed(() => startLab({ world: 'host', docker: true }));
    const lab = booted.value;
    try {
      const engine = await timed(() => lab.ready);
      const loaded = await timed(async () => loadInto(lab, await images()));
      const run = await timed(() => output(lab, 'docker run -d nginx'));
      if (round > 0) {
        times.boot.push(booted.ms);
        times.ready.push(engine.ms);
        times.load.push(loaded.ms);
        times.run.push(run.ms);
      }
      sizes ??= await taken(lab);
    } finally {
      await lab.close();
    }
  }
  const how = `median of ${rounds}`;
  const most = `${how}; the slowest ${Math.round(Math.max(...times.ready))} ms`;
  return [
    figure("a lab's Docker Engine, ready after the lab's boot", median(times.ready), 'ms', { target: 500, how: most }),
    figure('its images nginx and pause, loaded', median(times.load), 'ms', { target: 300, how }),
    figure('docker run -d nginx in it', median(times.run), 'ms', { how }),
    figure('that lab, memory of its processes', sizes.processes, 'MiB', { how: 'PSS, one container runs' }),
    figure('that lab, disk (a tmpfs)', sizes.disk, 'MiB', { how: 'images, container and logs' }),
  ];
}

/** Sends an archive into `docker load`, as a lab with images does. */
async function loadInto(lab, archive) {
  const { file, args, env, cwd } = lab.command('controlplane', ['docker', 'load', '--quiet'], 'pipes');
  const child = spawn(file, args, { env, cwd, stdio: ['pipe', 'ignore', 'inherit'] });
  const ended = new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => (code === 0 ? resolve() : reject(new Error(`docker load: ${code}`))));
  });
  await pipeline(archive, child.stdin);
  await ended;
}

async function taken(lab) {
  const processes = "cat /proc/[0-9]*/smaps_rollup 2> /dev/null | awk '/^Pss:/ { sum += $2 } END { print sum / 1024 }'";
  const disk = "df -k --output=used / /run /var/lib/docker | awk 'NR > 1 { sum += $1 } END { print sum / 1024 }'";
  return { processes: Number(await output(lab, processes)), disk: Number(await output(lab, disk)) };
}

async function output(lab, script) {
  const { exitCode, stdout, stderr } = await lab.run('controlplane', ['bash', '-c', script], { timeoutMs: 60_000 });
  if (exitCode !== 0) throw new Error(`${script}: ${stderr}`);
  return stdout.trim();
}
