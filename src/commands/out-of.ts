/**
 * Whether the machine was out of something (errno(3): descriptors, memory, processes): no fault of this program's code, so
 * no stack trace, and exit code 2.
 */
export function isOutOfResources(error: unknown): error is Error {
  if (!(error instanceof Error) || !('code' in error)) return false;
  return ['EMFILE', 'ENFILE', 'ENOMEM', 'EAGAIN'].includes(String(error.code));
}
