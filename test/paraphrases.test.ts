/** Other wordings of what a game asks: that each of ours brings two, and when they are part of the wording of a match. */
import { expect, it } from 'vitest';
import { presenter } from '../src/core/presentation.ts';
import { wordingHash, wordingOf } from '../src/core/wording.ts';
import { loadGames } from '../src/disk/games.ts';
import { configsOf, playByLot } from '../src/laws/index.ts';
import { decisionsOf } from '../src/laws/trace.ts';

const games = await loadGames();

it('these games ask every question in two other wordings, in each of their languages', async () => {
  const two: string[] = [];
  for (const game of games) {
    const spoken = await Promise.all(Object.values(game.translations ?? {}).map((translation) => translation()));
    const asked = [game, ...spoken].flatMap((one) =>
      configsOf(one).flatMap((config, seed) =>
        decisionsOf(playByLot({ game: one, config, seed, seats: one.seats(config).least })),
      ),
    );
    if (asked.every(({ paraphrases }) => paraphrases?.length === 2)) two.push(game.name);
  }
  expect(two).toEqual(expect.arrayContaining(['autonomous-vehicles', 'pricing-duopoly', 'prisoners-dilemma']));
});

it.each(games)(
  '$name: a match is in another wording for each phrasing, and in its own where it asks as ever',
  (game) => {
    const wordings = [null, 0, 1, 2].map((phrasing) => wordingOf(game, [], phrasing));
    expect(wordings.slice(0, 2)).toEqual([wordingHash(game), wordingHash(game)]);
    expect(new Set(wordings).size).toBe(3);
    // What nobody reads is no part of a wording, and what is read is.
    const otherwise = { ...game, paraphrases: { [game.language]: 'others' } };
    expect([0, 1].map((phrasing) => wordingOf(otherwise, [], phrasing) === wordings[phrasing + 1])).toEqual([
      true,
      false,
    ]);
  },
);

it.each(games)('$name: what is put in another wording is the same question', (game) => {
  const config = game.config.parse(game.presets[0]!.config);
  for (const decision of decisionsOf(playByLot({ game, config, seed: 1, seats: game.seats(config).least }))) {
    const [asked] = presenter({ rotation: null, phrasing: 2 })([decision]);
    expect(asked).toEqual({ ...decision, ask: decision.paraphrases?.[1] ?? decision.ask });
  }
});
