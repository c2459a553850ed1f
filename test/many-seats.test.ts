/**
 * Nothing counts to two: ten people at one keyboard, a table of six of every kind, and what is compared and exported of groups.
 * The numbers that are checked are of the rules: what a player earns is E − x + m·Σx.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { newCollector } from '../src/analysis/compare/collect.ts';
import { compare } from '../src/analysis/compare/compare.ts';
import type { Comparison } from '../src/analysis/compare/document.ts';
import { conditionTitle } from '../src/analysis/compare/blocks.ts';
import { courseSource } from '../src/commands/shared/course-source.ts';
import { loadGame } from '../src/disk/games.ts';
import { unnamed, toldApart } from '../src/match/disclosure.ts';
import { exportTables } from '../src/store/export.ts';
import { openStore } from '../src/store/open.ts';
import { type Class, type ClassPlan, keep, playClass } from './class.ts';
import { readCsv } from './database/csv.ts';
import { expectWhole, newLab } from './lab.ts';
import { placeOf } from './model/running.ts';
import { answersBy, serve } from './model/server.ts';
import { homines } from './program.ts';
import { open, type Terminal } from './terminal.ts';

const TEN = Array.from({ length: 10 }, (_, seat) => seat);
/** Points of every seat where these were put in, by the rules. */
const earned = (given: readonly number[], endowment: number, m: number): readonly number[] => {
  const total = given.reduce((sum, one) => sum + one, 0);
  return given.map((one) => endowment - one + m * total);
};

/** Seat after seat from this one on: the curtain, the question, and so many points. */
async function give(term: Terminal, seats: readonly number[], given: readonly number[]): Promise<void> {
  for (const seat of seats) {
    expectWhole(await term.waitFor(new RegExp(`Now player ${seat + 1} \\([a-z]{4}\\)`)), 80);
    expect(term.screen()).toContain('the others look away');
    term.press('enter');
    await term.waitFor(/Your contribution/);
    term.press(...String(given[seat]), 'enter');
  }
}

describe('ten people at one keyboard', () => {
  it('have ten codes and ten rows, in spite of a kill in the middle, and each reads the result from the own place', async () => {
    using lab = newLab();
    const given = [3, 14, 15, 9, 2, 6, 5, 20, 0, 11];
    {
      await using term = open({
        ...{ db: lab.db, cols: 80, rows: 24 },
        args: ['play', 'public-goods', '--against', '9xhuman', '--set', 'm=0.3', '--session', 'ten'],
      });
      expectWhole(await term.waitFor(/group of 10 players[^]*Enter begin/), 80);
      term.press('enter');
      await give(term, TEN.slice(0, 4), given);
      await term.waitFor(/Now player 5 /);
      term.kill('SIGKILL');
      await term.exit;
    }
    await using term = open({ db: lab.db, cols: 80, rows: 24 });
    await term.waitFor(/› Continue/);
    term.press('enter');
    await give(term, TEN.slice(4), given);
    for (const seat of [...TEN, 0]) {
      expectWhole(await term.waitFor(new RegExp(`as player ${seat + 1} \\([a-z]{4}\\) sees it`)), 80);
      expect(term.screen()).toMatch(new RegExp(`you put in ${given[seat]} of 20`, 'i'));
      term.press('tab');
    }
    const [kept, ...others] = await lab.kept();
    expect(others).toEqual([]);
    const { match, decisions } = kept!;
    const codes = match.seats.map(({ participant }) => participant);
    expect(new Set(codes).size).toBe(10);
    expect(codes).not.toContain(null);
    expect(match.seats.map(({ shown }) => shown)).toEqual(TEN.map((seat) => `player ${seat + 1}`));
    expect(decisions.toSorted((a, b) => a.seat - b.seat).map(({ answer }) => answer)).toEqual(given);
    const points = match.payoffs.toSorted((a, b) => a.seat - b.seat).map((one) => one.points);
    expect(points.length).toBe(10);
    earned(given, 20, 0.3).forEach((one, seat) => expect(points[seat]).toBeCloseTo(one, 9));
    const said = async (...words: readonly string[]): Promise<string> =>
      (await homines([...words, '--db', lab.db], { cwd: lab.folder })).out;
    expect(await said('replay', '--all')).toContain('everything agrees');
    await said('export', '--all', '--out', 'ten.csv');
    const rows = readCsv(readFileSync(join(lab.folder, 'ten.csv'), 'utf8'));
    expect(rows.map((row) => [row['participant.code'], row['answer']])).toEqual(
      expect.arrayContaining(TEN.map((seat) => [codes[seat], String(given[seat])])),
    );
    expect(rows.length).toBe(10);
    for (const row of rows) {
      const met = row['opponent.participant']!.split('; ');
      expect(new Set([...met, row['participant.code']])).toEqual(new Set(codes));
    }
  });
});

describe('a table of six', () => {
  it('of a model, theory, a stand-in and a script is told apart, logged, played again and exported in every format', async () => {
    await using place = placeOf(await serve(answersBy(() => JSON.stringify({ reasons: 'some', answer: 7 }))));
    const table = 'openai/small,2xmoralis:0.5,economicus,baseline,script:conditional';
    const { json, code } = await place.run(
      `run public-goods --seats ${table} --set rounds=2 m=0.4 --matches 3 --seed 1`,
    );
    expect(code).toBe(0);
    expect(json.seats.map(({ agent }) => agent)).toEqual([
      ...['openai/small', 'moralis:0.5', 'moralis:0.5', 'economicus', 'baseline', 'script:conditional'],
    ]);
    // The settings follow from who was named, a model is none of its others, and no two share a name.
    const [first] = place.server.journal;
    const read = JSON.stringify(first!.body.messages);
    for (const words of ['group of 6 players', 'All others are computer programs']) expect(read).toContain(words);
    const matches = await place.matches();
    expect(matches.map(({ seats }) => new Set(seats.map(({ shown }) => shown)).size)).toEqual([6, 6, 6]);
    const decisions = await place.decisions();
    for (const { code: match, payoffs } of matches) {
      const given = [1, 2].map((round) =>
        decisions
          .filter((row) => row.match === match && row.round === round)
          .toSorted((a, b) => a.seat - b.seat)
          .map(({ answer }) => Number(answer)),
      );
      expect(given.map((one) => [one.length, ...one.slice(0, 4)])).toEqual([
        [6, 7, 20, 20, 0],
        [6, 7, 20, 20, 0],
      ]);
      const [one, two] = given.map((mine) => earned(mine, 20, 0.4));
      for (const { seat, points } of payoffs) expect(points).toBeCloseTo(one![seat]! + two![seat]!, 9);
      expect(payoffs.length).toBe(6);
    }
    expect((await place.homines('replay --all')).out).toContain('everything agrees');
    for (const out of ['long.csv', 'wide.csv --format wide', 'all.jsonl', 'all.parquet'])
      expect({ out, code: (await place.homines(`export --all --out ${out}`)).code }).toEqual({ out, code: 0 });
    expect(readCsv(readFileSync(join(place.folder, 'long.csv'), 'utf8')).length).toBe(3 * 6 * 2);
    expect(readFileSync(join(place.folder, 'all.jsonl'), 'utf8').trim().split('\n').length).toBeGreaterThanOrEqual(3);
  });
});

describe('a run of ten', () => {
  it('is printed in columns that a terminal holds, a column a seat', async () => {
    using lab = newLab();
    const table = ['--seats', '3xmoralis,2xeconomicus,5xrandom', '--matches', '20', '--seed', '3'];
    const { out, code } = await homines(['run', 'public-goods', ...table, '--db', lab.db], { cwd: lab.folder });
    expect(code).toBe(0);
    expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
    expect([...out.matchAll(/seat (\d+)/g)].map(([, seat]) => Number(seat))).toEqual(TEN.map((seat) => seat + 1));
  });

  it.each([
    ['play public-goods --against 12xhuman', ['A table of 13', '2 to 10']],
    ['play public-goods --against 9xhuman --preset once', ['seats 4', 'at most 3 others', 'got 9']],
    ['play public-goods --against moralis*3', ['3xmoralis']],
    ['play public-goods --against 0xhuman', ['1 to 99']],
    ['play public-goods --against guess,human', ['one against one']],
    ['run public-goods --seats moralis', ['A table of 1', '2 to 10']],
    ['run public-goods --seats 3xmoralis --set players=5', ['seats 5', 'got 3']],
    ['run autonomous-vehicles --seats 12xrandom', ['seats 1 to 8', 'got 12']],
  ] as const)('%s is refused in a sentence that says what is possible', async (command, words) => {
    using lab = newLab();
    const { out, err, code } = await homines([...command.split(' '), '--db', lab.db], { cwd: lab.folder });
    expect({ out, code }).toEqual({ out: '', code: 2 });
    for (const word of words) expect(err).toContain(word);
    expect(err.trim().split('\n').length).toBe(1);
  });
});

describe('groups', () => {
  const choose: ClassPlan['choose'] = (_, chance) => chance.below(21);
  const playIn = async (plan: Omit<ClassPlan, 'game' | 'choose' | 'against'>): Promise<Class> =>
    playClass({ game: await loadGame('public-goods'), choose, against: '', ...plan });
  const compared = async (classes: readonly Class[]): Promise<Comparison> => {
    const collector = newCollector([await loadGame('public-goods')]);
    for (const { matches } of classes) for (const match of matches) collector.add(match);
    return compare(collector.observations(), {
      ...{ by: 'session', files: [], sessions: [], treatments: new Map(), rehearsals: 0, models: [], references: [] },
    });
  };

  it('are one condition in whichever order the others sit, and another with as many others of another kind', async () => {
    const mixed = ['human', 'moralis:0.5', 'human', 'moralis:0.5', 'economicus'];
    const config = { players: 5, rounds: 1 };
    const { treatments } = await compared([
      await playIn({ name: 'one order', people: 12, tables: [mixed], config }),
      await playIn({ name: 'any order', people: 12, tables: [mixed.toReversed(), mixed.toSorted()], config, seed: 2 }),
      await playIn({ name: 'all people', people: 15, tables: [mixed.map(() => 'human')], config, seed: 3 }),
    ]);
    expect(treatments.map((one) => [conditionTitle(one), one.groups.map(({ label }) => label)])).toEqual([
      [expect.stringMatching(/against a person, economicus and 2 × moralis:0\.5$/), ['one order', 'any order']],
      [expect.stringMatching(/against 4 of its own kind$/), ['people']],
    ]);
  });

  it('are one observation each where what one does may follow from the others, and give the mean of their members', async () => {
    const four = ['human', 'human', 'human', 'human'];
    const played = await playIn({ name: 'fours', people: 24, tables: [four], config: { players: 4, rounds: 3 } });
    const { treatments } = await compared([played]);
    const found = treatments[0]!.groups[0]!.measures.find(({ measure }) => measure === 'puts in')!;
    expect(found.n).toBe(6);
    const means = played.matches.map(({ answers }) => {
      const given = answers.map(({ answer }) => Number(answer) / 20);
      expect(given.length).toBe(12);
      return given.reduce((sum, one) => sum + one, 0) / given.length;
    });
    expect(found.mean).toBeCloseTo(means.reduce((sum, one) => sum + one, 0) / means.length, 9);
  });

  it('stand in oTree’s tables as groups of n: a row a participant and round, with the payoff of that round', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'homines-groups-'));
    try {
      const file = join(folder, 'lab.sqlite');
      const five = ['human', 'human', 'moralis:0.5', 'human', 'human'];
      const played = await playIn({
        name: 'fives',
        people: 8,
        tables: [five],
        config: { players: 5, rounds: 2, m: 0.5 },
      });
      const store = await openStore(file);
      await keep(store, [played]);
      store.close();
      const out = join(folder, 'otree');
      await exportTables({ files: [file], out: `${out}/`, format: 'otree', courseOf: await courseSource() });
      const name = readdirSync(out).find((one) => one.startsWith('public_goods-'))!;
      const rows = readCsv(readFileSync(join(out, name), 'utf8'));
      const groups = Map.groupBy(
        rows.filter((row) => row['participant._is_bot'] !== '1'),
        (row) => `${row['group.match_code']} ${row['subsession.round_number']}`,
      );
      expect([...groups.keys()].length).toBe(2 * 2);
      for (const [which, members] of groups) {
        expect(members.map((row) => row['player.id_in_group']).toSorted()).toEqual(['1', '2', '4', '5']);
        expect(new Set(members.map((row) => row['group.id_in_subsession'])).size).toBe(1);
        const [code, round] = which.split(' ');
        const { answers } = played.matches.find((match) => match.code === code)!;
        const given = answers
          .filter(({ turn }) => turn === Number(round) - 1)
          .toSorted((a, b) => a.seat - b.seat)
          .map(({ answer }) => Number(answer));
        const points = earned(given, 20, 0.5);
        for (const row of members) {
          const seat = Number(row['player.id_in_group']) - 1;
          expect(Number(row['player.contribute'])).toBe(given[seat]);
          expect(Number(row['player.payoff'])).toBeCloseTo(points[seat]!, 9);
        }
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe('names', () => {
  it('tell everybody apart at a table of any size, and leave two as they were', () => {
    expect(toldApart(['moralis', 'moralis'])).toEqual(['moralis', 'moralis']);
    const few = ['moralis', 'moralis 2', 'a'];
    // Every table of three to five seats of these names.
    const tables = (seats: number): readonly (readonly string[])[] =>
      seats === 0 ? [[]] : tables(seats - 1).flatMap((rest) => few.map((name) => [name, ...rest]));
    for (const seats of [3, 4, 5])
      for (const names of tables(seats)) expect(new Set(toldApart(names)).size, names.join()).toBe(seats);
    const words = { you: 'you', other: 'the other player', player: 'player' };
    expect(unnamed(2, words)).toEqual(['the other player', 'the other player']);
    expect(new Set(unnamed(10, words)).size).toBe(10);
  });
});
