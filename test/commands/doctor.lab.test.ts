import { realpathSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { DoctorLine } from '../../src/commands/doctor-lines.ts';
import { builtCli, runIt } from '../support/built-cli.ts';

let cli: string;
beforeAll(() => {
  cli = builtCli();
});

const node = process.execPath;

async function doctor(
  ...before: string[]
): Promise<{ code: number | null; lines: DoctorLine[]; line: (id: string) => DoctorLine | undefined }> {
  const { code, stdout, stderr } = await runIt([...before, node, cli, 'doctor', '--json']);
  const report: unknown = JSON.parse(stdout === '' ? `"${stderr}"` : stdout);
  if (!isReport(report)) throw new Error(`not a report: ${stdout}${stderr}`);
  expect(report.ok).toBe(code === 0);
  return { code, lines: report.lines, line: (id) => report.lines.find((each) => each.id === id) };
}

function isReport(value: unknown): value is { ok: boolean; lines: DoctorLine[] } {
  return typeof value === 'object' && value !== null && 'ok' in value && 'lines' in value && Array.isArray(value.lines);
}

describe('doctor on this machine', () => {
  it('boots a lab, names every guard, and exits 0', async () => {
    const { code, line } = await doctor();
    expect(line('lab')).toMatchObject({ state: 'ok' });
    for (const name of ['fence', 'uid', 'processes', 'memory-first', 'read-only-root']) {
      expect(line(`guard:${name}`), name).toMatchObject({ state: 'ok' });
    }
    expect(line('guard:legacy-tiocsti')?.state).toMatch(/^(ok|note)$/);
    expect(line('lesson:veth')).toBeDefined();
    expect(code).toBe(0);
  });

  it('can be read by people, with what mends a line below it', async () => {
    const { code, stdout } = await runIt([node, cli, 'doctor'], { env: { ...process.env, LC_ALL: 'C' } });
    expect(code).toBe(0);
    expect(stdout).toMatch(/warn .*not UTF-8.*\n +→ export LC_ALL=C.UTF-8\n/);
    expect(stdout.trimEnd().split('\n').at(-1)).toBe('The course can run here.');
  });
});

describe('doctor where user namespaces are closed', () => {
  // A user namespace of our own, in which the limit is ours to set; the machine's stays as it is.
  it('by a sysctl: names it and the value that opens them', async () => {
    const closed = 'echo 0 > /proc/sys/user/max_user_namespaces && exec "$@"';
    const { code, line } = await doctor('unshare', '--user', '--map-root-user', 'bash', '-c', closed, 'bash');
    expect(line('lab')).toMatchObject({ state: 'bad', cure: 'sudo sysctl -w user.max_user_namespaces=15000' });
    expect(line('lab')?.text).toContain('sysctl');
    expect(code).toBe(2);
  });

  it.runIf(process.arch === 'x64')(
    'by a seccomp filter: says that it is one, as a container has (x64 only)',
    async () => {
      const { code, line } = await doctor('perl', 'fixtures/programs/closed-user-namespaces.pl');
      expect(line('lab')).toMatchObject({ state: 'bad' });
      expect(line('lab')?.text).toContain('seccomp');
      expect(line('lab')?.cure).toContain('seccomp=unconfined');
      expect(code).toBe(2);
    },
  );
});

describe('doctor where tools are missing', () => {
  it('names them and the command that installs what holds them', async () => {
    const { line } = await without('/usr/bin/jq', '/usr/bin/tcpdump');
    expect(line('tools')).toMatchObject({ state: 'warn' });
    expect(line('tools')?.text).toContain('tcpdump, jq');
    expect(line('tools')?.cure).toMatch(/install.* tcpdump jq$|-S .* tcpdump jq$/);
  });

  it('does not blame the kernel for the program that would try it', async () => {
    const { line, lines } = await without(realpathSync('/usr/sbin/ip'));
    expect(line('lab')).toMatchObject({ state: 'bad', cure: expect.stringContaining('install') });
    const veth = lines.filter(({ id }) => id === 'lesson:veth');
    expect(veth.map(({ state }) => state)).toEqual(['warn', 'note']);
    expect(JSON.stringify(veth)).not.toContain('modprobe');
  });
});

/** What doctor says in a mount namespace in which these are not there: an empty file is not a program. */
function without(...tools: readonly string[]): ReturnType<typeof doctor> {
  const hide = `for tool in ${tools.join(' ')}; do mount --bind /dev/null $tool; done && exec "$@"`;
  return doctor('unshare', '--user', '--map-current-user', '--keep-caps', '--mount', 'bash', '-c', hide, 'bash');
}
