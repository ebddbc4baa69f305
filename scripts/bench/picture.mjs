// The picture of the network: laying it out, and from a change in the kernel to the screen. Alone: `npm run bench -- picture`.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load } from './load.mjs';
import { figure, median } from './measure.mjs';
import { idleHow, idlePercent, openCourse, quantile, sleep } from './ui.mjs';

const rounds = 30;
const changes = 40;

export async function benchPicture() {
  return [...(await layoutFigures()), ...(await screenFigures())];
}

/** A host with a bridge and namespaces plugged into it, as the last lessons have. */
function star(count) {
  const inet = (address) => [{ family: 'inet', address, prefix: 24, scope: 'global' }];
  const link = (index, name, more) => ({
    ...{ index, name, kind: 'veth', up: true, carrier: true, mtu: 1500, mac: '', addresses: [], details: {} },
    ...more,
  });
  const netns = (name, inode, links) => ({ name, inode, links: { state: 'found', value: links } });
  const numbers = Array.from({ length: count - 1 }, (_, index) => index);
  const own = numbers.map((each) =>
    link(10 + each, `veth${each}-br`, { peerIndex: 2, peerNetnsId: each, peerNetns: `ns${each}`, master: 'br0' }),
  );
  const others = numbers.map((each) => {
    const end = { peerIndex: 10 + each, peerNetnsId: 0, peerNetns: '', addresses: inet(`10.1.1.${each + 10}`) };
    return netns(`ns${each}`, 100 + each, [link(1, 'lo', { kind: 'loopback' }), link(2, 'eth0', end)]);
  });
  const host = netns('', 1, [link(2, 'br0', { kind: 'bridge', addresses: inet('10.1.1.1') }), ...own]);
  const nodes = { controlplane: { netns: [host, ...others], files: {} } };
  return { schema: 'netns-course/snapshot/v1', nodes, reach: [], http: [], scripts: [] };
}

async function layoutFigures() {
  const [{ topologyOf }, { drawPicture }, { wordsFor }] = await Promise.all(
    ['src/topology/topology.ts', 'src/topology/draw/text.ts', 'src/words/index.ts'].map(load),
  );
  const words = wordsFor();
  const drawn = (count) => {
    const topology = topologyOf(star(count));
    const times = Array.from({ length: rounds }, () => {
      const began = performance.now();
      drawPicture(topology, words, { ascii: false, width: 98 });
      return performance.now() - began;
    });
    return { first: times[0], later: median(times.slice(1)) };
  };
  const [ten, thirty] = [drawn(10), drawn(30)];
  return [
    figure('picture of 10 namespaces, laid out and painted', ten.later, 'ms', { how: `median of ${rounds - 1}` }),
    figure('picture of 30 namespaces, laid out and painted', thirty.later, 'ms', {
      target: 20,
      how: `median of ${rounds - 1}; the first took ${thirty.first.toFixed(1)} ms`,
    }),
  ];
}

/** With the pane open in the drawn course: from a command that changes a link to the change on the screen. */
async function screenFigures() {
  const home = mkdtempSync(join(tmpdir(), 'netns-course-picture-'));
  const course = await openCourse(home);
  try {
    await course.atPrompt();
    const without = await idlePercent(course);
    course.write('\u001dp');
    await course.until('the picture', () => shows(course, /lo up/));
    course.write('for n in a b c; do ip netns add $n; ip link add v$n type veth peer eth0 netns $n; done\r');
    await course.until('the namespaces', () => shows(course, /eth0 down[^]*eth0 down[^]*eth0 down/));
    const times = [];
    for (let turn = 0; turn < changes; turn += 1) {
      const isUp = turn % 2 === 0;
      await course.atPrompt();
      await sleep(400);
      course.write(`ip -n b link set eth0 ${isUp ? 'up' : 'down'}`);
      await sleep(100);
      const began = performance.now();
      course.write('\r');
      times.push(
        (await course.until('the change', () => shows(course, isUp ? /\*eth0 no carrier/ : /\*eth0 down/))) - began,
      );
    }
    await course.atPrompt();
    const withIt = await idlePercent(course);
    return [
      figure('Enter to the change in the picture, p50', median(times), 'ms', {
        how: `${changes} changes, 4 namespaces`,
      }),
      figure('Enter to the change in the picture, p95', quantile(times, 0.95), 'ms', {
        target: 150,
        how: 'with the command itself',
      }),
      figure('waiting at the prompt with the picture open', withIt, '% of a core', {
        target: 0.5,
        beside: { name: 'without it', value: without, unit: '% of a core' },
        ...idleHow,
      }),
    ];
  } finally {
    await course.close();
    rmSync(home, { recursive: true, force: true });
  }
}

function shows({ line, rows }, pattern) {
  return pattern.test(Array.from({ length: rows }, (_, y) => line(y)).join('\n'));
}
