import { describe, expect, it } from 'vitest';
import { tries, tryKey } from './tries.ts';

describe('tries', () => {
  it('run out, come back with time, and are each address’s own', () => {
    let now = 0;
    const some = tries({ most: 3, perSecond: 0.5 }, () => now);
    expect([1, 2, 3, 4].map(() => some.take('a'))).toEqual([0, 0, 0, 2]);
    expect([some.wait('a'), some.wait('b'), some.take('b')]).toEqual([2, 0, 0]);
    now += 1999;
    expect(some.take('a')).toBe(1);
    now += 2;
    expect([some.take('a'), some.take('a')]).toEqual([0, 2]);
    now += 1e9;
    expect([1, 2, 3, 4].map(() => some.take('a'))).toEqual([0, 0, 0, 2]);
  });

  it('keep what they remember small, and wait together beyond that', () => {
    let now = 0;
    const some = tries({ most: 1, perSecond: 0.001 }, () => now);
    for (let i = 0; i < 20_000; i += 1) some.take(`a${i}`);
    expect([some.take('new'), some.wait('other') > 0, some.wait('a5') > 0]).toEqual([0, true, true]);
    now += 1e7;
    expect(some.take('other')).toBe(0);
  });

  it.each([
    ['192.168.1.7', '192.168.1.7'],
    ['::ffff:192.168.1.7', '192.168.1.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:DB8:1:2::6', '2001:db8:1:2'],
    ['fe80::1%eth0', 'fe80:0:0:0'],
    ['::1', '0:0:0:0'],
  ])('%s counts as %s', (address, key) => {
    expect(tryKey(address)).toBe(key);
  });
});
