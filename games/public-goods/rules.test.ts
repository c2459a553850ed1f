/** The rules by hand and by lot, settings that are refused, what a seat sees, and what conditional cooperators do. */
import { describe, expect, it } from 'vitest';
import { type Answer, read } from '../../src/core/game.ts';
import { readOfflineAgent } from '../../src/agents/offline.ts';
import { rng } from '../../src/core/rng.ts';
import { refusalIn } from '../../test/refusal.ts';
import { config, contributions } from './config.ts';
import { game } from './index.ts';
import { kappaStar } from './plans.ts';
import type { State } from './rules.ts';

/** A match in which every seat answers as told: [round][seat], contributions as numbers. */
function play(set: object, rounds: readonly (readonly number[])[], stated = 5): State {
  const parsed = config.parse({ rounds: rounds.length, ...set });
  let state = game.setup(parsed, rng(1, 'setup'), parsed.players);
  for (let open = game.pending(state); open.length > 0; open = game.pending(state)) {
    const round = rounds[state.round - 1]!;
    const moves = open.map((decision) => {
      const contribution = round[decision.seat]!;
      const answer: Answer = decision.key === 'expect' ? stated : contribution;
      return { decision, answer: decision.input.kind === 'choice' ? String(answer) : answer };
    });
    state = game.apply(state, moves, rng(1));
  }
  return state;
}

describe('a round', () => {
  it('pays what is kept, and m for every point of the project, to each', () => {
    // 4 players, 20 points, m .4: the project has 30 and pays 12 to each.
    const state = play({ m: 0.4 }, [[20, 10, 0, 0]]);
    expect(game.payoffs(state)).toEqual([12, 22, 32, 32]);
    expect(game.observe(state, 1).history).toEqual([
      { mine: 10, total: 30, points: 22, expected: null, others: [20, 0, 0] },
    ]);
  });

  it('is asked of all at the same time, once', () => {
    const open = game.pending(game.setup(config.parse({ players: 7 }), rng(1), 7));
    expect(open.map(({ seat, key }) => `${seat} ${key}`)).toEqual(
      [0, 1, 2, 3, 4, 5, 6].map((seat) => `${seat} contribute`),
    );
  });

  it('points add up to what is kept and n·m times what is given, by lot for 2 to 10 players', () => {
    const chance = rng(3, 'rounds');
    for (let i = 0; i < 300; i++) {
      const players = 2 + chance.below(9);
      const set = { players, endowment: 10, m: (1 + chance.below(30)) / 20, step: chance.pick([1, 0.1, 2.5]) };
      const parsed = config.parse(set);
      const rounds = Array.from({ length: 1 + chance.below(4) }, () =>
        Array.from({ length: players }, () => chance.pick(contributions(parsed))),
      );
      const state = play(set, rounds);
      const given = rounds.flat().reduce((sum, one) => sum + one, 0);
      const points = game.payoffs(state)!.reduce((sum, one) => sum + one, 0);
      expect(points).toBeCloseTo(rounds.length * players * 10 - given + players * set.m * given, 6);
    }
  });

  it('shows only the sum where that is the treatment, and everything when the match is over', () => {
    const parsed = config.parse({ shown: 'sum', rounds: 2 });
    const first = game.setup(parsed, rng(1), 4);
    const moves = game.pending(first).map((decision) => ({ decision, answer: 5 * decision.seat }));
    const during = game.observe(game.apply(first, moves, rng(1)), 1);
    expect(during.history).toEqual([{ mine: 5, total: 30, points: 30, expected: null, others: null }]);
    expect(JSON.stringify(during)).not.toMatch(/10|\b15\b/);
    expect(during.everyone).toBe(null);
    const over = game.observe(play({ shown: 'sum' }, [[0, 5, 10, 15]]), 1);
    expect(over.everyone?.given).toEqual([[0, 5, 10, 15]]);
    expect(over.history[0]!.others).toBe(null);
  });

  it('beliefs are asked before, of all, and kept by round', () => {
    const state = play(
      { askBeliefs: true },
      [
        [1, 2, 3, 4],
        [4, 3, 2, 1],
      ],
      7,
    );
    expect(state.history.map(({ expected }) => expected)).toEqual([
      [7, 7, 7, 7],
      [7, 7, 7, 7],
    ]);
  });

  it('an open end has rounds drawn in advance that nobody sees: about 1/(1 − δ) of them', () => {
    const parsed = config.parse({ ending: 'indefinite', delta: 0.75 });
    const lengths = Array.from({ length: 2000 }, (_, seed) => game.setup(parsed, rng(seed, 'setup'), 4).length);
    expect(lengths.reduce((sum, one) => sum + one, 0) / 2000).toBeCloseTo(4, 0);
    expect(game.observe(game.setup(parsed, rng(1), 4), 0).rounds).toBe(null);
  });
});

describe('what may be put in', () => {
  const asked = (set: object) => game.pending(game.setup(config.parse(set), rng(1), config.parse(set).players))[0]!;
  it('is a number in steps that can be typed, from nothing to all', () => {
    const { input, grid } = asked({});
    expect(['20', '0', '-1', '21', '3.5', '7,0'].map((given) => read(input, given).ok)).toEqual([
      ...[true, true, false, false, false, true],
    ]);
    expect(grid).toEqual([0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20]);
    expect(read(asked({ endowment: 10, step: 0.1 }).input, '3.5').ok).toBe(true);
  });

  it('or one of a few, chosen', () => {
    const { input, grid } = asked({ step: 5 });
    expect(input.kind === 'choice' && input.options.map(({ label }) => label)).toEqual(['0', '5', '10', '15', '20']);
    expect(grid).toBe(undefined);
    expect(game.payoffs(play({ step: 5 }, [[5, 0, 0, 20]]))).toEqual([27.5, 32.5, 32.5, 12.5]);
  });

  it('a grid has 2 to 15 of the contributions, from the least to the most, whatever the endowment', () => {
    for (const endowment of [1, 7, 13, 20, 62, 99, 100]) {
      const { grid } = asked({ endowment });
      expect(grid![0]).toBe(0);
      expect(grid!.at(-1)).toBe(endowment);
      expect(new Set(grid).size).toBe(grid!.length);
      expect(grid!.length).toBeLessThanOrEqual(15);
    }
  });
});

describe('what bad settings get', () => {
  const refusal = refusalIn(game);
  it.each([
    [['players=1'], 'players takes a whole number from 2 to 10; got "1".'],
    [['players=11'], 'players takes a whole number from 2 to 10; got "11".'],
    [['m=0'], 'm takes a number above 0 and at most 2; got "0".'],
    [['step=3'], 'The endowment has to be a whole number of steps, got endowment=20 and step=3; change one of them.'],
    [
      ['step=2'],
      'Steps other than 1, 0.1, 0.01 are chosen from a list of at most 9 contributions, and step=2 makes 11 of endowment=20; take step=1 or a larger one.',
    ],
    [
      ['step=0.1'],
      'At most 100 steps fit between 0 and the endowment, got 200 of endowment=20 and step=0.1; take a larger step or a smaller endowment.',
    ],
    [
      ['beliefs=30'],
      'Beliefs are auto, uniform, like-minded, observed, known, or a number from 0 to the endowment: what the others put in on average; got beliefs=30 with endowment=20.',
    ],
  ])('%s', (sets, sentence) => {
    expect(refusal(...sets)).toBe(sentence);
  });

  it('says what is no dilemma, and where the usual moralis is at its threshold', () => {
    const limits = (set: object) => game.limits!(config.parse({ rounds: 5, ...set }));
    expect(limits({})).toEqual([]);
    expect(limits({ m: 0.25 }).join()).toMatch(/less than a point|4 × 0\.25 = 1/);
    expect(limits({ m: 1.5 }).join()).toContain('no dilemma');
    expect(kappaStar({ players: 4, endowment: 20, m: 0.4 })).toBeCloseTo(0.5, 12);
    expect(limits({ m: 0.4 }).join()).toContain('κ* is 0.50 here');
  });
});

describe('script:conditional', () => {
  it('sits down by its name; among several words it is an answer, as every word of a script', async () => {
    const agent = readOfflineAgent('script:conditional', game);
    expect([agent.id, agent.label, agent.kind, agent.taste]).toEqual([
      ...['script:conditional', 'script', 'script', undefined],
    ]);
    const state = game.setup(config.parse({}), rng(1), 4);
    const request = {
      ...{ game, config: {}, names: [], turn: 0, draw: () => rng(1), past: [], programs: [], earlier: [], others: [] },
      ...{ view: game.observe(state, 0), decision: game.pending(state)[0]!, keep: () => undefined },
    };
    const never = new AbortController().signal;
    expect(await agent.choose(request, never)).toMatchObject({ answer: 10, because: expect.stringContaining('half') });
    expect(() => readOfflineAgent('script:conditionall', game)).toThrow(
      '"conditionall" in "script:conditionall" is no script of public-goods; it names conditional. Did you mean "script:conditional"?',
    );
    expect(await readOfflineAgent('script:conditional:3', game).choose(request, never)).toMatchObject({
      answer: 'conditional',
    });
  });

  const [conditional] = game.scripts!;
  const answer = (state: State, seat: number) => {
    const decision = game.pending(state).find((one) => one.seat === seat)!;
    return conditional!.answer(game.observe(state, seat), decision).answer;
  };

  it('begins with half, then puts in what the others put in last on average, to the nearest step', () => {
    const parsed = config.parse({ rounds: 2 });
    const first = game.setup(parsed, rng(1), 4);
    expect(answer(first, 0)).toBe(10);
    const moves = game.pending(first).map((decision) => ({ decision, answer: [7, 20, 3, 0][decision.seat]! }));
    const second = game.apply(first, moves, rng(1));
    // (20 + 3 + 0)/3 = 7.67; (7 + 3 + 0)/3 = 3.33.
    expect([answer(second, 0), answer(second, 1)]).toEqual([8, 3]);
  });

  it('among its like it keeps to half; one free rider takes all of it down', () => {
    const run = (rider: boolean) => {
      const parsed = config.parse({ rounds: 15 });
      let state = game.setup(parsed, rng(1), 4);
      for (let open = game.pending(state); open.length > 0; open = game.pending(state)) {
        const now = state;
        state = game.apply(
          state,
          open.map((decision) => ({ decision, answer: rider && decision.seat === 3 ? 0 : answer(now, decision.seat) })),
          rng(1),
        );
      }
      return state.history.map(({ given }) => given[0]!);
    };
    expect(new Set(run(false))).toEqual(new Set([10]));
    const falling = run(true);
    expect(falling.slice(0, 3)).toEqual([10, 7, 5]);
    expect(falling.every((one, i) => i === 0 || one <= falling[i - 1]!)).toBe(true);
    expect(falling.at(-1)).toBeLessThanOrEqual(1);
  });
});
