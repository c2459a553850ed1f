/** What ends the lab from outside: signals, a closed window, a mistake of ours. Each ends it in order, with the exit code that says which. */
export type SignalWatch = {
  readonly cut: Promise<number>;
  readonly fault: string | null;
  broken(error: unknown): void;
  stop(): void;
};

const ending = (): void => undefined;

/** `input`: whether the end of the keyboard's input is a window that was closed; line by line it is a way to quit. */
export function watchSignals(input: boolean): SignalWatch {
  let end: (code: number) => void = () => undefined;
  const ended = new Promise<number>((resolve_) => (end = resolve_));
  const cut = (code: number): void => end(code);
  const watch = {
    cut: ended,
    fault: null as string | null,
    broken: (_error: unknown): void => undefined,
    stop: (): void => undefined,
  };
  const gone = (): void => cut(129);
  const term = (): void => cut(143);
  const int = (): void => cut(130);
  const broken = (error: unknown): void => {
    watch.fault = error instanceof Error ? (error.stack ?? error.message) : String(error);
    cut(1);
  };
  process
    .on('SIGTERM', term)
    .on('SIGHUP', gone)
    .on('SIGINT', int)
    .on('uncaughtException', broken)
    .on('unhandledRejection', broken);
  if (input) process.stdin.on('end', gone).on('close', gone).on('error', gone);
  process.stdout.on('error', gone);
  watch.broken = broken;
  watch.stop = () => {
    // A closed window is told in several ways, one after the other: the last must not kill who is ending already. So somebody listens
    // until the process is gone: left to end by itself, Node takes its listeners down first.
    if (!process.listeners('SIGHUP').includes(ending))
      process.on('SIGHUP', ending).once('exit', (code) => process.exit(code));
    process
      .off('SIGTERM', term)
      .off('SIGHUP', gone)
      .off('SIGINT', int)
      .off('uncaughtException', broken)
      .off('unhandledRejection', broken);
    process.stdin.off('end', gone).off('close', gone).off('error', gone);
    // What comes after the end, such as the last words to a window that is gone, ends nothing twice.
    process.stdin.on('error', () => undefined);
  };
  return watch;
}
