import { afterAll, test } from 'vitest';
import { preflight } from '../../src/lab/preflight.ts';
import { startLab, type LabSettings } from '../../src/lab/start.ts';
import type { Lab } from '../../src/lab/types.ts';
import type { NodeName, WorldName } from '../../src/lesson/types.ts';
import type { RunResult } from '../../src/process/types.ts';

const { ok, obstacle, stderr } = await preflight();
if (!ok) process.stderr.write(`skipped: no lab on this machine: ${JSON.stringify(obstacle)} ${stderr}\n`);

export const mustRunLabs = ok || process.env['CI'] === 'true';

/** A test that needs a lab; skipped, with the reason on stderr, where the machine can boot none; in CI it fails there. */
export const labTest = test.skipIf(!mustRunLabs);
/** One that needs to be root besides. */
export const rootLabTest = test.skipIf(!mustRunLabs || process.geteuid?.() !== 0);

const open = new Set<Lab>();
afterAll(async () => {
  await Promise.all([...open].map((lab) => lab.close()));
});

/** A lab that is closed after the file's last test, if not before. */
export async function openLab(world: WorldName = 'host', settings?: LabSettings): Promise<Lab> {
  const lab = await startLab({ world, nonce: 'n0nce' }, settings);
  open.add(lab);
  void lab.ended.then(() => open.delete(lab));
  return lab;
}

/** Runs a bash script in a lab; 50 s, less than a test has. */
export function bash(lab: Lab, script: string, node: NodeName = 'controlplane'): Promise<RunResult> {
  return lab.run(node, ['/bin/bash', '--norc', '-c', script], { timeoutMs: 50_000 });
}

/** What a script prints, without the last newline; throws with its stderr where it fails. */
export async function output(lab: Lab, script: string, node: NodeName = 'controlplane'): Promise<string> {
  const result = await bash(lab, script, node);
  if (result.exitCode !== 0)
    throw new Error(`exit ${result.exitCode} ${result.signal ?? ''}: ${result.stderr || result.stdout}`);
  return result.stdout.trimEnd();
}
