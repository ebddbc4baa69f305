import { figure, inTurn, run } from './measure.mjs';
import { load } from './load.mjs';

const rounds = 20;

/** A hardened lab from nothing to ready, beside the bare `unshare` with the flags of its node and nothing behind it. */
export async function benchBoot() {
  const { startLab } = await load('src/lab/start.ts');
  const { chooseOwner } = await load('src/lab/owner.ts');
  const labs = [];
  const boot = (world) => async () => void labs.push(await startLab({ world }));
  const owner = chooseOwner();
  const flags = ['--user', '--map-root-user', '--mount', '--net', '--pid', '--uts', '--ipc', '--fork', '--kill-child'];
  const bare = () => run('unshare', [...flags, 'true'], { ...owner, cwd: '/', detached: true });
  const close = async () => {
    while (labs.length > 0) await labs.pop().close();
  };
  const [bareMs, , hostMs, , lanMs, endMs] = await inTurn(rounds, [
    bare,
    close,
    boot('host'),
    close,
    boot('lan'),
    close,
  ]);
  const beside = { name: `unshare ${flags.join(' ')} true`, value: bareMs, unit: 'ms' };
  return [
    figure('hardened lab, boot', hostMs, 'ms', { target: 60, beside, how: `median of ${rounds}, in turn` }),
    figure('lab with a LAN, node01 and a router, boot', lanMs, 'ms', { how: `median of ${rounds}` }),
    figure('that lab, end', endMs, 'ms', { how: `median of ${rounds}` }),
  ];
}
