/** Whether the options of a question stand in the same order for everybody: then a share may be the place's. */
import { canonical } from './distribution.ts';
import type { Answer, AnyGame, Decision, Input } from './game.ts';
import { rng } from './rng.ts';

/** What is said of a fixed order before models are asked, and in the methods. */
export const FIXED_ORDER =
  'Options stand in one fixed order here, and language models favour places: a share may be due to the place of an option as much as to what it is.';

/** Orders that are drawn differ in one of so many matches but for a chance of one in sixty thousand; and so many turns of each are looked at. */
const MATCHES = 17;
const TURNS = 64;

/** Whether any question of this game, by these settings, shows its options in the same order in every match. */
export const hasFixedOrder = (game: AnyGame, config: unknown): boolean =>
  [...ordersDrawn(game, config).values()].some((orders) => orders === 1);

/** In how many orders options stand, by the key of their question, as far as a few matches show it: 1 where it is fixed. */
export function ordersDrawn(game: AnyGame, config: unknown): ReadonlyMap<string, number> {
  const orders = new Map<string, Set<string>>();
  for (let seed = 1; seed <= MATCHES; seed++)
    for (const { key, input } of questionsByFirstAnswer(game, config, seed, game.seats(config).least)) {
      if (input.kind !== 'choice' || input.options.length < 2) continue;
      const seen = orders.get(key) ?? new Set<string>();
      seen.add(input.options.map(({ value }) => value).join('\n'));
      orders.set(key, seen);
    }
  return new Map([...orders].map(([key, seen]) => [key, seen.size]));
}

/** What is asked in a match of this seed in which everybody gives the first option, or the least number: its first 64 turns. */
export function questionsByFirstAnswer(
  game: AnyGame,
  config: unknown,
  seed: number,
  seats: number,
): readonly Decision[] {
  const asked: Decision[] = [];
  let state = game.setup(config, rng(seed, 'setup'), seats);
  for (let turn = 0; turn < TURNS; turn++) {
    const decisions = game.pending(state);
    if (decisions.length === 0) break;
    asked.push(...decisions);
    const moves = decisions.map((decision) => ({ decision, answer: firstAnswer(decision.input) }));
    state = game.apply(state, moves, rng(seed, 'turn', turn));
  }
  return asked;
}

const firstAnswer = (input: Input): Answer =>
  input.kind === 'choice' ? canonical(input.options)[0]!.value : input.min;
