/** Why we must go. */
export type HostEnd =
  | { readonly reason: 'signal'; readonly signal: 'SIGHUP' | 'SIGINT' | 'SIGQUIT' | 'SIGTERM' }
  /** The terminal is gone: closed, or the connection to it cut. */
  | { readonly reason: 'hang-up' }
  | { readonly reason: 'crash'; readonly error: unknown };

export interface SignalActions {
  readonly giveBack: () => void;
  /** Takes the terminal again. */
  readonly resume: () => void;
  readonly isTaken: () => boolean;
  readonly end: (end: HostEnd) => void;
}

const ending = ['SIGHUP', 'SIGINT', 'SIGQUIT', 'SIGTERM'] as const;

/**
 * Every way out of the process gives the terminal back first: signals, errors nobody caught, `process.exit`, and
 * stopping (SIGTSTP). SIGKILL and SIGSTOP cannot be heard; after the latter SIGCONT makes it good (signal(7)).
 */
export function listenToProcess({ giveBack, resume, isTaken, end }: SignalActions): {
  suspend: () => void;
  close: () => void;
} {
  let stopping = false;

  const onSignal = (signal: NodeJS.Signals): void => {
    const known = ending.find((each) => each === signal);
    if (known === undefined) return;
    giveBack();
    end({ reason: 'signal', signal: known });
  };
  const onError = (error: unknown): void => {
    giveBack();
    end({ reason: 'crash', error });
  };
  const onContinue = (): void => {
    if (isTaken()) resume();
  };

  /** Stops as any program does: by the signal's own effect, which a session without a shell to continue it ignores. */
  const suspend = (): void => {
    if (stopping || !isTaken()) return;
    stopping = true;
    giveBack();
    process.off('SIGTSTP', suspend);
    process.kill(process.pid, 'SIGTSTP');
    // Here we have been stopped and continued, or were not stopped at all.
    setImmediate(() => {
      process.on('SIGTSTP', suspend);
      stopping = false;
      resume();
    });
  };

  for (const signal of ending) process.on(signal, onSignal);
  process.on('SIGTSTP', suspend);
  process.on('SIGCONT', onContinue);
  process.on('uncaughtException', onError);
  process.on('unhandledRejection', onError);
  process.on('exit', giveBack);

  const close = (): void => {
    for (const signal of ending) process.off(signal, onSignal);
    process.off('SIGTSTP', suspend);
    process.off('SIGCONT', onContinue);
    process.off('uncaughtException', onError);
    process.off('unhandledRejection', onError);
    process.off('exit', giveBack);
  };

  return { suspend, close };
}
