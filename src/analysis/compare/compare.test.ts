/** Made-up classes with known answers, compared: who is one observation, what is a line, and what is said where little is there. */
import { beforeAll, describe, expect, test } from 'vitest';
import { cooperating, playClass, type Class, type ClassPlan, rating } from '../../../test/class.ts';
import { type AnyGame, SKIPPED } from '../../core/game.ts';
import { loadGame } from '../../disk/games.ts';
import { detectableDifference, fisherExact, mcnemarExact, newcombe, newcombePaired, wilson } from '../stats/rates.ts';
import { holm } from '../stats/verdicts.ts';
import { acrossBlocks, comparisonBlocks } from './blocks.ts';
import { conditionBlocks } from './figure-blocks.ts';
import { testBlocks } from './test-blocks.ts';
import { newCollector } from './collect.ts';
import { type ComparisonRequest, compare } from './compare.ts';
import type { Comparison } from './document.ts';
import { blocksAsText } from '../../core/blocks.ts';

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

const PLAN = { config: { method: 'strategy', roles: 'drawn' }, against: 'moralis:0.5' } as const;
/** The first so many cooperate first; everybody answers C with C and D with D. */
const first = (many: number) => (decision: { key: string }, _: unknown, who: number) =>
  decision.key === 'first' ? (who < many ? 'C' : 'D') : decision.key === 'after_C' ? 'C' : 'D';

async function compared(classes: readonly Class[], given: Partial<ComparisonRequest> = {}): Promise<Comparison> {
  const collector = newCollector([dilemma, vehicles, duopoly]);
  let open = 0;
  for (const { matches } of classes)
    for (const match of matches)
      if (match.ending === null) open += 1;
      else collector.add(match);
  const treatments = new Map(
    classes.flatMap(({ rows }) =>
      rows.flatMap(({ table, row }) => (table === 'participant' ? [[row.code, row.treatment] as const] : [])),
    ),
  );
  return compare(collector.observations(open), {
    by: 'session',
    files: [],
    sessions: [],
    treatments,
    rehearsals: 0,
    models: [],
    references: [],
    ...given,
  });
}
const group = (comparison: Comparison, at = 0, treatment = 0) => comparison.treatments[treatment]!.groups[at]!;
const measure = (comparison: Comparison, name: string, at = 0) =>
  group(comparison, at).measures.find((one) => one.measure === name)!;
const classOf = (given: Partial<ClassPlan>) =>
  playClass({ game: dilemma, name: 'class', people: 24, choose: first(14), ...PLAN, ...given });

/** No number of a document is NaN or infinite. */
function numbersOf(value: unknown): readonly number[] {
  if (typeof value === 'number') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(numbersOf) : [];
}

describe('a class', () => {
  test('14 of 24: the rate, its Wilson interval, and what it holds', async () => {
    const comparison = await compared([await classOf({})]);
    expect(measure(comparison, 'cooperates first')).toMatchObject({
      n: 24,
      yes: 14,
      mean: 14 / 24,
      interval: wilson(14, 24),
      method: 'Wilson',
    });
    expect(measure(comparison, 'cooperates after C')).toMatchObject({ yes: 24, interval: wilson(24, 24) });
    expect(group(comparison).size).toBe('24 people');
    expect(group(comparison).held.filter((held) => held.measure === 'cooperates first' && held.inside)).toEqual([]);
    expect(
      group(comparison)
        .held.filter((held) => held.measure === 'cooperates after C' && held.inside)
        .map(({ agent }) => agent),
    ).toEqual(['moralis:0.5', 'baseline']);
    expect(comparison.treatments[0]!.conclusions[0]).toContain(
      'People: moves first 58 % (95 % interval 39 to 76 %), less than every agent; answers cooperation 100 % (95 % interval 86 to 100 %), as moralis:0.5 and baseline;',
    );
    expect(comparison.treatments[0]!).toMatchObject({
      settings: 'gentle, method strategy, roles drawn',
      against: 'against moralis:0.5',
    });
  });
  test('lines come from the theory under the belief in force: economicus that knows moralis cooperates first', async () => {
    const [line] = (await compared([await classOf({ people: 6 })])).treatments[0]!.lines;
    expect(line).toMatchObject({
      agent: 'economicus',
      kind: 'theory',
      from: 'exact',
      values: { 'cooperates first': 1, 'cooperates after C': 0, 'cooperates after D': 0 },
    });
  });
  test('the same data give the same document', async () => {
    const made = await classOf({ game: vehicles, against: '', config: {}, choose: rating(40) });
    expect(await compared([made])).toEqual(await compared([made]));
  });
});

describe('one observation', () => {
  test('24 of 32 stays so when one of them plays again: the first match counts, in whatever order it is read', async () => {
    const once = await classOf({ people: 32, choose: first(24) });
    const later = once.matches.slice(0, 3).map((match, i) => ({
      ...match,
      ...{ code: `${match.code}b`, startedAt: match.startedAt + 100_000 + i },
      answers: match.answers.map((answer) => ({ ...answer, answer: answer.answer === 'C' ? 'D' : 'C' })),
    }));
    for (const matches of [
      [...once.matches, ...later],
      [...later, ...once.matches],
    ]) {
      const comparison = await compared([{ ...once, matches }]);
      expect(measure(comparison, 'cooperates first')).toMatchObject({ n: 32, yes: 24, values: 32 });
      expect(group(comparison)).toMatchObject({ matches: 32, subjects: 32, unit: 'participant', size: '32 people' });
      expect(comparison.counts).toMatchObject({ finished: 35, again: 3 });
      expect(comparison.notes.join(' ')).toContain('3 matches of people who played the same once more');
    }
  });
  test('choices are those of people and models; what programs chose is counted apart', async () => {
    const made = await classOf({ people: 30, config: {}, against: 'moralis:0.5', choose: () => 'C' });
    expect((await compared([made])).counts).toMatchObject({ decisions: 30, programs: 30 });
  });
  test('people who meet are one matching group, also by way of others', async () => {
    const pairs = await playClass({
      game: duopoly,
      name: 'pairs',
      people: 12,
      against: 'human',
      choose: (_, chance) => 15 + chance.below(30) / 10,
    });
    expect(group(await compared([pairs]))).toMatchObject({
      subjects: 12,
      unit: 'matching group',
      units: 6,
      size: '12 people in 6 groups',
    });
    // The second seller of each market meets the first one of the next: all in one chain.
    const chained = pairs.matches.map((match, i) => ({
      ...match,
      participants: [match.participants[0]!, pairs.matches[(i + 1) % 6]!.participants[0]!],
    }));
    expect(group(await compared([{ ...pairs, matches: chained }]))).toMatchObject({
      subjects: 6,
      units: 1,
      size: '6 people in 1 group',
    });
  });
  test('plans stated at once by two people are two observations: nobody learned from anybody', async () => {
    expect(group(await compared([await classOf({ against: 'human', people: 8 })]))).toMatchObject({
      unit: 'participant',
      units: 8,
    });
  });
  test('draws of a model are one subject’s; several wordings are as many observations', async () => {
    const model = (wordings: readonly string[]) => classOf({ model: { id: 'local/tuned', wordings }, people: 20 });
    expect(group(await compared([await model(['one'])]))).toMatchObject({
      kind: 'model',
      unit: 'draw',
      units: 20,
      subjects: 1,
      size: '20 draws of one subject',
    });
    const three = await compared([await model(['one', 'two', 'three'])]);
    expect(group(three)).toMatchObject({ unit: 'wording', units: 3, size: '3 wordings, 20 matches' });
    expect(measure(three, 'cooperates first')).toMatchObject({ n: 3, mean: null, interval: null });
  });
  test('a seat for which the stand-in answered is left out', async () => {
    const made = await classOf({ people: 6 });
    const [one, ...rest] = made.matches;
    const helped = { ...one!, answers: one!.answers.map((answer) => ({ ...answer, source: 'substituted' as const })) };
    const comparison = await compared([{ ...made, matches: [helped, ...rest] }]);
    expect(comparison.counts.substituted).toBe(1);
    // What the stand-in answered is counted among what programs did.
    const all = await compared([made]);
    const moved = one!.answers.filter(({ seat }) => one!.seats[seat]!.kind === 'human').length;
    expect(moved).toBeGreaterThan(0);
    expect(comparison.counts.decisions).toBe(all.counts.decisions - moved);
    expect(comparison.counts.programs).toBe(all.counts.programs + moved);
    expect(group(comparison).units).toBe(5);
  });
  test('who could react to a stand-in is left out too', async () => {
    const market = { game: duopoly, against: 'human', config: { rounds: 3 }, choose: () => 15 } as const;
    const made = await classOf({ ...market, people: 12 });
    const [one, ...rest] = made.matches;
    const helped = {
      ...one!,
      answers: one!.answers.map((answer) =>
        answer.seat === 0 ? { ...answer, source: 'substituted' as const } : answer,
      ),
    };
    const comparison = await compared([{ ...made, matches: [helped, ...rest] }]);
    expect(comparison.counts.substituted).toBe(2);
    expect(group(comparison).size).toBe('10 people in 5 groups');
  });
  test('who met in one condition is one group in all of that game', async () => {
    const repeated = await classOf({ people: 12, against: 'human', config: { rounds: 3, roles: 'drawn' } });
    const alone = await classOf({ people: 12, seed: 2 });
    const codes = repeated.matches.flatMap(({ participants }) => participants);
    const again = alone.matches.map((match, who) => ({
      ...match,
      participants: match.participants.map((code) => (code === null ? null : codes[who]!)),
    }));
    const { treatments } = await compared([repeated, { ...alone, matches: again }], { by: 'all' });
    expect(treatments.map(({ groups }) => groups[0]!.size)).toEqual(['12 people in 6 groups', '12 people in 6 groups']);
  });
  test('an efficiency of 1 in everybody is no share of answers: no interval', async () => {
    const comparison = await compared([
      await classOf({ people: 6, choose: () => 'C', against: 'script:C', config: { roles: 'drawn' } }),
    ]);
    expect(measure(comparison, 'efficiency')).toMatchObject({ mean: 1, interval: null });
  });
});

describe('a figure', () => {
  test('is as wide as what is drawn: a price of 0 stands at 0, left of the cost, revealed or not', async () => {
    const cheap = await classOf({ game: duopoly, against: 'economicus', config: { rounds: 2 }, choose: () => 0 });
    const [condition] = (await compared([cheap])).treatments;
    const [drawn] = conditionBlocks(condition!, 0).filter(({ kind }) => kind === 'scale');
    expect(drawn).toMatchObject({ min: 0, ends: ['0.0', expect.any(String)] });
  });
});

describe('differences', () => {
  test('two classes: Fisher, Newcombe and Holm over the declared family', async () => {
    const comparison = await compared([
      await classOf({ name: 'A', people: 24 }),
      await classOf({ name: 'B', people: 20, choose: first(3), seed: 2 }),
    ]);
    const { tests } = comparison.treatments[0]!;
    const declared = tests.filter(({ family }) => family === 'declared');
    const table = [
      [14, 10],
      [3, 17],
    ] as const;
    expect(declared[0]).toMatchObject({
      measure: 'cooperates first',
      one: 'A',
      other: 'B',
      n: [24, 20],
      p: fisherExact(table),
      interval: newcombe(14, 24, 3, 20),
      verdict: 'shown',
      detectable: detectableDifference(24, 20),
    });
    expect(declared.map(({ adjusted }) => adjusted)).toEqual(holm(declared.map(({ p }) => p)));
    expect(declared).toHaveLength(3);
    expect(tests.filter(({ family, adjusted }) => family === 'exploratory' && adjusted !== null)).toEqual([]);
    expect(comparison.treatments[0]!.conclusions[0]).toBe(
      'moves first: A minus B is 43 points (95 % 15 to 63), p = .015 after Holm: a difference is shown.',
    );
  });
  test('where only the adjustment keeps a difference from being shown, a sentence says so', async () => {
    const comparison = await compared([
      await classOf({ name: 'A', people: 24 }),
      await classOf({ name: 'B', people: 20, choose: first(5), seed: 2 }),
    ]);
    const [found] = comparison.treatments[0]!.tests;
    expect(found).toMatchObject({ measure: 'cooperates first', verdict: 'not shown', disagreement: null });
    expect(found!.p).toBeLessThan(0.05);
    expect(found!.adjusted).toBeGreaterThan(0.05);
    expect(comparison.treatments[0]!.conclusions[0]).toMatch(
      /a difference is not shown; .* By itself it would be \(p = \.0\d\d\); among so many declared differences it may be chance\.$/,
    );
  });
  test('the same answers are not shown to differ, never “equal”', async () => {
    const comparison = await compared([await classOf({ name: 'A' }), await classOf({ name: 'B', seed: 2 })]);
    expect(
      comparison.treatments[0]!.tests.filter(({ kind }) => kind === 'between groups').every(
        ({ verdict, family }) => verdict === (family === 'declared' ? 'not shown' : 'exploratory'),
      ),
    ).toBe(true);
    expect(comparison.treatments[0]!.conclusions[0]).toMatch(
      /a difference is not shown; with so many only a difference of 44 points or more around 50 % would usually be found\.$/,
    );
  });
  test('theory and stand-ins are never one side of a test', async () => {
    const comparison = await compared([await classOf({})]);
    const names = comparison.treatments.flatMap(({ tests }) => tests.flatMap(({ one, other }) => [one, other]));
    expect(names.filter((name) => /economicus|moralis|baseline/.test(name))).toEqual([]);
  });
  test('ratings: Mann–Whitney with distributions beside it; within person signed ranks', async () => {
    const plan = { game: vehicles, against: '', config: {} } as const;
    const comparison = await compared([
      await classOf({ ...plan, name: 'A', choose: rating(30) }),
      await classOf({ ...plan, name: 'B', choose: rating(60), seed: 2 }),
    ]);
    const { tests } = comparison.treatments[0]!;
    const bought = tests.find((one) => one.measure === 'buy minimising' && one.kind === 'between groups')!;
    expect(bought).toMatchObject({ family: 'declared', verdict: 'shown' });
    expect(bought.test).toMatch(/^Mann–Whitney/);
    expect(Object.keys(bought.besides)).toEqual(
      expect.arrayContaining([
        'Kolmogorov–Smirnov D',
        'Kolmogorov–Smirnov p',
        "Cliff's delta",
        'Wasserstein-1',
        'permutation of means, p',
      ]),
    );
    expect(bought.difference).toBeLessThan(-20);
    const page = blocksAsText(testBlocks(comparison.treatments[0]!, comparison.treatments[0]!.groups));
    expect(page).toContain("as distributions, exploratory | Cliff's δ | KS distance | p | Wasserstein-1");
    expect(page).toContain('Mann–Whitney, normal approximation. 95 %: bootstrap over units.');
    expect(tests.some((one) => one.kind === 'within person' && one.test.startsWith('signed-rank'))).toBe(true);
  });
  test('means of unequally many answers are permuted: ranks would find that some answered more often', async () => {
    const plan = { game: vehicles, against: '', config: {} } as const;
    const [one, two] = [
      await classOf({ ...plan, name: 'A', choose: rating(30) }),
      await classOf({ ...plan, name: 'B', choose: rating(30), seed: 2 }),
    ];
    const [first, ...others] = one.matches;
    const skipped = first!.answers.findIndex(({ key }) => key.startsWith('buy-minimising/20/'));
    const answers = first!.answers.map((answer, i) => (i === skipped ? { ...answer, answer: SKIPPED } : answer));
    const comparison = await compared([{ ...one, matches: [{ ...first!, answers }, ...others] }, two]);
    const bought = comparison.treatments[0]!.tests.find(
      (test) => test.measure === 'buy minimising' && test.kind === 'between groups',
    )!;
    expect(bought).toMatchObject({
      test: 'permutation of means, 5,000 splits',
      method: 'bootstrap over units',
      besides: {},
    });
  });
  test('what is exploratory shows nothing by itself, however small its p', async () => {
    const plan = { game: vehicles, against: '', config: { questions: ['strength'] } } as const;
    const comparison = await compared([
      await classOf({ ...plan, name: 'A', choose: rating(20, 5) }),
      await classOf({ ...plan, name: 'B', choose: rating(80, 5), seed: 2 }),
    ]);
    const [treatment] = comparison.treatments;
    const test = treatment!.tests.find(({ measure: name }) => name === 'strength')!;
    expect(test).toMatchObject({ family: 'exploratory', verdict: 'exploratory', adjusted: null });
    expect(test.p).toBeLessThan(0.001);
    expect(treatment!.conclusions[0]).toMatch(
      /A minus B is −\d+ \(95 % −\d+ to −\d+\), p < \.001, exploratory: it shows nothing by itself/,
    );
  });
  test('the same people under two sets of payoffs are compared within person', async () => {
    const gentle = await classOf({ people: 12, choose: first(10) });
    const sharp = await classOf({
      people: 12,
      choose: first(3),
      config: { ...PLAN.config, T: 90, R: 65, P: 25, S: 10 },
      seed: 2,
    });
    const again = sharp.matches.map((match, i) => ({ ...match, participants: gentle.matches[i]!.participants }));
    const { across } = await compared([gentle, { ...sharp, matches: again }]);
    expect(across).toHaveLength(1);
    expect(across[0]!.tests[0]).toMatchObject({
      kind: 'within person',
      measure: 'cooperates first',
      test: "McNemar's exact test",
      p: mcnemarExact(7, 0),
      interval: newcombePaired(3, 7, 0, 2),
      difference: 7 / 12,
      adjusted: null,
      verdict: 'exploratory',
    });
    expect(across[0]!.tests[0]!.one).toMatch(/^gentle/);
    expect(across[0]!.tests[0]!.other).toMatch(/^sharp/);
  });
  test('groups by the mean of the same people over all payoffs: one observation each', async () => {
    const payoffs = [{}, { T: 90, R: 65, P: 25, S: 10 }, { T: 90, R: 75, P: 30, S: 10 }];
    const classes: Class[] = [];
    for (const [i, { name, cooperators }] of [
      { name: 'A', cooperators: [9, 6, 3] },
      { name: 'B', cooperators: [2, 1, 0] },
    ].entries()) {
      const made: Class[] = [];
      for (const [j, set] of payoffs.entries())
        made.push(
          await classOf({
            name,
            people: 10,
            choose: first(cooperators[j]!),
            config: { ...PLAN.config, ...set },
            seed: 10 * i + j + 1,
          }),
        );
      // The last person of A left before the third set.
      const matches = made.flatMap((one, j) =>
        one.matches
          .map((match, who) => ({
            ...match,
            session: made[0]!.matches[0]!.session,
            participants: made[0]!.matches[who]!.participants,
          }))
          .slice(0, i === 0 && j === 2 ? 9 : 10),
      );
      classes.push({ ...made[0]!, matches });
    }
    const comparison = await compared(classes);
    const { across, treatments } = comparison;
    const [all] = across[0]!.overall;
    expect(all).toMatchObject({ payoffs: ['gentle', 'sharp', 'mild'], against: 'against moralis:0.5' });
    expect(all!.groups.map(({ label, size }) => [label, size])).toEqual([
      ['A', '9 people'],
      ['B', '10 people'],
    ]);
    // Of nine: three always, three twice, three once in three; of ten one twice, one once.
    expect(all!.groups.map(({ measures }) => measures[0]!.mean)).toEqual([
      expect.closeTo(18 / 27, 6),
      expect.closeTo(3 / 30, 6),
    ]);
    expect(all!.groups[0]!.measures[0]).toMatchObject({ n: 9, values: 27, yes: null, method: 'bootstrap over units' });
    const declared = [...treatments.flatMap(({ tests }) => tests), ...all!.tests].filter(
      ({ family }) => family === 'declared',
    );
    // The means are the declared family: nine tests set by set are exploratory beside them.
    expect(declared).toEqual(all!.tests);
    expect(declared).toHaveLength(3);
    expect(treatments.flatMap(({ tests }) => tests).every(({ verdict }) => verdict === 'exploratory')).toBe(true);
    expect(blocksAsText(testBlocks(treatments[0]!, treatments[0]!.groups))).toMatch(
      /cooperates first[\s\S]*means over all their sets of payoffs/,
    );
    expect(declared.map(({ adjusted }) => adjusted)).toEqual(holm(declared.map(({ p }) => p)));
    expect(all!.tests[0]).toMatchObject({
      measure: 'cooperates first',
      test: 'permutation of means, 5,000 splits',
      verdict: 'shown',
    });
    const page = (only: readonly string[] | null) => blocksAsText(acrossBlocks(comparison, 'prisoners-dilemma', only));
    expect(page(null)).toMatch(/A: 9 people; B: 10 people.*A minus B.*The same people in two conditions/s);
    expect(page(['A'])).not.toMatch(/\bB\b|two conditions/);
    expect(page([])).toBe('');
  });
  test('a group that always did it, several times each, is not certain: its own interval enters', async () => {
    const plan = { config: { roles: 'drawn', rounds: 3 }, people: 8 } as const;
    const comparison = await compared([
      await classOf({ ...plan, name: 'A', choose: () => 'C' }),
      await classOf({ ...plan, name: 'B', choose: ({ key }) => (key === 'first' ? 'D' : 'C'), seed: 2 }),
    ]);
    const test = comparison.treatments[0]!.tests.find(({ measure: name }) => name === 'cooperates first')!;
    const [n, m] = test.n;
    expect(test).toMatchObject({
      difference: 1,
      method: 'Zou & Donner',
      verdict: 'shown',
      interval: newcombe(n, n, 0, m),
    });
    expect(test.test).toMatch(/^permutation of means/);
  });
  test('equal within each group: no interval, so nothing is shown, and why', async () => {
    const plan = { game: vehicles, against: '', config: { questions: ['buy-minimising'] }, people: 6 } as const;
    const comparison = await compared([
      await classOf({ ...plan, name: 'A', choose: () => 30 }),
      await classOf({ ...plan, name: 'B', choose: () => 60, seed: 2 }),
    ]);
    expect(comparison.treatments[0]!.conclusions[0]).toMatch(
      /A minus B is −30, p = \.\d+ after Holm: not shown, since in each group all are equal/,
    );
  });
  test('two sessions of one name are told apart by their codes', async () => {
    const classes = [
      await classOf({ name: 'Monday' }),
      await classOf({ name: 'Monday', seed: 2 }),
      await classOf({ name: 'Friday', seed: 3 }),
    ];
    const sessions = classes.map(({ matches }) => matches[0]!.session);
    const labels = (await compared(classes, { sessions })).treatments[0]!.groups.map(({ label }) => label);
    expect(labels).toEqual([`Monday (${sessions[0]!.code})`, `Monday (${sessions[1]!.code})`, 'Friday']);
  });
  test('by treatment', async () => {
    const made = await classOf({ treatment: (who) => (who % 2 === 0 ? 'told' : 'not told') });
    const comparison = await compared([made], { by: 'treatment' });
    expect(comparison.treatments[0]!.groups.map(({ label, units }) => [label, units])).toEqual([
      ['told', 12],
      ['not told', 12],
    ]);
    expect(comparison.notes).toEqual([]);
  });
  test('by treatment, where nobody has one: people stay by session, and where a treatment comes from', async () => {
    const two = [await classOf({ name: 'A' }), await classOf({ name: 'B', people: 20, seed: 2 })];
    const comparison = await compared(two, { by: 'treatment' });
    expect(comparison.treatments[0]!.groups.map(({ label, units }) => [label, units])).toEqual([
      ['A', 24],
      ['B', 20],
    ]);
    expect(comparison.groupings).toEqual(['session', 'all']);
    expect(comparison.notes.join(' ')).toMatch(/Nobody here has a treatment.*--treatment/);
    expect((await compared([await classOf({})], { by: 'session' })).notes).toEqual([]);
  });
  test('by treatment, where those who met have different ones: no independent samples, and that is said', async () => {
    const pairs = { game: duopoly, people: 12, against: 'human', choose: () => 15, config: { rounds: 2 } } as const;
    const mixed = await classOf({ ...pairs, treatment: (who) => (who % 2 === 0 ? 'told' : 'not told') });
    expect((await compared([mixed], { by: 'treatment' })).notes.join(' ')).toMatch(
      /different treatments met each other in 6 matching groups/,
    );
    const apart = await classOf({ ...pairs, treatment: (who) => (who < 6 ? 'told' : 'not told') });
    const comparison = await compared([apart], { by: 'treatment' });
    expect(comparison.notes).toEqual([]);
    expect(comparison.treatments[0]!.groups.map(({ label, size }) => [label, size])).toEqual([
      ['told', '6 people in 3 groups'],
      ['not told', '6 people in 3 groups'],
    ]);
  });
});

describe('prices', () => {
  test('paths by round, Nash and monopoly, the last third', async () => {
    const made = await playClass({
      game: duopoly,
      name: 'class',
      people: 8,
      against: 'economicus',
      choose: ({ round }, _, who) => 15 + round / 10 + who / 10,
    });
    const comparison = await compared([made]);
    const [treatment] = comparison.treatments;
    expect(
      group(comparison)
        .path.map(({ mean, n }) => [Number(mean!.toFixed(2)), n])
        .slice(0, 2),
    ).toEqual([
      [15.45, 8],
      [15.55, 8],
    ]);
    expect(treatment!.path!.levels.map(({ at }) => at)).toEqual([
      expect.closeTo(14.7293, 3),
      expect.closeTo(19.2498, 3),
    ]);
    expect(measure(comparison, 'price').mean).toBeCloseTo(15.9, 9);
    expect(measure(comparison, 'price-last-third').mean).toBeCloseTo(15 + 0.85 + 0.35, 9);
    expect(treatment!.lines.map(({ agent }) => agent)).toEqual([
      'economicus',
      'moralis:0.5/buyers',
      'moralis:0.5/sellers',
      'baseline',
    ]);
    // As it plays against economicus, from 14.4 on: not the 14.352 at which two of it would be content.
    expect(treatment!.lines[1]!.values['price']).toBeCloseTo(14.41, 9);
  });
});

describe('little, odd or nothing', () => {
  const said = (comparison: Comparison) =>
    [...comparison.notes, ...comparison.treatments.flatMap(({ conclusions }) => conclusions)].join('\n');
  const cases: readonly (readonly [string, () => Promise<Comparison>, RegExp])[] = [
    ['no rows', () => compared([]), /Nothing has been played yet: play a game in the lab/],
    [
      'only rehearsals',
      () => compared([], { rehearsals: 3 }),
      /Only rehearsals are here \(3 matches\): name the session .* --all/,
    ],
    ['one row', async () => compared([await classOf({ people: 1 })]), /One match is one observation/],
    [
      'left half-way',
      async () =>
        compared([await classOf({ people: 3, against: 'moralis:0.5', config: {}, choose: first(3), leftAfter: 1 })]),
      /3 matches were left half-way/,
    ],
    [
      'fewer than five',
      async () => compared([await classOf({ people: 4 })]),
      /Fewer than 5 observations: dots and counts only/,
    ],
    [
      'all answers equal',
      async () =>
        compared([
          await classOf({
            game: vehicles,
            against: '',
            config: {},
            choose: ({ input }) => (input.kind === 'number' ? 50 : 'swerve'),
            people: 9,
          }),
        ]),
      /every agent within it/,
    ],
    ['agents alone', () => compared([]), /Nothing has been played/],
  ];
  test.each(cases)('%s', async (_, make, sentence) => {
    const comparison = await make();
    expect(said(comparison)).toMatch(sentence);
    expect(numbersOf(comparison).filter((number) => !Number.isFinite(number))).toEqual([]);
    expect(blocksAsText(comparisonBlocks(comparison))).not.toMatch(/NaN|undefined|Infinity/);
  });
  test('all ratings equal: a mean without an interval, and why', async () => {
    const comparison = await compared([
      await classOf({
        game: vehicles,
        against: '',
        config: { questions: ['buy-minimising'] },
        choose: () => 50,
        people: 9,
      }),
    ]);
    expect(measure(comparison, 'buy minimising')).toMatchObject({
      mean: 50,
      sd: 0,
      interval: null,
      without: 'all are equal: nothing tells how they vary',
    });
    expect(comparison.treatments[0]!.conclusions[0]).toBe(
      'All answers are equal: nothing tells how they vary, so there is no interval.',
    );
  });
  test('under five people there is no percentage', async () => {
    const comparison = await compared([await classOf({ people: 4, choose: first(3) })]);
    expect(measure(comparison, 'cooperates first')).toMatchObject({
      n: 4,
      yes: 3,
      mean: null,
      interval: null,
      dots: [0, 1, 1, 1],
    });
    const figure = blocksAsText(comparisonBlocks(comparison));
    expect(figure).toContain('3 of 4');
    expect(figure).not.toMatch(/75 %/);
  });
  test('rows of a version whose rules are not here, and rows that the rules do not read', async () => {
    const made = await classOf({ people: 6 });
    const [one, two, ...rest] = made.matches;
    const broken = { ...two!, answers: two!.answers.map((answer) => ({ ...answer, answer: 'E' })) };
    const comparison = await compared([{ ...made, matches: [{ ...one!, version: 99 }, broken, ...rest] }]);
    expect(comparison.counts).toMatchObject({ unknown: 1, unreadable: 1, finished: 4 });
    expect(comparison.notes.join('\n')).toMatch(/Version 99 of prisoners-dilemma is not here/);
    expect(comparison.notes.join('\n')).toMatch(new RegExp(`Match ${two!.code} cannot be folded`));
  });
  test('an older version is folded by its own rules and stands apart', async () => {
    const made = await classOf({ people: 6 });
    const newer: AnyGame = { ...dilemma, version: 2, past: { 1: dilemma }, measures: [] };
    const collector = newCollector([newer]);
    for (const match of made.matches) collector.add(match);
    const comparison = await compare(collector.observations(), {
      by: 'all',
      files: [],
      sessions: [],
      treatments: new Map(),
      rehearsals: 0,
      models: [],
      references: [],
    });
    expect(comparison.treatments[0]).toMatchObject({ version: 1, older: true });
    expect(measure(comparison, 'cooperates first').n).toBe(6);
    expect(comparison.notes.join(' ')).toContain(
      "6 matches of an older version, folded by that version's rules, stand apart.",
    );
  });
});

test('chance: the interval of a rate covers the truth about as often as it says', async () => {
  let covered = 0;
  const runs = 60;
  for (let seed = 1; seed <= runs; seed++) {
    const [low, high] = measure(
      await compared([await classOf({ people: 20, seed, choose: cooperating(0.6, 1, 0) })]),
      'cooperates first',
    ).interval!;
    if (low <= 0.6 && high >= 0.6) covered += 1;
  }
  expect(covered / runs).toBeGreaterThan(0.87);
});
