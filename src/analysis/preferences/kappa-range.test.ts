/** κ where nobody was asked what they expect: what holds on the whole grid of beliefs and noises, with simulated choosers. */
import { describe, expect, test } from 'vitest';
import { rng } from '../../core/rng.ts';
import { independent, surely } from '../../core/theory.ts';
import { beliefsOver, NOISES } from './belief-grid.ts';
import { sampleOf } from './cells.ts';
import { preferencesOf } from './group.ts';
import { individualExclusions } from './individual.ts';
import type { Observation } from './observation.ts';
import { isRefusal } from './refusal.ts';
import { chances, dilemmas, drawnFrom, type Named, observed, point } from '../../../test/simulated-choices.ts';

type Expects = (game: Named) => readonly number[];
const reciprocator: Expects = ({ plans }) => independent(plans, [0.75, 0.75, 0.25]);
/** economics.md, section 9: fitted as uniform it looks like κ = .32. */
const trusting: Expects = ({ plans }) => independent(plans, [0.6, 0.7, 0.2]);
const moralis: Expects = ({ plans }) => surely(plans, plans.names.indexOf('CCD'));
const even: Expects = ({ plans }) => independent(plans, [0.5, 0.5, 0.5]);

/** Players of this κ who expect this, with choices drawn at λ = 5. `stated`: they were asked. */
function players(kappa: number, expects: Expects, stated: boolean, n = 30, seed = 3): readonly Observation[] {
  const random = rng(seed);
  return Array.from({ length: n }, (_, i) =>
    dilemmas.map((game) => {
      const plan = drawnFrom(chances(game, point(kappa, 0, 0, 5), expects(game)), random);
      return observed(game, plan, `player ${i}`, stated ? { belief: { kind: 'stated', weights: expects(game) } } : {});
    }),
  ).flat();
}

function found(observations: readonly Observation[]) {
  const result = preferencesOf(observations, { draws: 20 });
  if (isRefusal(result) || result.of === 'probabilities') throw new Error('refused');
  if (isRefusal(result.kappa) || result.range === null) throw new Error('refused');
  return { result, range: result.range, point: result.kappa.estimates[0]!.value };
}
const holds = (
  { least, most }: { readonly least: number | null; readonly most: number | null },
  kappa: number,
): boolean => (least ?? -Infinity) <= kappa && kappa <= (most ?? Infinity);

describe('the range of κ', () => {
  test.each([
    ['who trusts', trusting],
    ['who expects a reciprocator', reciprocator],
    ['who faces moralis', moralis],
  ] as const)(
    'a selfish player %s, fitted as uniform, is far from 0; the grid holds 0 and shows no point',
    (_, expects) => {
      const { range, point: at } = found(players(0, expects, false));
      expect(at ?? 9).toBeGreaterThan(0.2);
      expect(range.agrees).toBe(false);
      // Beliefs as sure as a disclosed moralis' are beyond the grid: it comes within .15.
      expect(holds({ least: (range.least ?? -9) - 0.15, most: range.most }, 0)).toBe(true);
    },
  );
  test('the same players asked what they expect: one belief, and κ near 0', () => {
    const { range, point: at } = found(players(0, reciprocator, true));
    expect(range.beliefs).toHaveLength(1);
    expect(Math.abs(at!)).toBeLessThan(0.1);
    expect(range.sentence).toContain('stated or known');
  });
  test.each([0, 0.25, 0.5, 1])('it holds the truth, κ = %s, whichever of its beliefs is held', (kappa) => {
    for (const expects of [even, reciprocator])
      expect(holds(found(players(kappa, expects, false)).range, kappa)).toBe(true);
  });
  test('27 beliefs and four noises, the interval no narrower than the values', () => {
    const { range } = found(players(0.5, even, false));
    expect(range.beliefs).toHaveLength(27);
    expect(range.beliefs[0]!.kappas.map(({ lambda }) => lambda)).toEqual([null, ...NOISES]);
    expect(range.low ?? -9).toBeLessThanOrEqual(range.least!);
    expect(range.high ?? 9).toBeGreaterThanOrEqual(range.most!);
    expect(range.sentence).toMatch(/^κ lies between [\d.]+ and [\d.]+, whatever is expected of the other/);
  });
  test('a belief that was stated is not varied, one that was not is', () => {
    const mixed = [...players(0, even, true, 1), ...players(0, even, false, 1)];
    expect(beliefsOver(sampleOf(mixed).cells)).toHaveLength(27);
    expect(beliefsOver(sampleOf(players(0, even, true, 1)).cells)).toEqual([null]);
  });
});

describe('excluded only on the whole grid', () => {
  const excludes = (observations: readonly Observation[], name: string): boolean => {
    const result = individualExclusions(observations);
    if (isRefusal(result)) throw new Error('refused');
    return result.agents.find((one) => one.name === name)!.excluded;
  };
  const plays = (plan: string, rest: Partial<Observation> = {}) =>
    dilemmas.map((game) => observed(game, game.plans.names.indexOf(plan), 'one', rest));
  test('who answers in kind everywhere: selfishness is excluded where 50 : 50 was stated, and not where nobody asked', () => {
    const { plans } = dilemmas[0]!;
    const stated = { belief: { kind: 'stated', weights: independent(plans, [0.5, 0.5, 0.5]) } } as const;
    expect(excludes(plays('CCD', stated), 'economicus')).toBe(true);
    expect(excludes(plays('CCD'), 'economicus')).toBe(false);
  });
  test('who defects throughout is no moralis, whatever is believed', () =>
    expect(excludes(plays('DDD'), 'moralis κ 0.50')).toBe(true));
});

describe('a model’s plan, asked node by node', () => {
  const asModel = (observations: readonly Observation[]): readonly Observation[] =>
    observations.map((one) => ({ ...one, kind: 'model', player: 'local/x w', unit: 'local/x w' }));
  /** Each answer drawn by itself, the others being those of its plan so far: noise of single answers. */
  function answeredSingly(kappa: number, n: number): readonly Observation[] {
    const random = rng(8);
    return Array.from({ length: n }, () =>
      dilemmas.map((game) => {
        const { plans } = game;
        const odds = chances(game, point(kappa, 0, 0, 5));
        let plan = drawnFrom(odds, random);
        // Gibbs: every node once more, given the rest.
        for (const { key } of plans.nodes) {
          const two = plans.names.flatMap((_, x) =>
            plans.nodes.every((node) => node.key === key || plans.answer(x, node.key) === plans.answer(plan, node.key))
              ? [x]
              : [],
          );
          plan = random.unit() < odds[two[0]!]! / (odds[two[0]!]! + odds[two[1]!]!) ? two[0]! : two[1]!;
        }
        return observed(game, plan, 'x');
      }),
    ).flat();
  }
  test('three answers a plan, κ and λ come back, and it is said', () => {
    for (const kappa of [0, 0.5]) {
      const { result, point: at } = found(asModel(answeredSingly(kappa, 60)));
      expect(Math.abs(at! - kappa)).toBeLessThan(0.1);
      expect(result.notes.join(' ')).toContain('node by node');
      expect(result.observations).toBe(360);
    }
  });
  test('of people a plan is one choice: no such note, and other counts', () => {
    const people = players(0.5, even, false);
    expect(found(people).result.notes.join(' ')).not.toContain('node by node');
    expect(sampleOf(people).counts.reduce((sum, n) => sum + n, 0)).toBe(180);
    expect(sampleOf(asModel(people)).counts.reduce((sum, n) => sum + n, 0)).toBe(540);
  });
});
