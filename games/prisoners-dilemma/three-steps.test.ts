/** Three steps: payoffs, plans, tie rule, theory and thresholds, against code that shares nothing with them. */
import { describe, expect, it } from 'vitest';
import type { Belief, Taste } from '../../src/core/game.ts';
import { rng } from '../../src/core/rng.ts';
import { independent, learned, solve, tabulate } from '../../src/core/theory.ts';
import { playedByKappa, selfThreshold } from '../../src/core/thresholds.ts';
import { anyTaste, fallingPayoffs } from '../../test/random-payoffs.ts';
import { config, presets } from './config.ts';
import { IN_THREE_STEPS, PLANS } from './form.ts';
import { kappaStarOf, plans } from './plans.ts';
import type { Choice } from './form.ts';
import { pay } from './rules.ts';

const preset = (name: string) => config.parse(presets.find((one) => one.name === name)!.config);
const trento = preset('trento');
const LEVELS: Readonly<Record<Choice, number>> = { C: 1, H: 0.5, D: 0 };
const CHOICES: readonly Choice[] = ['C', 'H', 'D'];

describe('payoffs', () => {
  it('are 100 − sent + 3 × received for all nine pairs in Trento', () => {
    for (const mine of CHOICES)
      for (const theirs of CHOICES) {
        const [sent, received] = [100 * LEVELS[mine], 100 * LEVELS[theirs]];
        expect(pay(trento, mine, theirs)).toEqual([100 - sent + 3 * received, 100 - received + 3 * sent]);
      }
  });

  it('are those of a pool of both contributions × 1.5, split in two, at the ends of it', () => {
    const set = preset('pool');
    for (const mine of ['C', 'D'] as const)
      for (const theirs of ['C', 'D'] as const) {
        const [given, received] = [100 * LEVELS[mine], 100 * LEVELS[theirs]];
        const half = ((given + received) * 1.5) / 2;
        expect(pay(set, mine, theirs)).toEqual([100 - given + half, 100 - received + half]);
      }
  });

  it('are linear in each choice between the four corners, whatever these are', () => {
    const draw = rng(5, 'corners');
    for (let i = 0; i < 200; i++) {
      const [T, R, P, S] = fallingPayoffs(draw);
      for (const a of CHOICES)
        for (const b of CHOICES) {
          const [x, y] = [LEVELS[a], LEVELS[b]];
          const first = x * y * R + x * (1 - y) * S + (1 - x) * y * T + (1 - x) * (1 - y) * P;
          const second = x * y * R + x * (1 - y) * T + (1 - x) * y * S + (1 - x) * (1 - y) * P;
          const paid = pay({ T, R, P, S }, a, b);
          expect(paid[0]).toBeCloseTo(first, 9);
          expect(paid[1]).toBeCloseTo(second, 9);
        }
    }
  });
});

describe('plans', () => {
  it('are 81, each once, by first move and answers to all, half and nothing', () => {
    expect(IN_THREE_STEPS.plans).toHaveLength(81);
    expect(new Set(IN_THREE_STEPS.plans).size).toBe(81);
    expect(IN_THREE_STEPS.plans.every((plan) => /^[CHD]{4}$/.test(plan))).toBe(true);
  });

  it.each(['C', 'H', 'D'])(
    'stand in the order of the eight wherever the answer to half is %s and nothing else is half',
    (half) => {
      const without = IN_THREE_STEPS.plans.filter(
        (plan) => plan[2] === half && !/H/.test(plan[0]! + plan[1]! + plan[3]!),
      );
      expect(without.map((plan) => plan[0]! + plan[1]! + plan[3]!)).toEqual([...PLANS]);
    },
  );

  it('name two answers of every node: beliefs are eight numbers, and what they leave is nothing', () => {
    const form = plans(trento);
    expect(form.nodes.map(({ key, answer }) => `${key} ${String(answer)}`)).toEqual(
      ['first', 'after_C', 'after_H', 'after_D'].flatMap((key) => [`${key} C`, `${key} H`]),
    );
    const weights = independent(form, [0.5, 0.3, 1, 0, 0, 1, 0.1, 0.2]);
    expect(weights[form.names.indexOf('CCHD')]).toBeCloseTo(0.5 * 0.7, 12);
    expect(weights[form.names.indexOf('DCHH')]).toBeCloseTo(0.2 * 0.2, 12);
  });
});

/**
 * An independent search: payoffs as economics writes them for levels of 0, ½ and 1, over all plans; nothing of src/core or
 * plans.ts. A plan is [first, after all, after half, after nothing]; a belief is three chances for each of these.
 */
type Level = 0 | 0.5 | 1;
const ALL: readonly Level[] = [1, 0.5, 0];
const ALL_PLANS = ALL.flatMap((a) => ALL.flatMap((b) => ALL.flatMap((c) => ALL.map((d) => [a, b, c, d] as const))));
type Plan = (typeof ALL_PLANS)[number];
type Chances = readonly (readonly [all: number, half: number, nothing: number])[];
const letters = (plan: Plan): string => plan.map((level) => (level === 1 ? 'C' : level === 0.5 ? 'H' : 'D')).join('');
const NAMES = ALL_PLANS.map(letters);
const answer = (plan: Plan, to: Level): Level => plan[to === 1 ? 1 : to === 0.5 ? 2 : 3];
const sure = (plan: Plan): Chances =>
  plan.map((level) => [level === 1 ? 1 : 0, level === 0.5 ? 1 : 0, level === 0 ? 1 : 0]);

function search(
  { T, R, P, S }: Readonly<Record<'T' | 'R' | 'P' | 'S', number>>,
  { kappa, alpha = 0, beta = 0 }: Taste,
  others: Chances,
) {
  const points = (x: Level, y: Level): number => x * y * R + x * (1 - y) * S + (1 - x) * y * T + (1 - x) * (1 - y) * P;
  /** What a taste with these weights makes of one meeting of two levels. */
  const felt = (x: Level, y: Level): number => {
    const gap = points(y, x) - points(x, y);
    return -alpha * Math.max(0, gap) - beta * Math.max(0, -gap);
  };
  const worth = (mine: Plan): number => {
    let own = 0;
    let social = 0;
    for (const [place, level] of ALL.entries()) {
      // As second mover: the other opens at this level.
      const chance = others[0]![place]!;
      own += 0.5 * chance * points(answer(mine, level), level);
      social += 0.5 * chance * felt(answer(mine, level), level);
      // As first mover: the other answers at this level.
      const reply = others[mine[0] === 1 ? 1 : mine[0] === 0.5 ? 2 : 3]![place]!;
      own += 0.5 * reply * points(mine[0], level);
      social += 0.5 * reply * felt(mine[0], level);
    }
    const back = answer(mine, mine[0]);
    const same = 0.5 * points(mine[0], back) + 0.5 * points(back, mine[0]);
    return (1 - kappa) * own + kappa * same + social;
  };
  const values = ALL_PLANS.map(worth);
  const most = Math.max(...values);
  return {
    worth: (plan: string) => values[NAMES.indexOf(plan)]!,
    best: new Set(ALL_PLANS.filter((_, i) => values[i]! >= most - 1e-9 * (T - S)).map(letters)),
  };
}

describe('1,000 random configs', () => {
  const draw = rng(2020, 'three steps');
  const cases = Array.from({ length: 1000 }, () => {
    const [T, R, P, S] = fallingPayoffs(draw);
    const chances = Array.from({ length: 4 }, (): readonly [number, number, number] => {
      const all = draw.below(4) === 0 ? draw.below(2) : draw.unit();
      const half = draw.unit() * (1 - all);
      return [all, half, 1 - all - half];
    });
    return { payoffs: { T, R, P, S }, taste: anyTaste(draw), chances };
  });
  const third = [1 / 3, 1 / 3, 1 / 3] as const;
  const even: Chances = [third, third, third, third];

  it('agree with an independent search over all 81 plans: uniform, given, known and like-minded beliefs', () => {
    for (const { payoffs, taste, chances } of cases) {
      const set = config.parse({ ...payoffs, steps: 3 });
      const { names } = plans(set);
      const found = (belief: Belief, of: Taste = taste) => {
        const { plan, ties, utilities } = solve(plans(set), of, belief);
        return {
          plan: names[plan]!,
          best: new Set((ties.length > 0 ? ties : [plan]).map((one) => names[one]!)),
          utilities,
        };
      };
      const uniform = found({ kind: 'uniform' });
      expect(uniform.best).toEqual(search(payoffs, taste, even).best);
      const given = found({ kind: 'given', numbers: chances.flatMap(([all, half]) => [all, half]) });
      const searched = search(payoffs, taste, chances);
      expect(given.best).toEqual(searched.best);
      const off = given.utilities.map((utility, i) => Math.abs(utility - searched.worth(names[i]!)));
      expect(Math.max(...off)).toBeLessThan(1e-6);
      const other = { kappa: chances[0]![0] };
      const theirs = ALL_PLANS.find((plan) => letters(plan) === found({ kind: 'uniform' }, other).plan)!;
      expect(found({ kind: 'known', other }).best).toEqual(search(payoffs, taste, sure(theirs)).best);
    }
  });

  it('among like-minded it plays a best reply to itself that no other such plan beats', () => {
    for (const { payoffs, taste } of cases.slice(0, 150)) {
      const set = config.parse({ ...payoffs, steps: 3 });
      const { plan, fallback } = solve(plans(set), taste, { kind: 'like-minded' });
      const selves = ALL_PLANS.filter((one) => search(payoffs, taste, sure(one)).best.has(letters(one)));
      expect(fallback).toBe(selves.length === 0);
      if (!fallback) expect(selves.map(letters)).toContain(plans(set).names[plan]!);
    }
  });

  it('κ* is where the search first finds CCHD among the best replies to itself, and the formula of three departures', () => {
    const inKind = ALL_PLANS.find((plan) => letters(plan) === 'CCHD')!;
    for (const { payoffs } of cases) {
      const set = config.parse({ ...payoffs, steps: 3 });
      const { T, R, P, S } = payoffs;
      const star = kappaStarOf(set);
      const isBest = (kappa: number): boolean => search(payoffs, { kappa }, sure(inKind)).best.has('CCHD');
      if (2 * R < S + T) {
        expect(star).toBeNull();
        for (const kappa of [0, 0.3, 0.6, 0.9, 1]) expect(isBest(kappa)).toBe(false);
        continue;
      }
      const V = (T + R + P + S) / 4;
      const M = Math.max(V, (2 * R + S + T) / 4);
      const departures = [
        (T - R) / (R - S),
        (T + P - 2 * R) / Math.min(P - S, T - P),
        (T + V - 2 * R) / (T + V - 2 * M),
      ];
      expect(star).toBeCloseTo(Math.max(0, ...departures), 9);
      if (star! > 1e-6) expect(isBest(star! - 1e-6)).toBe(false);
      expect(isBest(Math.min(1, star! + 1e-6))).toBe(true);
    }
  });
});

describe('where moving κ changes the plan', () => {
  const draw = rng(81, 'pieces');
  it.each(['uniform', 'like-minded'] as const)('%s: the pieces say what is played at every κ', (kind) => {
    for (let i = 0; i < (kind === 'uniform' ? 30 : 6); i++) {
      const [T, R, P, S] = fallingPayoffs(draw);
      const set = config.parse({ T, R, P, S, steps: 3 });
      const pieces = playedByKappa(plans(set), {}, { kind });
      for (let n = 0; n <= 24; n++) {
        const kappa = n === 24 ? 1 : (n + 0.37) / 24;
        const piece = pieces.findLast(({ from, to }) => kappa >= from && kappa <= to)!;
        expect(plans(set).names[piece.plan]).toBe(plans(set).names[solve(plans(set), { kappa }, { kind }).plan]);
      }
    }
  });
});

describe('Trento', () => {
  it('κ* = 1/3, as with two steps', () => {
    expect(kappaStarOf(trento)).toBeCloseTo(1 / 3, 9);
    expect(selfThreshold(plans(trento), plans(trento).names.indexOf('CCHD'))).toBeCloseTo(1 / 3, 9);
    const { steps: _, ...two } = trento;
    expect(kappaStarOf(config.parse(two))).toBeCloseTo(1 / 3, 9);
  });

  it('tabulates 81 by 81 once, and what was seen is learned over three answers', () => {
    expect(tabulate(plans(trento)).own).toHaveLength(81);
    expect(plans(trento)).toBe(plans(trento));
    expect([learned(0, 0, 3), learned(2, 4, 3), learned(2, 4)]).toEqual([1 / 3, 3 / 7, 0.5]);
  });
});
