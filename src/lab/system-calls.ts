interface SystemCalls {
  readonly setns: number;
  readonly unshare: number;
  readonly getsockopt: number;
  readonly clockGettime: number;
}

const known: Readonly<Partial<Record<NodeJS.Architecture, SystemCalls>>> = {
  x64: { setns: 308, unshare: 272, getsockopt: 55, clockGettime: 228 },
  arm64: { setns: 268, unshare: 97, getsockopt: 209, clockGettime: 113 },
};

/**
 * Numbers of the system calls (syscalls(2)) that our perl programs make by syscall(): handed to them, since to ask perl's own
 * Config for the architecture costs 4 ms. Undefined where we do not know them.
 */
export const systemCalls: SystemCalls | undefined = known[process.arch];
