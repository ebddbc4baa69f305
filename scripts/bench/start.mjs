import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../lib/tree.mjs';
import { figure, inTurn, median, run, timed } from './measure.mjs';

const versionRounds = 20;
const npxRounds = 3;

/** `--version` beside Node doing nothing. */
export async function benchVersion() {
  const cli = join(root, 'dist', 'cli.js');
  const [bareMs, versionMs] = await inTurn(versionRounds, [
    () => run(process.execPath, ['-e', '0']),
    () => run(process.execPath, [cli, '--version']),
  ]);
  return [
    figure('--version', versionMs, 'ms', {
      target: 1.2 * bareMs,
      beside: { name: 'node -e 0', value: bareMs, unit: 'ms' },
      how: `median of ${versionRounds}, in turn; target 1.2 times node -e 0`,
    }),
  ];
}

/** `npx` of the packed tarball in an empty directory, with an empty cache, so its one dependency comes over the network. */
export async function benchNpx() {
  const folder = mkdtempSync(join(tmpdir(), 'netns-course-bench-'));
  try {
    const packed = await run('npm', ['pack', '--json', '--pack-destination', folder], { cwd: root });
    const [{ filename, size }] = JSON.parse(packed.stdout.slice(packed.stdout.indexOf('[')));
    const npx = async (cache) => {
      const cwd = mkdtempSync(join(folder, 'empty-'));
      const env = { ...process.env, npm_config_cache: cache, npm_config_update_notifier: 'false' };
      const { ms } = await timed(() =>
        run('npx', ['--yes', '--package', join(folder, filename), 'netns-course', '--version'], {
          cwd,
          env,
          timeoutMs: 30_000,
        }),
      );
      return ms;
    };
    const times = { cold: [], warm: [] };
    for (let round = 0; round < npxRounds; round += 1) {
      const cache = mkdtempSync(join(folder, 'cache-'));
      times.cold.push(await npx(cache));
      times.warm.push(await npx(cache));
    }
    const how = `median of ${npxRounds}; tarball of ${Math.round(size / 1024)} KiB`;
    return [
      figure('npx of the packed tarball, cold', median(times.cold), 'ms', {
        target: 1500,
        how: `${how}; nothing in npm's cache: node-pty comes from the registry that npm is set to`,
      }),
      figure('npx of the packed tarball, again', median(times.warm), 'ms', { how: `${how}; same cache` }),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
