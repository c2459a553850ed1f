/** What a belief says of the others: the numbers that theory computes with, in every game that has plans and two languages. */
import { describe, expect, it } from 'vitest';
import type { AnyGame, Belief } from '../src/core/game.ts';
import { loadGame } from '../src/disk/games.ts';
import { playByLot } from '../src/laws/index.ts';

const [dilemma, trust, ultimatum, publicGoods] = await Promise.all(
  ['prisoners-dilemma', 'trust', 'ultimatum', 'public-goods'].map((name) => loadGame(name)),
);

/** What is said at every question of a match that was played by lot, in order. */
function said(game: AnyGame, settings: object, belief?: Belief, seed = 1): readonly string[] {
  const config = game.config.parse(settings);
  const { steps } = playByLot({ game, config, seed, seats: game.seats(config).least });
  return steps.flatMap(({ decisions, views }) =>
    decisions.map((decision) =>
      game.expectation!(views[decision.seat], decision, belief ?? game.belief!(config) ?? { kind: 'uniform' })!,
    ),
  );
}
const percents = (text: string): readonly number[] => [...text.matchAll(/([\d.]+) %/g)].map(([, n]) => Number(n));
/** What is named with a chance, each with the chance: "cooperates 85". */
const named = (text: string): readonly string[] =>
  [...text.matchAll(/((?:chooses [AB] or |cooperates or )?\w+(?: [AB]| out)?) with a chance of ([\d.]+) %/g)].map(
    ([, does, chance]) => `${does} ${chance}`,
  );

describe('in every language', () => {
  it.each([
    ['dilemma', dilemma!, { beliefs: [0.7, 0.85, 0.05] }, [70, 85, 95]],
    [
      'dilemma, everything asked',
      dilemma!,
      { beliefs: [0.7, 0.85, 0.05], method: 'strategy', roles: 'drawn' },
      [70, 85, 95],
    ],
    ['dilemma at once', dilemma!, { beliefs: [0.35], timing: 'together' }, [65]],
    [
      'dilemma of three steps',
      dilemma!,
      { beliefs: [0.5, 0.3, 0.6, 0.3, 0.2, 0.6, 0.1, 0.1], steps: 3 },
      [50, 30, 20, 60, 30, 10, 20, 60, 20, 10, 10, 80],
    ],
    ['dilemma, nothing known', dilemma!, {}, [50, 50, 50]],
    ['trust', trust!, { beliefs: [0.3, 0.85] }, [70, 85]],
    ['ultimatum', ultimatum!, { beliefs: [0.45, 0.9], labels: 'neutral' }, [55, 90]],
  ])('%s: the chance of the likelier option at each node, at each question', async (_, game, settings, expected) => {
    for (const spoken of [game, await game.translations!['de']!()])
      for (const text of said(spoken, settings)) expect(percents(text)).toEqual(expected);
  });

  it.each([
    [{ beliefs: 12.4 }, ['12.4']],
    [{ beliefs: 7, players: 2, endowment: 10, m: 0.75 }, ['7']],
    [{}, ['0', '20', '10']],
  ])(
    'public goods of %j: the mean, and the range where every contribution is as likely',
    async (settings, expected) => {
      for (const spoken of [publicGoods!, await publicGoods!.translations!['de']!()])
        for (const text of said(spoken, settings)) expect(text.match(/\d+(\.\d+)?/g)).toEqual(expected);
    },
  );
});

it.each([
  [dilemma!, { beliefs: [0.7, 0.85, 0.05] }, ['cooperates 70', 'cooperates 85', 'defects 95']],
  [
    dilemma!,
    { beliefs: [0.5, 0.495, 0], labels: 'neutral' },
    ['chooses A or chooses B 50', 'chooses B 50.5', 'chooses B 100'],
  ],
  [dilemma!, { beliefs: [0.35], timing: 'together' }, ['defects 65']],
  [trust!, { beliefs: [0.3, 0.85] }, ['stays out 70', 'shares 85']],
  [trust!, { beliefs: [1, 0.2] }, ['trusts 100', 'keeps 80']],
])('of two options the likelier is named, both where they are alike: %#', (game, settings, expected) => {
  for (const text of said(game, settings)) expect(named(text)).toEqual(expected);
});

it('the belief about who is known is what that one plays', () => {
  const text = said(dilemma!, {}, { kind: 'known', other: { kappa: 0 } });
  expect(named(text[0]!)).toEqual(['defects 100', 'defects 100', 'defects 100']);
});

it('what was seen is learned round by round: (1 + times)/(2 + seen)', () => {
  const config = dilemma!.config.parse({ rounds: 3, beliefs: 'observed' });
  const { steps } = playByLot({ game: dilemma!, config, seed: 1, seats: 2 }, ({ key }) =>
    key === 'first' ? 'C' : 'D',
  );
  const last = steps.at(-1)!;
  const [second] = last.decisions;
  // The second mover has seen three first moves, two of them in earlier rounds; the first mover two answers to cooperation.
  expect(named(dilemma!.expectation!(last.views[1], second!, { kind: 'observed' })!)).toEqual([
    'cooperates 75',
    'cooperates or defects 50',
    'cooperates or defects 50',
  ]);
  expect(named(dilemma!.expectation!(last.views[0], second!, { kind: 'observed' })!)).toEqual([
    'cooperates or defects 50',
    'defects 75',
    'cooperates or defects 50',
  ]);
});

it('of its like nothing can be said in numbers, and that is said', () => {
  for (const game of [dilemma!, trust!, ultimatum!, publicGoods!])
    expect(said(game, { beliefs: 'like-minded' })[0]).toMatch(/wants? what you want/);
});
