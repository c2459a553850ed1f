import { describe, expect, it } from 'vitest';
import type { Belief, Taste } from '../../src/core/game.ts';
import { rng } from '../../src/core/rng.ts';
import { learned, solve } from '../../src/core/theory.ts';
import { bestStretches, selfThreshold } from '../../src/core/thresholds.ts';
import { anyTaste, fallingPayoffs } from '../../test/random-payoffs.ts';
import { config, presets } from './config.ts';
import { game } from './index.ts';
import { PLANS } from './form.ts';
import { grimDelta, kappaStar, planIndex, planName, plans } from './plans.ts';
import { chances, standinPlan } from './standin.ts';

const uniform: Belief = { kind: 'uniform' };
const CCD = planIndex('CCD');
const settings = (code: string) => config.parse(presets.find((preset) => preset.code === code)!.config);
const codes = ['spd-1', 'spd-2', 'spd-3', 'spd-4', 'spd-5', 'spd-6'];

/** "DDD=CCD" as the tables write it: every best plan. */
function best(code: string, taste: Taste, belief: Belief): string {
  const { plan, ties } = solve(plans(settings(code)), taste, belief);
  return [...(ties.length > 0 ? ties : [plan])].map(planName).toSorted().join('=');
}

describe('the published protocols', () => {
  // Economics, section 2: uniform beliefs, κ = 0, .10, .25, .50, .75, 1.
  it.each([
    ['spd-1', ['DDD', 'DDC', 'DDC', 'DDC', 'DDC', 'CDC=CDD=DCC=DDC']],
    ['spd-2', ['DDD', 'DDC', 'DDC', 'DDC', 'DDC', 'CCC=CCD']],
    ['spd-3', ['DDD', 'DDC', 'DDC', 'CCD', 'CCD', 'CCC=CCD']],
    ['spd-4', ['DDD', 'DDD', 'DDC', 'CCD', 'CCD', 'CCC=CCD']],
    ['spd-5', ['DDD', 'CCD=DDD', 'CCD', 'CCD', 'CCD', 'CCC=CCD']],
    ['spd-6', ['DDD', 'DDD', 'CCD', 'CCD', 'CCD', 'CCC=CCD']],
  ])('%s: the best plans under uniform beliefs', (code, expected) => {
    expect([0, 0.1, 0.25, 0.5, 0.75, 1].map((kappa) => best(code, { kappa }, uniform))).toEqual(expected);
  });

  it.each([
    ['spd-1', null],
    ['spd-2', 0.7778],
    ['spd-3', 0.3333],
    ['spd-4', 0.4545],
    ['spd-5', 0.0909],
    ['spd-6', 0.2308],
  ])('%s: κ* = %s, by formula and found from the plans', (code, expected) => {
    const star = kappaStar(settings(code));
    if (expected === null) expect(star).toBeNull();
    else expect(star).toBeCloseTo(expected, 4);
    expect(round(selfThreshold(plans(settings(code)), CCD))).toBe(round(star));
  });

  it('DDD is first left at κ = .034, .077, .048, .130, .100, .200', () => {
    const left = codes.map((code) => leftAt(code));
    expect(left).toEqual([0.034, 0.077, 0.048, 0.13, 0.1, 0.2]);
  });

  it('the plan of moralis .5 among like-minded: DDC, DDC, CCD, CCD, CCD, CCD', () => {
    const played = codes.map((code) =>
      planName(solve(plans(settings(code)), { kappa: 0.5 }, { kind: 'like-minded' }).plan),
    );
    expect(played).toEqual(['DDC', 'DDC', 'CCD', 'CCD', 'CCD', 'CCD']);
  });

  it('economicus facing a disclosed moralis .5 plays CDD in spd-3 to 6, and forgoes (R − P)/2 a match with DDD', () => {
    for (const code of ['spd-3', 'spd-4', 'spd-5', 'spd-6']) {
      const set = settings(code);
      const { plan, terms } = solve(plans(set), { kappa: 0 }, { kind: 'known', other: { kappa: 0.5 } });
      expect(planName(plan)).toBe('CDD');
      expect(terms.own[plan]! - terms.own[planIndex('DDD')]!).toBeCloseTo((set.R - set.P) / 2, 9);
    }
  });

  it('mutual cooperation under grim reversion from δ = .600, .500, .273, .385, .100, .250', () => {
    expect(codes.map((code) => Number(grimDelta(settings(code)).toFixed(3)))).toEqual([
      0.6, 0.5, 0.273, 0.385, 0.1, 0.25,
    ]);
  });

  it('worlds: economicus earns P, moralis .5 50, 50, 65, 65, 75, 75', () => {
    const world = (code: string, kappa: number): number => {
      const { plan, terms } = solve(plans(settings(code)), { kappa }, uniform);
      return terms.same[plan]!;
    };
    expect(codes.map((code) => world(code, 0))).toEqual(codes.map((code) => settings(code).P));
    expect(codes.map((code) => world(code, 0.5))).toEqual([50, 50, 65, 65, 75, 75]);
  });

  it('"defect first, cooperate after defection" universalises to (S + T)/2', () => {
    for (const code of codes) {
      const { S, T } = settings(code);
      expect(solve(plans(settings(code)), { kappa: 1 }, uniform).terms.same[planIndex('DDC')]).toBe((S + T) / 2);
    }
  });
});

const round = (value: number | null): number | null => (value === null ? null : Number(value.toFixed(6)));

/** Where DDD stops being the best plan, found by halving and not by the code under test. */
function leftAt(code: string): number {
  let [low, high] = [0, 1];
  while (high - low > 1e-9) {
    const middle = (low + high) / 2;
    if (best(code, { kappa: middle }, uniform) === 'DDD') low = middle;
    else high = middle;
  }
  return Number(low.toFixed(3));
}

describe('the baseline stand-in', () => {
  it('cooperates .99 first, .77 after C, .95 after D: the mean of the six protocols', () => {
    const nodes = codes.map((code) => chances(settings(code)).nodes);
    const mean = [0, 1, 2].map((n) => nodes.reduce((sum, node) => sum + node[n]!, 0) / codes.length);
    expect(Math.abs(mean[0]! - 0.99)).toBeLessThan(0.005);
    expect(Math.abs(mean[1]! - 0.77)).toBeLessThan(0.006);
    expect(Math.abs(mean[2]! - 0.95)).toBeLessThan(0.006);
  });

  it('its probabilities are the logit of the points at stake at a node', () => {
    // Half of own plus half of other's, half the time in that place, half the time at that node, over λ = 2.
    for (const code of codes) {
      const { T, R, P, S } = settings(code);
      const logistic = (x: number): number => 1 / (1 + Math.exp(-x));
      const [first, afterC, afterD] = chances(settings(code)).nodes;
      expect(first).toBeCloseTo(logistic((R - P) / 8), 9);
      expect(afterC).toBeCloseTo(logistic((2 * R - S - T) / 16), 9);
      expect(afterD).toBeCloseTo(logistic((S + T - 2 * P) / 16), 9);
    }
  });

  it('its best plan is CDC in spd-1 and CCC in spd-2 to 6', () => {
    expect(codes.map((code) => standinPlan(settings(code)))).toEqual(['CDC', 'CCC', 'CCC', 'CCC', 'CCC', 'CCC']);
  });

  it('draws plans as often as it says, the same for the same key', () => {
    const set = settings('spd-1');
    const state = game.setup(set, rng(1), 2);
    const [decision] = game.pending(state);
    let count = 0;
    for (let seed = 0; seed < 4000; seed++) {
      const reasoned = game.standin!(game.observe(state, 0), decision!, (key) => rng(seed, key));
      expect(game.standin!(game.observe(state, 0), decision!, (key) => rng(seed, key)).answer).toBe(reasoned.answer);
      if (reasoned.answer === 'C') count++;
    }
    expect(count / 4000).toBeCloseTo(chances(set).nodes[0]!, 1);
    expect(game.standin!(game.observe(state, 0), decision!, (key) => rng(1, key)).because).toContain('Stand-in');
  });
});

/**
 * An independent search: π as economics writes it, over all plans, with nothing of src/theory.ts or plans.ts.
 * A plan is three bits; beliefs are probabilities of C at the three nodes.
 */
function search(
  p: { T: number; R: number; P: number; S: number },
  { kappa, alpha = 0, beta = 0 }: Taste,
  y: readonly number[],
): Set<string> {
  const { T, R, P, S } = p;
  const pi = (x: readonly number[], z: readonly number[]): number => {
    const [x1, x2, x3] = x as [number, number, number];
    const [y1, y2, y3] = z as [number, number, number];
    return (
      0.5 * (x1 * (y2 * R + (1 - y2) * S) + (1 - x1) * (y3 * T + (1 - y3) * P)) +
      0.5 * (y1 * (x2 * R + (1 - x2) * T) + (1 - y1) * (x3 * S + (1 - x3) * P))
    );
  };
  // Behind only as the one who was exploited (S while the other has T), ahead only as the one who exploited.
  const exploited = (x: readonly number[]): number => 0.5 * x[0]! * (1 - y[1]!) + 0.5 * (1 - y[0]!) * x[2]!;
  const exploits = (x: readonly number[]): number => 0.5 * (1 - x[0]!) * y[2]! + 0.5 * y[0]! * (1 - x[1]!);
  const all = Array.from({ length: 8 }, (_, bits) => [(bits >> 2) & 1, (bits >> 1) & 1, bits & 1]);
  const worth = (x: readonly number[]): number =>
    (1 - kappa) * pi(x, y) + kappa * pi(x, x) - alpha * (T - S) * exploited(x) - beta * (T - S) * exploits(x);
  const most = Math.max(...all.map(worth));
  return new Set(
    all.filter((x) => worth(x) >= most - 1e-9 * (T - S)).map((x) => x.map((c) => (c === 1 ? 'C' : 'D')).join('')),
  );
}

describe('1,000 random valid configs', () => {
  const draw = rng(2026, 'brute force');
  const cases = Array.from({ length: 1000 }, () => {
    const [T, R, P, S] = fallingPayoffs(draw);
    const taste = anyTaste(draw);
    return { payoffs: { T, R, P, S }, taste, numbers: [draw.unit(), draw.below(3) / 2, draw.unit()] };
  });

  it('agree with an independent search over all plans: uniform, given, known and like-minded beliefs', () => {
    for (const { payoffs, taste, numbers } of cases) {
      const set = config.parse(payoffs);
      const found = (belief: Belief): Set<string> => {
        const { plan, ties } = solve(plans(set), taste, belief);
        expect(ties.length === 0 || ties.includes(plan)).toBe(true);
        return new Set((ties.length > 0 ? ties : [plan]).map(planName));
      };
      expect(found(uniform)).toEqual(search(payoffs, taste, [0.5, 0.5, 0.5]));
      expect(found({ kind: 'given', numbers })).toEqual(search(payoffs, taste, numbers));
      const other = { kappa: numbers[0]! };
      const theirs = solve(plans(set), other, uniform).plan;
      expect(search(payoffs, other, [0.5, 0.5, 0.5]).has(planName(theirs))).toBe(true);
      expect(found({ kind: 'known', other })).toEqual(search(payoffs, taste, bits(planName(theirs))));

      const alike = solve(plans(set), taste, { kind: 'like-minded' });
      const stable = PLANS.filter((plan) => search(payoffs, taste, bits(plan)).has(plan));
      expect(alike.fallback).toBe(stable.length === 0);
      if (alike.fallback)
        expect(new Set((alike.ties.length > 0 ? alike.ties : [alike.plan]).map(planName))).toEqual(
          search(payoffs, taste, [0.5, 0.5, 0.5]),
        );
      else {
        expect(stable).toContain(planName(alike.plan));
        const same = (plan: string): number => pay(payoffs, plan[0]!, plan[plan[0] === 'C' ? 1 : 2]!) as number;
        expect(same(planName(alike.plan))).toBeGreaterThanOrEqual(Math.max(...stable.map(same)) - 1e-6);
      }
    }
  });

  it('thresholds are where the search first finds CCD among the best, to 1e-6', () => {
    for (const { payoffs, taste, numbers } of cases.slice(0, 300)) {
      const set = config.parse(payoffs);
      const { kappa: _, ...social } = taste;
      for (const [belief, y] of [
        [uniform, [0.5, 0.5, 0.5]],
        [{ kind: 'given', numbers }, numbers],
      ] as const) {
        const [stretch = null] = bestStretches(plans(set), CCD, social, belief);
        const at = stretch?.from ?? null;
        const isBest = (kappa: number): boolean => search(payoffs, { ...social, kappa }, y).has('CCD');
        const grid = Array.from({ length: 201 }, (_, i) => i / 200);
        if (stretch === null || at === null) expect(grid.some(isBest)).toBe(false);
        else {
          expect(at).toBeGreaterThanOrEqual(0);
          expect(at).toBeLessThanOrEqual(1);
          for (const kappa of grid)
            if (kappa < at - 1e-6 || kappa > stretch.to + 1e-6) expect(isBest(kappa)).toBe(false);
            else if (kappa > at + 1e-6 && kappa < stretch.to - 1e-6) expect(isBest(kappa)).toBe(true);
          // Where the stretch is longer than a point, just above the threshold CCD is best.
          const first = grid.find((kappa) => kappa > at && isBest(kappa));
          if (first !== undefined) expect(isBest(at + Math.min(1e-6, (first - at) / 2))).toBe(true);
        }
      }
    }
  });
});

const bits = (plan: string): readonly number[] => [...plan].map((letter) => (letter === 'C' ? 1 : 0));

/** Twice π(x, x), from the four outcomes: what both get together when a plan meets itself. */
function pay({ T, R, P, S }: { T: number; R: number; P: number; S: number }, move: string, reply: string): number {
  if (move === reply) return move === 'C' ? 2 * R : 2 * P;
  return S + T;
}

describe('the tie rule', () => {
  it('lists every tied plan and plays the one with most utility under uniform beliefs, then the first in order', () => {
    const gentle = plans(settings('spd-5'));
    // At κ = .1 CCD and DDD are equal under uniform beliefs: the order decides, in which CCD is first.
    expect(planName(solve(gentle, { kappa: 0.1 }, uniform).plan)).toBe('CCD');
    // Against CCD, CDD and CDC are equal; under uniform beliefs CDD is worth more.
    const known = solve(gentle, { kappa: 0 }, { kind: 'known', other: { kappa: 0.5 } });
    expect(known.ties.map(planName)).toEqual(['CDD', 'CDC']);
    expect(planName(known.plan)).toBe('CDD');
    expect(solve(gentle, { kappa: 0.5 }, uniform).ties).toEqual([]);
  });

  it('at κ = 1 the plan is that of κ → 1, and every tie is listed', () => {
    for (const code of codes)
      for (const numbers of [
        [0.5, 0.5, 0.5],
        [0, 0, 0],
        [1, 1, 0],
        [0.2, 0.9, 0.7],
      ]) {
        const at = (kappa: number) => solve(plans(settings(code)), { kappa }, { kind: 'given', numbers });
        expect([code, numbers, planName(at(1).plan)]).toEqual([code, numbers, planName(at(1 - 1e-6).plan)]);
        expect(at(1).ties).toContain(at(1).plan);
      }
  });

  it('plans tie within 1e-9 of T − S and no further', () => {
    const near = (gap: number) =>
      solve(plans(config.parse({ T: 80, R: 75, P: 30, S: 20 })), { kappa: 0.1 + gap }, uniform).ties.length;
    expect(near(0)).toBe(2);
    expect(near(1e-11)).toBe(2);
    expect(near(1e-7)).toBe(0);
  });
});

describe('like-minded beliefs', () => {
  it('where no plan is a best reply to itself it says so and expects 50 : 50', () => {
    const set = settings('spd-3');
    const { fallback, weights } = solve(plans(set), { kappa: 0.06 }, { kind: 'like-minded' });
    expect(fallback).toBe(true);
    expect(weights).toEqual(weights.map(() => 1 / 8));
    const state = game.setup(config.parse({ ...set, beliefs: 'like-minded' }), rng(1), 2);
    const { because } = game.theory!(
      game.observe(state, 0),
      game.pending(state)[0]!,
      { kappa: 0.06 },
      { kind: 'like-minded' },
    );
    expect(because).toContain('No plan being a best reply to itself, expecting 50 : 50');
  });
});

describe('observed beliefs', () => {
  it('are (1 + #C)/(2 + #seen) at each node of the other', () => {
    expect([learned(0, 0), learned(3, 3), learned(0, 3)]).toEqual([0.5, 0.8, 0.2]);
    // Seat 2 answered C with D three times; seat 1 then expects 1/5 after C and nothing new elsewhere.
    const set = config.parse({ rounds: 4, beliefs: 'observed' });
    let state = game.setup(set, rng(1), 2);
    for (let turn = 0; turn < 6; turn++) {
      const [decision] = game.pending(state);
      state = game.apply(state, [{ decision: decision!, answer: decision!.key === 'first' ? 'C' : 'D' }], rng(1));
    }
    const { because } = game.theory!(game.observe(state, 0), game.pending(state)[0]!, { kappa: 0 }, game.belief!(set)!);
    expect(because).toContain('Expecting C with 50 % first, 20 % after C, 50 % after D');
  });
});

describe('a choice with its reasons', () => {
  const set = config.parse({});
  const state = game.setup(set, rng(1), 2);
  const [decision] = game.pending(state);
  const view = game.observe(state, 0);

  it('states the numbers and the utility of the plan with that entry changed', () => {
    const { answer, because, utilities } = game.theory!(view, decision!, { kappa: 0.5 }, uniform);
    expect(answer).toBe('C');
    expect(utilities).toEqual([
      { answer: 'C', utility: 62.5 },
      { answer: 'D', utility: 41.875 },
    ]);
    expect(because).toBe(
      'Expecting 50 : 50, C is worth 62.5 (CCD: 0.50 × 50.0 for itself + 0.50 × 75.0 if everyone did the same), D 41.9 (DCD).',
    );
  });

  it('with an open end and δ high enough says that there is no unique prediction', () => {
    const open = config.parse({ ending: 'indefinite', delta: 0.75 });
    const says = (delta: number): string =>
      game.theory!(
        game.observe(game.setup(config.parse({ ...open, delta }), rng(1), 2), 0),
        decision!,
        { kappa: 0 },
        uniform,
      ).because;
    expect(says(0.75)).toContain('no unique prediction');
    expect(says(0.05)).not.toContain('no unique prediction');
    expect(says(0.05)).toContain('as if it were the only one');
  });

  it('economicus:grim cooperates until somebody defects, where that is an equilibrium', () => {
    const grim: Taste = { kappa: 0, variant: 'grim' };
    const open = config.parse({ ending: 'indefinite', delta: 0.9 });
    let now = game.setup(open, rng(4, 'setup'), 2);
    const answers: string[] = [];
    for (let turn = 0; game.pending(now).length > 0 && turn < 8; turn++) {
      const [asked] = game.pending(now);
      // The second mover is grim too, but slips in round 2.
      const chosen = game.theory!(game.observe(now, asked!.seat), asked!, grim, uniform).answer;
      const answer = turn === 3 ? 'D' : chosen;
      answers.push(String(answer));
      now = game.apply(now, [{ decision: asked!, answer }], rng(1));
    }
    expect(answers.join('').slice(0, 6)).toBe('CCCDDD');
    const once = game.theory!(view, decision!, grim, uniform);
    expect(once.answer).toBe('D');
    expect(once.because).toContain('which is not so here');
  });

  it('answers a belief question with what it expects', () => {
    const asking = game.setup(config.parse({ askBeliefs: true }), rng(1), 2);
    const [first, second] = game.pending(asking);
    const known: Belief = { kind: 'known', other: { kappa: 0.5 } };
    expect(game.theory!(game.observe(asking, 0), first!, { kappa: 0 }, known).answer).toBe(100);
    expect(game.theory!(game.observe(asking, 0), second!, { kappa: 0 }, known).answer).toBe(0);
  });
});
