/** Logs in which everybody plays everything: classes of several games whose seats are taken by the same few people. */
import { type Class, cooperating, playClass, rating } from './class.ts';
import type { AnyGame } from '../src/core/game.ts';
import { rng } from '../src/core/rng.ts';
import type { StoredMatch, Treatments } from '../src/core/stored-rows.ts';
import { loadGame } from '../src/disk/games.ts';

/** Games, and classes that have played them. */
export async function mixedClasses(): Promise<{
  readonly games: readonly AnyGame[];
  readonly classes: readonly Class[];
}> {
  const games = await Promise.all(
    ['prisoners-dilemma', 'autonomous-vehicles', 'pricing-duopoly'].map((name) => loadGame(name)),
  );
  const [dilemma, vehicles, duopoly] = games;
  const whole = { config: { method: 'strategy', roles: 'drawn' }, choose: cooperating(0.6, 0.7, 0.3) };
  const repeated = { config: { rounds: 3 }, choose: cooperating(0.5, 0.8, 0.2), against: 'human' };
  const prices = { game: duopoly!, config: { rounds: 2 }, against: 'human' };
  const classes = await Promise.all([
    playClass({ game: dilemma!, ...whole, name: 'morning', people: 12, against: 'moralis:0.5', seed: 1 }),
    playClass({ game: dilemma!, ...whole, name: 'evening', people: 12, against: 'moralis:0.5', seed: 2 }),
    playClass({ game: dilemma!, ...repeated, name: 'morning pairs', people: 14, seed: 3 }),
    playClass({ game: dilemma!, ...repeated, name: 'evening pairs', people: 14, seed: 4 }),
    playClass({ game: vehicles!, name: 'cars', people: 7, against: '', choose: rating(40), seed: 5 }),
    playClass({
      ...prices,
      choose: (_, chance) => Math.round(chance.normal(165, 10)) / 10,
      name: 'market',
      people: 14,
      seed: 6,
    }),
    playClass({
      ...{ game: dilemma!, ...whole, name: 'models', people: 8, against: 'moralis:0.5', seed: 7 },
      model: { id: 'local/m', wordings: ['one', 'another'] },
    }),
  ]);
  return { games, classes };
}

/** Everybody's matches in any order, played by a few people: whoever has met somebody meets others, and plays the same again. */
export function logOf(
  classes: readonly Class[],
  seed: number,
): { readonly matches: readonly StoredMatch[]; readonly treatments: Treatments } {
  const chance = rng(seed, 'log');
  const people = Array.from({ length: 24 }, (_, i) => `p${i}`);
  const treatments = new Map(people.map((code, i) => [code, [null, 'red', 'blue'][i % 3]!]));
  const matches = chance.shuffle(classes.flatMap((one) => one.matches)).map((match) => {
    const seated = chance.shuffle(people);
    return { ...match, participants: match.participants.map((code, at) => (code === null ? null : seated[at]!)) };
  });
  return { matches, treatments };
}
