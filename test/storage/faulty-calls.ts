import { writeFileSync } from 'node:fs';
import type { FileCalls } from '../../src/storage/files.ts';

/**
 * The calls, with the Nth of them (1-based) ended by SIGKILL: for `create` once with the file half written, which is
 * what a real kill leaves.
 */
export function killedAt(calls: FileCalls, n: number): FileCalls {
  return counted(calls, n, (name, args) => {
    if (name === 'create') writeFileSync(args[0] ?? '', (args[1] ?? '').slice(0, 20));
    process.kill(process.pid, 'SIGKILL');
    // The signal is delivered before kill(2) returns; nothing comes after.
    return new Error('killed');
  });
}

/** The calls, with the Nth of them (1-based), and all after it while `isStuck`, failing with that errno. */
export function failingAt(calls: FileCalls, n: number, code: string, isStuck = () => false): FileCalls {
  return counted(calls, n, () => Object.assign(new Error(`${code}: injected`), { code }), isStuck);
}

/** How many calls were made. */
export interface Counter {
  count: number;
}

function counted(
  calls: FileCalls,
  n: number,
  fault: (name: string, args: readonly string[]) => Error,
  isStuck = () => false,
): FileCalls & { readonly counter: Counter } {
  const counter: Counter = { count: 0 };
  const wrap =
    <A extends string[], R>(name: string, call: (...args: A) => Promise<R>) =>
    (...args: A): Promise<R> => {
      counter.count += 1;
      if (counter.count === n || (counter.count > n && isStuck())) return Promise.reject(fault(name, args));
      return call(...args);
    };
  return {
    counter,
    mkdir: wrap('mkdir', calls.mkdir),
    list: wrap('list', calls.list),
    readText: wrap('readText', calls.readText),
    kind: wrap('kind', calls.kind),
    readLink: wrap('readLink', calls.readLink),
    create: wrap('create', calls.create),
    link: wrap('link', calls.link),
    rename: wrap('rename', calls.rename),
    remove: wrap('remove', calls.remove),
    syncDirectory: wrap('syncDirectory', calls.syncDirectory),
  };
}
