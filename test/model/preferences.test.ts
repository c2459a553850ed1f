/** A preference told in words: the terms lead to what theory answers, and every number that is told is true. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AnyGame, Belief, Decision, Taste } from '../../src/core/game.ts';
import { loadGame } from '../../src/disk/games.ts';
import { messagesOf } from '../../src/model/prompt.ts';
import { standardWording } from '../../src/model/wording.ts';
import { rng } from '../../src/core/rng.ts';

const [dilemma, vehicles, market] = await Promise.all([
  loadGame('prisoners-dilemma'),
  loadGame('autonomous-vehicles'),
  loadGame('pricing-duopoly'),
]);
const UNIFORM: Belief = { kind: 'uniform' };
const u = ({ kappa }: Taste, { own, same }: { readonly own: number; readonly same: number }): number =>
  (1 - kappa) * own + kappa * same;

/** Every question of a match that is answered by lot, as the seat that is asked sees it. */
function* questions(
  game: AnyGame,
  config: unknown,
  seed: number,
): Iterable<readonly [view: unknown, decision: Decision]> {
  let state = game.setup(config, rng(seed, 'setup'), 2);
  for (let turn = 0; turn < 12; turn++) {
    const pending = game.pending(state);
    if (pending.length === 0) return;
    const moves = pending.map((decision) => {
      const chance = rng(seed, turn, decision.seat, decision.key);
      const { input } = decision;
      const answer =
        input.kind === 'choice'
          ? chance.pick(input.options).value
          : Number((input.min + chance.unit() * (input.max - input.min)).toFixed(input.decimals));
      return { decision, answer };
    });
    for (const decision of pending) yield [game.observe(state, decision.seat), decision];
    state = game.apply(state, moves, rng(seed, turn));
  }
}

/** Computes u as the words say, chooses as they say, and gives how far that falls short of theory's answer. */
function follow(game: AnyGame, view: unknown, decision: Decision, taste: Taste, belief: Belief): void {
  const weighed = game.weigh!(view, decision, taste, belief);
  if (weighed === null) return;
  const { answer: theirs } = game.theory!(view, decision, taste, belief);
  if (weighed.then === 'rating') {
    expect(weighed.answers).toHaveLength(1);
    expect(Math.round(100 / (1 + Math.exp(-u(taste, weighed.answers[0]!))))).toBe(theirs);
    return;
  }
  const label =
    decision.input.kind === 'choice' ? decision.input.options.find(({ value }) => value === theirs)!.label : theirs;
  const best = Math.max(...weighed.answers.map((one) => u(taste, one)));
  const told = weighed.answers.find(({ answer }) => answer === label || Number(answer) === label);
  expect(told).toBeDefined();
  expect(u(taste, told!)).toBeGreaterThanOrEqual(best - 1e-9 * Math.max(1, Math.abs(best)));
}

const kappa = fc.constantFrom(0, 0.1, 0.25, 0.5, 0.75, 1);
const seed = fc.integer({ min: 0, max: 1000 });

describe('what is told leads to what theory answers', () => {
  test('in the dilemma, under every belief, method and role', () =>
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 0, max: 100 }), { minLength: 4, maxLength: 4 }),
        fc.constantFrom('direct', 'strategy'),
        fc.constantFrom('fixed', 'drawn'),
        fc.constantFrom('cooperate', 'neutral'),
        fc.constantFrom<Belief>(
          UNIFORM,
          { kind: 'like-minded' },
          { kind: 'observed' },
          { kind: 'given', numbers: [0.9, 0.6, 0.2] },
          { kind: 'known', other: { kappa: 0.5 } },
        ),
        kappa,
        seed,
        (payoffs, method, roles, labels, belief, weight, from) => {
          const [S, P, R, T] = payoffs.toSorted((a, b) => a - b);
          const config = dilemma.config.parse({ T, R, P, S, method, roles, labels, rounds: 3 });
          for (const [view, decision] of questions(dilemma, config, from))
            follow(dilemma, view, decision, { kappa: weight }, belief);
        },
      ),
      { numRuns: 60 },
    ));
  test('about vehicles, for every item and question', () => {
    const config = vehicles.config.parse(vehicles.presets.find(({ name }) => name === 'full')!.config);
    for (const weight of [0, 0.25, 0.5, 1])
      for (const [view, decision] of questions(vehicles, config, 3))
        follow(vehicles, view, decision, { kappa: weight }, UNIFORM);
  });
  test('in the market, in both readings, for like and unlike sellers', () =>
    fc.assert(
      fc.property(
        fc.constantFrom('sellers', 'buyers'),
        fc.constantFrom([1, 1], [1, 1.2]),
        fc.constantFrom(1, 10),
        fc.constantFrom('last', 'average', 'nash'),
        kappa,
        seed,
        (variant, c, currency, expects, weight, from) => {
          const config = market.config.parse({ c, currency, expects, rounds: 3 });
          for (const [view, decision] of questions(market, config, from))
            follow(market, view, decision, weight === 0 ? { kappa: 0 } : { kappa: weight, variant }, {
              kind: 'observed',
            });
        },
      ),
      { numRuns: 30 },
    ));
});

describe('the words', () => {
  const told = (game: AnyGame, taste: Taste, more: object = {}): string => {
    const config = game.config.parse(more);
    const [view, decision] = [...questions(game, config, 1)][0]!;
    const weighed = game.weigh!(view, decision, taste, game.belief?.(config) ?? UNIFORM)!;
    const request = {
      game,
      config,
      view,
      decision,
      names: ['you', 'moralis'],
      turn: 0,
      draw: (key: string) => rng(1, key),
      past: [],
      programs: [],
      earlier: [],
      others: [],
      keep: () => undefined,
    };
    return messagesOf(request, {
      system: null,
      wording: standardWording,
      preference: { taste, weighed },
      expects: null,
    }).at(-1)!.content;
  };
  test('name the utility, both terms and their values, and ask for the higher: the numbers of the paper', () => {
    // By hand for CCD and DCD against 50 : 50, half the time in either place: ½·½(65 + 20) + ½·½(65 + 25), ½·½(80 + 25) + ½·½(65 + 25).
    const text = told(dilemma, { kappa: 0.5 }, { T: 80, R: 65, P: 25, S: 20 });
    expect(text).toContain('u = (1 − κ)·own + κ·same, with κ = 0.5, so u = 0.5·own + 0.5·same');
    expect(text).toContain('cooperate: own = 43.75, same = 65.00\ndefect: own = 48.75, same = 25.00');
    expect(text).toContain('you would choose cooperate after cooperate and defect after defect');
    expect(text).toContain('Compute u for both answers and choose the higher.');
  });
  test('of economicus name one term', () => {
    const text = told(dilemma, { kappa: 0 });
    expect(text).toContain('about nothing else. Utility u = own.');
    expect(text).not.toContain('same');
  });
  test('about a car name the formula that makes a rating of it', () => {
    const text = told(vehicles, { kappa: 0.5 }, { items: [], pedestrians: [10], riders: ['child'], first: 'buy' });
    expect(text).toContain('buying it: own = -3.00, same = 17.00');
    expect(text).toContain('100/(1 + e^(−u))');
  });
  test('in the market name what both earn', () => {
    const text = told(market, { kappa: 0.5, variant: 'buyers' });
    expect(text).toContain('half of what buyers gain');
    expect(text).toMatch(/10\.0: own = 0\.0, same = [\d.]+/);
  });
});
