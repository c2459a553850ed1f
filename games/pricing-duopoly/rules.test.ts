/** The rules of a match, the settings that are refused, and resuming. */
import { describe, expect, it } from 'vitest';
import { readOfflineAgent } from '../../src/agents/offline.ts';
import { read } from '../../src/core/game.ts';
import type { StoredAnswer } from '../../src/core/log.ts';
import { type AnswerEvent, playMatch } from '../../src/match/match.ts';
import { replay } from '../../src/match/replay.ts';
import { rng } from '../../src/core/rng.ts';
import { config } from './config.ts';
import { game } from './index.ts';
import { apply, observe, payoffs, setup, type State, rulesIn } from './rules.ts';
import { words } from './words.en.ts';

const { pending } = rulesIn(words);

const names = [
  ['you', 'rival'],
  ['rival', 'you'],
];

async function play(
  settings: object,
  seats: readonly string[],
  seed = 7,
  stored: readonly StoredAnswer[] = [],
  most = Infinity,
) {
  const given = game.config.parse(settings);
  const agents = seats.map((id) => readOfflineAgent(id, game));
  const answers: AnswerEvent[] = [];
  for await (const event of playMatch({
    game,
    config: given,
    seed,
    agents,
    names,
    disclosed: true,
    signal: new AbortController().signal,
    stored,
  })) {
    if (event.type === 'answered') answers.push(event);
    if (event.type === 'ended') return { given, answers, payoffs: event.payoffs, how: event.how };
    if (answers.length >= most) break;
  }
  return { given, answers, payoffs: null, how: null };
}

const storedOf = (answers: readonly AnswerEvent[]): readonly StoredAnswer[] =>
  answers.map(({ turn, decision, position, answer, source }) => ({
    turn,
    seat: decision.seat,
    key: decision.key,
    position,
    answer,
    because: null,
    notes: null,
    distribution: null,
    source,
  }));

const round = (state: State, first: number, second: number): State =>
  apply(
    state,
    pending(state).map((decision) => ({ decision, answer: [first, second][decision.seat]! })),
  );

describe('a round', () => {
  const given = config.parse({});

  it('asks both sellers at the same time for a price from 0 to the limit', () => {
    const decisions = pending(setup(given, rng(1)));
    expect(decisions.map((d) => [d.seat, d.role, d.round, d.practice, d.key])).toEqual([
      [0, 'first', 1, false, 'price'],
      [1, 'second', 1, false, 'price'],
    ]);
    const { input, ask } = decisions[0]!;
    expect(input).toEqual({
      kind: 'number',
      min: 0,
      max: 30,
      step: 0.1,
      decimals: 1,
      note: 'a unit costs 10.0, limit 30.0',
    });
    expect(ask).toBe('Your price for round 1:');
    expect(read(input, '16,5')).toEqual({ ok: true, answer: 16.5 });
    for (const wrong of ['30.1', '-1', '16.55', 'high', '']) expect(read(input, wrong).ok).toBe(false);
  });

  it('pays what screens.md shows: 16.0 against 14.7 earns 208 and 274', () => {
    const state = round(setup(given, rng(1)), 16, 14.7);
    expect(payoffs(state)!.map(Math.round)).toEqual([208, 274]);
    const [row] = observe(state, 1).rows;
    expect([row!.price, row!.rival, Math.round(row!.profit), Math.round(row!.rivalProfit!)]).toEqual([
      14.7, 16, 274, 208,
    ]);
  });

  it('ends after the rounds announced', () => {
    let state = setup(config.parse({ rounds: 2 }), rng(1));
    state = round(round(state, 15, 15), 15, 15);
    expect(pending(state)).toEqual([]);
    expect(observe(state, 0)).toMatchObject({ over: true, of: 2 });
  });

  it('loses money below cost', () => {
    expect(payoffs(round(setup(given, rng(1)), 5, 15))![0]).toBeLessThan(0);
  });
});

describe('practice', () => {
  it('is marked, counts for nothing, and leaves an empty table', () => {
    let state = setup(config.parse({ practice: 2, rounds: 1 }), rng(1));
    expect(pending(state)[0]).toMatchObject({ practice: true, round: 1, ask: 'Your price for practice round 1:' });
    state = round(state, 15, 15);
    expect(observe(state, 0)).toMatchObject({ practice: true, round: 2, of: 2 });
    expect(observe(state, 0).rows).toHaveLength(1);
    state = round(state, 15, 15);
    expect(pending(state)[0]).toMatchObject({ practice: false, round: 1 });
    expect(observe(state, 0).rows).toHaveLength(0);
    expect(payoffs(state)).toEqual([0, 0]);
  });
});

describe('what a seller may know', () => {
  it('hides profits and units where the treatment does, until the end', () => {
    const given = config.parse({ rivalProfit: false, quantity: true, rounds: 2 });
    let state = round(setup(given, rng(1)), 15, 16);
    const view = observe(state, 0);
    expect(view.rows[0]).toMatchObject({ rivalProfit: null });
    expect(view.rows[0]!.quantity).toBeGreaterThan(0);
    expect(view.rivalTotal).toBeNull();
    state = round(state, 15, 16);
    expect(observe(state, 0).rows[0]!.rivalProfit).toBeGreaterThan(0);
    expect(observe(round(setup(config.parse({}), rng(1)), 15, 16), 0).rows[0]!.quantity).toBeNull();
  });

  it('keeps the last rounds in view', () => {
    let state = setup(config.parse({ window: 3, rounds: 9 }), rng(1));
    for (let i = 0; i < 5; i++) state = round(state, 15 + i, 15);
    const view = observe(state, 0);
    expect(view.rows.map((row) => row.round)).toEqual([3, 4, 5]);
    expect(view.total).toBeCloseTo(payoffs(state)![0]!, 9);
  });

  it('is JSON', () => {
    const view = observe(round(setup(config.parse({}), rng(1)), 15, 16), 0);
    expect(JSON.parse(JSON.stringify(view))).toEqual(view);
  });
});

describe('an indefinite horizon', () => {
  it('draws lengths from the seed: 1/(1 − δ) rounds on average, told to nobody', () => {
    const given = config.parse({ horizon: 'indefinite', delta: 0.8 });
    const lengths = Array.from({ length: 4000 }, (_, seed) => setup(given, rng(seed, 'setup')).length);
    expect(Math.min(...lengths)).toBe(1);
    expect(Math.abs(lengths.reduce((a, b) => a + b) / 4000 - 5)).toBeLessThan(0.25);
    expect(lengths.filter((length) => length === 1).length / 4000).toBeCloseTo(0.2, 1);
    const state = setup(given, rng(3, 'setup'));
    expect(setup(given, rng(3, 'setup')).length).toBe(state.length);
    expect(JSON.stringify(observe(state, 0))).not.toContain('length');
    expect(observe(state, 0).of).toBeNull();
  });
});

describe('matches', () => {
  const pairs = [
    ['economicus', 'moralis:0.5'],
    ['moralis:0.5/sellers', 'baseline'],
    ['random', 'economicus:grim'],
  ] as const;
  const settings = [
    { rounds: 4 },
    { practice: 1, rounds: 3, currency: 1, c: [1, 1.2] },
    { horizon: 'indefinite', delta: 0.7, expects: 'average', k: 2 },
  ];

  it.each(pairs)('%s against %s resumes wherever it was left, with the same answers and payoffs', async (...seats) => {
    for (const setting of settings) {
      const whole = await play(setting, seats);
      expect(whole.how).toBe('finished');
      const answers = storedOf(whole.answers);
      expect(replay(game, whole.given, 7, 2, answers)).toMatchObject({ finished: true, payoffs: whole.payoffs });
      for (let cut = 0; cut <= answers.length; cut++) {
        const rest = await play(setting, seats, 7, answers.slice(0, cut));
        expect(rest.payoffs).toEqual(whole.payoffs);
        expect([...answers.slice(0, cut), ...storedOf(rest.answers)].map((a) => a.answer)).toEqual(
          answers.map((a) => a.answer),
        );
      }
    }
  });
});

describe('settings', () => {
  const problem = (settings: object): readonly string[] =>
    game.config.safeParse(settings).error?.issues.map((issue) => issue.message) ?? [];

  it('are for people by default', () => {
    expect(config.parse({})).toMatchObject({
      currency: 10,
      step: 0.1,
      rounds: 10,
      ceiling: 30,
      horizon: 'finite',
      expects: 'last',
      framing: 'neutral',
    });
  });

  it('work out the ceiling and the step from the market where they are not given', () => {
    expect(config.parse({ currency: 1 })).toMatchObject({ ceiling: 3, step: 0.01 });
    expect(config.parse({ currency: 3.2 })).toMatchObject({ ceiling: 9.6, step: 0.01 });
    expect(config.parse({ c: [1, 1.2] }).ceiling).toBe(35);
    expect(config.parse({ ceiling: 20, step: 0.5 })).toMatchObject({ ceiling: 20, step: 0.5 });
    // What was worked out is a setting like any other when it is read again.
    expect(config.parse(config.parse({ currency: 3.2 }))).toEqual(config.parse({ currency: 3.2 }));
  });

  it('take one number for both sellers, or two', () => {
    expect(config.parse({ a: [2, 2], c: [1, 1] })).toMatchObject({ a: [2, 2] });
    expect(game.config.safeParse({ a: '2,3' }).success).toBe(false);
  });

  it.each([
    [{ mu: 0 }, 'mu must be above 0; got 0: give a number such as 0.25.'],
    [{ mu: -1 }, 'mu must be above 0; got -1: give a number such as 0.25.'],
    [{ scale: 0 }, 'scale must be above 0; got 0: give a number such as 100.'],
    [{ currency: -3 }, 'currency must be above 0; got -3: give a number such as 10.'],
    [{ mu: 0.001 }, 'mu is 0.001, too small for these products: with a, c and a0 as given take at least 0.004.'],
    [{ ceiling: 5 }, 'ceiling is 5, below the cost of a unit, 10: allow prices up to 10 at least, or give 0.'],
    [
      { ceiling: 11, c: [1, 1.2] },
      'ceiling is 11, below the cost of a unit, 12: allow prices up to 12 at least, or give 0.',
    ],
    [{ step: 40 }, 'step is 40, above the ceiling of 30: use a smaller step, such as 0.1.'],
    [{ step: 40, ceiling: 30 }, 'step is 40, above the ceiling of 30: use a smaller step, such as 0.1.'],
    [{ step: -1 }, 'step must not be negative; got -1: give a step of prices such as 0.1, or 0.'],
    [{ c: -1 }, 'c must not be negative; got -1: a unit costs 0 or more.'],
    [
      { a: [1, 2, 3] },
      'a is one number for both sellers or two separated by a comma, such as 2 or 2,2.1; got [1,2,3].',
    ],
    [
      { a: Infinity },
      'a is one number for both sellers or two separated by a comma, such as 2 or 2,2.1; got Infinity.',
    ],
    [{ rounds: 0 }, 'rounds is a whole number from 1 to 1000; got 0.'],
    [{ delta: 1 }, 'delta is a probability from 0 to 0.99; got 1.'],
    [{ framing: 'friendly' }, 'framing is one of neutral, collusive, competitive; got "friendly".'],
    [
      { expects: 'average', k: 9, window: 5 },
      'k is 9, but a seller sees only 5 past rounds: use a k of at most 5, or a larger window.',
    ],
    [{ unit: 'two words' }, 'unit is one word of at most 12 letters, such as points; got "two words".'],
  ])('refuse %j in one sentence', (settings, sentence) => {
    expect(problem(settings)).toEqual([sentence]);
  });

  it('of every preset and every line of the set-up table are valid', () => {
    for (const preset of game.presets) expect(problem(preset.config)).toEqual([]);
    for (const line of game.lines) for (const option of line.options) expect(problem(option.config)).toEqual([]);
    const [first] = game.lines;
    expect(game.config.parse(first!.options[0]!.config)).toEqual(game.config.parse({}));
  });

  it('of scenarios are valid and differ', () => {
    const seen = new Set<string>();
    for (const scenario of game.scenarios!(rng(1, 'scenarios'))) {
      seen.add(JSON.stringify(scenario));
      if (seen.size >= 20) break;
    }
    expect(seen.size).toBe(20);
  });
});
