import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Found } from '../../src/check/found.ts';
import type { ContainerFact } from '../../src/check/snapshot.ts';
import { imagesForLabs } from '../../src/images/ensure.ts';
import { openStore } from '../../src/images/store.ts';
import { startLab } from '../../src/lab/start.ts';
import type { Lab } from '../../src/lab/types.ts';
import { askInWords } from '../../src/topology/explain/ask.ts';
import { explanationText } from '../../src/topology/explain/words.ts';
import { takePicture, takeWhole } from '../../src/topology/needs.ts';
import { titleOf, topologyOf } from '../../src/topology/topology.ts';
import { traceInWords } from '../../src/trace/ask.ts';
import { fateText } from '../../src/trace/text.ts';
import { wordsFor } from '../../src/words/index.ts';
import { check, judge } from '../check/support.ts';

const scratch = mkdtempSync(join(tmpdir(), 'containers-'));
const images = imagesForLabs(openStore({ XDG_CACHE_HOME: scratch }), 'a test');
let lab: Lab;

const node = 'controlplane';

/** Runs a script as root of the lab's host; throws where it fails. */
async function sh(script: string): Promise<string> {
  const { exitCode, stdout, stderr } = await lab.run(node, ['bash', '-c', script], { timeoutMs: 30_000 });
  if (exitCode !== 0) throw new Error(`${script}: ${String(exitCode)}: ${stderr}${stdout}`);
  return stdout.trim();
}

async function containers(): Promise<Found<readonly ContainerFact[]> | undefined> {
  return (await lab.snapshot([{ what: 'containers', node }])).nodes[node]?.containers;
}

beforeAll(async () => {
  lab = await startLab({ world: 'host', docker: true }, { images });
  await lab.ready;
  await sh(`
    docker run -d --name web -p 8080:80 nginx
    docker run -d --name pause_demo --network none --ipc shareable pause
    docker run -d --name app --network container:pause_demo --pid container:pause_demo pause
    docker create --name never nginx
  `);
});
afterAll(async () => {
  await lab.close();
  rmSync(scratch, { recursive: true });
});

describe('the containers of a lab', () => {
  it('are what its Engine says, running or not', async () => {
    const found = await containers();
    expect(found).toMatchObject({
      state: 'found',
      value: [
        { name: 'app', running: true, network: 'container:pause_demo', pidMode: 'container:pause_demo', addresses: [] },
        { name: 'never', image: 'nginx', running: false, pid: 0 },
        { name: 'pause_demo', running: true, network: 'none', ipc: 'shareable' },
        {
          ...{ name: 'web', network: 'bridge', addresses: ['172.17.0.2'], pidMode: 'private' },
          published: [{ port: 80, protocol: 'tcp', hostPort: 8080 }],
        },
      ],
    });
  });

  it('are in the picture, asked for and followed, before anybody gives their namespaces a name', async () => {
    await sh(`
      setsid unshare --net sleep 300 < /dev/null > /dev/null 2>&1 & echo $! > /run/lone.pid
      until [ $(readlink /proc/$(cat /run/lone.pid)/ns/net) != $(readlink /proc/self/ns/net) ]; do sleep 0.02; done
      ip link add lone type veth peer name eth0 netns $(cat /run/lone.pid)
      ip link set lone up && ip addr add 10.99.0.1/24 dev lone
      nsenter -t $(cat /run/lone.pid) -n bash -ec 'ip link set eth0 up; ip addr add 10.99.0.2/24 dev eth0'`);
    const pid = await sh('cat /run/lone.pid');
    const drawn = topologyOf(await takePicture(lab.snapshot, lab.nodes));
    expect(new Set(drawn.namespaces.map(({ at }) => titleOf({ at })))).toEqual(
      new Set(['controlplane', 'web', 'pause_demo', `pid:${pid}`]),
    );
    expect(drawn.cables).toHaveLength(2);
    // Checks ask about names: what has none is not there for them.
    const asked = await lab.snapshot([{ what: 'namespaces', node }]);
    expect(asked.nodes[node]?.netns.map(({ name }) => name)).toEqual(['']);

    const topology = topologyOf(await takeWhole(lab.snapshot, lab.nodes));
    const words = wordsFor('en');
    const ask = (...typed: string[]): readonly string[] => {
      const asking = askInWords(topology, typed, words);
      return 'problem' in asking ? [asking.problem] : explanationText(asking.found, words, { mend: true });
    };
    expect(ask('controlplane', 'web', 'tcp', '80').join('\n')).toMatch(/web: [^]*172\.17\.0\.2/);
    const loud = await traceInWords(
      topology,
      ['controlplane', 'web', 'tcp', '80'],
      (sending) => lab.trace(sending),
      words,
    );
    expect('trace' in loud ? [fateText(loud.trace, words), loud.trace.agreement] : loud).toEqual([
      expect.stringContaining('in web'),
      'agrees',
    ]);
    expect(ask('web', `pid:${pid}`).join('\n')).not.toContain('mend:');

    await sh(`nsenter -t ${pid} -n ip link set eth0 down`);
    const broken = topologyOf(await takeWhole(lab.snapshot, lab.nodes));
    const asking = askInWords(broken, ['controlplane', `pid:${pid}`], words);
    const text = 'problem' in asking ? asking.problem : explanationText(asking.found, words, { mend: true }).join('\n');
    const [, mend = ''] = /mend: (.*)$/m.exec(text) ?? [];
    expect(mend).toBe(`nsenter --net=/proc/${pid}/ns/net ip link set eth0 up`);
    await sh(`${mend}; ping -c 1 -W 2 10.99.0.2; kill ${pid}; ip link del lone`);
  });

  it('have the processes and namespaces that the kernel has', async () => {
    await sh(`ln -s $(docker inspect --format '{{.NetworkSettings.SandboxKey}}' web) /run/netns/web`);
    const whole = await lab.snapshot([
      { what: 'containers', node },
      { what: 'processes', node },
      { what: 'namespaces', node },
    ]);
    const verdict = (of: readonly unknown[], more: object = {}) =>
      judge(check('same-namespace', { of, ...more }), { snapshot: whole }).state;
    expect(verdict([{ container: 'web' }, { netns: 'web' }])).toBe('pass');
    expect(verdict([{ container: 'app' }, { container: 'pause_demo' }])).toBe('pass');
    expect(verdict([{ container: 'app' }, { container: 'pause_demo' }], { type: 'pid' })).toBe('pass');
    expect(verdict([{ container: 'web' }, { container: 'pause_demo' }])).toBe('fail');
    expect(verdict([{ container: 'never' }, { netns: 'web' }])).toBe('fail');
  });

  it('that end are told with how they ended, and where to look', async () => {
    await sh(`
      docker run -d --name broken nginx sh -c 'echo no such page >&2; exit 3'
      docker run -d --name killed --network container:pause_demo nginx
      kill -KILL $(docker inspect --format '{{.State.Pid}}' killed)
      docker wait broken killed`);
    const whole = await lab.snapshot([
      { what: 'containers', node },
      { what: 'processes', node },
      { what: 'namespaces', node },
    ]);
    const verdictOn = (kind: string, spec: unknown) => judge(check(kind, spec), { snapshot: whole });
    expect(verdictOn('container', 'broken')).toMatchObject({
      ...{ state: 'fail', look: 'docker logs broken' },
      observed: 'broken is there, but does not run: it ended with exit code 3',
    });
    expect(verdictOn('container', 'killed').observed).toContain('exit code 137, by signal 9');
    expect(verdictOn('container', { name: 'killed', running: false })).toMatchObject({ state: 'pass' });
    expect(verdictOn('container', 'never').observed).toContain('was never started');
    // The namespaces are pause's: they outlive whoever joined.
    expect(verdictOn('container', 'pause_demo')).toMatchObject({ state: 'pass' });
    expect(verdictOn('same-namespace', { of: [{ container: 'killed' }, { container: 'pause_demo' }] })).toMatchObject({
      state: 'fail',
      observed: 'no container killed runs',
    });
    await sh('docker rm broken killed');
  });

  it('give their names to their namespaces, among other names', async () => {
    await sh('ln -s /proc/$(docker inspect --format {{.State.Pid}} web)/ns/net /run/netns/a-name');
    const topology = topologyOf(await takePicture(lab.snapshot, lab.nodes));
    expect(topology.namespaces.map(({ at, aliases }) => [at.label ?? at.netns, ...aliases])).toEqual([
      [''],
      ['web', 'a-name'],
      ['pause_demo'],
    ]);
    expect(topology.cables).toHaveLength(1);
  });

  it('do not depend on the programs of the lab', async () => {
    await sh("printf '#!/bin/sh\\necho []\\n' > /usr/local/sbin/docker; chmod 755 /usr/local/sbin/docker");
    expect(await sh('docker ps')).toBe('[]');
    expect(await containers()).toMatchObject({ value: [{}, {}, {}, { name: 'web' }] });
    await sh('rm /usr/local/sbin/docker');
  });
});

describe('a socket that is not the Engine’s', () => {
  it('leads to no Engine of the machine’s', async () => {
    const path = join(scratch, 'machine.sock');
    let calls = 0;
    const machine = createServer((_, response) => {
      calls += 1;
      response.end('[]');
    });
    await new Promise<void>((resolve) => machine.listen(path, resolve));
    await sh(`mv /run/docker.sock /run/kept.sock; ln -s ${path} /run/docker.sock`);
    expect(await containers()).toEqual({ state: 'missing' });
    await sh(`ln -sfn /proc/1/root/../..${path} /run/docker.sock`);
    expect(await containers()).toEqual({ state: 'missing' });
    expect(calls).toBe(0);
    await new Promise((resolve) => machine.close(resolve));
  });

  it.each([
    ['says nothing', 'sleep 60', /no answer/],
    ['talks without end', 'print $c "HTTP/1.0 200 OK\\r\\n\\r\\n", "x" x 3000000; sleep 60', /longer answer/],
    ['talks nonsense', 'print $c "HTTP/1.0 200 OK\\r\\n\\r\\n<html>"; close $c', /not JSON/],
    ['refuses', 'print $c "HTTP/1.0 500 No\\r\\n\\r\\nbroken"; close $c', /status 500: broken/],
  ])('is an error, and nobody’s fault, where it %s', async (_, does, message) => {
    await sh(`rm -f /run/docker.sock
      perl -MIO::Socket::UNIX -e '$s = IO::Socket::UNIX->new(Local => "/run/docker.sock", Listen => 5); while ($c = $s->accept) { sysread $c, $asked, 65536; $c->autoflush; ${does} }' \\
        > /dev/null 2>&1 < /dev/null & echo $! > /run/fake.pid
      until [ -S /run/docker.sock ]; do sleep 0.01; done`);
    expect(await containers()).toMatchObject({ state: 'error', message: expect.stringMatching(message) as string });
    await sh('kill $(cat /run/fake.pid)');
  });

  it('is nobody, where nobody listens any more', async () => {
    expect(await containers()).toEqual({ state: 'missing' });
  });
});

it('an Engine that was stopped has no containers to tell of', async () => {
  await sh('rm /run/docker.sock; mv /run/kept.sock /run/docker.sock');
  expect(await containers()).toMatchObject({ state: 'found' });
  await sh('kill -KILL $(cat /run/docker.pid); while kill -0 $(cat /run/docker.pid) 2> /dev/null; do sleep 0.02; done');
  expect(await containers()).toEqual({ state: 'missing' });
});
