/** A terminal that a learner reads, as far as the gate needs it. */
export interface Sink {
  readonly write: (text: string) => void;
  /** It understands cursor movement: a message can be put above the line that is being typed. */
  readonly addressable: boolean;
}

/**
 * Lets the lab's bytes through to the learner, and our own lines between them without tearing either: while a command's
 * end is being judged the shell's next prompt is held back, so that what the course says stands above it.
 */
export interface Gate {
  /** The lab's output, already filtered. */
  readonly pass: (text: string) => void;
  /** Our own lines. */
  readonly say: (lines: readonly string[]) => void;
  /** Holds the lab's output back until `release`, at most `holdMs`. */
  readonly hold: () => void;
  readonly release: () => void;
}

const holdMs = 400;
/** What is repeated after a message that comes while a line is being typed; a longer line is not repeated. */
const tailLimit = 8192;

export function createGate(sink: Sink): Gate {
  let held: string[] | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** The lab's bytes since its last line end: the prompt and what is typed at it. */
  let tail = '';
  let alternate = false;

  let waiting: (readonly string[])[] = [];

  const write = (text: string): void => {
    sink.write(text);
    const lineEnd = text.lastIndexOf('\n');
    tail = lineEnd === -1 ? tail + text : text.slice(lineEnd + 1);
    if (tail.length > tailLimit) tail = '';
    const on = text.lastIndexOf('\x1b[?1049h');
    const off = text.lastIndexOf('\x1b[?1049l');
    if (on !== off) alternate = on > off;
    if (!alternate && waiting.length > 0) {
      const late = waiting;
      waiting = [];
      for (const lines of late) say(lines);
    }
  };

  /** A full-screen program owns the screen: what we have to say waits until it has given it back. */
  const say = (lines: readonly string[]): void => {
    if (lines.length === 0) return;
    if (alternate) {
      waiting.push(lines);
      return;
    }
    const text = lines.map((line) => `${line}\r\n`).join('');
    if (tail === '' || tail === '\r') sink.write(text);
    else if (sink.addressable) sink.write(`\r\x1b[K${text}${tail}`);
    else {
      sink.write(`\r\n${text}`);
      tail = '';
    }
  };

  const release = (): void => {
    if (timer !== undefined) clearTimeout(timer);
    timer = undefined;
    const late = held;
    held = undefined;
    if (late !== undefined) for (const text of late) write(text);
  };

  return {
    pass: (text) => {
      if (held === undefined) write(text);
      else held.push(text);
    },
    say,
    hold: () => {
      held ??= [];
      if (timer !== undefined) clearTimeout(timer);
      timer = setTimeout(release, holdMs);
    },
    release,
  };
}
