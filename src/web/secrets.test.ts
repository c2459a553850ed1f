import { describe, expect, it } from 'vitest';
import { newSecret, sameSecret, seatSecret } from './secrets.ts';

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
