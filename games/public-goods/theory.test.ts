/** Theory against sums over everything that may happen: own code, from the rules and from the definition of homo moralis. */
import { describe, expect, it } from 'vitest';
import type { Belief, Taste } from '../../src/core/game.ts';
import { rng, type Rng } from '../../src/core/rng.ts';
import { solve, tabulate } from '../../src/core/theory.ts';
import { selfThreshold } from '../../src/core/thresholds.ts';
import { matchBelief, solutionAfter } from './belief.ts';
import { type Config, config, contributions, presets } from './config.ts';
import { game } from './index.ts';
import { bestOf, expectedMean, given, grimDelta, kappaStar, planOf, plans } from './plans.ts';
import { chances } from './stand-in.ts';

type Case = { readonly n: number; readonly E: number; readonly m: number; readonly grid: readonly number[] };

/** The rules, written anew: what player i gets where the players put in x. */
const points = ({ E, m }: Case, x: readonly number[], i: number): number =>
  E - x[i]! + m * x.reduce((sum, one) => sum + one, 0);

/** Every list of `length` of these values. */
function* lists<T>(values: readonly T[], length: number): Generator<readonly T[]> {
  if (length === 0) yield [];
  else for (const rest of lists(values, length - 1)) for (const value of values) yield [value, ...rest];
}

/**
 * Utility of every contribution x, the first player's, as defined: each of the others puts in what its own `chances` say, independently;
 * homo moralis supposes that each of them, with chance κ and independently, does as itself instead (Alger & Weibull 2016, the
 * others who do so being every subset); behind and ahead are means over the others (Fehr & Schmidt 1999).
 */
function utilities(
  set: Case,
  { kappa, alpha = 0, beta = 0 }: Taste,
  chances: readonly (readonly number[])[],
): readonly number[] {
  const others = [...lists([...set.grid.keys()], set.n - 1)];
  const subsets = [...lists([true, false], set.n - 1)];
  return set.grid.map((x) => {
    let sum = 0;
    for (const places of others) {
      const likely = places.reduce((product, place, j) => product * chances[j]![place]!, 1);
      if (likely === 0) continue;
      const y = places.map((place) => set.grid[place]!);
      for (const same of subsets) {
        const weight = same.reduce((product, does) => product * (does ? kappa : 1 - kappa), 1);
        if (weight > 0) sum += likely * weight * points(set, [x, ...same.map((does, j) => (does ? x : y[j]!))], 0);
      }
      const all = [x, ...y];
      const gaps = y.map((_, j) => points(set, all, j + 1) - points(set, all, 0));
      const mean = (of: (gap: number) => number) => gaps.reduce((total, gap) => total + of(gap), 0) / gaps.length;
      sum -= likely * (alpha * mean((gap) => Math.max(0, gap)) + beta * mean((gap) => Math.max(0, -gap)));
    }
    return sum;
  });
}

/** The best of these, within the noise of doubles. */
const bestIn = (values: readonly number[]): readonly number[] =>
  [...values.keys()].filter((i) => values[i]! >= Math.max(...values) - 1e-7);

/** The sum over profiles and subsets grows fast: few contributions where there are many players. */
function anyCase(chance: Rng): { readonly settings: Config; readonly set: Case } {
  const players = 2 + chance.below(5);
  const steps = 1 + chance.below(players < 4 ? 5 : players === 4 ? 3 : 2);
  const step = chance.pick([1, 2.5, 5]);
  const settings = config.parse({ players, endowment: steps * step, step, m: (1 + chance.below(26)) / 20 });
  return { settings, set: { n: players, E: steps * step, m: settings.m, grid: contributions(settings) } };
}

const anyTaste = (chance: Rng): Taste => ({
  kappa: chance.pick([0, 1, chance.unit(), chance.unit()]),
  alpha: chance.pick([0, chance.unit(), 2 * chance.unit()]),
  beta: chance.pick([0, chance.unit()]),
});

/** Chances by contribution, ascending; every now and then certainty. */
function anyChances(chance: Rng, many: number): readonly number[] {
  if (chance.below(3) === 0) {
    const sure = chance.below(many);
    return Array.from({ length: many }, (_, i) => (i === sure ? 1 : 0));
  }
  const odds = Array.from({ length: many }, () => chance.unit());
  const total = odds.reduce((sum, odd) => sum + odd, 0);
  return odds.map((odd) => odd / total);
}

/** As a belief of the program: all contributions but 0, from the highest. */
const belief = (likely: readonly number[]): Belief => ({ kind: 'given', numbers: likely.slice(1).toReversed() });

describe('against a sum over all profiles of the others and all subsets who do the same', () => {
  const chance = rng(12, 'public goods');
  const cases = Array.from({ length: 1000 }, () => {
    const { settings, set } = anyCase(chance);
    return { settings, set, taste: anyTaste(chance), likely: anyChances(chance, set.grid.length) };
  });

  it('of 2 to 6 players, in 1,000 settings, tastes and beliefs: every utility, and what is best', () => {
    for (const { settings, set, taste, likely } of cases) {
      const brute = utilities(
        set,
        taste,
        Array.from({ length: set.n - 1 }, () => likely),
      );
      const solution = solve(plans(settings), taste, belief(likely));
      const solved = set.grid.map((x) => solution.utilities[planOf(settings, x)]!);
      const where = JSON.stringify({ set, taste, likely });
      solved.forEach((utility, i) => expect(utility, where).toBeCloseTo(brute[i]!, 8));
      const best = bestIn(brute).map((i) => set.grid[i]!);
      expect(best, where).toContain(given(settings, solution.plan));
      expect(
        [...bestOf(settings, solution)].sort((a, b) => a - b).every((x) => best.includes(x)),
        where,
      ).toBe(true);
    }
    // All sizes, and best contributions that are all, nothing and in between.
    expect(new Set(cases.map(({ set }) => set.n))).toEqual(new Set([2, 3, 4, 5, 6]));
    const inner = cases.filter(({ settings, taste, likely }) => {
      const x = given(settings, solve(plans(settings), taste, belief(likely)).plan);
      return x > 0 && x < settings.endowment;
    });
    expect(inner.length).toBeGreaterThan(50);
  });

  it('of others who differ the mean of what each is expected to do is enough', () => {
    for (const { settings, set, taste } of cases.slice(0, 300)) {
      const each = Array.from({ length: set.n - 1 }, () => anyChances(chance, set.grid.length));
      const mean = set.grid.map((_, i) => each.reduce((sum, one) => sum + one[i]!, 0) / each.length);
      const brute = utilities(set, taste, each);
      const { utilities: solved } = solve(plans(settings), taste, belief(mean));
      set.grid.forEach((x, i) =>
        expect(solved[planOf(settings, x)], JSON.stringify({ set, taste, each })).toBeCloseTo(brute[i]!, 8),
      );
    }
  });

  it('without α and β all is put in from κ* on and nothing below, whatever is believed', () => {
    for (const { settings, set, likely } of cases) {
      const star = (1 - set.m) / (set.m * (set.n - 1));
      for (const kappa of [0, 0.2, 0.5, 0.8, 0.999, star - 0.01, star + 0.01]) {
        if (kappa < 0 || kappa >= 1) continue;
        const { plan, ties } = solve(plans(settings), { kappa }, belief(likely));
        const tied = Math.abs(kappa - star) < 1e-9;
        expect(given(settings, plan), JSON.stringify({ set, kappa })).toBe(kappa >= star - 1e-9 ? set.E : 0);
        expect(ties.length).toBe(tied ? set.grid.length : 0);
      }
    }
  });

  it('the smallest κ at which all is a best reply to all is κ*, by the crossings of lines too', () => {
    for (const { settings, set } of cases) {
      const found = selfThreshold(plans(settings), planOf(settings, set.E));
      const star = kappaStar(settings);
      if (star > 1 + 1e-9) expect(found).toBe(null);
      else expect(found).toBeCloseTo(star, 6);
    }
  });

  it('of a good that is not linear the two terms are not enough: the subsets tell', () => {
    const kappa = 0.5;
    // Three players; what two who put in y make of a project that pays √ of its points, expected and as two terms.
    const pays = (x: number, total: number): number => 4 - x + Math.sqrt(total);
    const whole = (x: number, y: number): number =>
      [...lists([x, y], 2)].reduce((sum, others) => sum + 0.25 * pays(x, x + others[0]! + others[1]!), 0);
    const two = (x: number, y: number): number => (1 - kappa) * pays(x, x + 2 * y) + kappa * pays(x, 3 * x);
    expect(whole(4, 0)).toBeCloseTo(0.25 * (Math.sqrt(4) + 2 * Math.sqrt(8) + Math.sqrt(12)), 12);
    expect(Math.abs(whole(4, 0) - two(4, 0))).toBeGreaterThan(0.04);
  });
});

describe('by hand', () => {
  const named = (name: string): Config => config.parse(presets.find((preset) => preset.name === name)!.config);

  it.each([
    ['standard', 1 / 3],
    ['once', 0.5],
    ['pair', 1 / 3],
    ['ten-rounds', 0.5],
    ['high-return', 1 / 9],
    ['low-return', 7 / 9],
    ['large-group', 7 / 27],
  ])('%s: κ* = (1 − m)/(m(n − 1)) = %f', (name, star) => {
    expect(kappaStar(named(name))).toBeCloseTo(star, 12);
    const answers = [star - 0.001, star, star + 0.001].map((kappa) => {
      const { plan, ties } = solve(plans(named(name)), { kappa }, { kind: 'uniform' });
      return [given(named(name), plan), ties.length];
    });
    const { endowment } = named(name);
    expect(answers).toEqual([
      [0, 0],
      [endowment, contributions(named(name)).length],
      [endowment, 0],
    ]);
  });

  it('4 players, 20 points, .4: points of the four corners', () => {
    const set = named('once');
    const { own } = tabulate(plans(set));
    const at = (x: number, y: number) => own[planOf(set, x)]![planOf(set, y)];
    // 20 − 20 + .4·80; 20 + .4·60; 20 − 20 + .4·20; 20.
    expect([at(20, 20), at(0, 20), at(20, 0), at(0, 0)]).toEqual([32, 44, 8, 20]);
  });

  it('where a point pays all together less than a point, no κ puts in anything; where just a point, κ → 1 neither', () => {
    const poor = config.parse({ players: 4, m: 0.2 });
    const even = config.parse({ players: 4, m: 0.25 });
    for (const kappa of [0, 0.5, 1])
      for (const set of [poor, even])
        expect(given(set, solve(plans(set), { kappa }, { kind: 'uniform' }).plan)).toBe(0);
    expect(solve(plans(even), { kappa: 1 }, { kind: 'uniform' }).ties).toHaveLength(21);
    expect([grimDelta(poor), grimDelta(even)]).toEqual([null, null]);
  });

  it('where a point comes back whole, economicus may do anything and puts in all by the tie rule; where more, it must', () => {
    const whole = solve(plans(config.parse({ m: 1 })), { kappa: 0 }, { kind: 'uniform' });
    expect([whole.plan, whole.ties.length]).toEqual([0, 21]);
    const more = solve(plans(config.parse({ m: 1.2 })), { kappa: 0 }, { kind: 'uniform' });
    expect([more.plan, more.ties.length]).toEqual([0, 0]);
  });

  it('who dislikes being ahead matches what it expects, and only where β reaches 1 − m', () => {
    const set = config.parse({ m: 0.4, beliefs: 10 });
    const matching = (taste: Taste) => given(set, solve(plans(set), taste, game.belief!(set)!).plan);
    // A point given less than the others: earns .6 and costs β. Given more than the others: costs .6 and α.
    expect(matching({ kappa: 0, beta: 0.59 })).toBe(0);
    expect(matching({ kappa: 0, beta: 0.61 })).toBe(10);
    // κ = .6 earns −.6 + .72 = .12 for each point: all, unless being behind costs more than that.
    expect(matching({ kappa: 0.6, alpha: 0.11 })).toBe(20);
    expect(matching({ kappa: 0.6, alpha: 0.13 })).toBe(10);
  });

  it('a belief of a mean between two contributions weighs both', () => {
    const set = config.parse({ endowment: 20, step: 5, beliefs: 12 });
    const { weights } = solve(plans(set), { kappa: 0 }, game.belief!(set)!);
    // From the highest: 20, 15, 10, 5, 0. 12 = .4·15 + .6·10.
    expect(weights.map((weight) => Number(weight.toFixed(9)))).toEqual([0, 0.4, 0.6, 0, 0]);
  });
});

describe('several others of whom something is known', () => {
  const set = config.parse({ m: 0.5, ending: 'indefinite', delta: 0.5 });
  const mean = (others: readonly (Taste | null)[], history: readonly { mine: number; total: number }[] = []) =>
    expectedMean(set, solutionAfter(set, { kappa: 0 }, matchBelief(set, others), history));

  it('are expected each by its own plan, of a person every contribution alike', () => {
    expect(mean([{ kappa: 0 }, { kappa: 0.6 }, null])).toBeCloseTo((0 + 20 + 10) / 3, 9);
    expect(mean([{ kappa: 0.6 }, { kappa: 0.6 }, { kappa: 0.6 }])).toBe(20);
    expect(mean([null, null, null])).toBeCloseTo(10, 9);
  });

  it('who keeps to grim reversion puts in everything until somebody does not', () => {
    const grim: Taste = { kappa: 0, variant: 'grim' };
    const others = [grim, { kappa: 0.6 }, { kappa: 0 }];
    expect(mean(others)).toBeCloseTo(40 / 3, 9);
    expect(mean(others, [{ mine: 20, total: 60 }])).toBeCloseTo(20 / 3, 9);
    expect(mean([grim, grim, grim], [{ mine: 20, total: 80 }])).toBe(20);
  });
});

describe('repeated', () => {
  /** The present value, in points of now, of a stream that is followed until nothing is left of it. */
  const present = (delta: number, stream: (round: number) => number): number => {
    let sum = 0;
    for (let round = 0, weight = 1; weight > 1e-13; round++, weight *= delta) sum += weight * stream(round);
    return sum;
  };

  it('all put in all under grim reversion is an equilibrium just from δ = (1 − m)/(m(n − 1)) on: every deviation, at any round', () => {
    for (const [n, m] of [
      [4, 0.4],
      [2, 0.75],
      [10, 0.3],
      [5, 0.5],
    ] as const) {
      const set: Case = { n, E: 20, m, grid: [0, 5, 10, 15, 20] };
      const threshold = grimDelta({ players: n, endowment: 20, m })!;
      const pays = (delta: number): boolean => {
        const all = points(
          set,
          Array.from({ length: n }, () => 20),
          0,
        );
        const keep = present(delta, () => all);
        return [0, 5, 10, 15].some((x) =>
          [0, 3].some((when) => {
            const first = points(set, [x, ...Array.from({ length: n - 1 }, () => 20)], 0);
            // Nobody puts in anything after a deviation, the deviator included: its best, since m < 1.
            return present(delta, (round) => (round < when ? all : round === when ? first : 20)) > keep + 1e-6;
          }),
        );
      };
      expect([pays(threshold - 0.01), pays(threshold + 0.01)], `n ${n}, m ${m}`).toEqual([true, false]);
    }
  });

  it('economicus:grim puts in all until somebody does not; the others solve each round alone and say so', () => {
    const set = config.parse({ m: 0.5, ending: 'indefinite', delta: 0.5, shown: 'sum' });
    const view = (given: readonly (readonly number[])[]) =>
      game.observe(
        given.reduce(
          (state, answers) =>
            game.apply(
              { ...state, length: 99 },
              game.pending(state).map((decision) => ({ decision, answer: answers[decision.seat]! })),
              rng(1),
            ),
          game.setup(set, rng(1, 'setup'), 4),
        ),
        0,
      );
    const answer = (history: readonly (readonly number[])[], taste: Taste) => {
      const [decision] = game.pending(game.setup(set, rng(1, 'setup'), 4));
      return game.theory!(view(history), decision!, taste, { kind: 'uniform' });
    };
    const all = [20, 20, 20, 20];
    const grim: Taste = { kappa: 0, variant: 'grim' };
    expect(
      [[], [all], [all, [20, 20, 19, 20]], [[0, 20, 20, 20], all]].map((seen) => answer(seen, grim).answer),
    ).toEqual([20, 20, 0, 0]);
    expect(answer([], grim).because).toContain('no unique prediction');
    expect(answer([all], { kappa: 0 })).toMatchObject({
      answer: 0,
      because: expect.stringMatching(/no unique prediction: from δ = 0\.333 on.*as if it were the only one/),
    });
    // δ below the threshold: grim is economicus.
    const low = { ...set, delta: 0.3 };
    const lowView = { ...view([]), config: low };
    const [decision] = game.pending(game.setup(low, rng(1, 'setup'), 4));
    expect(game.theory!(lowView, decision!, grim, { kind: 'uniform' }).answer).toBe(0);
  });

  it('theory says where there is no unique prediction', () => {
    const told = (set: object) => game.predict(config.parse(set), { kappa: 0, belief: null }).document;
    expect(told({ ending: 'indefinite', delta: 0.4 })).toMatchObject({ unique: false, contribution: 0 });
    expect(told({ ending: 'indefinite', delta: 0.3 })).toMatchObject({ unique: true });
    expect(told({ rounds: 10 })).toMatchObject({ unique: true, dilemma: true });
  });
});

it('what a model is told of its preference leads to what theory answers, with points by the rules', () => {
  const chance = rng(5, 'told');
  for (let i = 0; i < 200; i++) {
    const { settings, set } = anyCase(chance);
    const kappa = chance.pick([0, 1, chance.unit()]);
    const state = game.setup(settings, rng(i, 'setup'), set.n);
    const [decision] = game.pending(state);
    const view = game.observe(state, 0);
    const { answers } = game.weigh!(view, decision!, { kappa }, { kind: 'uniform' })!;
    const u = answers.map(({ own, same }) => (1 - kappa) * own + kappa * same);
    const theirs = Number(game.theory!(view, decision!, { kappa }, { kind: 'uniform' }).answer);
    const best = bestIn(u).map((place) => Number(answers[place]!.answer));
    expect(best, JSON.stringify({ set, kappa })).toContain(theirs);
    const half = set.grid.reduce((sum, one) => sum + one, 0) / set.grid.length;
    for (const { answer, own, same } of answers) {
      const x = Number(answer);
      const others = Array.from({ length: set.n - 1 }, () => half);
      expect(own).toBeCloseTo(points(set, [x, ...others], 0), 9);
      expect(same).toBeCloseTo(
        points(
          set,
          Array.from({ length: set.n }, () => x),
          0,
        ),
        9,
      );
    }
  }
});

describe('the stand-in', () => {
  it('weighs its own payoff and the mean of the others equally, with noise of two points', () => {
    const settings = config.parse({ players: 3, endowment: 4, m: 0.4 });
    const set: Case = { n: 3, E: 4, m: 0.4, grid: [0, 1, 2, 3, 4] };
    const u = set.grid.map((x) => {
      let sum = 0;
      for (const y of lists(set.grid, 2)) {
        const all = [x, ...y];
        sum += (0.5 * points(set, all, 0) + 0.25 * points(set, all, 1) + 0.25 * points(set, all, 2)) / 25;
      }
      return sum;
    });
    const odds = u.map((one) => Math.exp(one / 2));
    const total = odds.reduce((sum, one) => sum + one, 0);
    const { likely } = chances(settings);
    set.grid.forEach((x, i) => expect(likely[planOf(settings, x)]).toBeCloseTo(odds[i]! / total, 10));
  });
});
