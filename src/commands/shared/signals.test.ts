import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { catchSignals } from './signals.ts';

let signals: ReturnType<typeof catchSignals>;
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] });
  vi.advanceTimersByTime(1000);
  vi.spyOn(process, 'kill').mockReturnValue(true);
  signals = catchSignals();
});
afterEach(() => {
  signals.done();
  vi.restoreAllMocks();
  vi.useRealTimers();
});

it('the same Ctrl-C twice, as a terminal and a starter send it, stops once and ends nothing', () => {
  process.emit('SIGINT', 'SIGINT');
  expect([signals.signal.aborted, signals.exitCode()]).toEqual([true, 130]);
  vi.advanceTimersByTime(250);
  process.emit('SIGINT', 'SIGINT');
  expect(process.kill).not.toHaveBeenCalled();
});

it('a second one ends the program as usual', () => {
  process.emit('SIGINT', 'SIGINT');
  vi.advanceTimersByTime(350);
  process.emit('SIGINT', 'SIGINT');
  expect(process.kill).toHaveBeenCalledExactlyOnceWith(process.pid, 'SIGINT');
});

it('a window that is closed has another exit code than Ctrl-C', () => {
  process.emit('SIGHUP', 'SIGHUP');
  expect(signals.exitCode()).toBe(129);
});
