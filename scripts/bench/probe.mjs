import { load } from './load.mjs';
import { figure, inTurn, median, run } from './measure.mjs';

const rounds = 20;

/** What asking the kernel costs: one look at three namespaces, and from a change to hearing and judging it. */
export async function benchProbe() {
  const { startLab } = await load('src/lab/start.ts');
  const lab = await startLab({ world: 'host' });
  try {
    const shell = async (script) => {
      const { exitCode, stderr } = await lab.run('controlplane', ['sh', '-ec', script], { timeoutMs: 10_000 });
      if (exitCode !== 0) throw new Error(stderr);
    };
    await shell('for n in a b c; do ip netns add $n; ip link add v$n type veth peer name p$n netns $n; done');
    const needs = (what) => ['a', 'b', 'c'].map((netns) => ({ what, node: 'controlplane', netns }));
    const look = (wanted) => async () => {
      const { nodes } = await lab.snapshot(wanted);
      const broken = JSON.stringify(nodes).match(/"state":"error".{0,80}/);
      if (broken) throw new Error(broken[0]);
    };
    const [bareMs, oneMs, linksMs, allMs] = await inTurn(rounds, [
      () => run('ip', ['-j', 'address']),
      look(needs('links').slice(0, 1)),
      look(needs('links')),
      look(['links', 'routes', 'neighbours', 'fdb', 'sockets', 'rules'].flatMap(needs)),
    ]);
    const heard = [];
    const watch = lab.watch(() => waiting?.());
    let waiting;
    await new Promise((resolve) => setTimeout(resolve, 400));
    try {
      for (let round = 0; round < rounds; round += 1) {
        await new Promise((resolve) => setTimeout(resolve, 60));
        const state = round % 2 === 0 ? 'up' : 'down';
        const event = new Promise((resolve) => (waiting = resolve));
        await shell(`ip -n a link set lo ${state}`);
        const began = performance.now();
        await event;
        await lab.snapshot(needs('links'));
        heard.push(performance.now() - began);
      }
    } finally {
      watch.close();
    }
    const beside = { name: 'ip -j address', value: bareMs, unit: 'ms' };
    return [
      figure('links of one namespace, asked', oneMs, 'ms', { beside, how: `median of ${rounds}, in turn` }),
      figure('links of three namespaces, asked', linksMs, 'ms', { how: `median of ${rounds}` }),
      figure('all of three namespaces, asked', allMs, 'ms', { how: `median of ${rounds}` }),
      figure('a change, until it was heard and its facts are there', median(heard), 'ms', {
        target: 100,
        how: `median of ${rounds}`,
      }),
    ];
  } finally {
    await lab.close();
  }
}
