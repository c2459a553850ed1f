/** Whether the options of a question stand in the same order for everybody: then a share may be the place's. */
import { firstAnswer, questionsPlayed } from './dry-match.ts';
import { listed } from './format.ts';
import type { AnyGame } from './game.ts';

/** What is said of a fixed order before models are asked, and in the methods. */
export const FIXED_ORDER =
  'Options stand in one fixed order here, and language models favour places: a share may be due to the place of an option as much as to what it is.';

/** The same of some models by name, where others beside them saw the options in several orders. */
export const fixedOrderOf = (labels: readonly string[]): string =>
  `In front of ${listed(labels)} options stood in one fixed order, and language models favour places: a share may be due to the place of an option as much as to what it is.`;

/** Orders that are drawn differ in one of so many matches but for a chance of one in sixty thousand. */
const MATCHES = 17;

/** Whether any question of this game, by these settings, shows its options in the same order in every match. */
export const hasFixedOrder = (game: AnyGame, config: unknown): boolean =>
  [...ordersDrawn(game, config).values()].some((orders) => orders === 1);

/** In how many orders options stand, by the key of their question, as far as a few matches show it: 1 where it is fixed. */
export function ordersDrawn(game: AnyGame, config: unknown): ReadonlyMap<string, number> {
  const orders = new Map<string, Set<string>>();
  for (let seed = 1; seed <= MATCHES; seed++)
    for (const { key, input } of questionsPlayed(game, config, seed, game.seats(config).least, firstAnswer)) {
      if (input.kind !== 'choice' || input.options.length < 2) continue;
      const seen = orders.get(key) ?? new Set<string>();
      seen.add(input.options.map(({ value }) => value).join('\n'));
      orders.set(key, seen);
    }
  return new Map([...orders].map(([key, seen]) => [key, seen.size]));
}
