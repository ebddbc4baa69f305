import { spawn } from 'node:child_process';
import { pipeline } from 'node:stream/promises';
import { load } from './load.mjs';
import { figure, median, timed } from './measure.mjs';

const rounds = 10;

/** A lab's own Docker Engine: until it answers and has its images, what giving them takes of that, and what all of it takes. */
export async function benchEngine() {
  const [{ startLab }, { openStore }, { imagesForLabs }, { loadedRoot }, { dataRoot, tarOptions }] = await Promise.all([
    load('src/lab/start.ts'),
    load('src/images/store.ts'),
    load('src/images/ensure.ts'),
    load('src/lab/engine/data-root.ts'),
    load('src/lab/engine/program.ts'),
  ]);
  const archive = imagesForLabs(openStore(process.env), 'this machine');
  const root = imagesForLabs(openStore(process.env), 'this machine', loadedRoot);
  for (const make of [archive, root]) (await make()).bytes.destroy();
  const unpack = ['tar', '-x', ...tarOptions, '-C', '/run/measured'];
  const times = { bare: [], ready: [], unpack: [], load: [], run: [] };
  let sizes;
  for (let round = 0; round <= rounds; round += 1) {
    const bareMs = await readyWithoutImages(startLab);
    const lab = await startLab({ world: 'host', docker: true }, { images: root });
    try {
      const engine = await timed(() => lab.ready);
      const run = await timed(() => output(lab, 'docker run -d nginx'));
      sizes ??= await taken(lab);
      // Beside the Engine, into an empty place of the same kind.
      await output(lab, 'mkdir /run/measured && mount -t tmpfs measured /run/measured');
      const unpacked = await timed(async () => send(lab, unpack, (await root()).bytes));
      await output(
        lab,
        `docker rm -f $(docker ps -q) && docker rmi nginx pause && test -z "$(ls ${dataRoot}/overlay2/l)"`,
      );
      const loaded = await timed(async () => send(lab, ['docker', 'load', '--quiet'], (await archive()).bytes));
      if (round > 0) {
        times.bare.push(bareMs);
        times.ready.push(engine.ms);
        times.unpack.push(unpacked.ms);
        times.load.push(loaded.ms);
        times.run.push(run.ms);
      }
    } finally {
      await lab.close();
    }
  }
  const how = `median of ${rounds}`;
  const most = (each) => `${how}; the slowest ${Math.round(Math.max(...each))} ms`;
  return [
    figure("a lab's Docker Engine, ready after the lab's boot", median(times.bare), 'ms', {
      target: 500,
      how: most(times.bare),
    }),
    figure('the same with its images', median(times.ready), 'ms', { how: most(times.ready) }),
    figure('its images nginx and pause, given to it', median(times.unpack), 'ms', {
      target: 300,
      beside: { name: 'the first time, by docker load', value: median(times.load), unit: 'ms' },
      how: `${how}; part of the line above`,
    }),
    figure('docker run -d nginx in it', median(times.run), 'ms', { how }),
    figure('that lab, memory of its processes', sizes.processes, 'MiB', { how: 'PSS, one container runs' }),
    figure('that lab, disk (a tmpfs)', sizes.disk, 'MiB', { how: 'images, container and logs' }),
  ];
}

async function readyWithoutImages(startLab) {
  const lab = await startLab({ world: 'host', docker: true });
  try {
    return (await timed(() => lab.ready)).ms;
  } finally {
    await lab.close();
  }
}

/** Runs a program in the lab with these bytes on its input. */
async function send(lab, argv, bytes) {
  const { file, args, env, cwd } = lab.command('controlplane', argv, 'pipes');
  const child = spawn(file, args, { env, cwd, stdio: ['pipe', 'ignore', 'inherit'] });
  const ended = new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => (code === 0 ? resolve() : reject(new Error(`${argv.join(' ')}: ${code}`))));
  });
  // tar does not read the padding at the end; the exit code tells whether all is there.
  await pipeline(bytes, child.stdin).catch(() => undefined);
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
