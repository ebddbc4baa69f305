import { readFileSync, readdirSync } from 'node:fs';
import { findTool } from '../../src/process/find.ts';
import { run } from '../../src/process/run.ts';

/** The machine's state as far as a lab could have changed it. Not the kernel's log: lines of a lab's bridges do come there. */
export async function hostState(): Promise<Record<string, string>> {
  const ask = async (name: string, ...args: string[]): Promise<string> => {
    const file = findTool(name);
    if (file === undefined) return 'not installed';
    const result = await run(
      { file, args, env: { LC_ALL: 'C' }, cwd: '/' },
      { timeoutMs: 10_000, maxBytes: 16 * 1024 * 1024 },
    );
    return result.stdout;
  };
  const settings = await ask('sysctl', '-a');
  const volatile =
    /random|\.ns_last_pid|dentry-state|inode-|file-nr|\.tainted|pty\.nr|nr_hugepages|perf_event_max|nf_conntrack_count|epoch|keys\.|fs\.quota\./;
  return {
    links: await ask('ip', '-j', 'address'),
    routes: await ask('ip', '-j', 'route', 'show', 'table', 'all'),
    rules: await ask('nft', 'list', 'ruleset'),
    tables: withoutComments((await ask('iptables-save')) + (await ask('ip6tables-save'))),
    bridges: await ask('bridge', '-j', 'link'),
    settings: settings
      .split('\n')
      .filter((line) => !volatile.test(line))
      .join('\n'),
    mounts: readFileSync('/proc/self/mountinfo', 'utf8'),
    // Not how often each is used: other labs count there.
    modules: (await ask('cat', '/proc/modules')).replaceAll(/ .*/g, ''),
    queues: await ask('ipcs', '-a'),
    netns: readNames('/run/netns'),
    hostname: readFileSync('/proc/sys/kernel/hostname', 'utf8'),
    passwd: readFileSync('/etc/passwd', 'utf8') + readNames('/etc'),
    programs: readNames('/usr/sbin') + readNames('/usr/bin'),
  };
}

/** iptables-save(8) writes the time into its comments, and behind each chain what the machine's own traffic counts. */
const withoutComments = (text: string): string => text.replaceAll(/^#.*\n| \[\d+:\d+\]$/gm, '');

function readNames(path: string): string {
  try {
    return readdirSync(path).sort().join(' ');
  } catch {
    return '';
  }
}
