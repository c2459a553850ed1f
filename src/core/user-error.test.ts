import { expect, it } from 'vitest';
import { nearestName, unknown } from './user-error.ts';

it.each<[string, readonly string[], string | null]>([
  ['prisoner-dilemma', ['trust', 'prisoners-dilemma'], 'prisoners-dilemma'],
  ['TRUTS', ['trust', 'ultimatum'], 'trust'],
  ['e', ['en', 'de'], 'en'],
  ['dr', ['en', 'de'], 'de'],
  ['fr', ['en', 'de'], null],
  ['xyz', ['en', 'json'], null],
  ['chess', ['trust'], null],
])('nearest to "%s" of %j is %s', (given, possible, nearest) => {
  expect(nearestName(given, possible)).toBe(nearest);
  expect(unknown('word', given, possible).message.includes('Did you mean')).toBe(nearest !== null);
});
