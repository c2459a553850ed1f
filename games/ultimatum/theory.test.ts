import { describe, expect, it } from 'vitest';
import type { Belief, Taste } from '../../src/core/game.ts';
import { rng } from '../../src/core/rng.ts';
import { solve } from '../../src/core/theory.ts';
import { bestStretches, playedByKappa } from '../../src/core/thresholds.ts';
import { standinChances } from '../../src/core/stand-in.ts';
import { anyTaste, fallingPayoffs } from '../../test/random-payoffs.ts';
import { config, presets } from './config.ts';
import { form, isControl, plans, unequalFrom } from './form.ts';

const uniform: Belief = { kind: 'uniform' };
const settings = (code: string) => config.parse(presets.find((preset) => preset.code === code)!.config);
const codes = ['ug-1', 'ug-2', 'ug-3', 'ug-4', 'ug-5', 'ug-6'];
const KAPPAS = [0, 0.1, 0.25, 0.5, 0.75, 1];

const bestOf = (set: ReturnType<typeof settings>, taste: Taste, belief: Belief): readonly string[] => {
  const { plan, ties } = solve(plans(set), taste, belief);
  return (ties.length > 0 ? ties : [plan]).map((place) => form.plans[place]!).toSorted();
};
const played = (set: ReturnType<typeof settings>, taste: Taste, belief: Belief): string =>
  form.plans[solve(plans(set), taste, belief).plan]!;

describe('the published games', () => {
  it('are the six: an equal split of 50, unequal ones, and 10 for each after a rejection', () => {
    expect(codes.map(settings).map(({ T, E, S, N }) => [T, E, S, N])).toEqual([
      [60, 50, 40, 10],
      [65, 50, 35, 10],
      [70, 50, 30, 10],
      [75, 50, 25, 10],
      [80, 50, 20, 10],
      [85, 50, 15, 10],
    ]);
  });

  it('unequal if acceptance is at least .800, .727, .667, .615, .571, .533 likely', () => {
    const from = codes.map((code) => unequalFrom(settings(code)));
    expect(from.map((value) => value.toFixed(3))).toEqual(['0.800', '0.727', '0.667', '0.615', '0.571', '0.533']);
    for (const [i, code] of codes.entries())
      for (const kappa of [0, 0.3, 0.5, 0.9, 1]) {
        const proposes = (accepts: number) =>
          played(settings(code), { kappa }, { kind: 'given', numbers: [0.5, accepts] })[0];
        expect([code, kappa, proposes(from[i]! - 1e-6), proposes(from[i]! + 1e-6)]).toEqual([code, kappa, 'E', 'U']);
      }
  });

  it('under uniform beliefs everybody proposes equal, and accepts', () => {
    for (const code of codes)
      for (const kappa of KAPPAS)
        expect([code, kappa, played(settings(code), { kappa }, uniform)]).toEqual([code, kappa, 'EA']);
  });

  it('at κ = 1 all that give E to everyone tie, and the limit κ → 1 is played', () => {
    for (const code of codes) {
      expect(bestOf(settings(code), { kappa: 1 }, uniform)).toEqual(['EA', 'ER', 'UA']);
      for (const numbers of [
        [0.5, 0.5],
        [1, 0],
        [0, 1],
        [0.3, 0.9],
      ])
        expect(played(settings(code), { kappa: 1 }, { kind: 'given', numbers })).toBe(
          played(settings(code), { kappa: 1 - 1e-6 }, { kind: 'given', numbers }),
        );
      // Among their like: who accepts is proposed the unequal split. EA is no best reply to itself.
      for (const kappa of [0, 0.5, 1]) expect(played(settings(code), { kappa }, { kind: 'like-minded' })).toBe('UA');
    }
  });
});

describe('the control', () => {
  const draw = rng(2028, 'control');
  const cases = Array.from({ length: 1000 }, () => {
    const N = draw.below(40);
    const S = N + 1 + draw.below(40);
    const E = S + 1 + draw.below(40);
    return { payoffs: { T: 2 * E - S, E, S, N }, numbers: [draw.below(3) / 2, draw.unit()], kappa: draw.unit() };
  });

  it('moralis with κ < 1 plays as economicus, whatever it expects, in 1,000 random games with S + T = 2E', () => {
    const broken = cases.flatMap(({ payoffs, numbers, kappa }) => {
      const set = config.parse(payoffs);
      const beliefs: readonly Belief[] = [
        uniform,
        { kind: 'like-minded' },
        { kind: 'given', numbers },
        { kind: 'known', other: { kappa: numbers[1]! } },
      ];
      // Of plans that tie for economicus it leaves out at most the one that rejects what it proposed itself.
      const [mine, selfish] = [kappa, 0].map((one) => bestOf(set, { kappa: one }, { kind: 'given', numbers }));
      const alike =
        isControl(set) &&
        selfish!.filter((plan) => plan !== 'UR').join() === mine!.join() &&
        beliefs.every(
          (belief) =>
            played(set, { kappa }, belief) === played(set, { kappa: 0 }, belief) &&
            playedByKappa(plans(set), {}, belief).length === 1,
        );
      return alike ? [] : [{ payoffs, numbers, kappa }];
    });
    expect(broken).toEqual([]);
  });

  it('where splits do not sum to the same κ matters', () => {
    const set = config.parse({ T: 80, E: 45, S: 20, N: 10 });
    expect(isControl(set)).toBe(false);
    expect(playedByKappa(plans(set), {}, uniform).length).toBeGreaterThan(1);
  });
});

describe('the baseline stand-in', () => {
  it('proposes equal and accepts with .99, whatever the split: both together gain the same', () => {
    const logistic = (x: number): number => 1 / (1 + Math.exp(-x));
    for (const code of codes) {
      const { T, E, S, N } = settings(code);
      const [equal, accepts] = standinChances(plans(settings(code))).nodes;
      expect(equal).toBeCloseTo(logistic((0.5 * 0.5 * (2 * E - 0.5 * (T + S) - N)) / 2), 9);
      expect(accepts).toBeCloseTo(logistic((0.5 * 0.5 * 0.5 * (T + S - 2 * N)) / 2), 9);
      expect([equal!.toFixed(2), accepts!.toFixed(2)]).toEqual(['0.99', '0.99']);
    }
  });
});

/**
 * An independent search over all plans, from the rules of the game as economics writes them. x and y are [proposes the equal
 * split, accepts the unequal one], 0 to 1.
 */
function search(
  { T, E, S, N }: { readonly T: number; readonly E: number; readonly S: number; readonly N: number },
  { kappa, alpha = 0, beta = 0 }: Taste,
  [y1, y2]: readonly [number, number],
): ReadonlySet<string> {
  const pi = (x1: number, x2: number, z1: number, z2: number): number =>
    0.5 * (x1 * E + (1 - x1) * (z2 * T + (1 - z2) * N)) + 0.5 * (z1 * E + (1 - z1) * (x2 * S + (1 - x2) * N));
  // Ahead only as a proposer whose unequal split is accepted, behind only as a responder who accepts one.
  const ahead = (x1: number): number => 0.5 * (1 - x1) * y2 * (T - S);
  const behind = (x2: number): number => 0.5 * (1 - y1) * x2 * (T - S);
  const worth = ([x1, x2]: readonly [number, number]): number =>
    (1 - kappa) * pi(x1, x2, y1, y2) + kappa * pi(x1, x2, x1, x2) - alpha * behind(x2) - beta * ahead(x1);
  const all = { EA: [1, 1], ER: [1, 0], UA: [0, 1], UR: [0, 0] } as const;
  const most = Math.max(...Object.values(all).map(worth));
  return new Set(Object.entries(all).flatMap(([name, x]) => (worth(x) >= most - 1e-9 * (T - N) ? [name] : [])));
}

const asNumbers = (plan: string): readonly [number, number] => [plan[0] === 'E' ? 1 : 0, plan[1] === 'A' ? 1 : 0];

describe('1,000 random valid configs', () => {
  const draw = rng(2029, 'brute force');
  const cases = Array.from({ length: 1000 }, () => {
    const [T, E, S, N] = fallingPayoffs(draw);
    const taste = anyTaste(draw);
    return { payoffs: { T, E, S, N }, taste, numbers: [draw.unit(), draw.below(3) / 2] as const };
  });

  it('agree with an independent search over all plans: uniform, given, known and like-minded beliefs', () => {
    const same = (found: readonly string[], searched: ReadonlySet<string>): boolean =>
      found.join() === [...searched].toSorted().join();
    const broken = cases.filter(({ payoffs, taste, numbers }) => {
      const set = config.parse(payoffs);
      const other = { kappa: numbers[0] };
      const theirs = played(set, other, uniform);
      const alike = solve(plans(set), taste, { kind: 'like-minded' });
      const stable = form.plans.filter((plan) => search(payoffs, taste, asNumbers(plan)).has(plan));
      return !(
        same(bestOf(set, taste, uniform), search(payoffs, taste, [0.5, 0.5])) &&
        same(bestOf(set, taste, { kind: 'given', numbers }), search(payoffs, taste, numbers)) &&
        same(bestOf(set, taste, { kind: 'known', other }), search(payoffs, taste, asNumbers(theirs))) &&
        search(payoffs, other, [0.5, 0.5]).has(theirs) &&
        alike.fallback === (stable.length === 0) &&
        (alike.fallback || stable.includes(form.plans[alike.plan]!))
      );
    });
    expect(broken).toEqual([]);
  });

  it('thresholds are where the search finds EA and UA among the best, to 1e-6', () => {
    const broken = cases.flatMap(({ payoffs, taste, numbers }) => {
      const set = config.parse(payoffs);
      const { kappa: _, ...social } = taste;
      return ['EA', 'UA'].flatMap((plan) => {
        const [stretch] = bestStretches(plans(set), form.plans.indexOf(plan), social, { kind: 'given', numbers });
        return Array.from({ length: 41 }, (_, i) => i / 40).flatMap((kappa) => {
          const is = search(payoffs, { ...social, kappa }, numbers).has(plan);
          const outside = stretch === undefined || kappa < stretch.from - 1e-6 || kappa > stretch.to + 1e-6;
          const inside = !outside && kappa > stretch.from + 1e-6 && kappa < stretch.to - 1e-6;
          return (outside && is) || (inside && !is) ? [{ payoffs, social, numbers, plan, kappa }] : [];
        });
      });
    });
    expect(broken).toEqual([]);
  });
});
