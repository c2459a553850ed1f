import { expect, it } from 'vitest';
import { loadGames } from '../disk/games.ts';
import type { AnyGame } from '../core/game.ts';
import { human } from '../agents/human.ts';
import { programsTold } from '../match/disclosure.ts';
import { filledSeats, seated } from './table-setting.ts';

const games = await loadGames();
const named = (name: string): AnyGame => games.find((game) => game.name === name)!;
const two = named('prisoners-dilemma');
const eight = named('autonomous-vehicles');
/** Only how many sit down matters here. */
const three: AnyGame = { ...two, name: 'three', seats: () => ({ least: 3, most: 3 }) };
const four: AnyGame = { ...two, name: 'four', seats: () => ({ least: 4, most: 4 }) };
const config = (game: AnyGame): unknown => game.config.parse({});
const filled = (game: AnyGame, ...seats: readonly string[]) => filledSeats(game, config(game), seats);

it('gives one seat to each who is named, and the seats that the game still needs to who is named alone, else to moralis', () => {
  expect(filled(two, 'human')).toEqual(['human']);
  expect(filled(eight, 'human')).toEqual(['human']);
  expect(filled(eight, 'human', 'economicus')).toEqual(['human', 'economicus']);
  expect(filled(three, 'economicus')).toEqual(['economicus', 'economicus']);
  expect(filled(four, 'human', 'economicus')).toEqual(['human', 'economicus', 'moralis:0.5']);
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

it('neutral names nobody and tells no taste; named programs are told to be programs, people and unnamed ones never', () => {
  const at = (set: object, against: readonly string[]) => {
    const { rows, names, disclosed } = seated(
      { ...table, role: 'first', game: two, config: two.config.parse(set), against },
      1,
      ['a', 'b'],
      person,
    );
    return { shown: names[0]![1], disclosed, programs: programsTold(rows, disclosed) };
  };
  expect(at({}, ['moralis:0.5'])).toEqual({ shown: 'moralis', disclosed: true, programs: [false, true] });
  for (const against of [['moralis:0.5'], ['baseline'], ['human']])
    expect(at({ neutral: true }, against)).toEqual({
      shown: 'the other player',
      disclosed: false,
      programs: [false, false],
    });
  expect(at({}, ['human']).programs).toEqual([false, false]);
  expect(at({}, ['guess']).programs).toEqual([false, false]);
});
