/** Which tests belong together, which samples are no independent ones, and where a p and its interval disagree. */
import { beforeAll, describe, expect, test } from 'vitest';
import { type Class, type ClassPlan, cooperating, playClass } from '../../../test/class.ts';
import type { AnyGame, Measure } from '../../core/game.ts';
import { loadGame } from '../../disk/games.ts';
import { fisherExact, newcombe } from '../stats/rates.ts';
import { holm } from '../stats/verdicts.ts';
import { newCollector } from './collect.ts';
import { compare } from './compare.ts';
import type { Comparison } from './document.ts';
import { measureSample } from './estimate.ts';
import { betweenGroups, type Test } from './hypothesis-tests.ts';
import type { By } from './samples.ts';

let dilemma: AnyGame;
let vehicles: AnyGame;
let duopoly: AnyGame;
beforeAll(async () => {
  [dilemma, vehicles, duopoly] = await Promise.all([
    loadGame('prisoners-dilemma'),
    loadGame('autonomous-vehicles'),
    loadGame('pricing-duopoly'),
  ]);
});

async function compared(classes: readonly Class[], by: By = 'session'): Promise<Comparison> {
  const collector = newCollector([dilemma, vehicles, duopoly]);
  for (const { matches } of classes) for (const match of matches) collector.add(match);
  const treatments = new Map(
    classes.flatMap(({ rows }) =>
      rows.flatMap(({ table, row }) => (table === 'participant' ? [[row.code, row.treatment] as const] : [])),
    ),
  );
  return compare(collector.observations(), {
    ...{ by, files: [], sessions: [], treatments, rehearsals: 0, models: [], references: [] },
  });
}

const declaredTests = ({ treatments }: Comparison, one: string, other: string): readonly Test[] =>
  treatments.flatMap(({ tests }) =>
    tests.filter((test) => test.family === 'declared' && test.one === one && test.other === other),
  );

describe('the declared family', () => {
  const PLAN = { config: { method: 'strategy', roles: 'drawn' }, against: 'moralis:0.5', people: 20 } as const;
  const classOf = (name: string, seed: number, more: Partial<ClassPlan> = {}) =>
    playClass({
      ...{ game: dilemma, name, seed, ...PLAN, choose: cooperating(name === 'A' ? 0.9 : 0.4, 0.8, 0.2) },
      ...more,
    });

  test('is of two groups in one condition: nothing else in the file changes an adjusted p', async () => {
    const two = [await classOf('A', 1), await classOf('B', 2)];
    const alone = declaredTests(await compared(two), 'A', 'B');
    expect(alone).toHaveLength(3);
    expect(alone.map(({ adjusted }) => adjusted)).toEqual(holm(alone.map(({ p }) => p)));
    const others = [
      await classOf('C', 3),
      await classOf('D', 4, { config: { ...PLAN.config, R: 65, P: 25 } }),
      await classOf('E', 5, { config: { ...PLAN.config, R: 65, P: 25 } }),
      await playClass({ game: duopoly, name: 'F', people: 12, against: 'economicus', choose: () => 15, seed: 6 }),
      await classOf('G', 7, { model: { id: 'local/m', wordings: ['w'] } }),
    ];
    expect(declaredTests(await compared([...two, ...others]), 'A', 'B')).toEqual(alone);
  });
  test('keeps a declared measure that too few have answered', async () => {
    const direct = { config: { roles: 'drawn' }, people: 12 };
    const made = [await classOf('A', 1, direct), await classOf('B', 2, direct)];
    const comparison = await compared(made);
    const mine = declaredTests(comparison, 'A', 'B');
    const asked = comparison.treatments[0]!.measures.filter(
      ({ name, declared }) =>
        declared &&
        comparison.treatments[0]!.groups.some(({ measures }) =>
          measures.some((one) => one.measure === name && one.n > 0),
        ),
    ).length;
    expect(mine.length).toBeLessThan(asked);
    const untested = Array.from({ length: asked - mine.length }, () => 1);
    expect(mine.map(({ adjusted }) => adjusted)).toEqual(
      holm([...mine.map(({ p }) => p), ...untested]).slice(0, mine.length),
    );
  });
});

describe('means over several sets of payoffs', () => {
  const SETS = {
    gentle: {},
    sharp: { T: 90, R: 65, P: 25, S: 10 },
    moderate: { T: 80, R: 65, P: 25, S: 20 },
    mild: { T: 90, R: 75, P: 30, S: 10 },
  } as const;

  /** The same people in several sets of payoffs, one after the other. */
  async function course(name: string, seed: number, sets: readonly (keyof typeof SETS)[]): Promise<readonly Class[]> {
    const base = {
      ...{ game: dilemma, name, people: 16, against: 'economicus' },
      choose: cooperating(name === 'A' ? 0.8 : 0.5, 0.7, 0.3),
    } as const;
    const plans = sets.map((set, i): ClassPlan => ({
      ...base,
      seed: seed * 10 + i,
      config: { method: 'strategy', roles: 'drawn', ...SETS[set] },
    }));
    const classes = await Promise.all(plans.map((plan) => playClass(plan)));
    const [first] = classes;
    return classes.map((one) => ({
      ...one,
      matches: one.matches.map((match, who) => ({
        ...match,
        session: first!.matches[0]!.session,
        participants: first!.matches[who]!.participants,
      })),
    }));
  }
  const pooledOf = ({ across }: Comparison): readonly Test[] =>
    across.flatMap(({ overall }) =>
      overall.flatMap(({ tests }) => tests.filter(({ one, other }) => one === 'A' && other === 'B')),
    );

  test('are of the sets that these two groups have played: a third group that played others changes nothing', async () => {
    const two = [
      ...(await course('A', 1, ['gentle', 'sharp', 'moderate'])),
      ...(await course('B', 2, ['gentle', 'sharp', 'moderate'])),
    ];
    const alone = await compared(two);
    expect(pooledOf(alone)).toHaveLength(3);
    expect(alone.across[0]!.overall[0]!.payoffs).toHaveLength(3);
    for (const sets of [
      ['gentle', 'sharp'],
      ['moderate', 'mild'],
      ['mild', 'sharp', 'moderate', 'gentle'],
    ] as const) {
      const more = await compared([...two, ...(await course('C', 3, sets))]);
      expect([sets, pooledOf(more)]).toEqual([sets, pooledOf(alone)]);
      expect([sets, declaredTests(more, 'A', 'B')]).toEqual([sets, declaredTests(alone, 'A', 'B')]);
    }
  });
});

describe('contrasts of one group', () => {
  /** Everybody calls swerving more moral and rates the two cars so. */
  const drivers = (minimising: number, protective: number) =>
    playClass({
      ...{ game: vehicles, name: 'drivers', people: 20, against: '' },
      choose: ({ key }, chance) =>
        key.startsWith('moral')
          ? 'swerve'
          : (key.startsWith('buy-minimising') ? minimising : protective) + chance.below(9) - 4,
    });
  const contrastOf = async (minimising: number, protective: number, measure: string) =>
    (await compared([await drivers(minimising, protective)])).treatments[0]!.groups[0]!.contrasts.find(
      (one) => one.measure === measure,
    )!;

  test('89 against 16 is no social dilemma, 16 against 89 is one', async () => {
    expect(await contrastOf(89, 16, 'social dilemma gap')).toMatchObject({ mean: 0, verdict: 'not shown' });
    expect(await contrastOf(89, 16, 'protective over minimising')).toMatchObject({ verdict: 'contradicted' });
    const [gap, over] = [
      await contrastOf(16, 89, 'social dilemma gap'),
      await contrastOf(16, 89, 'protective over minimising'),
    ];
    expect(gap, 'all are equal: no interval, and all on one side').toMatchObject({
      ...{ mean: 100, interval: null, verdict: 'shown' },
    });
    expect(over).toMatchObject({ verdict: 'shown' });
  });
  test('are a family: each verdict has an adjusted p, by Holm over those of the group', async () => {
    const { contrasts } = (await compared([await drivers(40, 60)])).treatments[0]!.groups[0]!;
    expect(contrasts).toHaveLength(3);
    expect(contrasts.map(({ adjusted }) => adjusted)).toEqual(holm(contrasts.map(({ p }) => p!)));
    for (const { verdict, adjusted } of contrasts) if (verdict !== 'not shown') expect(adjusted).toBeLessThan(0.05);
  });
});

describe('treatments that meet in one market', () => {
  /** Two sellers a market, whose prices move together; the treated one asks half a point more. */
  const market = (people: number, treatment: (who: number) => string) =>
    playClass({
      ...{ game: duopoly, name: 'market', people, against: 'human', config: { rounds: 2 }, treatment },
      choose: (_, chance, who) => (130 + Math.floor(who / 2) + (who % 2 === 0 ? 0 : 4) + chance.below(2)) / 10,
    });
  const priceOf = ({ treatments }: Comparison): Test =>
    treatments[0]!.tests.find(({ measure, kind }) => measure === 'price' && kind === 'between groups')!;

  test('are compared within markets, in pairs', async () => {
    const made = await market(24, (who) => (who % 2 === 0 ? 'control' : 'treated'));
    const comparison = await compared([made], 'treatment');
    const found = priceOf(comparison);
    expect(found).toMatchObject({ paired: true, n: [12, 12], one: 'control', other: 'treated' });
    expect(found.test).toMatch(/^signed-rank, exact, paired by matching group$/);
    expect(found.difference).toBeCloseTo(-0.4, 0);
    expect(found.p).toBeLessThan(0.01);
  });
  test('a single shared market is left out of both sides', async () => {
    const made = await market(24, (who) => (who === 1 || who >= 12 ? 'treated' : 'control'));
    const found = priceOf(await compared([made], 'treatment'));
    expect(found).toMatchObject({ paired: false, n: [5, 6] });
  });
  test('treatments that never met are two samples', async () => {
    const made = await market(24, (who) => (who < 12 ? 'control' : 'treated'));
    expect(priceOf(await compared([made], 'treatment'))).toMatchObject({ paired: false, n: [6, 6] });
  });
});

describe('a p and an interval that disagree', () => {
  const rate: Measure<unknown> = { name: 'rate', scale: 'rate', sentence: '', source: '', values: () => [] };
  const side = (label: string, yes: number, n: number) => ({
    label,
    sample: measureSample(
      Array.from({ length: n }, (_, i) => ({ values: [[i < yes ? 1 : 0]], path: [] })),
      0,
    ),
  });
  const tested = (k: number, n: number, l: number, m: number): Test =>
    betweenGroups(side('A', k, n), side('B', l, m), rate, 'declared')!;

  test('are explained in a sentence, and only they', () => {
    let [disagreeing, agreeing] = [0, 0];
    for (const [n, m] of [
      [8, 8],
      [12, 15],
      [20, 20],
    ] as const)
      for (let k = 0; k <= n; k++)
        for (let l = 0; l <= m; l++) {
          const { p, interval, disagreement } = tested(k, n, l, m);
          expect(p).toBe(fisherExact([[k, n - k], [l, m - l]])); // prettier-ignore
          expect(interval).toEqual(newcombe(k, n, l, m));
          const apart = interval![0] > 0 || interval![1] < 0;
          expect(disagreement === null, `${k}/${n} ${l}/${m}`).toBe(apart === p < 0.05);
          if (disagreement === null) agreeing += 1;
          else disagreeing += 1;
        }
    expect(disagreeing).toBeGreaterThan(10);
    expect(agreeing).toBeGreaterThan(500);
  });
});
