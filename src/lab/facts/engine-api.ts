import { request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { withPlace } from './root.ts';

/** Where a Docker Engine listens (dockerd(8), `--host`). */
const engineSocket = '/run/docker.sock';

/** Wall clock of one question: an Engine answers in milliseconds, one that is starting or hangs does not. */
const timeoutMs = 2000;

/** Of one answer; the description of a container has some 5 KiB. */
const maxBytes = 1024 * 1024;

export type EngineAnswer =
  | { readonly state: 'answered'; readonly status: number; readonly body: string }
  /** There is no socket, or nobody listens behind it. */
  | { readonly state: 'absent' }
  | { readonly state: 'error'; readonly message: string };

/**
 * Asks the Docker Engine of a node by its API, without the learner's `docker`. The socket is found as a process of the
 * lab would find it and reached by its descriptor: no link of the learner's leads to an Engine of the machine's. No
 * version stands in the path: each Engine answers in its newest, and what we read is in all since 20.10. Never throws.
 */
export function askEngine(pid: number, path: string): Promise<EngineAnswer> {
  const socket = openEngine(pid);
  if (socket === undefined) return Promise.resolve({ state: 'absent' });
  return new Promise((resolve) => {
    const end = (answer: EngineAnswer): void => {
      clearTimeout(limit);
      socket.destroy();
      resolve(answer);
    };
    const limit = setTimeout(
      () => end({ state: 'error', message: `Docker Engine: no answer within ${timeoutMs} ms` }),
      timeoutMs,
    );
    const asking = request({ path, host: 'docker', createConnection: () => socket }, (response) => {
      const parts: Buffer[] = [];
      let bytes = 0;
      response.on('data', (part: Buffer) => {
        parts.push(part);
        bytes += part.length;
        if (bytes > maxBytes) end({ state: 'error', message: 'Docker Engine: a longer answer than is kept' });
      });
      response.on('end', () =>
        end({ state: 'answered', status: response.statusCode ?? 0, body: Buffer.concat(parts).toString('utf8') }),
      );
      response.on('error', (error) => end({ state: 'error', message: `Docker Engine: ${error.message}` }));
    });
    asking.on('error', (error: NodeJS.ErrnoException) =>
      end(
        error.code === 'ECONNREFUSED'
          ? { state: 'absent' }
          : { state: 'error', message: `Docker Engine: ${error.message}` },
      ),
    );
    asking.end();
  });
}

/** connect(2) happens before `connect` returns: the descriptor that names the socket need not live longer. */
function openEngine(pid: number): Socket | undefined {
  return withPlace(pid, engineSocket, true, ({ fd, stats }) =>
    stats.isSocket() ? connect({ path: `/proc/self/fd/${fd}` }) : undefined,
  );
}
