/**
 * What a lab may take, all its nodes and nested namespaces together. Set between its two user namespaces: whoever enters
 * is bound, and the lab's own root cannot raise them (user_namespaces(7); processes: per-namespace rlimits, Linux 5.14).
 */
export const limits = {
  /** RLIMIT_NPROC: processes and threads. */
  processes: 512,
  /** Files of /proc/sys/user (namespaces(7)). */
  namespaces: {
    max_net_namespaces: 128,
    max_mnt_namespaces: 192,
    max_pid_namespaces: 64,
    max_uts_namespaces: 64,
    max_ipc_namespaces: 64,
    max_user_namespaces: 64,
    max_time_namespaces: 16,
    max_inotify_instances: 64,
    max_inotify_watches: 8192,
  },
} as const;
