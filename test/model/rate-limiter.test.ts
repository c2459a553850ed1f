/** The queue of one key: places, pauses, and what the server says is left of its limits. */
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { keyLimits, rateLimiter } from '../../src/model/rate-limiter.ts';
import { after, askedToWait, lastingWords, waitMs } from '../../src/model/waiting.ts';

const never = new AbortController().signal;
const answer = (headers: Readonly<Record<string, string>> = {}) => ({ headers: new Map(Object.entries(headers)) });
const settled = () => new Promise((done) => setTimeout(done, 5));

/** Calls that end when they are told to. */
function held() {
  const open: (() => void)[] = [];
  let most = 0;
  let running = 0;
  return {
    call: async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise<void>((done) => open.push(done));
      running -= 1;
      return answer();
    },
    endOne: () => open.shift()?.(),
    most: () => most,
    running: () => running,
  };
}

test('never more at once than there are places, first come first served', async () => {
  const queue = rateLimiter(2);
  const calls = held();
  const done: number[] = [];
  const all = Array.from({ length: 6 }, (_, i) => queue.turn(calls.call, never).then(() => done.push(i)));
  for (let i = 0; i < 6; i++) {
    await settled();
    expect(calls.running()).toBe(Math.min(2, i === 0 ? 6 : 7 - i));
    calls.endOne();
    // Somebody new, in the moment in which a place is handed on.
    if (i === 0) all.push(queue.turn(calls.call, never).then(() => done.push(6)));
  }
  await settled();
  calls.endOne();
  await Promise.all(all);
  expect(calls.most()).toBe(2);
  expect(done).toEqual([0, 1, 2, 3, 4, 5, 6]);
});

test('calls that hang lend their places, each lane has its own, and a pause is everybody’s', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const key = keyLimits(2, Date.now, 100);
  const [lane, other] = [key.lane(), key.lane()];
  const hanging = held();
  const all = Array.from({ length: 12 }, () => lane.turn(hanging.call, never));
  await vi.advanceTimersByTimeAsync(99);
  expect(hanging.running()).toBe(2);
  const quick = held();
  all.push(other.turn(quick.call, never));
  await vi.advanceTimersByTimeAsync(0);
  expect(quick.running()).toBe(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(hanging.running()).toBe(4);
  await vi.advanceTimersByTimeAsync(1000);
  // Six that lend, and two that keep their places: there have to be some left for the server to breathe.
  expect(hanging.running()).toBe(8);
  lane.pause(500);
  expect(other.paused()).toBe(500);
  for (let left = 13; left > 0; left--) {
    hanging.endOne();
    quick.endOne();
    await vi.advanceTimersByTimeAsync(600);
  }
  await Promise.all(all);
  expect(hanging.most()).toBe(8);
});

test('who leaves the queue takes no place', async () => {
  const queue = rateLimiter(1);
  const calls = held();
  const first = queue.turn(calls.call, never);
  const leaving = new AbortController();
  const second = queue.turn(calls.call, leaving.signal);
  const third = queue.turn(calls.call, never);
  leaving.abort('left');
  await expect(second).rejects.toBe('left');
  calls.endOne();
  await first;
  await settled();
  calls.endOne();
  await third;
});

describe('limits that a server tells', () => {
  test.each([
    ['1s', 1000],
    ['6m0s', 360_000],
    ['20ms', 20],
    ['1h2m3.5s', 3_723_500],
    ['59.5', 59_500],
    ['soon', null],
    ['', null],
    ['-5', 0],
    ['NaN', null],
    [undefined, null],
    ['2592000', 2_592_000_000],
    // Dates: in words, in seconds and in milliseconds since 1970; what is past is no wait.
    ['Thu, 26 Nov 2026 10:00:30 GMT', 30_000],
    ['2026-11-26T10:01:00Z', 60_000],
    ['1795687230', 30_000],
    ['1795687230000', 30_000],
    ['1795687100', 0],
    ['1e999', null],
    ['5 seconds', 5000],
    ['1m 30s', 90_000],
    ['200 ms', 200],
    ['PT5S', 5000],
    ['"5"', 5000],
    ['5, 10', 10_000],
    ['Thursday, 26-Nov-26 10:00:30 GMT', 30_000],
  ])('%s is %s ms', (text, ms) => expect(waitMs(text, Date.parse('2026-11-26T10:00:00Z'))).toBe(ms));

  test('an answer asks to wait in milliseconds, by Retry-After, or by when its limit is whole again', () => {
    const asked = (headers: Readonly<Record<string, string>>) => askedToWait(new Map(Object.entries(headers)), 1e12);
    expect(asked({ 'retry-after-ms': '250', 'retry-after': '7' })).toBe(250);
    expect(asked({ 'retry-after': '7', 'x-ratelimit-reset': '1000000090000' })).toBe(7000);
    expect(asked({ 'x-ratelimit-reset': '1000000090000' })).toBe(90_000);
    expect(asked({ 'retry-after': 'soon' })).toBe(null);
  });
  test('or in the words of its error only', () => {
    const asked = (body: string) => askedToWait(new Map(), 0, body);
    expect(asked('{"error":{"details":[{"retryDelay":"39.5s"}]}}')).toBe(39_500);
    expect(asked('{"message":"Rate limit reached. Please try again in 7.66s. Visit"}')).toBe(7660);
    expect(asked('{"message":"Please retry after 2 minutes 5 seconds."}')).toBe(125_000);
    expect(asked('{"message":"Please try again later"}')).toBe(null);
  });

  test('a time longer than a timer of Node holds does not end at once', async () => {
    let over = false;
    const callOff = after(2_592_000_000, () => (over = true));
    await new Promise((done) => setTimeout(done, 30));
    callOff();
    expect(over).toBe(false);
    expect([90_000, 600_000, 7_200_000, 2_592_000_000].map(lastingWords)).toEqual([
      '90 s',
      '10 minutes',
      '2 hours',
      '30 days',
    ]);
  });

  /** Does something on a clock that is moved on as fast as it goes. */
  async function inItsTime(work: () => Promise<unknown>): Promise<void> {
    let done = false;
    const working = work().finally(() => (done = true));
    while (!done) await vi.advanceTimersByTimeAsync(1);
    await working;
  }
  const onAClockOfItsOwn = (): void => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
  };

  /** Asks `count` times one after the other, each answered with these headers; when each was sent, milliseconds. */
  async function sent(
    count: number,
    headers: (call: number) => Readonly<Record<string, string>>,
  ): Promise<readonly number[]> {
    const queue = rateLimiter(1);
    const times: number[] = [];
    const since = Date.now();
    await inItsTime(async () => {
      for (let i = 0; i < count; i++)
        await queue.turn(async () => {
          times.push(Date.now() - since);
          return answer(headers(i));
        }, never);
    });
    return times;
  }

  test('no request is sent that the limit has no room for', async () => {
    onAClockOfItsOwn();
    const times = await sent(4, (i) => ({
      'x-ratelimit-remaining-requests': String(2 - (i % 3)),
      'x-ratelimit-reset-requests': '300ms',
    }));
    expect(times[2]! - times[0]!).toBeLessThan(150);
    expect(times[3]! - times[2]!).toBeGreaterThanOrEqual(300);
  });

  test('tokens are counted by what the last calls took', async () => {
    onAClockOfItsOwn();
    const times = await sent(4, (i) => ({
      'x-ratelimit-remaining-tokens': String([1000, 600, 200, 1000][i]),
      'x-ratelimit-reset-tokens': '300ms',
    }));
    expect(times[2]! - times[0]!).toBeLessThan(150);
    expect(times[3]! - times[2]!).toBeGreaterThanOrEqual(300);
  });

  test('requests under way count: an answer tells of the moment in which its request arrived', async () => {
    onAClockOfItsOwn();
    const queue = rateLimiter(5);
    const went: number[] = [];
    const since = Date.now();
    const ask = (after: number) =>
      queue.turn(async () => {
        went.push(Date.now() - since);
        await new Promise((done) => setTimeout(done, after));
        return answer({ 'x-ratelimit-remaining-requests': '2', 'x-ratelimit-reset-requests': '400ms' });
      }, never);
    await inItsTime(() => Promise.all([ask(20), ask(200), ask(200), ask(200), ask(200), ask(1), ask(1)]));
    expect(went.filter((at) => at < 300)).toHaveLength(5);
    expect(Math.max(...went)).toBeGreaterThan(400);
  });
});
