import { describe, expect, it } from 'vitest';
import { dayTold } from './server.ts';

describe('a day as servers tell it', () => {
  it.each([
    ['2027-01-14', '2027-01-14'],
    [1_800_000_000, '2027-01-15'],
    ['soon', null],
    [1e20, null],
    [undefined, null],
  ])('%s is %s', (told, day) => expect(dayTold(told)).toBe(day));
});
