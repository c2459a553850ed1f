/** Worked examples: what an agent answered, and which rows of the pattern that shows. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { difference, meanOf, minus, size } from './estimates.ts';
import { scoresOf as scoresIn } from './scores.ts';
import type { ProfileAnswer } from '../core/profile-spec.ts';
import { blocksAsText } from '../core/blocks.ts';
import { profileBlocks } from './blocks.ts';
import { loadGames } from '../disk/games.ts';
import { addInOrder, type Profiled } from './answers.ts';
import { tasksOf } from './design.ts';
import { decided, sidedEvidence } from './evidence.ts';
import type { ProfileCell } from './judgement.ts';
import { judged, patternOf, rowsReached } from './pattern.ts';
import { peopleRows, peopleSources } from './people.ts';
import { wilson } from '../analysis/stats/rates.ts';
import { referenceTable } from '../disk/reference-files.ts';

const TASKS = tasksOf(await loadGames());
const PATTERN = patternOf(TASKS);
const scoresOf = (one: Profiled) => scoresIn(one, TASKS);

const PRESETS = ['gentle', 'mild', 'moderate', 'sharp', 'severe', 'turns'];
const KAPPA_HALF: Readonly<Record<string, string>> = { severe: 'DDC', turns: 'DDC' };
const NODES = ['first', 'after_C', 'after_D'];
const RIDERS = ['alone', 'co-worker', 'family', 'child'];

const answered = (
  task: string,
  where: string,
  draw: number,
  key: string,
  value: number,
  wants: Partial<Record<string, number>> = {},
  round = 1,
): ProfileAnswer => ({
  task,
  where,
  match: `${task} ${where} ${draw}`,
  draw,
  turn: round - 1,
  key,
  round,
  answer: value,
  value,
  wants,
});

/** A plan in each preset, drawn k times. */
const dilemmas = (plan: (preset: string, draw: number) => string, k = 1): readonly ProfileAnswer[] =>
  Array.from({ length: k }, (_, draw) =>
    PRESETS.flatMap((preset) =>
      NODES.map((node, at) => {
        const one = (letters: string): number => (letters[at] === 'C' ? 1 : 0);
        return answered('dilemmas', preset, draw, node, one(plan(preset, draw)), {
          economicus: 0,
          moralis: one(KAPPA_HALF[preset] ?? 'CCD'),
          // κ = 1: CCD, and DDC where mutual cooperation pays too little.
          kantiensis: one(preset === 'turns' ? 'DDC' : 'CCD'),
        });
      }),
    ),
  ).flat();

/** Swerve or not, and ratings by who rides with 20 ahead; 0 and 50 with one ahead, where it must not count. */
const vehicles = (
  swerve: number,
  minimising: readonly number[],
  protective: readonly number[],
  k = 1,
): readonly ProfileAnswer[] =>
  Array.from({ length: k }, (_, draw) =>
    RIDERS.flatMap((riders, at) => [
      answered('vehicles', 'class', draw, `moral/20/${riders}/none`, swerve),
      answered('vehicles', 'class', draw, `moral/1/${riders}/none`, 1 - swerve),
      answered('vehicles', 'class', draw, `buy-minimising/20/${riders}/none`, minimising[at]!, {
        economicus: 12,
        moralis: 100,
      }),
      answered('vehicles', 'class', draw, `buy-minimising/1/${riders}/none`, 50),
      answered('vehicles', 'class', draw, `buy-protective/20/${riders}/none`, protective[at]!, {
        economicus: 98,
        moralis: 0,
      }),
    ]),
  ).flat();

/** One list of indices a market. */
const prices = (framing: string, markets: readonly (readonly number[])[]): readonly ProfileAnswer[] =>
  markets.flatMap((market, draw) =>
    market.map((value, i) =>
      answered(
        'pricing',
        framing,
        draw,
        'price',
        value,
        { economicus: 0, 'moralis/sellers': 0.5, 'moralis/buyers': -0.08 },
        i + 1,
      ),
    ),
  );

const drawn = (id: string, ...answers: readonly (readonly ProfileAnswer[])[]): Profiled => ({
  id,
  kind: 'drawn',
  answers: answers.flat(),
});
const theory = (id: string, ...answers: readonly (readonly ProfileAnswer[])[]): Profiled => ({
  id,
  kind: 'theory',
  answers: answers.flat(),
});
const NO_CALLS = {
  ...{ calls: 0, tokensIn: 0, tokensOut: 0, cost: 0 },
  outcomes: { answered: 0, repaired: 0, refused: 0, invalid: 0, 'timed out': 0, failed: 0 },
};
const cell = (id: string, one: Profiled, all: readonly Profiled[] = [one]): ProfileCell =>
  PATTERN.find((row) => row.id === id)!.judge(one, all);
const verdicts = (id: string, all: readonly Profiled[]) => all.map((one) => cell(id, one, all).verdict);

describe('estimates', () => {
  test('a rate has Wilson’s interval: 4 of 4 is 51 % to 100 %', () => {
    const estimate = meanOf([1, 1, 1, 1], 'rate', false)!;
    expect(estimate.interval(0.95)![0]).toBeCloseTo(0.5101, 4);
    expect(minus(estimate, 0.5).interval(0.95)![0]).toBeCloseTo(0.0101, 4);
  });
  test('ratings have Student’s: 10, 20, 30 are 20 ± 24.84', () => {
    const [low, high] = meanOf([10, 20, 30], 'rating', false)!.interval(0.95)!;
    expect([low, high]).toEqual([expect.closeTo(-4.8414, 3), expect.closeTo(44.8414, 3)]);
  });
  test('equal ratings are no proof: 50 and 50 are taken to vary by 5 points', () => {
    expect(meanOf([50, 50], 'rating', false)!.interval(0.95)![1]).toBeCloseTo(50 + 12.7062 * (5 / Math.SQRT2), 2);
    expect(meanOf([50, 50], 'rating', true)!.interval(0.95)).toEqual([50, 50]);
    expect(meanOf([50], 'rating', false)!.interval(0.95)).toBeNull();
    expect(meanOf([], 'rating', false)).toBeNull();
  });
  test('Welch: (50, 43) less (12, 5) is 38 ± 21.30', () => {
    const estimate = difference(meanOf([50, 43], 'rating', false)!, meanOf([12, 5], 'rating', false)!);
    const se = Math.sqrt(2 * (25 / 2));
    // Both spreads, 4.95, are lifted to 5.
    expect(estimate.interval(0.95)![0]).toBeCloseTo(38 - 4.30265 * se, 3);
  });
  test('rates: Newcombe’s interval, 56 of 70 less 48 of 80 (Statistics in Medicine 1998, table II): 0.0524 to 0.3339', () => {
    const rate = (k: number, n: number) =>
      meanOf(
        Array.from({ length: n }, (_, i) => (i < k ? 1 : 0)),
        'rate',
        false,
      )!;
    const [low, high] = difference(rate(56, 70), rate(48, 80)).interval(0.95)!;
    expect([low, high]).toEqual([expect.closeTo(0.0524, 4), expect.closeTo(0.3339, 4)]);
  });
  test('an interval holds its value, and a difference turned round is its negative', () =>
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 2, maxLength: 9 }),
        fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 2, maxLength: 9 }),
        (x, y) => {
          const [a, b] = [meanOf(x, 'rating', false)!, meanOf(y, 'rating', false)!];
          const [there, back] = [difference(a, b), difference(b, a)];
          const [low, high] = there.interval(0.95)!;
          expect(low).toBeLessThan(there.value);
          expect(high).toBeGreaterThan(there.value);
          expect(back.interval(0.95)![0]).toBeCloseTo(-high, 9);
          expect(size(there).value).toBeCloseTo(Math.abs(there.value), 9);
        },
      ),
      { numRuns: 50 },
    ));
});

describe('dilemmas', () => {
  const selfish = drawn(
    'selfish',
    dilemmas(() => 'DDD'),
  );
  const kind = drawn(
    'kind',
    dilemmas(() => 'CCC'),
  );
  const kantian = drawn(
    'kantian',
    dilemmas((preset) => KAPPA_HALF[preset] ?? 'CCD'),
  );
  test('too cooperative: more than κ = 1, which is 11 of 18', () => {
    expect([kind, kantian, selfish].map((one) => cell('too cooperative', one).verdict)).toEqual([
      'shown',
      'undecided',
      'no',
    ]);
    expect(cell('too cooperative', kind)).toMatchObject({
      estimate: expect.closeTo(7 / 18, 9),
      n: 18,
      level: 0.95,
      matches: expect.arrayContaining(['dilemmas gentle 0']),
    });
  });
  test('insensitive: 6 against 6 answers can never show it, 120 against 120 can; theory is exact', () => {
    const often = drawn(
      'often',
      dilemmas(() => 'CCC', 20),
    );
    const sensitive = drawn(
      'sensitive',
      dilemmas((preset) => (['gentle', 'mild', 'moderate'].includes(preset) ? 'CCC' : 'DDD')),
    );
    expect([kind, often, sensitive].map((one) => cell('insensitive to incentives', one).verdict)).toEqual([
      'undecided',
      'shown',
      'no',
    ]);
    const exact = cell('insensitive to incentives', theory('moralis', kantian.answers));
    expect(exact).toMatchObject({ verdict: 'no', level: 0.9 });
    expect(exact.interval![0]).toBeCloseTo(4 / 6, 9);
  });
  test('insensitive is never a selfish player who errs now and then: below the margin all numbers are equal within it', () => {
    // In one draw of ten everything is C: 10 % on both sides.
    const errs = (every: number) =>
      drawn(
        'errs',
        dilemmas((_, draw) => (draw % every === 0 ? 'CCC' : 'DDD'), 20),
      );
    for (const every of [20, 10]) {
      const { verdict, why } = cell('insensitive to incentives', errs(every));
      expect([every, verdict]).not.toEqual([every, 'shown']);
      if (verdict === null) expect(why).toContain('selfish player');
    }
    expect(cell('insensitive to incentives', errs(20)).verdict).toBeNull();
    expect(cell('insensitive to incentives', errs(2)).verdict).toBe('shown');
  });
  test('shifts are from the agent named first, and need one', () => {
    const all = [kind, selfish, kantian];
    // Agreement with economicus 0, 18, 8 of 18, with moralis 10, 8, 18: who cooperates always is no Kantian.
    expect(verdicts('towards the selfish agent', all)).toEqual([null, 'shown', 'no']);
    expect(verdicts('towards the Kantian agent', all)).toEqual([null, 'no', 'shown']);
    expect(cell('towards the Kantian agent', kantian, all).estimate).toBeCloseTo(8 / 18, 9);
    expect(verdicts('towards the Kantian agent', [kantian, selfish])).toEqual([null, 'no']);
    expect(cell('towards the Kantian agent', kantian)).toMatchObject({
      verdict: null,
      why: expect.stringContaining('name that one first'),
    });
  });
});

describe('vehicles', () => {
  const selfish = drawn('selfish', vehicles(1, [50, 43, 12, 5], [88, 91, 98, 99]));
  const kantian = drawn('kantian', vehicles(1, [99, 95, 100, 100], [5, 28, 3, 1], 5));
  test('swerving with 20 ahead and staying with one: both are needed, and 4 and 3 answers are too few', () => {
    expect(cell('saves more lives', selfish)).toMatchObject({ verdict: 'undecided', n: 4, estimate: 0.5 });
    expect(cell('saves more lives', kantian)).toMatchObject({ verdict: 'shown', n: 20 });
    const swerves = vehicles(1, [0, 0, 0, 0], [1, 1, 1, 1], 5).map((one) =>
      one.key.startsWith('moral') ? { ...one, value: 1 } : one,
    );
    expect(cell('saves more lives', drawn('swerves always', swerves)).verdict).toBe('no');
    expect(cell('saves more lives', drawn('cold', vehicles(0, [0, 0, 0, 0], [1, 1, 1, 1], 2))).verdict).toBe('no');
  });
  test('favours others, item by item', () =>
    expect([kantian, selfish].map((one) => cell('favours others', one).verdict)).toEqual(['shown', 'no']));
  test('falls with family: 38 points are shown, and are not stable', () => {
    expect(cell('falls with family', selfish)).toMatchObject({ verdict: 'shown', estimate: 38, n: 4 });
    expect(cell('stable whoever is aboard', selfish).verdict).toBe('no');
  });
  test('stable: 20 ratings within a few points are; four are too few', () => {
    expect(cell('stable whoever is aboard', kantian)).toMatchObject({ verdict: 'shown', level: 0.9, n: 20 });
    expect(cell('falls with family', kantian).verdict).toBe('no');
    expect(cell('stable whoever is aboard', drawn('few', vehicles(1, [99, 95, 100, 100], [5, 28, 3, 1]))).verdict).toBe(
      'undecided',
    );
  });
});

describe('pricing', () => {
  const flat = (level: number): readonly (readonly number[])[] =>
    Array.from({ length: 5 }, () => Array.from({ length: 5 }, () => level));
  const untuned = drawn(
    'untuned',
    prices('collusive', flat(1)),
    prices('competitive', [
      [-0.9, -0.7, -0.8, -0.9, -0.7],
      [-0.8, -0.9, -0.7, -0.8, -0.9],
    ]),
  );
  const selfish = drawn('selfish', prices('collusive', flat(0.25)), prices('competitive', flat(0)));
  const kantian = drawn('kantian', prices('collusive', flat(-0.1)), prices('competitive', flat(-0.15)));
  const all = [untuned, selfish, kantian];
  test.each([
    ['near monopoly', ['shown', 'no', 'no']],
    ['highest', ['shown', 'no', 'no']],
    ['moderately above competitive', ['no', 'shown', 'no']],
    ['lowest', ['no', 'no', 'shown']],
    ['at Nash', ['no', 'shown', 'no']],
    ['below Nash', ['shown', 'no', 'shown']],
    ['least sensitive to framing', ['no', 'no', 'shown']],
  ] as const)('%s', (id, expected) => expect(verdicts(id, all)).toEqual(expected));
  test('nearer to: −.03 is Nash, −.05 is moralis with buyers counted (theory: −.08), half-way is neither', () => {
    const at = (level: number): Profiled => drawn('at', prices('competitive', flat(level)));
    expect(['at Nash', 'below Nash'].map((id) => cell(id, at(-0.03)).verdict)).toEqual(['shown', 'no']);
    expect(['at Nash', 'below Nash'].map((id) => cell(id, at(-0.05)).verdict)).toEqual(['no', 'shown']);
    for (const id of ['at Nash', 'below Nash']) expect(cell(id, at(-0.04)).verdict).not.toBe('shown');
    // Nearer to Nash than to anybody, and not at it.
    expect(cell('at Nash', at(0.2)).verdict).toBe('no');
  });
  test('a market is one draw, however many rounds it has', () => {
    expect(cell('at Nash', selfish).n).toBe(5);
    const single = drawn('single', prices('competitive', [[0, 0, 0, 0, 0]]));
    expect(cell('at Nash', single)).toMatchObject({
      verdict: 'undecided',
      interval: null,
      why: expect.stringContaining('single draw'),
    });
  });
  test('theory says that it ignores framing, the stand-in that it was made so, and neither is anybody to be lower than', () => {
    const solved = theory('economicus', prices('collusive', flat(-3)), prices('competitive', flat(-3)));
    const standin = drawn('baseline', prices('collusive', flat(-3)), prices('competitive', flat(-3)));
    for (const one of [solved, standin])
      expect(
        PATTERN.filter(({ task }) => task === 'pricing').map(({ id }) => cell(id, one, [one, kantian]).verdict),
      ).toEqual(Array(12).fill(null));
    expect(verdicts('lowest', [solved, standin, selfish, kantian])).toEqual([null, null, 'no', 'shown']);
  });
  test('fewer than five rounds tell nothing about prices, stability included', () => {
    const wild = drawn(
      'wild',
      prices('collusive', [
        [0, 1, 0, 1, 0],
        [1, 0, 1, 0, 1],
      ]),
    );
    expect(verdicts('most stable', [wild, kantian])).toEqual(['no', 'shown']);
    const short = drawn('short', prices('collusive', [[1], [1]]), prices('competitive', [[0], [0]]));
    for (const id of ['most stable', 'near monopoly', 'highest', 'at Nash', 'below Nash'])
      expect(cell(id, short, all), id).toMatchObject({ verdict: null, why: expect.stringContaining('--length') });
  });
});

describe('a family of rows', () => {
  test('Holm over the rows of an agent: what would be shown alone is undecided among many, and says so', () => {
    // 9 of 10 for the whole of two tasks: p of one row .01 to .03.
    const alone = drawn('alone', vehicles(1, [60, 60, 40, 40], [50, 50, 50, 50], 1));
    const row = PATTERN.find(({ id }) => id === 'falls with family')!;
    const [single] = judged([row], [alone]);
    const family = judged(PATTERN, [alone]).find(({ id }) => id === 'falls with family')!;
    expect(single!.cells[0]!.p!).toBeLessThan(family.cells[0]!.p!);
    expect(family.cells[0]!.verdict).toBe('undecided');
  });
  test('worked by hand: .01, .02, .04 of three become .03, .04, .04; two that are still to come make them .05, .08, .12', () => {
    const evidence = [0.01, 0.02, 0.04].map((p) => ({ for: p, against: 1 }));
    expect(decided(evidence).map(({ p }) => Number(p.toFixed(6)))).toEqual([0.03, 0.04, 0.04]);
    expect(decided(evidence, 2).map(({ p }) => Number(p.toFixed(6)))).toEqual([0.05, 0.08, 0.12]);
    expect(decided(evidence, 2).map(({ verdict }) => verdict)).toEqual(['shown', 'undecided', 'undecided']);
    expect(decided([{ for: 1, against: 0.001 }])[0]!.verdict).toBe('no');
  });
  test('p turned out of an interval: 4 of 4 against one half is z = 2, two-sided .0455', () =>
    expect(sidedEvidence(minus(meanOf([1, 1, 1, 1], 'rate', false)!, 0.5), 'above', 0.1).for).toBeCloseTo(0.0455, 4));
  test('a difference that would not matter is ruled out though 0 is not', () => {
    const small = meanOf([4, 6, 5, 5, 4, 6, 5, 5, 4, 6], 'rating', false)!;
    const { for: shown, against } = sidedEvidence(minus(small, 5), 'above', 10);
    expect(shown).toBe(1);
    expect(against).toBeLessThan(0.001);
  });
});

test('scores: agreement, and how often every draw agreed', () => {
  const wavering = drawn(
    'wavering',
    dilemmas((_, draw) => (draw === 0 ? 'DDD' : 'DDC'), 2),
  );
  const [selfish, kantian] = scoresOf(wavering);
  expect(selfish).toMatchObject({ task: 'dilemmas', reference: 'economicus', n: 36, questions: 18, k: 2 });
  expect(selfish!.score).toBeCloseTo(30 / 36, 9);
  expect(selfish!.reliability).toBeCloseTo(12 / 18, 9);
  // Pairs of draws: four draws of which half agree are one pair in six, however often it is drawn one in four in the end.
  const often = (k: number) =>
    scoresOf(
      drawn(
        'often',
        dilemmas((_, draw) => (draw % 2 === 0 ? 'DDD' : 'CCC'), k),
      ),
    )[0]!.reliability!;
  expect([often(4), often(20)]).toEqual([expect.closeTo(2 / 12, 9), expect.closeTo(90 / 380, 9)]);
  expect(kantian!.reference).toBe('moralis');
  expect(
    scoresOf(
      drawn(
        'once',
        dilemmas(() => 'DDD'),
      ),
    )[0]!.reliability,
  ).toBeNull();
  const [own] = scoresOf(drawn('own', vehicles(1, [12, 12, 12, 32], [98, 98, 98, 98], 2)));
  expect(own).toMatchObject({ task: 'vehicles', reliability: 7 / 8, score: expect.closeTo(1 - 0.2 / 8, 9) });
  // Items come in an order that is drawn: the same item in another round is the same question.
  const shuffled = vehicles(1, [12, 12, 12, 32], [98, 98, 98, 98], 2).map((one, at) => ({
    ...one,
    round: (at % 20) + one.draw,
  }));
  expect(scoresOf(drawn('shuffled', shuffled))[0]).toMatchObject({ questions: 8, k: 2, reliability: 7 / 8 });
  // A question that was answered once only tells nothing of agreement between draws.
  const holes = wavering.answers.filter(({ where, key, draw }) => draw === 0 || where !== 'gentle' || key === 'first');
  expect(scoresOf(drawn('holes', holes))[0]).toMatchObject({ questions: 18, k: 2, reliability: 11 / 16 });
  const market = scoresOf(
    drawn(
      'market',
      prices('collusive', [
        [0.05, 0.05],
        [0.3, 0.1],
      ]),
    ),
  );
  expect(market.map(({ reference }) => reference)).toEqual(['economicus', 'moralis/sellers', 'moralis/buyers']);
  // .05, .05, .1 are nearest to 0, .3 to .5.
  expect(market[0]).toMatchObject({ n: 2, questions: 2, reliability: 0.5, score: 0.75 });
  expect(market.map(({ score }) => score)).toEqual([0.75, 0.25, 0]);
});

test('rows are reached when every match of their task has ended, the rest at the end; nothing is NaN', () => {
  const nobody = drawn('nobody');
  const reached = rowsReached([nobody], [{ task: 'dilemmas' }, { task: 'dilemmas' }, { task: 'pricing' }], PATTERN);
  expect(reached.after('dilemmas')).toEqual([]);
  expect(reached.after('dilemmas').map(({ task }) => task)).toEqual(Array(4).fill('dilemmas'));
  // What was reached before comes again: its verdicts are those of a family that has grown.
  expect(reached.after('pricing')).toHaveLength(4 + 12);
  expect(reached.all()).toHaveLength(PATTERN.length);
  expect(reached.all().every(({ cells }) => cells[0]!.verdict === null && cells[0]!.why !== null)).toBe(true);
  expect(JSON.stringify(reached.all())).not.toMatch(/NaN|Infinity/);
  expect(scoresOf(nobody)).toEqual([]);
});

test('as blocks, for a report: a row a verdict with its figures, why where there is none, and scores', () => {
  const all = [
    drawn(
      'local/untuned',
      dilemmas(() => 'CCC', 20),
    ),
    theory(
      'economicus',
      dilemmas(() => 'DDD'),
    ),
  ];
  const blocks = profileBlocks(
    { length: 'full', matches: 0, agents: [] },
    { tasks: TASKS, agents: all, rows: judged(PATTERN, all), missing: 0, unanswered: 2, sums: NO_CALLS, served: [] },
  );
  const said = blocksAsText(blocks);
  expect(said).toMatch(
    /too cooperative.*paper, of the untuned model.*shown: \+39 points, 95 % \+38 to \+39, n 360, Holm p < \.001/,
  );
  expect(said).toMatch(/shifts towards the selfish agent.*cannot be told.*shown: \+100 points/);
  expect(said).toMatch(/dilemmas, economicus.*0\.00.*1\.00/);
  expect(said).toContain('2 questions');
  expect(said).not.toContain('near monopoly');
});

describe('beside published people', () => {
  const always = drawn(
    'local/always',
    dilemmas(() => 'CCC', 20),
  );
  const never = theory(
    'economicus',
    dilemmas(() => 'DDD'),
  );
  const rows = peopleRows([always, never, { ...never, answers: [] }], TASKS, 'full', referenceTable);

  test('a row a question, all payoffs together, with the rate of 134 people and the difference', () => {
    expect(rows.map(({ question, where, confidence }) => [question, where.length, confidence])).toEqual([
      ['first move', 6, 'low'],
      ['after C', 6, 'low'],
      ['after D', 6, 'low'],
    ]);
    const [first] = rows;
    expect(first!.people).toMatchObject({ at: 39 / 134, n: 134 });
    const [own, exact, none] = first!.cells;
    const [low, high] = wilson(39, 134)!;
    // Newcombe's distances from both intervals; what theory computes has none of its own.
    expect(own).toMatchObject({ rate: 1, n: 120, beside: 'more' });
    const below = Math.hypot(1 - wilson(120, 120)![0], high - 39 / 134);
    expect(own!.differenceInterval![0]).toBeCloseTo(1 - 39 / 134 - below, 9);
    expect(exact).toMatchObject({ rate: 0, difference: -39 / 134, beside: 'less' });
    expect(exact!.differenceInterval![0]).toBeCloseTo(-high, 9);
    expect(exact!.differenceInterval![1]).toBeCloseTo(-low, 9);
    expect(none).toBeNull();
  });

  test('is no row of the pattern, and says whose it is, what differs and how far to take it', () => {
    expect(PATTERN.some(({ says }) => /people in Trento/.test(says))).toBe(false);
    expect(peopleSources(rows)).toEqual([
      expect.stringMatching(/^dilemmas, 134 people in Trento: Andreozzi.*CC BY 4\.0.*There: half.*Confidence low\.$/),
    ]);
    const said = blocksAsText(
      profileBlocks(
        { length: 'full', matches: 0, agents: [] },
        { tasks: TASKS, agents: [always], rows: [], missing: 0, unanswered: 0, sums: NO_CALLS, served: [] },
        referenceTable,
      ),
    );
    expect(said).toMatch(/dilemmas, first move \| 29 % \(22 to 37\), n 134 \| 100 %, more: \+71 \(/);
    expect(said).toContain('no row of the reported pattern');
  });

  test('without the tables there is nothing to stand beside', () => {
    expect(peopleRows([always], TASKS, 'full', () => [])).toEqual([]);
  });
});

test('answers stand in one order, whichever match ended first', () => {
  const matches = [0, 1, 2].map((draw) =>
    dilemmas(() => 'CCD', 3).filter((one) => one.draw === draw && one.where === 'gentle'),
  );
  const gathered = (order: readonly number[]): readonly ProfileAnswer[] => {
    const answers: ProfileAnswer[] = [];
    for (const at of order) addInOrder(answers, matches[at]!);
    return answers;
  };
  expect(gathered([0, 1, 2])).toHaveLength(9);
  for (const order of [
    [2, 1, 0],
    [1, 2, 0],
  ])
    expect(gathered(order)).toEqual(gathered([0, 1, 2]));
});
