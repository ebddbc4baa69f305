import type { Lab } from '../lab/types.ts';
import type { NodeName } from '../lesson/types.ts';
import type { ChangedFile } from './attempt.ts';

/** What is no learner's: the kernel's own trees, what the lab itself keeps, what the distribution brought, names of namespaces. */
const leftOut = [
  '/proc',
  '/sys',
  '/dev',
  '/run/lab',
  '/run/netns',
  '/run/docker',
  '/var/lib/docker',
  '/usr/lib',
  '/usr/lib64',
  '/usr/share',
  '/usr/include',
];
const most = { files: 64, fileBytes: 64 * 1024, allBytes: 256 * 1024 };
const timeoutMs = 3000;

/**
 * The files of a node that were made or changed after that time (seconds since the epoch), by its own find(1): what it says is
 * the learner's word, as everything in what is handed in. None where it says nothing in time.
 */
export async function changedFiles(lab: Lab, node: NodeName, since: number): Promise<readonly ChangedFile[]> {
  const pruned = leftOut.flatMap((path, index) => [...(index === 0 ? [] : ['-o']), '-path', path]);
  const tests = [
    '-type',
    'f',
    '-newermt',
    `@${since.toFixed(3)}`,
    '-size',
    '-4096k',
    '-printf',
    String.raw`%m %s %p\0`,
  ];
  const argv = ['find', '/', '(', ...pruned, ')', '-prune', '-o', ...tests];
  const found = await lab.run(node, argv, { timeoutMs, maxBytes: 64 * 1024 });
  const files = found.stdout
    .split('\0')
    .flatMap((entry) => {
      const match = /^([0-7]{1,4}) (\d+) (\/.+)$/s.exec(entry);
      const [, mode = '', size = '', path = ''] = match ?? [];
      return match === null ? [] : [{ node, path, mode: Number.parseInt(mode, 8), size: Number(size) }];
    })
    .slice(0, most.files);
  const texts = await textsOf(
    lab,
    node,
    files.filter(({ size }) => size <= most.fileBytes).map(({ path }) => path),
  );
  return files.map((file) => {
    const text = texts.get(file.path);
    return text === undefined ? file : { ...file, text };
  });
}

/** The contents, as far as they are text; in base64 on the way, so that nothing in them can end one too early. */
async function textsOf(lab: Lab, node: NodeName, paths: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>();
  if (paths.length === 0) return texts;
  const script = 'for file; do head -c "$0" -- "$file" 2> /dev/null | base64 -w 0; echo; done';
  const argv = ['bash', '-c', script, String(most.fileBytes), ...paths];
  const { stdout } = await lab.run(node, argv, { timeoutMs, maxBytes: 2 * most.allBytes });
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let bytes = 0;
  for (const [index, line] of stdout.split('\n').entries()) {
    const path = paths[index];
    if (path === undefined) break;
    const content = Buffer.from(line, 'base64');
    bytes += content.length;
    if (bytes > most.allBytes) break;
    try {
      texts.set(path, decoder.decode(content));
    } catch {
      // Not text: its size says that it is there.
    }
  }
  return texts;
}
