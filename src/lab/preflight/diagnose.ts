/** Why a machine cannot boot a lab. */
export type Obstacle =
  | { readonly kind: 'platform'; readonly platform: string }
  | { readonly kind: 'architecture'; readonly arch: string }
  /** Before 5.14: overlays in a user namespace came with 5.11, per-namespace process limits with 5.14. */
  | { readonly kind: 'kernel'; readonly release: string }
  | { readonly kind: 'tools'; readonly missing: readonly string[] }
  /** User namespaces are off by this sysctl; `value` opens them. */
  | { readonly kind: 'sysctl'; readonly key: string; readonly value: string }
  /** Ubuntu's restriction of unprivileged user namespaces (since 23.10). */
  | { readonly kind: 'apparmor'; readonly key: string; readonly value: string }
  /** A seccomp filter that the runner itself is under: a container that forbids unshare(2). */
  | { readonly kind: 'seccomp' }
  /** A container hides parts of /proc: the kernel then allows no new mount of it (mount_namespaces(7)). */
  | { readonly kind: 'masked-proc' }
  | { readonly kind: 'unknown' };

/** What is known of a machine on which a lab did not boot. */
export interface MachineFacts {
  readonly platform: string;
  readonly arch: string;
  /** As `uname -r` prints it. */
  readonly release: string;
  readonly missing: readonly string[];
  /** Values of sysctls, undefined for one that this kernel has not. */
  readonly sysctls: Readonly<Record<SysctlKey, string | undefined>>;
  /** The runner's own, proc_pid_status(5): 2 is a filter. */
  readonly seccompMode: number;
  /** What trying a user namespace alone said; `''` where it worked. */
  readonly userNamespace: string;
  readonly labStderr: string;
}

type SysctlKey =
  'user.max_user_namespaces' | 'kernel.unprivileged_userns_clone' | 'kernel.apparmor_restrict_unprivileged_userns';

/** Of all that may be in the way, what surely is, the most basic first. Pure. */
export function diagnose(facts: MachineFacts): Obstacle {
  if (facts.platform !== 'linux') return { kind: 'platform', platform: facts.platform };
  if (!['x64', 'arm64'].includes(facts.arch)) return { kind: 'architecture', arch: facts.arch };
  if (isBefore(facts.release, 5, 14)) return { kind: 'kernel', release: facts.release };
  if (facts.missing.length > 0) return { kind: 'tools', missing: facts.missing };
  // Zero closes for certain, also where no namespace could be tried.
  if (facts.userNamespace !== '' || facts.sysctls['user.max_user_namespaces'] === '0') return closedBy(facts);
  if (facts.sysctls['kernel.apparmor_restrict_unprivileged_userns'] === '1' && isDenied(facts.labStderr))
    return apparmor;
  if (/\bmount (proc|sysfs) /.test(facts.labStderr) && isDenied(facts.labStderr)) return { kind: 'masked-proc' };
  return { kind: 'unknown' };
}

const apparmor: Obstacle = { kind: 'apparmor', key: 'kernel.apparmor_restrict_unprivileged_userns', value: '0' };

const isDenied = (text: string): boolean => /not permitted|denied/i.test(text);

/** A sysctl at 0 closes for certain; AppArmor's switch for programs without a profile; a filter is the last suspect. */
function closedBy({ sysctls, seccompMode }: MachineFacts): Obstacle {
  if (sysctls['user.max_user_namespaces'] === '0')
    return { kind: 'sysctl', key: 'user.max_user_namespaces', value: '15000' };
  if (sysctls['kernel.unprivileged_userns_clone'] === '0') {
    return { kind: 'sysctl', key: 'kernel.unprivileged_userns_clone', value: '1' };
  }
  if (sysctls['kernel.apparmor_restrict_unprivileged_userns'] === '1') return apparmor;
  return seccompMode === 2 ? { kind: 'seccomp' } : { kind: 'unknown' };
}

/** Whether a kernel release such as `5.10.0-28-amd64` is older than a version. */
export function isBefore(release: string, major: number, minor: number): boolean {
  const [, first = '0', second = '0'] = /^(\d+)\.(\d+)/.exec(release) ?? [];
  return Number(first) < major || (Number(first) === major && Number(second) < minor);
}
