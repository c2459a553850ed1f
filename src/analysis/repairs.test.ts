import { expect, test } from 'vitest';
import { formatDoubt } from './repairs.ts';

test('over a tenth repaired: perhaps the format; a tenth, or nothing asked: no doubt', () => {
  expect(formatDoubt(88, 12)).toBe('12 % of the answers had to be repaired: perhaps the format, not the preference.');
  expect(formatDoubt(90, 10)).toBeNull();
  expect(formatDoubt(0, 0)).toBeNull();
});
