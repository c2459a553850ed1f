import { networkInterfaces } from 'node:os';
import { describe, expect, it } from 'vitest';
import { ownHosts } from './hosts.ts';
import { newSecret, sameSecret, seatSecret } from './secrets.ts';
import { tries, tryKey } from './tries.ts';

describe('names of this computer', () => {
  const ours = ownHosts(['lab.example']);

  it.each([
    ...[
      'localhost',
      'localhost:8080',
      'LOCALHOST',
      'localhost.',
      '127.0.0.1:1',
      '[::1]:8080',
      'lab.example',
      'LAB.example:443',
    ],
    ...Object.values(networkInterfaces()).flatMap((all) =>
      (all ?? []).map(({ address, family }) => (family === 'IPv6' ? `[${address}]:80` : address)),
    ),
  ])('%s', (host) => {
    expect(ours(host)).toBe(true);
  });

  it.each([
    ...[
      '',
      'evil.example',
      'localhost.evil.example',
      '127.0.0.1.evil.example',
      '8.8.8.8',
      '[2001:db8::1]',
      'localhost/x',
      'a@localhost',
      'localhost:80:80',
      '127.1',
    ],
    ...['lab.example.evil', 'localhost evil', '::1]', '[::1', 'localhost#', 'localhost?', '%6cocalhost', '0.0.0.0'],
  ])('not %s', (host) => {
    expect(ours(host)).toBe(false);
  });

  it('not none', () => {
    expect(ours(undefined)).toBe(false);
  });
});

describe('secrets', () => {
  it('have 128 bits and are found under their own name alone', () => {
    const secrets = new Set(Array.from({ length: 1000 }, newSecret));
    expect(secrets.size).toBe(1000);
    const [one = '', other = ''] = secrets;
    expect(Buffer.from(one, 'base64url')).toHaveLength(16);
    expect(seatSecret(`a=b; homines_K7QF=${one}; c=d`, 'K7QF')).toBe(one);
    expect(seatSecret(`homines_K7QG=${one}`, 'K7QF')).toBe(null);
    expect(seatSecret(`xhomines_K7QF=${one}`, 'K7QF')).toBe(null);
    expect(seatSecret(`homines_K7QF=${one}x`, 'K7QF')).toBe(null);
    expect(seatSecret(`homines_K7QF=short; homines_K7QF=${other}`, 'K7QF')).toBe(other);
    expect(seatSecret(undefined, 'K7QF')).toBe(null);
    expect([sameSecret(one, one), sameSecret(one, other), sameSecret(one, `${one}x`), sameSecret('', one)]).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });
});

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
