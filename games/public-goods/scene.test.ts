/** What people read: rounds of ten players on the smallest screen, results, where one stands, hindsight, measures. */
import { describe, expect, it } from 'vitest';
import { type Block, blocksAsText } from '../../src/core/blocks.ts';
import type { Move, PlayedMatch, Taste } from '../../src/core/game.ts';
import { rng } from '../../src/core/rng.ts';
import { drawBlocks } from '../../src/show/draw.ts';
import { textOf } from '../../src/show/line.ts';
import { marksFor } from '../../src/show/marks.ts';
import { config, contributions } from './config.ts';
import { game, gameIn } from './index.ts';
import { pay, type State, type View } from './rules.ts';
import { words } from './words.de.ts';

type Match = PlayedMatch<View> & { readonly last: State; readonly moves: readonly Move[] };

/** A match in which every seat answers as told: [round][seat]; `open`: the rounds after these are still to come. */
function match(set: object, rounds: readonly (readonly number[])[], open = 0): Match {
  const parsed = config.parse({ rounds: rounds.length + open, ...set });
  let state = game.setup(parsed, rng(1, 'setup'), parsed.players);
  const moves: Move[] = [];
  for (const round of rounds) {
    const given = game.pending(state).map((decision) => ({ decision, answer: round[decision.seat]! }));
    moves.push(...given);
    state = game.apply(state, given, rng(1));
  }
  return {
    ...{ config: parsed, moves, last: state, payoffs: game.payoffs(state) },
    views: Array.from({ length: parsed.players }, (_, seat) => game.observe(state, seat)),
  };
}

const namesOf = (players: number): readonly string[] => [
  'you',
  ...Array.from({ length: players - 1 }, () => 'the other player'),
];
const drawn = (blocks: readonly Block[], columns: number, players: number): readonly string[] =>
  drawBlocks(
    blocks,
    columns - 4,
    undefined,
    marksFor(['human', ...Array.from({ length: players - 1 }, () => 'moralis')], namesOf(players)),
    false,
  ).map(textOf);

describe('rounds on the smallest screen', () => {
  const ten = Array.from({ length: 6 }, (_, round) =>
    Array.from({ length: 10 }, (_, seat) => (7 * seat + 3 * round) % 21),
  );

  it.each([
    ['each', 20],
    ['sum', 20],
    ['each', 100],
  ] as const)('ten players, %s shown, %i points: nothing is clipped, and each round is there', (shown, endowment) => {
    for (const language of [game, gameIn(words)]) {
      const { last, views } = match({ players: 10, m: 0.3, shown, endowment }, ten, 1);
      const lines = drawn(language.scene(views[0]!, game.pending(last)[0]!, namesOf(10)), 60, 10);
      expect(lines.filter((line) => line.includes('…'))).toEqual([]);
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(56);
      expect(lines.length).toBeLessThanOrEqual(12);
      ten.forEach((given, round) =>
        expect(lines.some((line) => new RegExp(`^ +${round + 1} +${given[0]} `).test(line))).toBe(true),
      );
    }
  });

  it('shows each of nine others in the order of seats where that is the treatment, else their mean', () => {
    const each = match({ players: 10, m: 0.3 }, ten, 1);
    const scene = (one: Match) => blocksAsText(game.scene(one.views[0]!, game.pending(one.last)[0]!, namesOf(10)));
    expect(scene(each)).toContain(`1 | 0 |  7 14  0  7 14  0  7 14  0 | `);
    const sum = scene(match({ players: 10, m: 0.3, shown: 'sum' }, ten, 1));
    // 7 + 14 + 0 three times: 63, nine others.
    expect(sum).toContain('1 | 0 | 63 | 7.0 | 38.9');
    expect(sum).not.toContain('14');
  });

  it('with four players each has a column, by name where there is one', () => {
    const { last, views } = match({ m: 0.4 }, [[1, 2, 3, 4]], 1);
    const scene = game.scene(views[0]!, game.pending(last)[0]!, ['you', 'moralis', 'the other player', 'economicus']);
    expect(blocksAsText(scene)).toContain('round | you | moralis | player 3 | economicus | you got');
    expect(blocksAsText(scene)).toContain('1 | 1 | 2 | 3 | 4 | 23');
  });
});

describe('where one stands', () => {
  const plain = (set: object, rounds: readonly (readonly number[])[], kappa = 0.5, seat = 0) => {
    const { views } = match(set, rounds);
    return blocksAsText(game.debrief(views[seat]!, { kappa }, namesOf(4)).plain ?? []);
  };

  it('between economicus, who puts in nothing, and moralis, who puts in everything', () => {
    const words = plain({ m: 0.5 }, [[5, 20, 0, 11]]);
    expect(words).toContain('you are 25 % of the way');
    // Keeping the 5 earns 2.5 more, and costs each of the others 2.5.
    expect(words).toContain('putting in nothing would have earned you 2.5 more, and each other player 2.5 less');
    // 20 − 5 + .5·20 = 25.
    expect(words).toContain('Had every player put in what you did, each would have earned 25.');
    expect(words).toContain('moralis κ = 0.50 (moralis) | 20 | 100 %');
  });

  it('moves with κ, and at κ* anything is as good', () => {
    expect(plain({ m: 0.5 }, [[5, 20, 0, 11]], 0.3)).toContain('moralis κ = 0.30 (moralis) | 0 | 0 %');
    expect(plain({ m: 0.4 }, [[5, 20, 0, 11]], 0.5)).toContain('moralis κ = 0.50 (moralis) | anything');
  });

  it('hindsight is the most that any own path would have earned against the same others: all paths, by lot', () => {
    const chance = rng(7, 'hindsight');
    for (let i = 0; i < 60; i++) {
      const players = 2 + chance.below(4);
      const m = chance.pick([0.3, 0.5, 0.9, 1, 1.3]);
      const set = { players, endowment: 3, m };
      const all = contributions(config.parse(set));
      const rounds = Array.from({ length: 2 }, () => Array.from({ length: players }, () => chance.pick(all)));
      const { views, payoffs } = match(set, rounds);
      const earned = (path: readonly number[]) =>
        path.reduce((sum, x, round) => {
          const others = rounds[round]!.slice(1).reduce((total, one) => total + one, 0);
          return sum + pay({ ...set }, x, x + others);
        }, 0);
      const best = Math.max(...all.flatMap((x) => all.map((y) => earned([x, y]))));
      const forgone = Number((best - payoffs![0]!).toFixed(4));
      const words = blocksAsText(game.debrief(views[0]!, { kappa: 0.5 }, namesOf(players)).plain ?? []);
      expect(words).toContain(
        forgone > 0 ? `would have earned you ${forgone} more` : `nothing would have earned you more than your`,
      );
    }
  });
});

describe('measures', () => {
  const values = (name: string, played: Match, seat: number) =>
    game.measures.find((measure) => measure.name === name)!.values(played, seat);
  // Seat 1 against means 5, 15, 10 of the others (of 20).
  const played = match({ m: 0.5 }, [
    [10, 5, 5, 5],
    [4, 15, 15, 15],
    [16, 10, 10, 10],
  ]);

  it('shares of what one has: all rounds, first, last, after little and after much', () => {
    expect(values('puts in', played, 0)).toEqual([0.5, 0.2, 0.8]);
    expect(values('puts in first', played, 0)).toEqual([0.5]);
    expect(values('puts in last', played, 0)).toEqual([0.8]);
    expect(values('puts in after little', played, 0)).toEqual([0.2]);
    expect(values('puts in after much', played, 0)).toEqual([0.8]);
    expect(values('puts in nothing', match({}, [[0, 1, 2, 3]]), 0)).toEqual([1]);
    expect(values('puts in last', match({}, [[0, 1, 2, 3]]), 0)).toEqual([]);
  });

  it('efficiency is the share of the gain that the group reached, none where there is nothing to gain', () => {
    // 25 of 80 in the first round: 80 + 25 of at most 80 + 80.
    expect(values('efficiency', played, 2)[0]).toBeCloseTo(25 / 80, 12);
    expect(values('efficiency', match({ m: 0.2 }, [[20, 20, 20, 20]]), 0)).toEqual([]);
  });

  it('distances: to nothing, and to everything from κ* on; none where any contribution is as good', () => {
    expect(values('distance to economicus', played, 0)[0]).toBeCloseTo(0.5, 12);
    expect(values('distance to moralis', played, 0)[0]).toBeCloseTo(0.5, 12);
    expect(values('distance to moralis', match({ m: 0.4 }, [[7, 0, 0, 0]]), 0)).toEqual([0]);
  });

  it('what is expected, where it was asked', () => {
    expect(values('expects', match({ askBeliefs: true }, [[5, 6, 7, 8]]), 0)).toEqual([0.25]);
  });
});

describe('comparison', () => {
  it('says of whom an agent knows what it expects: of all of the others, or of some', () => {
    const told = (others: readonly (Taste | null)[]) =>
      game.comparison!.believing!(config.parse({}), { seat: 0, other: others[0]!, others });
    expect(told([{ kappa: 0 }, { kappa: 0.6 }, { kappa: 0.6 }])).toBe('knowing the others, and expecting 13.3 of all');
    expect(told([{ kappa: 0 }, { kappa: 0.6 }, null])).toBe('knowing some of the others, and expecting 10.0 of all');
  });

  it('has a row for each measure that these settings can fill, and each agent at its place', () => {
    const { comparison } = game;
    const rows = (set: object) => comparison!.figures!(config.parse(set), 0)[0]!.rows.map(({ measure }) => measure);
    expect(rows({})).toEqual(['puts in', 'puts in nothing']);
    expect(rows({ rounds: 5, askBeliefs: true })).toHaveLength(7);
    const expected = (mind: Parameters<NonNullable<typeof comparison>['expected'] & object>[1], set: object = {}) =>
      comparison!.expected!(config.parse({ rounds: 5, ...set }), mind, { seat: 0, other: null });
    expect(expected({ kappa: 0 })).toMatchObject({ 'puts in': 0, 'puts in nothing': 1 });
    expect(expected({ kappa: 0.5 })).toMatchObject({ 'puts in': 1, 'puts in nothing': 0, 'puts in last': 1 });
    const grim = { kappa: 0, variant: 'grim' };
    expect(expected(grim, { ending: 'indefinite', delta: 0.9 })).toEqual({ 'puts in first': 1 });
  });

  it('what the stand-in is expected to do is what it does, on average', () => {
    const parsed = config.parse({});
    const state = game.setup(parsed, rng(1), 4);
    const [decision] = game.pending(state);
    const drawn = Array.from({ length: 4000 }, (_, seed) =>
      Number(game.standin!(game.observe(state, 0), decision!, (key) => rng(seed, key)).answer),
    );
    const expected = game.comparison!.expected!(parsed, 'standin', { seat: 0, other: null });
    const mean = drawn.reduce((sum, one) => sum + one, 0) / drawn.length / 20;
    expect(mean).toBeCloseTo(expected['puts in']!, 1);
    expect(drawn.filter((one) => one === 0).length / drawn.length).toBeCloseTo(expected['puts in nothing']!, 1);
  });
});

it('nobody at the table is called a person in German: a program may sit there', () => {
  expect(JSON.stringify(words)).not.toMatch(/Person/);
});
