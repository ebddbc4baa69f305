import type { Snapshot } from '../../check/snapshot.ts';
import { findTool } from '../../process/find.ts';
import { run } from '../../process/run.ts';
import { notStarted } from '../probe.ts';
import type { Ask } from './ask.ts';
import { ownNetns } from './namespaces.ts';
import { askPart } from './parts.ts';

const timeoutMs = 2000;
const maxBytes = 8 * 1024 * 1024;

/**
 * This machine's own network, in the namespace that the runner is in, as far as `ip -j … show` tells it: reads, changes
 * nothing, enters nothing, and asks no packet filter (which may load modules).
 */
export async function hereSnapshot(): Promise<Snapshot> {
  const [links, routes, neighbours] = await Promise.all([
    askPart(askHere, 'links'),
    askPart(askHere, 'routes'),
    askPart(askHere, 'neighbours'),
  ]);
  const own = { name: '', inode: ownNetns(process.pid) ?? 0, ...links, ...routes, ...neighbours };
  return {
    schema: 'netns-course/snapshot/v1',
    nodes: { controlplane: { netns: [own], files: {} } },
    reach: [],
    http: [],
    scripts: [],
  };
}

const askHere: Ask = ([name, ...args]) => {
  const file = findTool(name);
  if (file === undefined) return Promise.resolve(notStarted(`${name}: not installed`));
  return run({ file, args, env: { LC_ALL: 'C' }, cwd: '/' }, { timeoutMs, maxBytes });
};
