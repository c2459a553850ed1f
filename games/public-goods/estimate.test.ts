/** The estimator reads this game's plans, and what people said that they expect: simulated people, whose preferences are known. */
import { expect, it } from 'vitest';
import type { Move } from '../../src/core/game.ts';
import { rng } from '../../src/core/rng.ts';
import { independent, solve } from '../../src/core/theory.ts';
import { preferencesOf } from '../../src/analysis/preferences/group.ts';
import { choicesOf } from '../../src/analysis/preferences/match-choices.ts';
import type { Observation } from '../../src/analysis/preferences/observation.ts';
import { isRefusal } from '../../src/analysis/preferences/refusal.ts';
import { type Config, config, meanBelief } from './config.ts';
import { game } from './index.ts';
import { answerOf, given, plans } from './plans.ts';

const PEOPLE = 150;
const NOISE = 2;

/** Settings of one round that differ in the return and in the size of the group. */
const conditions = [{ m: 0.3 }, { m: 0.5 }, { m: 0.75 }, { m: 0.3, players: 8 }, { m: 0.4, players: 2 }].map((set) =>
  config.parse({ ...set, endowment: 20, askBeliefs: true }),
);

/** What somebody of this taste answers who expects this, with logit noise; the others do anything. */
function answered(set: Config, taste: { kappa: number; alpha: number; beta: number }, expects: number, seed: number) {
  const chance = rng(seed, 'answers');
  const { utilities } = solve(plans(set), taste, meanBelief(set, expects));
  const most = Math.max(...utilities);
  const odds = utilities.map((u) => Math.exp((u - most) / NOISE));
  let left = chance.unit() * odds.reduce((sum, odd) => sum + odd, 0);
  const plan = odds.findIndex((odd) => (left -= odd) < 0);
  let state = game.setup(set, rng(seed, 'setup'), set.players);
  const moves: Move[] = [];
  for (let open = game.pending(state); open.length > 0; open = game.pending(state)) {
    const now = open.map((decision) => ({
      decision,
      answer:
        decision.seat > 0 ? 3 : decision.key === 'expect' ? expects : answerOf(set, given(set, Math.max(0, plan))),
    }));
    moves.push(...now);
    state = game.apply(state, now, rng(seed));
  }
  const views = Array.from({ length: set.players }, (_, seat) => game.observe(state, seat));
  const seats = views.map(() => ({ shown: 'the other player', label: 'human', kind: 'human' as const }));
  const played = { config: set, moves, views, payoffs: game.payoffs(state) };
  return choicesOf({ game, match: { seats, disclosed: false }, played }, 0);
}

const taste = { kappa: 0.3, alpha: 0.1, beta: 0.2 };
const choices = Array.from({ length: PEOPLE }, (_, person) =>
  conditions.map((set, i) => {
    const expects = rng(person, 'expects', i).below(21);
    return { expects, set, found: answered(set, taste, expects, 1000 * person + i) };
  }),
);

it('a contribution is a whole plan, and the mean that was stated is the belief', () => {
  for (const { expects, set, found } of choices.flat()) {
    expect(found).toHaveLength(1);
    const [choice] = found;
    if (choice === undefined || typeof choice === 'string') throw new Error(`left out: ${choice}`);
    expect([choice.method, choice.belief.kind]).toEqual(['strategy', 'stated']);
    const mean = choice.belief.weights.reduce((sum, weight, plan) => sum + weight * given(set, plan), 0);
    expect(mean).toBeCloseTo(expects, 9);
    expect(choice.belief.weights).toEqual(independent(plans(set), meanBelief(set, expects).numbers));
  }
});

const observed = (mine: (typeof choices)[number], person: number): readonly Observation[] =>
  mine.flatMap(({ found }) =>
    found.flatMap((choice): Observation[] =>
      typeof choice === 'string' ? [] : [{ ...choice, player: `p${person}`, unit: `p${person}`, kind: 'human' }],
    ),
  );

it('one return and one size of the group tell κ and the noise not apart: every contribution is a line in both', () => {
  const found = (some: readonly number[]) => {
    const kept = choices.map((mine) => mine.filter((_, i) => some.includes(i)));
    return preferencesOf(kept.flatMap(observed), { draws: 3 });
  };
  const one = found([1]);
  if (isRefusal(one) || one.of === 'probabilities') throw new Error('refused');
  expect(one.kappa).toMatchObject({
    refused: { reason: 'unidentified', sentence: expect.stringContaining('tell κ and λ apart') },
  });
  expect(one.range).toBeNull();
  // m = .5 of four and .3 of eight have one κ* (1/3), and one is the other with less noise.
  const alike = found([1, 3]);
  expect('kappa' in alike && isRefusal(alike.kappa)).toBe(true);
  const two = found([1, 2]);
  if (isRefusal(two) || two.of === 'probabilities') throw new Error('refused');
  expect(isRefusal(two.kappa)).toBe(false);
});

it('κ, α, β and the noise of simulated people are found again, where they were asked what they expect', () => {
  const preferences = preferencesOf(choices.flatMap(observed), { draws: 100 });
  if (isRefusal(preferences) || !('full' in preferences) || isRefusal(preferences.full)) throw new Error('refused');
  const truths: Readonly<Record<string, number>> = { ...taste, lambda: NOISE };
  for (const estimate of preferences.full.estimates) {
    if (!('low' in estimate)) throw new Error('estimated from probabilities');
    const { parameter, value, low, high } = estimate;
    const truth = truths[parameter]!;
    expect(low, parameter).toBeLessThan(truth);
    expect(high, parameter).toBeGreaterThan(truth);
    if (parameter === 'kappa') expect(Math.abs(value! - truth)).toBeLessThan(0.1);
  }
});
