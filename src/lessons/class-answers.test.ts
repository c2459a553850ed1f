import { describe, expect, it } from 'vitest';
import type { EventRow } from '../core/log.ts';
import { wilson } from '../analysis/stats/rates.ts';
import { chosen, type ClassRows, guessedRight, handsOn, handsRight, rated } from './class-answers.ts';
import { loadGame } from '../disk/games.ts';
import { decision, match } from '../../test/database/sample.ts';

const game = await loadGame('prisoners-dilemma');
const config = game.config.parse({});
const table = { game, config };
const human = (participant: string) =>
  ({ label: 'human', kind: 'human', id: 'human', shown: 'x', participant }) as const;
const moralis = { label: 'moralis', kind: 'theory', id: 'moralis:0.5', shown: 'x', participant: null } as const;

const hands = (answer: string, count: number, key = 'first') => ({
  ...{ session: 's', game: game.name, config, key },
  ...{ answer, count },
});
const played = (
  answers: readonly string[],
  seats: readonly ReturnType<typeof human>[] | readonly [ReturnType<typeof human>, typeof moralis],
) => {
  const row = match('s', { game: game.name, config, seats: [...seats] });
  const decisions = answers.map((answer, seat) => decision(row.code, { seat, key: 'first', answer }));
  return { match: row, decisions };
};
const rows = (given: Partial<ClassRows>): ClassRows => ({ tallies: [], matches: [], events: [], ...given });

describe('a show of hands', () => {
  it('is the latest count of each answer, with no interval, and apart from what was chosen', () => {
    const given = rows({
      tallies: [hands('C', 3), hands('D', 9), hands('C', 4), hands('D', 8), hands('C', 99, 'after_C')],
      matches: [played(['C'], [human('a'), moralis])],
    });
    expect(handsOn(given, table, 'first', 'C')).toEqual({ count: 4, of: 12, interval: null });
    expect(chosen(given, table, 'first', 'C')).toEqual({ count: 1, of: 1, interval: null });
  });

  it('is none where nobody counted, and none of another table', () => {
    expect(handsOn(rows({}), table, 'first', 'C')).toBeNull();
    const other = { game, config: game.config.parse({ T: 90, R: 75, P: 30, S: 10 }) };
    expect(handsOn(rows({ tallies: [hands('C', 3)] }), other, 'first', 'C')).toBeNull();
  });

  it('names who played: a person where two sat down, else a program or its id', () => {
    const tallies = [hands('person', 7, 'room:who'), hands('program', 3, 'room:who')];
    const right = (...matches: ClassRows['matches'][number][]) =>
      handsRight(rows({ tallies, matches }), table, 'room:who', table);
    expect(right(played(['C', 'C'], [human('a'), human('b')]))).toMatchObject({ count: 7, of: 10 });
    expect(right(played(['C'], [human('a'), moralis]))).toMatchObject({ count: 3, of: 10 });
    expect(right()).toBeNull();
    const which = [hands('moralis:0.5', 2, 'room:which'), hands('baseline', 4, 'room:which')];
    const named = rows({ tallies: which, matches: [played(['C'], [human('a'), moralis])] });
    expect(handsRight(named, table, 'room:which', table)).toMatchObject({ count: 2, of: 6 });
  });
});

describe('choices at the keyboard', () => {
  it('count a person once, by the first match, with an interval from five people on', () => {
    const people = ['a', 'b', 'c', 'd', 'e'].map((one, i) => played([i < 2 ? 'C' : 'D'], [human(one), moralis]));
    const again = played(['C'], [human('e'), moralis]);
    expect(chosen(rows({ matches: [...people, again] }), table, 'first', 'C')).toEqual({
      ...{ count: 2, of: 5 },
      interval: wilson(2, 5),
    });
    expect(chosen(rows({ matches: people.slice(1) }), table, 'first', 'C')).toMatchObject({ of: 4, interval: null });
  });

  it('of ratings give a mean', () => {
    const row = match('s', { game: game.name, config, seats: [human('a'), human('b')] });
    const decisions = [20, 60].map((answer, seat) => decision(row.code, { seat, key: 'rating', answer }));
    expect(rated(rows({ matches: [{ match: row, decisions }] }), table, 'rating')).toEqual({ mean: 40, of: 2 });
  });

  it('of guesses count the first of each person', () => {
    const guess = (participant: string, said: string): EventRow => ({
      ...{ session: 's', match: 'm', participant, at: 1 },
      kind: 'guess',
      body: { guess: said, confidence: said === 'baseline' ? 70 : 40, truth: 'baseline' },
    });
    const events = [guess('a', 'baseline'), guess('b', 'economicus'), guess('b', 'baseline')];
    expect(guessedRight(rows({ events }))).toEqual({
      ...{ count: 1, of: 2, interval: null },
      ...{ sureRight: 70, sureWrong: 40 },
    });
    expect(guessedRight(rows({}))).toBeNull();
  });
});
