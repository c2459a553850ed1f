/** What is said in a pipe of how far work is: after a second, with the time that it still takes, and not all the time. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { waitLine } from './wait-line.ts';
import { farLine } from './far-line.ts';
import { progressBar } from './progress-bar.ts';

let said: string[] = [];

beforeEach(() => {
  said = [];
  vi.useFakeTimers({ toFake: ['performance'] });
  vi.stubEnv('HOMINES_PROGRESS', undefined);
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => said.push(String(text)) > 0);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  vi.useRealTimers();
});

const after = (ms: number): void => void vi.advanceTimersByTime(ms);

describe('in a pipe', () => {
  it('nothing is said of what takes less than a second; then how far, how long still and what, and again after ten', () => {
    const line = farLine();
    line.draw('matches read', 100, 1000);
    after(900);
    line.draw('matches read', 400, 1000);
    expect(said).toEqual([]);
    after(1100);
    line.draw('matches read', 500, 1000);
    expect(said).toEqual(['[##########..........] 500 of 1,000, 2 s left · matches read\n']);
    after(9000);
    line.draw('matches read', 900, 1000);
    expect(said.length).toBe(1);
    after(1000);
    line.draw('matches read', 960, 1000);
    expect(said.length).toBe(2);
    line.clear();
    expect(said.length).toBe(2);
  });

  it('what was done before says nothing of how long the rest takes', () => {
    const bar = progressBar(1000, 900);
    after(5000);
    bar.draw({ matches: 950, decisions: 100 });
    expect(said.join('')).toMatch(/950 of 1,000, 5 s left · 20 choices\/s/);
  });

  it('how long the rest takes is measured from the first of it on, and not told of a moment', () => {
    const line = farLine();
    after(1500);
    line.draw('matches read', 0, 1000);
    after(10);
    line.draw('matches read', 1, 1000);
    after(10_000);
    line.draw('matches read', 501, 1000);
    expect(said).toEqual([
      '[....................] 0 of 1,000 · matches read\n',
      '[##########..........] 501 of 1,000, 10 s left · matches read\n',
    ]);
  });

  it('what cannot be counted is said after a second too', () => {
    const wait = waitLine();
    wait.draw('asking');
    after(1000);
    wait.draw('asking');
    wait.draw('asking');
    expect(said).toEqual(['asking\n']);
  });

  it('HOMINES_PROGRESS=0 wants none of it', () => {
    vi.stubEnv('HOMINES_PROGRESS', '0');
    const [line, wait] = [farLine(), waitLine()];
    after(60_000);
    line.draw('matches read', 1, 2);
    wait.draw('asking');
    expect(said).toEqual([]);
  });
});
