import { expect, test } from 'vitest';
import { timeText } from './call-estimates.ts';

test.each([
  [0.001, 'about 1 second, 4 at once'],
  [0.12, 'about 7 seconds, 4 at once'],
  [1, 'about 60 seconds, 4 at once'],
  [1.5, 'about 1.5 minutes, 4 at once'],
  [28.4, 'about 28 minutes, 4 at once'],
  [150, 'about 2.5 hours, 4 at once'],
])('%d minutes are said in a unit that people count in', (minutes, said) => {
  const card = { models: [], tokens: { in: 0, out: 0 }, price: null, minutes };
  expect(timeText(card, 4)).toBe(said);
});
