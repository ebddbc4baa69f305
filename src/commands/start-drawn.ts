import { openHostTerminal, type HostEnd } from '../terminal/host-terminal.ts';
import { runDrawnLesson, type DrawnEnd } from '../ui/drawn/run.ts';
import { openStage, stageModes } from '../ui/drawn/stage.ts';
import type { CommandIo } from './io.ts';
import type { PlayEnd, PlayOptions } from './play.ts';

/** Plays the course on a drawn screen: lesson and live shell side by side. */
export async function playDrawn({ course, first, ports, progress, io, ascii }: PlayOptions): Promise<PlayEnd> {
  let finish: (end: HostEnd) => void = () => undefined;
  const ended = new Promise<HostEnd>((resolve) => {
    finish = resolve;
  });
  const host = openHostTerminal({ ...stdio(io), ...stageModes, end: (end) => finish(end) });
  const style = { colour: (io.env['NO_COLOR'] ?? '') === '', ascii };
  host.take();
  const stage = openStage(host);
  try {
    let place = first;
    for (;;) {
      const left: DrawnEnd | HostEnd = await runDrawnLesson({ course, ...place, stage, style, ports, progress, ended });
      if ('reason' in left) return left;
      if ('quit' in left) return 'left';
      place = left;
    }
  } finally {
    stage.close();
    host.giveBack();
    host.close();
  }
}

function stdio({ stdin, stdout }: CommandIo): Pick<CommandIo, 'stdin' | 'stdout'> {
  return { stdin, stdout };
}
