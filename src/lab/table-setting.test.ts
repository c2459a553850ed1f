import { expect, it } from 'vitest';
import { loadGames } from '../disk/games.ts';
import type { AnyGame } from '../core/game.ts';
import { human } from '../agents/human.ts';
import { filledSeats, seated } from './table-setting.ts';

const games = await loadGames();
const named = (name: string): AnyGame => games.find((game) => game.name === name)!;
const two = named('prisoners-dilemma');
const eight = named('autonomous-vehicles');
/** Only how many sit down matters here. */
const three: AnyGame = { ...two, name: 'three', seats: () => ({ least: 3, most: 3 }) };
const config = (game: AnyGame): unknown => game.config.parse({});
const filled = (game: AnyGame, ...seats: readonly string[]) => filledSeats(game, config(game), seats);

it('gives one seat to each who is named, and the seats that the game still needs to moralis', () => {
  expect(filled(two, 'human')).toEqual(['human']);
  expect(filled(eight, 'human')).toEqual(['human']);
  expect(filled(eight, 'human', 'economicus')).toEqual(['human', 'economicus']);
  expect(filled(three, 'economicus')).toEqual(['economicus', 'moralis:0.5']);
  expect(filled(three, 'human', 'human')).toEqual(['human', 'human']);
});

it('refuses in a sentence who finds no seat, and a guess among several', () => {
  expect(() => filled(two, 'human', 'economicus')).toThrow(/seats two: name one opponent.*got "human,economicus"/);
  expect(() => filled(three, 'human', 'human', 'human')).toThrow(/seats 3: name at most 2 others/);
  expect(() => filled(eight, 'guess', 'human')).toThrow(/one against one/);
  expect(() => filled(three, 'guess')).toThrow(/one against one/);
});

const person = () => human(() => Promise.reject(new Error('nobody is asked here')));
const table = { preset: null, role: 'second', explain: 'each', seed: null } as const;

it('seats the person who chose in the role that was asked for, and everybody else in the order of the names', () => {
  const game = three;
  const choice = { ...table, game, config: config(game), against: ['human', 'economicus'] };
  const { rows, names } = seated(choice, 1, ['chooser', 'other'], person);
  expect(rows.map(({ id, participant }) => [id, participant])).toEqual([
    ['human', 'other'],
    ['human', 'chooser'],
    ['economicus', null],
  ]);
  expect(names[0]).toEqual(['you', 'player 2', 'economicus']);
  expect(() => seated(choice, 1, ['chooser'], person)).toThrow(/code/);
});

it('calls no two players by one name', () => {
  const against = ['economicus', 'economicus', 'human'];
  const { rows } = seated(
    { ...table, role: 'respondent', game: eight, config: config(eight), against },
    1,
    ['a', 'b'],
    person,
  );
  expect(rows.map(({ shown }) => shown)).toEqual(['player 1', 'economicus', 'economicus 2', 'player 4']);
});
