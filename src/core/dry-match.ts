/** The questions of a game, played dry: without agents, to see before the start what will be asked. */
import { canonical } from './distribution.ts';
import type { Answer, AnyGame, Decision, Input } from './game.ts';
import { type Rng, rng } from './rng.ts';

/** So many turns of a match are looked at. */
const TURNS = 64;
/** A question that one of eight answers leads to is missed by so many matches by lot with a chance of one in ten. */
const MATCHES = 17;

/** Answers a question of a match that is played dry. */
type DryAnswer = (input: Input, chance: Rng) => Answer;

/** One option as well as another; of a number the least, the greatest or one half-way. */
const byLot: DryAnswer = (input, chance) => {
  if (input.kind === 'choice') return chance.pick(input.options).value;
  const middle = Number(((input.min + input.max) / 2).toFixed(input.decimals));
  return chance.pick([input.min, middle, input.max]);
};

/** The first option in canonical order, or the least number: the same whatever the order shown, and no chance. */
export const firstAnswer: DryAnswer = (input) =>
  input.kind === 'choice' ? canonical(input.options)[0]!.value : input.min;

/** What is asked in the match of this seed, its first 64 turns: every question of every seat, in order. */
export function* questionsPlayed(
  game: AnyGame,
  config: unknown,
  seed: number,
  seats: number,
  answer: DryAnswer,
): Generator<Decision> {
  const chance = rng(seed, 'dry');
  let state = game.setup(config, rng(seed, 'setup'), seats);
  for (let turn = 0; turn < TURNS; turn++) {
    const decisions = game.pending(state);
    if (decisions.length === 0) return;
    yield* decisions;
    const moves = decisions.map((decision) => ({ decision, answer: answer(decision.input, chance) }));
    state = game.apply(state, moves, rng(seed, 'turn', turn));
  }
}

/** What is asked in a few matches by lot: as good as everything that is asked. */
export function* questionsByLot(game: AnyGame, config: unknown, seats: number): Generator<Decision> {
  for (let seed = 1; seed <= MATCHES; seed++) yield* questionsPlayed(game, config, seed, seats, byLot);
}
