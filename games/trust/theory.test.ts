import { describe, expect, it } from 'vitest';
import type { Belief, Taste } from '../../src/core/game.ts';
import { rng } from '../../src/core/rng.ts';
import { solve } from '../../src/core/theory.ts';
import { bestStretches, selfThreshold } from '../../src/core/thresholds.ts';
import { standinChances } from '../../src/core/stand-in.ts';
import { anyTaste, fallingPayoffs } from '../../test/random-payoffs.ts';
import { config, presets } from './config.ts';
import { form, grimDelta, plans, trustsFrom } from './form.ts';

const uniform: Belief = { kind: 'uniform' };
/** What the other does for sure: it trusts first, and keeps after trust. */
const TRUST_KEEP: Belief = { kind: 'given', numbers: [1, 0] };
const settings = (code: string) => config.parse(presets.find((preset) => preset.code === code)!.config);
const codes = ['tg-1', 'tg-2', 'tg-3', 'tg-4', 'tg-5', 'tg-6'];
const KAPPAS = [0, 0.1, 0.25, 0.5, 0.75, 1];
const TS = form.plans.indexOf('TS');

/** "TK=TS" as the tables write it: every best plan, in the order of the alphabet. */
function best(code: string, taste: Taste, belief: Belief): string {
  const { plan, ties } = solve(plans(settings(code)), taste, belief);
  return (ties.length > 0 ? ties : [plan])
    .map((place) => form.plans[place])
    .toSorted()
    .join('=');
}

describe('the published games', () => {
  it('are the six, with T, R, P, S', () => {
    expect(codes.map(settings).map(({ T, R, P, S }) => [T, R, P, S])).toEqual([
      [80, 50, 30, 20],
      [90, 50, 30, 10],
      [80, 60, 30, 20],
      [90, 60, 30, 10],
      [80, 70, 30, 20],
      [90, 70, 30, 10],
    ]);
  });

  // Derived: κ = 0, .1, .25, .5, .75, 1.
  it.each([
    ['tg-1', ['TK', 'TK', 'TK', 'TK', 'TK', 'TK=TS']],
    ['tg-2', ['OK=TK', 'TK', 'TK', 'TK', 'TK', 'TK=TS']],
    ['tg-3', ['TK', 'TK', 'TK', 'TS', 'TS', 'TS']],
    ['tg-4', ['TK', 'TK', 'TK', 'TS', 'TS', 'TS']],
    ['tg-5', ['TK', 'TK', 'TS', 'TS', 'TS', 'TS']],
    ['tg-6', ['TK', 'TK', 'TS', 'TS', 'TS', 'TS']],
  ])('%s: the best plans under uniform beliefs', (code, expected) => {
    expect(KAPPAS.map((kappa) => best(code, { kappa }, uniform))).toEqual(expected);
  });

  it.each([
    ['tg-1', ['OK', 'OK', 'TK', 'TK', 'TK', 'TK=TS']],
    ['tg-2', ['OK', 'OK', 'OK', 'TK', 'TK', 'TK=TS']],
    ['tg-3', ['OK', 'OK', 'TK', 'TK=TS', 'TS', 'TS']],
    ['tg-4', ['OK', 'OK', 'OK', 'TK', 'TS', 'TS']],
    ['tg-5', ['OK', 'OK', 'TS', 'TS', 'TS', 'TS']],
    ['tg-6', ['OK', 'OK', 'OK', 'TS', 'TS', 'TS']],
  ])('%s: the best plans against one who trusts and keeps', (code, expected) => {
    expect(KAPPAS.map((kappa) => best(code, { kappa }, TRUST_KEEP))).toEqual(expected);
  });

  it('a selfish first mover trusts if sharing is at least .333, .500, .250, .400, .200, .333 likely', () => {
    const from = codes.map((code) => trustsFrom(settings(code)));
    expect(from.map((value) => value.toFixed(3))).toEqual(['0.333', '0.500', '0.250', '0.400', '0.200', '0.333']);
    for (const [i, code] of codes.entries()) {
      const trusts = (shares: number) =>
        best(code, { kappa: 0 }, { kind: 'given', numbers: [0.5, shares] }).includes('T');
      expect([trusts(from[i]! - 1e-6), trusts(from[i]! + 1e-6)]).toEqual([false, true]);
    }
  });

  it('under uniform beliefs everybody trusts, and only sharing tells agents apart', () => {
    for (const code of codes) for (const kappa of KAPPAS) expect(best(code, { kappa }, uniform)).toContain('T');
  });

  it('sharing is best under uniform beliefs from κ = 1, 1, 1/3, 3/7, 1/9, 1/5 on: (T−R)/(T−R+2(2R−S−T))', () => {
    const from = codes.map((code) => bestStretches(plans(settings(code)), TS, {}, uniform)[0]!.from);
    expect(from.map((value) => value.toFixed(4))).toEqual(['1.0000', '1.0000', '0.3333', '0.4286', '0.1111', '0.2000']);
    for (const [i, code] of codes.entries()) {
      const { T, R, S } = settings(code);
      expect(from[i]).toBeCloseTo((T - R) / (T - R + 2 * (2 * R - S - T)), 9);
    }
  });

  it('TS is a best reply to itself from κ = 1, 1, .5, .6, .2, 1/3 on: max{(T−R)/(R−S), (T+P−2R)/(T−P)}', () => {
    const from = codes.map((code) => selfThreshold(plans(settings(code)), TS)!);
    expect(from.map((value) => value.toFixed(4))).toEqual(['1.0000', '1.0000', '0.5000', '0.6000', '0.2000', '0.3333']);
    for (const [i, code] of codes.entries()) {
      const { T, R, P, S } = settings(code);
      expect(from[i]).toBeCloseTo(Math.max(0, (T - R) / (R - S), (T + P - 2 * R) / (T - P)), 9);
    }
  });

  it('at κ = 1 the limit κ → 1 is played: where sharing divides what keeping gives both, TK', () => {
    for (const code of codes)
      for (const belief of [uniform, TRUST_KEEP]) {
        const played = (kappa: number) => form.plans[solve(plans(settings(code)), { kappa }, belief).plan];
        expect([code, played(1)]).toEqual([code, played(1 - 1e-6)]);
      }
    expect(form.plans[solve(plans(settings('tg-1')), { kappa: 1 }, uniform).plan]).toBe('TK');
  });

  it('trust and sharing under reversion is an equilibrium of selfish players from δ = (T − R)/(T − P) on', () => {
    expect(codes.map((code) => Number(grimDelta(settings(code)).toFixed(3)))).toEqual([
      0.6, 0.667, 0.4, 0.5, 0.2, 0.333,
    ]);
  });
});

describe('the baseline stand-in', () => {
  it('chooses by the logit of half the points at stake for both, half the time in that place, over λ = 2', () => {
    const logistic = (x: number): number => 1 / (1 + Math.exp(-x));
    for (const code of codes) {
      const { T, R, P, S } = settings(code);
      const [trusts, shares] = standinChances(plans(settings(code))).nodes;
      // Expecting 50 : 50 trust gives both R half of the time and else S + T together; staying out 2P.
      expect(trusts).toBeCloseTo(logistic((0.5 * (0.5 * (2 * R) + 0.5 * (S + T) - 2 * P) * 0.5) / 2), 9);
      expect(shares).toBeCloseTo(logistic((0.5 * (2 * R - S - T) * 0.5 * 0.5) / 2), 9);
    }
  });

  it('trusts nearly always, and shares more the more sharing adds', () => {
    const chances = codes.map((code) => standinChances(plans(settings(code))).nodes.map((chance) => chance.toFixed(2)));
    expect(chances).toEqual([
      ['0.99', '0.50'],
      ['0.99', '0.50'],
      ['1.00', '0.78'],
      ['1.00', '0.78'],
      ['1.00', '0.92'],
      ['1.00', '0.92'],
    ]);
  });
});

/**
 * An independent search over all plans, from the rules of the game as economics writes them: nothing of the normal form,
 * of solving or of the payoffs in form.ts. x and y are [trusts first, shares after trust], 0 to 1.
 */
function search(
  { T, R, P, S }: { readonly T: number; readonly R: number; readonly P: number; readonly S: number },
  { kappa, alpha = 0, beta = 0 }: Taste,
  [y1, y2]: readonly [number, number],
): ReadonlySet<string> {
  const pi = (x1: number, x2: number, z1: number, z2: number): number =>
    0.5 * (x1 * (z2 * R + (1 - z2) * S) + (1 - x1) * P) + 0.5 * (z1 * (x2 * R + (1 - x2) * T) + (1 - z1) * P);
  // Behind only as a first mover whose trust was kept, ahead only as a second mover who kept it.
  const behind = (x1: number): number => 0.5 * x1 * (1 - y2) * (T - S);
  const ahead = (x2: number): number => 0.5 * y1 * (1 - x2) * (T - S);
  const worth = ([x1, x2]: readonly [number, number]): number =>
    (1 - kappa) * pi(x1, x2, y1, y2) + kappa * pi(x1, x2, x1, x2) - alpha * behind(x1) - beta * ahead(x2);
  const all = { TS: [1, 1], TK: [1, 0], OS: [0, 1], OK: [0, 0] } as const;
  const most = Math.max(...Object.values(all).map(worth));
  return new Set(Object.entries(all).flatMap(([name, x]) => (worth(x) >= most - 1e-9 * (T - S) ? [name] : [])));
}

const asNumbers = (plan: string): readonly [number, number] => [plan[0] === 'T' ? 1 : 0, plan[1] === 'S' ? 1 : 0];

describe('1,000 random valid configs', () => {
  const draw = rng(2027, 'brute force');
  const cases = Array.from({ length: 1000 }, () => {
    const [T, R, P, S] = fallingPayoffs(draw);
    const taste = anyTaste(draw);
    return { payoffs: { T, R, P, S }, taste, numbers: [draw.unit(), draw.below(3) / 2] as const };
  });

  it('agree with an independent search over all plans: uniform, given, known and like-minded beliefs', () => {
    const broken = cases.filter(({ payoffs, taste, numbers }) => {
      const set = config.parse(payoffs);
      const agrees = (belief: Belief, y: readonly [number, number]): boolean => {
        const { plan, ties } = solve(plans(set), taste, belief);
        const found = (ties.length > 0 ? ties : [plan]).map((place) => form.plans[place]!);
        const searched = search(payoffs, taste, y);
        return (
          searched.has(form.plans[plan]!) && found.length === searched.size && found.every((name) => searched.has(name))
        );
      };
      const other = { kappa: numbers[0] };
      const theirs = form.plans[solve(plans(set), other, uniform).plan]!;
      const alike = solve(plans(set), taste, { kind: 'like-minded' });
      const stable = form.plans.filter((plan) => search(payoffs, taste, asNumbers(plan)).has(plan));
      const mine = form.plans[alike.plan]!;
      // What both get together where a plan meets itself.
      const same = (plan: string): number =>
        plan[0] === 'O' ? 2 * payoffs.P : plan === 'TS' ? 2 * payoffs.R : payoffs.S + payoffs.T;
      return !(
        agrees(uniform, [0.5, 0.5]) &&
        agrees({ kind: 'given', numbers }, numbers) &&
        agrees({ kind: 'known', other }, asNumbers(theirs)) &&
        search(payoffs, other, [0.5, 0.5]).has(theirs) &&
        alike.fallback === (stable.length === 0) &&
        (alike.fallback || (stable.includes(mine) && same(mine) >= Math.max(...stable.map(same)) - 1e-6))
      );
    });
    expect(broken).toEqual([]);
  });

  it('thresholds are where the search first finds TS among the best, to 1e-6', () => {
    const broken = cases.flatMap(({ payoffs, taste, numbers }) => {
      const set = config.parse(payoffs);
      const { kappa: _, ...social } = taste;
      return ([{ kind: 'given', numbers }, uniform] as const).flatMap((belief) => {
        const [stretch] = bestStretches(plans(set), TS, social, belief);
        return Array.from({ length: 51 }, (_, i) => i / 50).flatMap((kappa) => {
          const y = belief.kind === 'given' ? numbers : ([0.5, 0.5] as const);
          const is = search(payoffs, { ...social, kappa }, y).has('TS');
          const outside = stretch === undefined || kappa < stretch.from - 1e-6 || kappa > stretch.to + 1e-6;
          const inside = !outside && kappa > stretch.from + 1e-6 && kappa < stretch.to - 1e-6;
          return (outside && is) || (inside && !is) ? [{ payoffs, social, numbers, kappa }] : [];
        });
      });
    });
    expect(broken).toEqual([]);
  });
});
