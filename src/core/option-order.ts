/** Whether the options of a question stand in the same order for everybody: then a share may be the place's. */
import type { Answer, AnyGame, Input } from './game.ts';
import { rng } from './rng.ts';

/** What is said of a fixed order before models are asked, and in the methods. */
export const FIXED_ORDER =
  'Options stand in one fixed order here, and language models favour places: a share may be due to the place of an option as much as to what it is.';

/** Orders that are drawn differ in one of so many matches but for a chance of one in sixty thousand; and so many turns of each are looked at. */
const MATCHES = 17;
const TURNS = 40;

/** Whether any question of this game, by these settings, shows its options in the same order in every match. */
export function hasFixedOrder(game: AnyGame, config: unknown): boolean {
  const orders = new Map<string, Set<string>>();
  for (let seed = 1; seed <= MATCHES; seed++) {
    let state = game.setup(config, rng(seed, 'setup'), game.seats(config).least);
    for (let turn = 0; turn < TURNS; turn++) {
      const decisions = game.pending(state);
      if (decisions.length === 0) break;
      for (const { key, input } of decisions) {
        if (input.kind !== 'choice' || input.options.length < 2) continue;
        const seen = orders.get(key) ?? new Set<string>();
        seen.add(input.options.map(({ value }) => value).join('\n'));
        orders.set(key, seen);
      }
      const moves = decisions.map((decision) => ({ decision, answer: anyAnswer(decision.input) }));
      state = game.apply(state, moves, rng(seed, 'turn', turn));
    }
  }
  return [...orders.values()].some(({ size }) => size === 1);
}

const anyAnswer = (input: Input): Answer => (input.kind === 'choice' ? input.options[0]!.value : input.min);
