import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import type { LabTarget } from '../../src/lab/types.ts';
import type { RunInLab } from '../../src/lab/facts/active.ts';
import { run } from '../../src/process/run.ts';
import { killGroup, start } from '../../src/process/start.ts';

/** A bare lab: two user namespaces and the others, the host's files; only what asking and watching need. */
export interface BareLab {
  readonly target: LabTarget;
  readonly pid: number;
  /** Runs a script inside, as the lab's root, in all its namespaces; its output, or an exception. */
  readonly inside: (script: string) => Promise<string>;
  readonly runInLab: RunInLab;
  readonly close: () => void;
}

const init = `set -e
mount --make-rprivate /
for d in /run /tmp; do mount -t tmpfs -o mode=755 lab $d; done
mkdir -p /run/netns /run/up /run/work
mount -t overlay -o lowerdir=/etc,upperdir=/run/up,workdir=/run/work,userxattr overlay /etc
mount -t proc proc /proc
ip link set lo up
echo ready
while read -r _; do :; done`;

const env = { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin', HOME: '/tmp', LC_ALL: 'C' };

/** Boots one; as root, owned by an id that nobody has. */
export async function startBareLab(): Promise<BareLab> {
  const id = randomInt(1_900_000_000, 2_147_000_000);
  const owner = process.geteuid?.() === 0 ? { uid: id, gid: id } : undefined;
  const spec = { env, cwd: '/', ...owner };
  const maps = ['--user', '--map-root-user'];
  const child = start({
    ...spec,
    file: '/usr/bin/setpriv',
    args: [
      ...['--pdeathsig', 'KILL', 'unshare', ...maps],
      ...['unshare', ...maps, '--mount', '--net', '--pid', '--uts', '--ipc', '--fork', '--kill-child'],
      ...['bash', '-c', init],
    ],
  });
  let stderr = '';
  child.stderr.on('data', (bytes: Buffer) => (stderr += bytes.toString()));
  const [line] = (await Promise.race([once(child.stdout, 'data'), once(child, 'exit')])) as [unknown];
  if (!Buffer.isBuffer(line)) throw new Error(`no lab: ${stderr}`);
  const { stdout } = await run(
    { file: '/usr/bin/pgrep', args: ['-P', String(child.pid)], env, cwd: '/' },
    { timeoutMs: 20_000 },
  );
  const pid = Number(stdout.trim());
  const runInLab: RunInLab = (_, argv, options) =>
    run(
      {
        ...spec,
        file: '/usr/bin/nsenter',
        args: ['-t', String(pid), '-U', '-m', '-n', '-p', '-u', '-i', '--preserve-credentials', '--', ...argv],
      },
      options,
    );
  return {
    target: { pids: { controlplane: pid }, ...(owner === undefined ? {} : { owner }) },
    pid,
    runInLab,
    inside: async (script) => {
      const result = await runInLab('controlplane', ['bash', '-c', script], { timeoutMs: 10_000 });
      if (result.exitCode !== 0) throw new Error(`${script}: ${result.exitCode ?? result.failed}: ${result.stderr}`);
      return result.stdout;
    },
    close: () => killGroup(child.pid),
  };
}
