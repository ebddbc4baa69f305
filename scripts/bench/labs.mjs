import { readdirSync, readFileSync } from 'node:fs';
import { load } from './load.mjs';
import { figure } from './measure.mjs';

const count = 20;

/** Twenty labs open at once: what each costs the machine, its own runner left out. */
export async function benchLabs() {
  const { startLab } = await load('src/lab/start.ts');
  const labs = [];
  const others = new Set(descendants(process.pid));
  const before = kernelKiB();
  const began = performance.now();
  try {
    for (let index = 0; index < count; index += 1) labs.push(await startLab({ world: 'host' }));
    const bootMs = performance.now() - began;
    const processes = descendants(process.pid).filter((pid) => !others.has(pid));
    const pssKiB = processes.reduce((sum, pid) => sum + pssOf(pid), 0);
    const after = kernelKiB();
    const each = (kib) => kib / 1024 / count;
    return [
      figure(`${count} labs open, memory of each`, each(pssKiB + after - before), 'MiB', {
        how: 'PSS of its processes + growth of Slab, KernelStack, PageTables, Percpu and Shmem (its tmpfs) of the whole machine',
      }),
      figure('of that, processes', each(pssKiB), 'MiB', { how: `${processes.length / count} each` }),
      figure('of that, kernel and tmpfs', each(after - before), 'MiB', { how: 'whole machine, so others count too' }),
      figure(`${count} labs, one after another`, bootMs, 'ms'),
    ];
  } finally {
    await Promise.all(labs.map((lab) => lab.close()));
  }
}

function kernelKiB() {
  const text = readFileSync('/proc/meminfo', 'utf8');
  const value = (name) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(text)?.[1] ?? 0);
  return ['Slab', 'KernelStack', 'PageTables', 'Percpu', 'Shmem'].reduce((sum, name) => sum + value(name), 0);
}

function pssOf(pid) {
  try {
    return Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}

/** Every process below one, by the parents that /proc names. */
export function descendants(root) {
  const parents = new Map();
  for (const name of readdirSync('/proc').filter((each) => /^\d+$/.test(each))) {
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
    } catch {
      // Gone meanwhile.
    }
  }
  const isBelow = (pid) => {
    for (let up = parents.get(pid); up !== undefined && up > 0; up = parents.get(up)) if (up === root) return true;
    return false;
  };
  return [...parents.keys()].filter(isBelow);
}

/** Processor time of a process, of all below it, and of those of their children that ended (proc_pid_stat(5)). */
export function processorMs(pid) {
  return [pid, ...descendants(pid)].reduce((sum, each) => {
    try {
      const stat = readFileSync(`/proc/${each}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      // USER_HZ is 100 wherever Linux runs Node.
      return fields.slice(11, 15).reduce((ms, field) => ms + Number(field) * 10, sum);
    } catch {
      return sum;
    }
  }, 0);
}
