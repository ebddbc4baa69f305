import { chmodSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NetnsFacts } from '../../src/check/netns-facts.ts';
import type { Need, Snapshot } from '../../src/check/snapshot.ts';
import { findTool } from '../../src/process/find.ts';
import { run } from '../../src/process/run.ts';
import { startBareLab, type BareLab } from './facts-lab.ts';

const node = 'controlplane';
const directory = mkdtempSync(join(tmpdir(), 'broken-'));
const program = join(directory, 'snapshot.mjs');
let lab: BareLab;

beforeAll(async () => {
  lab = await startBareLab();
  await lab.inside('iptables -A FORWARD -j DROP');
  const entry = fileURLToPath(new URL('../../fixtures/programs/snapshot-lab.ts', import.meta.url));
  await build({
    entryPoints: [entry],
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'error',
  });
});
afterAll(() => {
  lab.close();
  rmSync(directory, { recursive: true });
});

const needs: readonly Need[] = [
  ...(['links', 'routes', 'neighbours', 'fdb', 'sockets', 'rules'] as const).map(
    (what) => ({ what, node, netns: '' }) as const,
  ),
  { what: 'sysctl', node, netns: '', key: 'net.ipv4.ip_forward' },
  { what: 'reach', node, netns: '', to: '127.0.0.1' },
  { what: 'reach', node, netns: '', to: '127.0.0.1', port: 1 },
  { what: 'http', node, netns: '', url: 'http://127.0.0.1/' },
];

/**
 * A snapshot by a runner that sees another program, or none, in place of one of the machine's own; and no perl, so that
 * nothing is read without those programs.
 */
async function snapshotWith(
  tool: string,
  replacement: string | undefined,
  withPerl = false,
): Promise<{ snapshot: Snapshot; own: NetnsFacts; ms: number }> {
  const path = realpathSync(findTool(tool) ?? '');
  let fake = '/dev/null';
  if (replacement !== undefined) {
    fake = join(directory, `fake-${tool}`);
    writeFileSync(fake, replacement);
    chmodSync(fake, 0o755);
    chmodSync(directory, 0o755);
  }
  const begun = performance.now();
  const result = await run(
    {
      file: '/usr/bin/unshare',
      args: [
        '--mount',
        'sh',
        '-c',
        `${withPerl ? '' : `mount --bind /dev/null ${realpathSync(findTool('perl') ?? '')} && `}mount --bind "$0" "$1" && shift && exec "$@"`,
        fake,
        path,
        process.execPath,
        program,
        JSON.stringify(lab.target),
        JSON.stringify(needs),
      ],
      env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' },
      cwd: '/',
    },
    { timeoutMs: 50_000, maxBytes: 32 * 1024 * 1024 },
  );
  if (result.exitCode !== 0) throw new Error(result.stderr);
  const snapshot = JSON.parse(result.stdout) as Snapshot;
  const own = snapshot.nodes[node]?.netns[0];
  if (own === undefined) throw new Error('no namespace');
  return { snapshot, own, ms: performance.now() - begun };
}

/** What each fact came to, by its key. */
function states({
  snapshot,
  own,
}: {
  snapshot: Snapshot;
  own: NetnsFacts;
}): Readonly<Record<string, string | undefined>> {
  const { links, routes, neighbours, fdb, sockets, rules, sysctls } = own;
  return {
    ...{ links: links?.state, routes: routes?.state, neighbours: neighbours?.state, fdb: fdb?.state },
    ...{ sockets: sockets?.state, rules: rules?.state, sysctl: sysctls?.['net.ipv4.ip_forward']?.state },
    ...{
      ping: snapshot.reach[0]?.found.state,
      connect: snapshot.reach[1]?.found.state,
      http: snapshot.http[0]?.found.state,
    },
  };
}

const errors = (all: Readonly<Record<string, string | undefined>>): readonly string[] =>
  Object.entries(all).flatMap(([key, state]) => (state === 'found' ? [] : [`${key}: ${state}`]));

const ofTool = {
  ip: ['links: error', 'routes: error', 'neighbours: error'],
  bridge: ['fdb: error'],
  ss: ['sockets: error'],
  ping: ['ping: error'],
  curl: ['http: error'],
  timeout: ['connect: error'],
  cat: ['sysctl: error'],
} as const;

// Mounting over the machine's programs, in a mount namespace of the test's own, needs root on the way in.
describe.runIf(process.geteuid?.() === 0)(
  'a broken tool is an error, and never looks like the learner’s mistake (needs root)',
  () => {
    it('asks all when nothing is broken', async () => {
      expect(errors(states(await snapshotWith('true', undefined)))).toEqual([]);
    });

    it.each(['ip', 'bridge', 'ss', 'cat'])('asks all without %s where there is perl', async (tool) => {
      expect(errors(states(await snapshotWith(tool, undefined, true)))).toEqual([]);
    });

    it.each(Object.entries(ofTool))('%s that is not installed', async (tool, expected) => {
      expect(errors(states(await snapshotWith(tool, undefined)))).toEqual(expected);
    });

    it.each(Object.entries(ofTool).filter(([tool]) => tool !== 'cat' && tool !== 'curl'))(
      '%s that fails',
      async (tool, expected) => {
        expect(errors(states(await snapshotWith(tool, '#!/bin/sh\necho broken >&2; exit 77\n')))).toEqual(expected);
      },
    );

    it.each(['ip', 'bridge', 'ss', 'nft'] as const)('%s that prints garbage', async (tool) => {
      const expected = tool === 'nft' ? ['rules: error'] : ofTool[tool];
      expect(errors(states(await snapshotWith(tool, '#!/bin/sh\necho "[{\\"ifindex\\":"\n')))).toEqual(expected);
    });

    it('a tool that hangs ends in time', async () => {
      const result = await snapshotWith('ip', '#!/bin/sh\nexec sleep 60\n');
      expect(states(result)).toMatchObject({ links: 'error', ping: 'found', http: 'found' });
      expect(result.ms).toBeLessThan(40_000);
    });

    it('a tool that prints for ever ends in time, and costs no memory', async () => {
      const result = await snapshotWith('ss', '#!/bin/sh\nexec yes\n');
      expect(states(result)).toMatchObject({ sockets: 'error' });
      expect(JSON.stringify(result.snapshot).length).toBeLessThan(1024 * 1024);
    });
  },
);
