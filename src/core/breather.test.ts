import { expect, it, onTestFinished, vi } from 'vitest';
import { breather, nextTurn } from './breather.ts';

it('lets timers run', async () => {
  let ran = 0;
  setTimeout(() => (ran += 1), 0);
  for (let turns = 0; turns < 1000 && ran === 0; turns++) await nextTurn();
  expect(ran).toBe(1);
});

it('is due once its time is over, and not again right after a turn', async () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  onTestFinished(() => void vi.useRealTimers());
  const breath = breather(20);
  vi.advanceTimersByTime(19);
  expect(breath.due()).toBe(false);
  vi.advanceTimersByTime(1);
  expect(breath.due()).toBe(true);
  await breath.turn();
  expect(breath.due()).toBe(false);
});
