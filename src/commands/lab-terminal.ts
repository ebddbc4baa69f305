import { constants } from 'node:os';
import type { NodeName } from '../lesson/types.ts';
import type { SpawnSpec } from '../process/types.ts';
import { openHostTerminal, type HostEnd } from '../terminal/host-terminal.ts';
import { openTerminal } from '../terminal/open-terminal.ts';
import { createOuterFilter } from '../terminal/outer-filter.ts';
import type { CommandIo, ExitCode } from './io.ts';

/** Bytes that may wait for a slow terminal before the program is held up. */
const maxPendingBytes = 256 * 1024;

/**
 * Runs it on a pty of ours and connects that to the user's terminal: keys and sizes go in, what the filter lets through
 * comes out. The user's own terminal is never a descriptor in the lab (a lab's root could read what is typed elsewhere,
 * or type). Resolves with the program's exit code, or 128 and the signal's number that ended us.
 * @throws {TerminalError} where no pty can be had
 */
export async function onTerminal(spawn: SpawnSpec, node: NodeName, { stdin, stdout }: CommandIo): Promise<ExitCode> {
  const filter = createOuterFilter();
  let finish: (code: ExitCode) => void = () => undefined;
  const finished = new Promise<ExitCode>((resolve) => (finish = resolve));
  const host = openHostTerminal({ stdin, stdout, leave: filter.leave, end: (end) => finish(codeOf(end)) });
  try {
    const terminal = openTerminal({ spawn, node, ...host.size(), nonce: spawn.env['NETNS_COURSE_NONCE'] ?? '' });
    const decoder = new TextDecoder();
    host.take();
    host.onInput((bytes) => terminal.write(decoder.decode(bytes, { stream: true })));
    host.onResize(({ columns, rows }) => terminal.resize(columns, rows));
    host.onDrain(() => terminal.resume());
    terminal.on((event) => {
      if (event.type === 'data') {
        host.write(filter.push(event.bytes));
        if (host.pending > maxPendingBytes) terminal.pause();
      }
      if (event.type === 'exit') finish(event.exitCode);
    });
    const code = await finished;
    host.close();
    await terminal.close();
    return code;
  } finally {
    host.close();
  }
}

function codeOf(end: HostEnd): ExitCode {
  if (end.reason === 'signal') return 128 + constants.signals[end.signal];
  if (end.reason === 'hang-up') return 129;
  return 70;
}
