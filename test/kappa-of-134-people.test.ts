/** The estimator on 134 people with stated beliefs: against SciPy 1.17 (kappa-of-134-people.py, a fit written anew), and the page. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { sampleOf } from '../src/analysis/preferences/cells.ts';
import { fit } from '../src/analysis/preferences/fit.ts';
import { preferencesOf } from '../src/analysis/preferences/group.ts';
import type { Observation } from '../src/analysis/preferences/observation.ts';
import { identified } from '../src/analysis/preferences/precision.ts';
import { isRefusal } from '../src/analysis/preferences/refusal.ts';
import { trento } from './andreozzi.ts';
import { allPeriods, DRAWS, estimated, page, pageFile, periodOne, unasked } from './kappa-of-134-people.ts';

const treatment = (name: string): readonly Observation[] =>
  trento().flatMap((one) => (one.period === 1 && one.treatment === name ? [one.observation] : []));

/** By sample: κ and λ; κ, α, β and λ; each with its log-likelihood. As the script in Python prints them. */
const SCIPY = [
  {
    name: 'period 1',
    sample: periodOne,
    kappa: [-0.0539178, 31.9374152, -550.2699472],
    full: [0.277609, 0.8753617, 0.3751629, 25.619079, -464.9421974],
  },
  {
    name: 'all ten periods',
    sample: allPeriods,
    kappa: [-0.1191735, 22.5087489, -5104.649297],
    full: [0.1654222, 0.583186, 0.2262027, 17.6978017, -4417.1014898],
  },
  {
    name: 'CondInfo',
    sample: treatment('CondInfo'),
    kappa: [-0.0405902, 31.9172055, -271.4139609],
    full: [0.3003825, 0.8661418, 0.3333742, 26.9461414, -234.1019712],
  },
  {
    name: 'NoCondInfo',
    sample: treatment('NoCondInfo'),
    kappa: [-0.0666237, 31.9911153, -278.8179021],
    full: [0.2597015, 0.8823071, 0.41105, 24.3653191, -230.3234824],
  },
] as const;

const close = (value: number, golden: number): void =>
  expect(Math.abs(value - golden)).toBeLessThan(1e-5 * Math.max(1, Math.abs(golden)));

describe('stated beliefs, against SciPy', () => {
  it.each(SCIPY)('$name', ({ sample: observations, kappa, full }) => {
    const sample = sampleOf(observations);
    const [two, four] = [fit(sample, 'kappa'), fit(sample, 'full')];
    [two.point[0], Math.exp(two.point[3]), two.slope.value].forEach((value, i) => close(value, kappa[i]!));
    [...four.point.slice(0, 3), Math.exp(four.point[3]), four.slope.value].forEach((value, i) =>
      close(value, full[i]!),
    );
    expect(two.reached && four.reached).toBe(true);
  });

  it('as if nobody had been asked: another κ, and the full fit cannot be told apart', () => {
    const blind = sampleOf(unasked(periodOne));
    const { point, slope } = fit(blind, 'kappa');
    [point[0], Math.exp(point[3]), slope.value].forEach((value, i) =>
      close(value, [0.2127664, 21.0978856, -570.9252251][i]!),
    );
    expect(identified(blind, 'full')).toBe(false);
    expect(identified(sampleOf(periodOne), 'full')).toBe(true);
  });
});

it('as a group of compare: 134 stated beliefs, both fits, nothing left out', () => {
  const found = preferencesOf(periodOne, { draws: 3 });
  if (isRefusal(found) || found.of === 'probabilities') throw new Error('refused');
  expect(found).toMatchObject({ of: 'people', players: 134, observations: 134, leftOut: [] });
  expect(found.beliefs).toEqual({ stated: 134, known: 0, uniform: 0 });
  expect([isRefusal(found.kappa), isRefusal(found.full)]).toEqual([false, false]);
  expect(found.range!.beliefs.map(({ expects }) => expects)).toEqual([null]);
  const { rates } = found.full as Exclude<typeof found.full, { readonly refused: unknown }>;
  // The first move and three replies, all and half of each.
  expect(rates.map(({ node, answer, chosen }) => `${node} ${answer} ${chosen}`)).toEqual([
    'first C 39',
    'first H 60',
    'after_C C 61',
    'after_C H 28',
    'after_H C 4',
    'after_H H 78',
    'after_D C 1',
    'after_D H 3',
  ]);
});

describe('the page', () => {
  const written = readFileSync(pageFile, 'utf8');
  const whole = process.env['HOMINES_TEST_ALL'] === '1';

  it('"npm run estimate" writes it: every number but the intervals of a bootstrap, which take two minutes', () => {
    const without = (text: string): readonly string[] =>
      text.replaceAll(/(?<=\d) \[(?:open|−?\d+\.\d\d), (?:open|−?\d+\.\d\d)\](?= \|)/g, '').split('\n');
    expect(without(page({ first: 0, all: 0 }))).toEqual(without(written));
  });

  it('its intervals are those of the bootstrap', { timeout: 900_000 }, () => {
    if (whole) return expect(page(DRAWS)).toBe(written);
    // Of forty samples an end is known to about half of a standard deviation.
    const { low, high } = estimated(sampleOf(periodOne), 'full', 40)!.estimates[0]!;
    const [, told] = /\| \*\*κ, α, β, λ; stated beliefs\*\* +\| 0\.28 \[([^\]]+)\]/.exec(written)!;
    const [from, to] = told!.split(', ').map(Number);
    expect(Math.abs(low! - from!)).toBeLessThan((to! - from!) / 4);
    expect(Math.abs(high! - to!)).toBeLessThan((to! - from!) / 4);
  });
});
