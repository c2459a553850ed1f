import { afterEach, describe, expect, it, vi } from 'vitest';
import { scriptedRoom } from '../room/scripted-room.test-data.ts';
import { seatSigns } from './signs.ts';
import { eventStreams, type OpenStream } from './streams.ts';

afterEach(() => void vi.useRealTimers());

/** Streams whose time the test moves. */
function open(times = {}) {
  vi.useFakeTimers();
  let now = 0;
  const streams = eventStreams(times, () => now);
  const pass = (ms: number): void => {
    for (let left = ms; left > 0; left -= 1000) {
      now += Math.min(left, 1000);
      vi.advanceTimersByTime(Math.min(left, 1000));
    }
  };
  const ended: boolean[] = [];
  let cut = 0;
  const stream = (): OpenStream =>
    streams.open(
      (broken) => ended.push(broken),
      () => (cut += 1),
    )!;
  return { streams, stream, pass, ended, cuts: () => cut };
}
const read = (stream: OpenStream): (() => Promise<string | null>) => {
  const reader = stream.response.body!.getReader();
  return async () => {
    const { done, value } = await reader.read();
    return done ? null : new TextDecoder().decode(value);
  };
};

describe('a stream', () => {
  it('says at once how to come back, then what is new, and every ten seconds that it is there', async () => {
    const { stream, pass } = open();
    const one = stream();
    expect(one.response.headers.get('x-accel-buffering')).toBe('no');
    expect(one.response.headers.get('cache-control')).toBe('no-cache, no-transform');
    const next = read(one);
    expect(await next()).toBe('retry: 1000\n\n: here\n\n');
    const coming = next();
    one.say({ event: 'place', id: 'p 1', data: 'p 1\nevent: evil' });
    expect(await coming).toBe('event: place\nid: p 1\ndata: p 1 event: evil\n\n');
    const beat = next();
    pass(9000);
    await expect(Promise.race([beat, Promise.resolve('nothing')])).resolves.toBe('nothing');
    pass(2000);
    expect(await beat).toBe(': here\n\n');
  });

  it('keeps one event for a browser that takes none, then cuts it off', async () => {
    const { stream, pass, ended, streams, cuts } = open();
    const one = stream();
    const next = read(one);
    await next();
    for (let i = 0; i < 1000; i += 1) one.say({ event: 'place', id: `p${i}`, data: '' });
    expect(await next()).toContain('id: p999');
    one.say({ event: 'place', id: 'last', data: '' });
    pass(14_000);
    expect(cuts()).toBe(0);
    pass(3000);
    expect([cuts(), ended, streams.size]).toEqual([1, [true], 0]);
  });

  it('ends after five minutes and says when to come again; closing ends all at once', async () => {
    const { stream, pass, ended, streams } = open();
    const next = read(stream());
    await next();
    let last: string | null = '';
    for (let s = 0; s < 300 && streams.size > 0; s += 10) {
      const coming = next();
      pass(10_000);
      last = await coming;
    }
    expect(last).toMatch(/^retry: \d+\n\n$/);
    expect(await next()).toBe(null);
    expect(ended).toEqual([false]);
    const other = read(stream());
    await other();
    streams.close();
    expect(await other()).toBe('retry: 1000\n\n');
    expect(await other()).toBe(null);
    expect([streams.size, streams.open(() => undefined)]).toEqual([0, null]);
  });

  it('says how to come back though something is new at once', async () => {
    const { stream } = open();
    const one = stream();
    one.say({ event: 'place', id: 'p', data: 'p' });
    expect(await read(one)()).toBe('retry: 1000\n\nevent: place\nid: p\ndata: p\n\n');
  });

  it('that its browser ends is over, and said to be broken', async () => {
    const { stream, ended, streams } = open();
    await stream().response.body!.cancel();
    expect([ended, streams.size]).toEqual([[true], 0]);
  });
});

describe('signs of a member', () => {
  function seen() {
    vi.useFakeTimers();
    let now = 0;
    const room = scriptedRoom();
    const signs = seatSigns(room, () => now);
    const told = (): readonly unknown[] => room.done.map((one) => (one.did === 'seen' ? one.here : one));
    const pass = (ms: number): void => {
      now += ms;
      vi.advanceTimersByTime(ms);
    };
    return { signs, told, pass };
  }

  it('are passed on at most every three seconds', () => {
    const { signs, told, pass } = seen();
    for (let i = 0; i < 10; i += 1) signs.sign('m', true);
    expect(told()).toEqual([true]);
    pass(3000);
    signs.sign('m', true);
    expect(told()).toEqual([true, true]);
  });

  it('of one without scripts are believed for three minutes', () => {
    const { signs, told, pass } = seen();
    signs.sign('m', false);
    for (let i = 0; i < 60; i += 1) pass(10_000);
    expect(told().length).toBeGreaterThan(10);
    expect(told().length).toBeLessThan(16);
    expect(told()).not.toContain(false);
  });

  it('say at once that somebody left, and ten seconds after a stream broke unless there is another sign', () => {
    const { signs, told, pass } = seen();
    signs.sign('m', true);
    signs.left('m');
    expect(told()).toEqual([true, false]);
    signs.sign('m', true);
    signs.broke('m');
    pass(9000);
    signs.sign('m', true);
    pass(30_000);
    expect(told()).toEqual([true, false, true, true]);
    signs.broke('m');
    pass(11_000);
    expect(told().at(-1)).toBe(false);
  });
});
