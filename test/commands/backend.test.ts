import { describe, expect, it } from 'vitest';
import { chooseBackend } from '../../src/commands/backend.ts';
import { buildArgs, runArgs } from '../../src/machine/container.ts';
import { builtCli, runIt } from '../support/built-cli.ts';

describe('where labs are made', () => {
  it.each([
    [['start', 'veth'], 'linux', 'here', ['start', 'veth']],
    [[], 'darwin', 'container', []],
    [['list'], 'win32', 'container', ['list']],
    [['--backend', 'container', 'veth'], 'linux', 'container', ['veth']],
    [['verify', '--backend=here'], 'darwin', 'here', ['verify']],
    // What tells of this machine, and help.
    [['doctor'], 'darwin', 'here', ['doctor']],
    [['start', '--help'], 'darwin', 'here', ['start', '--help']],
    // Behind -- stands somebody else's command.
    [['lab', '--', 'x', '--backend', 'container'], 'linux', 'here', ['lab', '--', 'x', '--backend', 'container']],
    [['lab', '--', 'ip', '-h'], 'darwin', 'container', ['lab', '--', 'ip', '-h']],
  ] as const)('%j on %s: %s', (args, platform, backend, left) => {
    expect(chooseBackend(args, platform)).toEqual({ backend, args: left });
  });

  it.each([[['--backend', 'vm']], [['list', '--backend']]])('%j is refused', (args) => {
    expect(chooseBackend(args, 'linux')).toMatchObject({ unknown: args[0] === 'list' ? '' : 'vm' });
  });
});

describe('the container', () => {
  const run = {
    image: 'netns-course:1',
    cwd: '/home/ada/c',
    isTerminal: true,
    env: { TERM: 'xterm', HOME: '/x' },
    args: ['list'],
  };

  it('is privileged, has no network, and sees the current directory and its own progress only', () => {
    const args = runArgs(run);
    expect(args.join(' ')).toBe(
      'run --rm --interactive --tty --privileged --network none --hostname netns-course --volume netns-course:/var/lib/netns-course ' +
        '--volume /home/ada/c:/course --workdir /course --env TERM=xterm netns-course:1 list',
    );
    expect(runArgs({ ...run, isTerminal: false })).not.toContain('--tty');
    expect(buildArgs('netns-course:1', '/opt/c')).toEqual([
      'build',
      '--tag',
      'netns-course:1',
      '--file',
      '/opt/c/Containerfile',
      '/opt/c',
    ]);
  });
});

describe('where no container can be had, it says so, and the next command', () => {
  const cli = builtCli();
  const runWith = (env: NodeJS.ProcessEnv, ...args: string[]) => runIt([process.execPath, cli, ...args], { env });

  it('neither docker nor podman', async () => {
    const { code, stdout, stderr } = await runWith({ PATH: '/nonexistent' }, '--backend', 'container', 'list');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/neither docker nor podman is installed\.\nInstall Docker .* run the same command again/);
  });

  it('a client without its service', async () => {
    const env = {
      PATH: process.env['PATH'],
      DOCKER_HOST: 'unix:///nonexistent.sock',
      CONTAINER_HOST: 'unix:///nonexistent.sock',
    };
    const { code, stderr } = await runWith(env, '--backend', 'container', '--lang', 'zh-CN');
    expect(code).toBe(2);
    expect(stderr).toMatch(/已经安装，但没有应答：.*nonexistent\.sock|都没有安装/);
  });

  it('a backend of another name', async () => {
    expect(await runWith({}, '--backend', 'vm', 'list')).toEqual({
      code: 2,
      stdout: '',
      stderr: 'There is no backend "vm"; there are: here, container.\n',
    });
  });
});
