import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { pack, type Headers } from 'tar-stream';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fetchCniRelease } from '../../src/machine/cni/fetch.ts';
import { CniReleaseError } from '../../src/machine/cni/problem.ts';
import { cniRelease } from '../../src/machine/cni/release.ts';
import { findCniPlugins } from '../../src/process/cni.ts';
import { goArchitectures } from '../../src/process/go-arch.ts';
import { builtCli, runIt } from '../support/built-cli.ts';

const work = mkdtempSync(join(tmpdir(), 'netns-course-cni-'));

/** What the server says to a path: all of it, or what a broken one would. */
type Answer = Buffer | { readonly status: number; readonly body: Buffer; readonly size?: number };
const answers = new Map<string, Answer>();
const asked: string[] = [];
const server = createServer(({ url = '', headers }, response) => {
  const range = Number(/^bytes=(\d+)-$/.exec(headers.range ?? '')?.[1] ?? 0);
  asked.push(`${url}${range > 0 ? ` from ${String(range)}` : ''}`);
  const answer = answers.get(url) ?? { status: 404, body: Buffer.from('none') };
  if (!Buffer.isBuffer(answer)) {
    const { status, body, size = body.length } = answer;
    response.writeHead(status, { 'Content-Length': size });
    response.write(body, () => (size === body.length ? response.end() : response.destroy()));
    return;
  }
  if (range >= answer.length) response.writeHead(416).end();
  else if (range > 0)
    response
      .writeHead(206, {
        'Content-Range': `bytes ${String(range)}-${String(answer.length - 1)}/${String(answer.length)}`,
      })
      .end(answer.subarray(range));
  else response.writeHead(200, { 'Content-Length': answer.length }).end(answer);
});
let from: string;
/** Where nobody listens (discard). */
const nowhere = 'http://127.0.0.1:9';

const names = ['bridge', 'host-local', 'loopback'] as const;
const file = (version: string) => `/${version}/cni-plugins-linux-${goArchitectures[process.arch] ?? ''}-${version}.tgz`;
const digest = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
const publish = (version: string, archive: Buffer, sum = digest(archive)): void => {
  answers.set(file(version), archive);
  answers.set(`${file(version)}.sha256`, Buffer.from(`${sum}  ${file(version).split('/').at(-1) ?? ''}\n`));
};

async function archiveOf(entries: readonly (readonly [Headers, Buffer | string])[]): Promise<Buffer> {
  const archive = pack();
  for (const [header, body] of entries) archive.entry(header, body);
  archive.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of archive) chunks.push(chunk);
  return gzipSync(Buffer.concat(chunks), { level: 1 });
}

/** As scripts/release.sh packs them: `tar -C bin .` */
let plugins: (readonly [Headers, Buffer | string])[];
let good: Buffer;
let empty: Buffer;

beforeAll(async () => {
  const installed = findCniPlugins({});
  if (installed === undefined) throw new Error('no CNI plugins are installed');
  plugins = [
    [{ name: './', type: 'directory', mode: 0o755 }, ''],
    ...names.map((name) => [{ name: `./${name}`, mode: 0o755 }, readFileSync(join(installed, name))] as const),
    [{ name: './LICENSE', mode: 0o644 }, 'terms'],
  ];
  good = await archiveOf(plugins);
  empty = await archiveOf([]);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  from = `http://127.0.0.1:${String(address.port)}`;
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  rmSync(work, { recursive: true, force: true });
});

/** Each test, and each try of one, keeps its releases in a place of its own. */
const kept = { turn: 0, env: {}, places: '' };
beforeEach(() => {
  kept.turn += 1;
  kept.env = { PATH: process.env['PATH'], XDG_DATA_HOME: join(work, String(kept.turn)) };
  kept.places = join(work, String(kept.turn), 'netns-course', 'cni');
  asked.length = 0;
});

/** Fetches it; what was wrong, as a value. */
const fetch = (version: string, server = from): Promise<unknown> =>
  fetchCniRelease(version, { from: server, env: kept.env }).catch((error: unknown) =>
    error instanceof CniReleaseError ? error.problem : error,
  );

/** What is there for labs, and what is left of a fetch. */
const there = () => readdirSync(kept.places).sort();
const partOf = (version: string) => `${file(version).split('/').at(-1) ?? ''}.part`;
const leave = (version: string, bytes: Buffer): void => {
  mkdirSync(kept.places, { recursive: true });
  writeFileSync(join(kept.places, partOf(version)), bytes);
};

describe('a release’s address', () => {
  it('is the project’s, by the names of its time', () => {
    const project = 'https://github.com/containernetworking/plugins/releases/download';
    const url = (version: string, arch = 'x64') => {
      const release = cniRelease(version, arch);
      return typeof release === 'string' ? release : release.url;
    };
    expect(url('1.7.1')).toBe(`${project}/v1.7.1/cni-plugins-linux-amd64-v1.7.1.tgz`);
    expect(url('v0.7.5', 'arm64')).toBe(`${project}/v0.7.5/cni-plugins-arm64-v0.7.5.tgz`);
    expect(url('0.8.0')).toBe(`${project}/v0.8.0/cni-plugins-linux-amd64-v0.8.0.tgz`);
    expect(url('1.0.0-rc1')).toBe(`${project}/v1.0.0-rc1/cni-plugins-linux-amd64-v1.0.0-rc1.tgz`);
    expect(['', '1', '1.7', '1.7.1/../..', '1.7.1 ', '-1.7.1', 'latest'].map((each) => url(each))).toEqual(
      Array.from({ length: 7 }, () => 'no-version'),
    );
    expect(url('1.7.1', 'riscv64')).toBe('no-architecture');
  });
});

describe('a release of the CNI plugins', () => {
  it('is fetched, compared, and what labs get from then on', async () => {
    publish('v1.9.1', good);
    const { env, places } = kept;
    const setup = (...args: string[]) =>
      runIt([process.execPath, builtCli(), 'setup', ...args], { env: { ...process.env, ...env } });
    expect(await setup('--cni-release', '1.9.1', '--from', `${from}/`)).toEqual({
      code: 0,
      stdout: `CNI plugins v1.9.1 are in ${places}/v1.9.1; labs get these from now on.\n`,
      stderr: `Fetching ${from}${file('v1.9.1')} (some 50 MB) …\n`,
    });
    expect(there()).toEqual(['current', 'v1.9.1']);
    expect(readdirSync(join(places, 'current')).sort()).toEqual(['LICENSE', ...names]);
    expect(readFileSync(join(places, 'v1.9.1', 'bridge')).equals(Buffer.from(plugins[1]?.[1] ?? ''))).toBe(true);
    expect(findCniPlugins(env)).toBe(join(places, 'current'));
    expect(findCniPlugins({ ...env, CNI_PATH: join(places, 'v1.9.1') })).toBe(join(places, 'v1.9.1'));

    // What cannot be had says why, and leaves the choice as it is.
    const missing = await setup('--cni-release', 'v9.9.9', '--from', from);
    expect(missing).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(/no release v9\.9\.9 .*404/) });
    expect(readlinkSync(join(places, 'current'))).toBe('v1.9.1');
  });

  it.each([
    ['a version that is none', ['--cni-release', 'new'], '"new" is no version'],
    ['an address that is none', ['--cni-release', '1.9.1', '--from', 'file:///etc'], 'is no address'],
    ['a mirror of nothing', ['--from', 'http://127.0.0.1:9'], 'goes with --cni-release'],
  ])('%s is said', async (_, args, says) => {
    expect(await runIt([process.execPath, builtCli(), 'setup', ...args])).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining(says),
    });
  });

  it('that is there is only chosen, without a network', async () => {
    publish('v1.9.1', good);
    publish('v1.9.2', good);
    for (const version of ['1.9.1', '1.9.2']) await fetch(version);
    expect(readlinkSync(join(kept.places, 'current'))).toBe('v1.9.2');
    expect(await fetch('1.9.1', nowhere)).toEqual({ version: 'v1.9.1', directory: join(kept.places, 'v1.9.1') });
    expect(readlinkSync(join(kept.places, 'current'))).toBe('v1.9.1');
  });

  it('whose plugins were taken away is fetched again', async () => {
    publish('v1.9.1', good);
    await fetch('1.9.1');
    rmSync(join(kept.places, 'v1.9.1', 'bridge'));
    expect(findCniPlugins(kept.env)).not.toBe(join(kept.places, 'current'));
    expect(await fetch('1.9.1')).toMatchObject({ version: 'v1.9.1' });
    expect(findCniPlugins(kept.env)).toBe(join(kept.places, 'current'));
  });

  it('that broke off is kept, and fetched from there', async () => {
    publish('v1.9.1', good);
    answers.set(file('v1.9.1'), { status: 200, body: good.subarray(0, good.length >> 1), size: good.length });
    expect(await fetch('1.9.1')).toMatchObject({
      kind: 'failed',
      detail: expect.stringMatching(/^curl: \((?:18|56)\)/),
    });
    expect(there()).toEqual([partOf('v1.9.1')]);
    const begun = readFileSync(join(kept.places, partOf('v1.9.1'))).length;
    expect(begun).toBeGreaterThan(0);
    publish('v1.9.1', good);
    expect(await fetch('1.9.1')).toMatchObject({ version: 'v1.9.1' });
    expect(asked.at(-1)).toBe(`${file('v1.9.1')} from ${String(begun)}`);
    expect(there()).toEqual(['current', 'v1.9.1']);
  });

  it.each([
    ['of another file', () => Buffer.from('something else'), false],
    ['longer than all of it', () => Buffer.concat([good, Buffer.from('more')]), false],
    ['that the server cannot go on from', () => good.subarray(0, 1000), true],
  ])('begins anew where there is a part %s', async (_, part, isWithoutRanges) => {
    publish('v1.9.1', good);
    if (isWithoutRanges) answers.set(file('v1.9.1'), { status: 200, body: good });
    leave('v1.9.1', part());
    expect(await fetch('1.9.1')).toMatchObject({ version: 'v1.9.1' });
    expect(there()).toEqual(['current', 'v1.9.1']);
  });

  it('is not fetched a second time where only the unpacking was interrupted', async () => {
    publish('v1.9.1', good);
    leave('v1.9.1', good);
    expect(await fetch('1.9.1')).toMatchObject({ version: 'v1.9.1' });
    expect(asked).toEqual([`${file('v1.9.1')}.sha256`]);
  });

  it.each([
    ['no network', nowhere, { kind: 'failed', detail: expect.stringMatching(/^curl: \(7\)/) }],
    [
      'a name that is nobody’s',
      'http://name.invalid',
      { kind: 'failed', detail: expect.stringMatching(/^curl: \(6\)/) },
    ],
    ['a version that is not there', undefined, { kind: 'not-there' }],
  ])('%s is said', async (_, server, problem) => {
    expect(await fetch('9.9.9', server)).toMatchObject(problem);
    expect(there()).toEqual([]);
  });

  const sum = `${file('v1.9.3')}.sha256`;
  it.each([
    ['a server in trouble', () => answers.set(sum, { status: 503, body: Buffer.from('') }), 'failed'],
    ['a checksum that is none', () => answers.set(sum, Buffer.from('<html>Sign in</html>')), 'no-checksum'],
    ['another checksum', () => publish('v1.9.3', good, digest(Buffer.from('another'))), 'wrong-checksum'],
    ['an archive cut short', () => publish('v1.9.3', good.subarray(0, -5000), digest(good)), 'wrong-checksum'],
    ['an archive published short', () => publish('v1.9.3', good.subarray(0, -5000)), 'not-plugins'],
    ['no archive', () => publish('v1.9.3', Buffer.from('<html>')), 'not-plugins'],
    ['gzip of no archive', () => publish('v1.9.3', gzipSync(Buffer.alloc(4096, 'x'))), 'not-plugins'],
    ['an empty archive', () => publish('v1.9.3', empty), 'not-plugins'],
  ])('%s is said, and nothing is there', async (_, prepare, kind) => {
    prepare();
    expect(await fetch('1.9.3')).toMatchObject({ kind });
    expect(there()).toEqual(kind === 'not-plugins' ? [partOf('v1.9.3')] : []);
  });

  it.each<[string, Headers]>([
    ['a name that leads up', { name: '../../escaped' }],
    ['a name that leads up from below', { name: './x/../../../escaped' }],
    ['an absolute name', { name: `${work}/escaped` }],
    ['a directory', { name: 'sub', type: 'directory' }],
    ['a file in a directory', { name: 'sub/file' }],
    ['a symbolic link', { name: 'portmap', type: 'symlink', linkname: '/etc/passwd' }],
    ['a hard link', { name: 'portmap', type: 'link', linkname: 'bridge' }],
    ['a device', { name: 'portmap', type: 'character-device' }],
    ['a hidden name', { name: './.bashrc' }],
    ['the same name again', { name: 'LICENSE' }],
  ])('with %s is refused whole', async (_, header) => {
    const isFile = header.type === undefined;
    publish('v1.9.4', await archiveOf([[{ name: 'LICENSE' }, 'terms'], [header, isFile ? 'text' : ''], ...plugins]));
    expect(await fetch('1.9.4')).toMatchObject({ kind: 'not-plugins', detail: expect.stringContaining(header.name) });
    expect(there()).toEqual([partOf('v1.9.4')]);
    expect(readdirSync(work).includes('escaped')).toBe(false);
  });

  it.each([
    ['fetched', () => 1_000_000, /curl: \(23\)/],
    ['unpacked', () => good.length + 1_000_000, /cannot be kept: ENOSPC/],
  ])('is not half there where the disk is full while it is %s', async (_, size, says) => {
    publish('v1.9.1', good);
    mkdirSync(kept.places, { recursive: true });
    const script = 'mount -t tmpfs -o size="$1" none "$2" || exit 99; cd "$2"; shift 2; "$@"; code=$?; ls; exit $code';
    const unshare = ['unshare', '--user', '--map-root-user', '--mount', 'bash', '-c', script, 'bash'];
    const { code, stdout, stderr } = await runIt(
      [
        ...unshare,
        ...[
          String(size()),
          kept.places,
          process.execPath,
          builtCli(),
          'setup',
          '--cni-release',
          '1.9.1',
          '--from',
          from,
        ],
      ],
      { env: { ...process.env, ...kept.env } },
    );
    expect({ code, stdout, stderr }).toMatchObject({ code: 2, stderr: expect.stringMatching(says) });
    expect(stdout.trim()).toBe(partOf('v1.9.1'));
  });
});
