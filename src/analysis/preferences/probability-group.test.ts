/** What a model's probabilities come to: which rule, which notes, and what is refused. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rng } from '../../core/rng.ts';
import { independent } from '../../core/theory.ts';
import { dilemmas, observed, point } from '../../../test/simulated-choices.ts';
import { choosingAnswers, choosingPlans, type Telling, type Told, toldRounds } from '../../../test/told-choices.ts';
import { groupsOf, preferencesOf } from './group.ts';
import type { Observation } from './observation.ts';
import type { ProbabilityFit, RangeOver } from './probability-estimate.ts';
import type { ProbabilityPreferences } from './probability-group.ts';
import { isRefusal } from './refusal.ts';

const reason = (result: object): string | null => (isRefusal(result) ? result.refused.reason : null);
function of(observations: readonly Observation[]): ProbabilityPreferences {
  const result = preferencesOf(observations);
  if (isRefusal(result)) throw new Error(result.refused.sentence);
  if (result.of !== 'probabilities') throw new Error('of answers');
  return result;
}
function fitOf(found: ProbabilityPreferences): ProbabilityFit {
  const fit = found[found.better];
  if (isRefusal(fit)) throw new Error(fit.refused.sentence);
  return fit;
}
const kappa = (found: ProbabilityPreferences) => fitOf(found).estimates[0]!;
const range = (found: ProbabilityPreferences, over: RangeOver) => kappa(found).ranges.find((one) => one.over === over);
const truth = point(0.4, 0, 0, 8);
const told = (telling: Telling = {}, agent: Told = choosingPlans(truth)) => toldRounds(agent, telling);
/** Each wording moves each situation by a lot of its own. */
const worded = (phrasing: number, seed: number): readonly Observation[] => {
  const random = rng(seed);
  return told({ phrasing, bias: 0.5, shift: () => random.normal(0, 0.3) });
};

describe('a model that tells probabilities', () => {
  test('the rule that it follows stands first, with its κ and λ', () => {
    const plans = of(told());
    expect(plans.better).toBe('plans');
    expect(kappa(plans).value).toBeCloseTo(0.4, 5);
    const answers = of(told({}, choosingAnswers(truth)));
    expect(answers.better).toBe('answers');
    expect(kappa(answers).value).toBeCloseTo(0.4, 4);
    expect(fitOf(answers).misfit).toBeLessThan(1e-4);
    expect(isRefusal(answers.plans) || answers.plans.misfit).toBeGreaterThan(0.02);
  });
  test('a bias of 1 towards the first option is found within .02 and gone from κ, of two decimals too', () => {
    for (const decimals of [undefined, 3, 2]) {
      const found = of(told({ bias: 1, ...(decimals === undefined ? {} : { decimals }) }));
      expect(Math.abs(found.place!.mean - 1)).toBeLessThan(0.02);
      expect(found.place!.n).toBe(18);
      expect(Math.abs(kappa(found).value! - 0.4)).toBeLessThan(decimals === undefined ? 1e-3 : 0.01);
      const [first, last] = range(found, 'orders')!.each;
      expect(Math.abs(first!.value! - last!.value!)).toBeGreaterThan(0.5);
    }
  });
  test('n is situations, never draws: a hundred rounds say what one says', () => {
    const once = of(told({ bias: 1 }));
    const often = of(
      Array.from({ length: 100 }, (_, i) =>
        toldRounds(choosingPlans(truth), { bias: 1 }, dilemmas, () => i % 8),
      ).flat(),
    );
    expect(often).toMatchObject({ situations: 18, orders: 2, wordings: 1, observations: 600 });
    expect(kappa(often).value).toBeCloseTo(kappa(once).value!, 6);
    expect(range(often, 'situations')).toMatchObject({ n: 18 });
    expect(JSON.stringify(often)).not.toMatch(/"method"|profile|bootstrap|"interval":\[/);
  });
  test('wordings: each by itself, all as one mean, and how far situations differ', () => {
    const found = of([...worded(0, 1), ...worded(1, 2), ...worded(2, 3)]);
    expect(found).toMatchObject({ situations: 18, orders: 2, wordings: 3 });
    const wordings = range(found, 'wordings')!;
    expect(wordings.each).toHaveLength(3);
    for (const [i, { value }] of wordings.each.entries())
      expect(value).toBeCloseTo(kappa(of(worded(0, i + 1))).value!, 4);
    expect(wordings.low!).toBeLessThan(wordings.high!);
    expect(kappa(found).jackknife!).toBeGreaterThan(0.005);
    expect(range(of(told()), 'wordings')).toBeUndefined();
  });
  test('rounding: the range holds what was rounded, and is gone with all digits', () => {
    for (const [at, lambda] of [
      [0, 4],
      [0.3, 9],
      [0.9, 20],
    ] as const) {
      const { low, high } = range(of(toldRounds(choosingPlans(point(at, 0, 0, lambda)), { decimals: 2 })), 'rounding')!;
      expect(low!).toBeLessThan(at);
      expect(high!).toBeGreaterThan(at);
    }
    expect(range(of(told()), 'rounding')).toBeUndefined();
    // One that rounds nothing may tell .5 whole.
    const even = told().map((one, i): Observation =>
      i > 0
        ? one
        : {
            ...one,
            told: Object.fromEntries(
              Object.entries(one.told!).map(([node, each]) => [
                node,
                { ...each, orders: each.orders.map((order) => ({ ...order, probabilities: [0.5, 0.5], decimals: 2 })) },
              ]),
            ),
          },
    );
    expect(range(of(even), 'rounding')).toBeUndefined();
    // An option that is not among the first tokens told has little, and not nothing, whatever is told elsewhere.
    const cut = told().map((one, i): Observation => ({
      ...one,
      told: Object.fromEntries(
        Object.entries(one.told!).map(([node, each]) => [
          node,
          {
            ...{ ...each, dialect: 'first token' },
            orders:
              i > 0 ? each.orders : each.orders.map((order) => ({ ...order, probabilities: [1, 0], decimals: 3 })),
          },
        ]),
      ),
    }));
    const found = of(cut);
    expect(found.notes.join(' ')).not.toContain('certain');
    expect(kappa(found).value).not.toBeNull();
  });
  test('beliefs: supposed ones are moved over the grid, stated ones are taken as they are', () => {
    expect(range(of(told()), 'beliefs')).toMatchObject({ n: 27 });
    const expects = [0.8, 0.9, 0.1];
    const stated = dilemmas.flatMap((game) =>
      toldRounds(choosingPlans(truth, independent(game.plans, expects)), {}, [game]).map((one): Observation => ({
        ...one,
        belief: { kind: 'stated', weights: independent(game.plans, expects) },
      })),
    );
    const found = of(stated);
    expect(found.beliefs).toEqual({ stated: 18, known: 0, uniform: 0 });
    expect(kappa(found).value).toBeCloseTo(0.4, 4);
    expect(range(found, 'beliefs')).toBeUndefined();
  });
});

describe('certain answers', () => {
  test('without any noise there is no value, and it is said', () => {
    const sure: Told = (plans, node, options) => {
      const odds = choosingPlans(point(0.4, 0, 0, 0.05))(plans, node, options);
      const most = Math.max(...odds);
      return odds.map((odd) => (odd === most ? 1 : 0));
    };
    const found = of(told({}, sure));
    const fit = fitOf(found);
    expect(fit.flags.map(({ flag }) => flag)).toContain('noNoise');
    expect(fit.estimates.map(({ value }) => value)).toEqual([null, null]);
    expect(JSON.parse(JSON.stringify(found))).toEqual(found);
    expect(found.notes.join(' ')).toContain('certain');
  });
  test('any probabilities at all give finite numbers and ordered ranges', () =>
    fc.assert(
      fc.property(fc.nat(), fc.constantFrom(undefined, 2), (seed, decimals) => {
        const random = rng(seed);
        const agent: Told = (_plans, _node, options) => options.map(() => random.pick([0, 0.001, 0.2, 1, 1, 3]) + 1e-9);
        const result = preferencesOf(told(decimals === undefined ? {} : { decimals }, agent));
        expect(JSON.parse(JSON.stringify(result))).toEqual(result);
        if (isRefusal(result) || result.of !== 'probabilities') return;
        for (const fit of [result.plans, result.answers, result.full])
          for (const { ranges } of isRefusal(fit) ? [] : fit.estimates)
            for (const { low, high } of ranges)
              if (low !== null && high !== null) expect(low).toBeLessThanOrEqual(high);
      }),
      { numRuns: 8 },
    ));
});

describe('never one sample', () => {
  const json = dilemmas.map((game) => observed(game, 0, 'local/x w1', { kind: 'model' }));
  test('probabilities and answers, two protocols, two models that answered', () => {
    const other = (change: object): readonly Observation[] =>
      told().map((one) => ({
        ...one,
        told: Object.fromEntries(Object.entries(one.told!).map(([node, each]) => [node, { ...each, ...change }])),
      }));
    for (const more of [
      json,
      other({ dialect: 'first token' }),
      other({ served: 'another' }),
      told().map((one) => ({ ...one, ask: 'grid' as const })),
    ]) {
      expect(reason(preferencesOf([...told(), ...more]))).toBe('instruments');
      expect(groupsOf([...told(), ...more]).map((group) => group.length)).toEqual([6, 6]);
    }
  });
  test('people and models; roles that were not drawn; too few situations', () => {
    expect(reason(preferencesOf([...told(), ...dilemmas.map((game) => observed(game, 0, 'p1'))]))).toBe('mixed');
    expect(reason(preferencesOf(told().map((one) => ({ ...one, roles: 'fixed' as const }))))).toBe('roles');
    expect(reason(preferencesOf(told().slice(0, 1)))).toBe('fewSituations');
    expect(of(told().slice(0, 2)).situations).toBe(6);
  });
});
