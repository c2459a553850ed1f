/** What ends the lab from outside: signals, a closed window, a mistake of ours. Each ends it in order, with the exit code that says which. */
export type SignalWatch = {
  readonly cut: Promise<number>;
  readonly fault: string | null;
  broken(error: unknown): void;
  stop(): void;
};

/** `input`: whether the end of the keyboard's input is a window that was closed; line by line it is a way to quit. */
export function watchSignals(input: boolean): SignalWatch {
  let cut: (code: number) => void = () => undefined;
  const ended = new Promise<number>((resolve_) => (cut = resolve_));
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
    process
      .off('SIGTERM', term)
      .off('SIGHUP', gone)
      .off('SIGINT', int)
      .off('uncaughtException', broken)
      .off('unhandledRejection', broken);
    process.stdin.off('end', gone).off('close', gone).off('error', gone);
  };
  return watch;
}
