/**
 * Published people as bands: of what a game brings from data/reference the mean with its 95 % interval. Where everybody
 * answered once with yes or no it is a count, with Wilson's; where people answered several times, or how much, each person is one
 * observation, by its own mean, with the bootstrap over people (of more than 400 the normal approximation); bare counts have
 * Wilson's, over answers.
 */
import type { AnyGame } from '../core/game.ts';
import { memo } from '../core/memo.ts';
import type { Others, PublishedAnswers, PublishedPeople, ReferenceTable } from '../core/published-figures.ts';
import { intervalOf } from './compare/estimate.ts';
import { wilson } from './stats/rates.ts';
import { sampleOf } from './stats/sample.ts';

type Band = Omit<PublishedPeople['bands'][number], 'measure'>;

/** What was answered in one respect, as a band; null where nobody answered, or nothing tells how answers vary. */
export const bandOf = memo((given: PublishedAnswers): Band | null => {
  if (given.kind === 'counts') {
    const { yes, of: n } = given;
    const interval = wilson(yes, n);
    return interval === null ? null : { at: yes / n, interval, n, of: 'answers', by: 'Wilson over answers' };
  }
  const sample = sampleOf(Float64Array.from(given.shares));
  const counted = given.each === 1 && given.shares.every((share) => share === 0 || share === 1);
  const yes = counted ? Math.round(sample.mean * sample.n) : null;
  const { interval, method } = intervalOf({ ...sample, ofAnswers: true }, 'rate', yes);
  if (interval === null || method === null) return null;
  return { at: sample.mean, interval, n: sample.n, of: 'people', by: WAYS[method] ?? method };
});

const WAYS: Readonly<Record<string, string>> = {
  Wilson: 'Wilson over people',
  'bootstrap over units': 'bootstrap over people',
  'normal approximation': 'normal approximation over people',
};

/** What is shown beside these settings, the nearest first: by confidence, and in the game's order where that is equal. */
export function peopleBeside(
  game: AnyGame,
  config: unknown,
  table: ReferenceTable,
  others: Others,
): readonly PublishedPeople[] {
  const found = (game.people?.(config, table, others) ?? []).map(({ answers, ...about }): PublishedPeople => ({
    ...about,
    bands: answers.flatMap(({ measure, given }) => {
      const band = bandOf(given);
      return band === null ? [] : [{ measure, ...band }];
    }),
  }));
  return found
    .filter(({ bands }) => bands.length > 0)
    .toSorted((one, other) => NEARNESS.indexOf(one.confidence) - NEARNESS.indexOf(other.confidence));
}

const NEARNESS: readonly PublishedPeople['confidence'][] = ['high', 'middling', 'low'];
