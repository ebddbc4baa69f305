import { readFileSync } from 'node:fs';
import { release } from 'node:os';
import { run } from '../process/run.ts';
import { mayHaveCgroup } from './cgroup.ts';
import { chooseOwner } from './owner.ts';
import { diagnose, type MachineFacts, type Obstacle } from './preflight/diagnose.ts';
import { findGuards, type Guard } from './preflight/guards.ts';
import { startLab } from './start.ts';
import { findLabTools, missingTools } from './tools.ts';
import { LabError } from './types.ts';

export type { Obstacle } from './preflight/diagnose.ts';
export type { Guard, GuardName } from './preflight/guards.ts';

/** Whether this machine can boot a lab, shown by booting one; else what is in the way. */
export interface PreflightReport {
  readonly ok: boolean;
  /** Absent where a lab booted. */
  readonly obstacle?: Obstacle;
  /** What the failing program said, for people. */
  readonly stderr: string;
  /** How long the trial boot took, in milliseconds; absent where it failed. */
  readonly bootMs?: number;
  /** Each guard of a lab, on or off on this machine. Empty where no lab can boot. */
  readonly guards: readonly Guard[];
}

/** Tries a lab and tells. Never throws. Takes some 50 ms. */
export async function preflight(): Promise<PreflightReport> {
  const begun = performance.now();
  try {
    const lab = await startLab({ world: 'host' });
    const bootMs = performance.now() - begun;
    try {
      return { ok: true, stderr: '', bootMs, guards: await findGuards(lab, mayHaveCgroup(process.geteuid?.() === 0)) };
    } finally {
      await lab.close();
    }
  } catch (error) {
    const stderr = error instanceof LabError ? error.stderr.trim() || error.message : String(error);
    return { ok: false, obstacle: diagnose(await machineFacts(stderr)), stderr, guards: [] };
  }
}

async function machineFacts(labStderr: string): Promise<MachineFacts> {
  return {
    platform: process.platform,
    arch: process.arch,
    release: release(),
    missing: missingTools(),
    sysctls: {
      'user.max_user_namespaces': read('/proc/sys/user/max_user_namespaces'),
      'kernel.unprivileged_userns_clone': read('/proc/sys/kernel/unprivileged_userns_clone'),
      'kernel.apparmor_restrict_unprivileged_userns': read('/proc/sys/kernel/apparmor_restrict_unprivileged_userns'),
    },
    seccompMode: Number(/^Seccomp:\s*(\d)/m.exec(read('/proc/self/status') ?? '')?.[1] ?? 0),
    userNamespace: await triesUserNamespace(),
    labStderr,
  };
}

/** What unshare(1) says to a user namespace, as the id that a lab would belong to; `''` where it works. */
async function triesUserNamespace(): Promise<string> {
  try {
    const { fence, unshare } = findLabTools();
    const argv = [unshare, '--user', '--map-root-user', '/bin/true'];
    const result = await run(fence({ argv, env: { LC_ALL: 'C' }, owner: chooseOwner() }), { timeoutMs: 5000 });
    return result.exitCode === 0 ? '' : (result.failed ?? (result.stderr.trim() || 'failed'));
  } catch {
    return '';
  }
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return undefined;
  }
}
