import { describe, expect, it } from 'vitest';
import { doctorLines, type DoctorFacts } from '../../src/commands/doctor-lines.ts';
import type { Obstacle } from '../../src/lab/preflight.ts';
import { wordsFor } from '../../src/words/index.ts';

const words = wordsFor();
const good: DoctorFacts = {
  around: {
    platform: 'linux',
    arch: 'x64',
    kernel: '6.1.0-18-amd64',
    node: '20.19.2',
    isWsl: false,
    libc: 'glibc',
    isRoot: false,
    encoding: 'UTF-8',
    terminal: { name: 'xterm-256color', columns: 120, rows: 40 },
  },
  system: 'Debian GNU/Linux 13 (trixie)',
  wantedNode: '20.19',
  preflight: { ok: true, stderr: '', bootMs: 51.4, guards: [{ name: 'fence', on: true, detail: 'Seccomp 2' }] },
  tools: { count: 18, missing: [] },
  install: 'sudo apt-get install -y --no-install-recommends jq',
  iptables: 'iptables v1.8.9 (nf_tables)',
  lessons: [{ id: 'veth', lacking: { tools: [], features: [], untried: [] } }],
};

const line = (facts: DoctorFacts, id: string) => doctorLines(facts, words).find((each) => each.id === id);
const withObstacle = (obstacle: Obstacle): DoctorFacts => ({
  ...good,
  preflight: { ok: false, obstacle, stderr: 'unshare: unshare failed: Operation not permitted', guards: [] },
});

describe('a good machine', () => {
  it('has only good lines', () => {
    expect(doctorLines(good, words).filter(({ state }) => state !== 'ok')).toEqual([]);
  });
});

describe('each obstacle', () => {
  it.each<[Obstacle, string | undefined]>([
    [
      { kind: 'sysctl', key: 'kernel.unprivileged_userns_clone', value: '1' },
      'sudo sysctl -w kernel.unprivileged_userns_clone=1',
    ],
    [
      { kind: 'apparmor', key: 'kernel.apparmor_restrict_unprivileged_userns', value: '0' },
      'sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0',
    ],
    [{ kind: 'seccomp' }, 'docker run --security-opt seccomp=unconfined …'],
    [{ kind: 'masked-proc' }, 'docker run --security-opt systempaths=unconfined …'],
    [{ kind: 'tools', missing: ['nsenter'] }, good.install],
    [{ kind: 'kernel', release: '5.10.0' }, undefined],
    [{ kind: 'platform', platform: 'darwin' }, undefined],
    [{ kind: 'architecture', arch: 'riscv64' }, undefined],
    [{ kind: 'unknown' }, undefined],
  ])('%j is bad, and mended by %s', (obstacle, cure) => {
    const found = line(withObstacle(obstacle), 'lab');
    expect(found?.state).toBe('bad');
    expect(found?.cure).toBe(cure);
    expect(found?.text).toContain('Operation not permitted');
  });

  it('is said in words of its own', () => {
    const kinds = ['sysctl', 'apparmor'] as const;
    const texts = kinds.map((kind) => line(withObstacle({ kind, key: 'k', value: '0' }), 'lab')?.text);
    expect(new Set([...texts, line(withObstacle({ kind: 'seccomp' }), 'lab')?.text]).size).toBe(3);
  });
});

describe('what is missing', () => {
  it('of a lesson is a warning with what mends it', () => {
    const lacking = { tools: ['jq'], features: ['br_netfilter', 'vlan'], untried: ['odd'] };
    const lines = doctorLines({ ...good, lessons: [{ id: 'bridge', lacking }] }, words).filter(
      ({ id }) => id === 'lesson:bridge',
    );
    expect(lines.map(({ state, cure }) => [state, cure])).toEqual([
      ['warn', good.install],
      ['warn', 'sudo modprobe -a br_netfilter 8021q'],
      ['note', undefined],
    ]);
  });

  it('of tools names them all', () => {
    const found = line({ ...good, tools: { count: 18, missing: ['jq', 'curl'] } }, 'tools');
    expect(found).toMatchObject({ state: 'warn', cure: good.install });
    expect(found?.text).toContain('jq, curl');
  });
});

describe('odd machines', () => {
  const around = (change: Partial<DoctorFacts['around']>): DoctorFacts => ({
    ...good,
    around: { ...good.around, ...change },
  });

  it.each([
    [around({ platform: 'darwin' }), 'system', 'bad'],
    [around({ node: '18.20.1' }), 'node', 'bad'],
    [around({ node: '20.18.9' }), 'node', 'bad'],
    [around({ node: '26.1.0' }), 'node', 'ok'],
    [around({ libc: 'musl' }), 'libc', 'bad'],
    [around({ isWsl: true }), 'wsl', 'note'],
    [around({ encoding: '' }), 'locale', 'warn'],
    [around({ encoding: 'utf8' }), 'locale', 'ok'],
    [around({ terminal: { name: 'xterm', columns: 60, rows: 40 } }), 'terminal', 'warn'],
    [{ ...good, iptables: 'iptables v1.8.9 (legacy)' }, 'iptables', 'warn'],
    [{ ...good, iptables: 'iptables v1.4.21' }, 'iptables', 'warn'],
    [{ ...good, lessons: undefined }, 'course', 'bad'],
  ])('%# says so', (facts, id, state) => {
    expect(line(facts, id)?.state).toBe(state);
  });

  it('shows a guard that is off, and whether something stands in for it', () => {
    const guards = (['fence', 'nsdelegate', 'memory-first'] as const).map((name) => ({ name, on: false, detail: '' }));
    const lines = doctorLines({ ...good, preflight: { ...good.preflight, guards } }, words).filter(
      ({ heading }) => heading === 'guards',
    );
    expect(lines.map(({ state }) => state)).toEqual(['bad', 'note', 'warn']);
    expect(lines[1]?.cure).toContain('nsdelegate');
  });
});
