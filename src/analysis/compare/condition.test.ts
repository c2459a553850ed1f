/** What is one condition and what are two: the seat, what was told, in which language; not how an id or a setting was written. */
import { beforeAll, describe, expect, test } from 'vitest';
import { type Class, playClass } from '../../../test/class.ts';
import type { AnyGame } from '../../core/game.ts';
import { loadGame } from '../../disk/games.ts';
import { conditionTitle } from './blocks.ts';
import { newCollector } from './collect.ts';
import { compare } from './compare.ts';
import type { Comparison } from './document.ts';

let dilemma: AnyGame;
let duopoly: AnyGame;
beforeAll(async () => {
  [dilemma, duopoly] = await Promise.all([loadGame('prisoners-dilemma'), loadGame('pricing-duopoly')]);
});

async function compared(
  classes: readonly Pick<Class, 'matches'>[],
  games: readonly AnyGame[] = [dilemma, duopoly],
): Promise<Comparison> {
  const collector = newCollector(games);
  for (const { matches } of classes) for (const match of matches) collector.add(match);
  return compare(collector.observations(), {
    ...{ by: 'session', files: [], sessions: [], treatments: new Map(), rehearsals: 0, models: [], references: [] },
  });
}

describe('the seat', () => {
  const UNLIKE = { c: [1, 1.6], rounds: 3 };
  /** Everybody asks cost + 5, in points of the default currency. */
  const seller = (seat: 0 | 1) =>
    playClass({
      ...{ game: duopoly, config: UNLIKE, against: 'economicus', people: 12 },
      ...{ name: `sellers ${seat + 1}`, second: seat === 1, seed: seat + 1 },
      choose: (_, chance) => 10 * UNLIKE.c[seat]! + 5 + chance.below(3) / 10,
    });

  test('unlike sellers who both ask cost + 5 are in two conditions: no test, each beside its own Nash price', async () => {
    const { treatments } = await compared([await seller(0), await seller(1)]);
    expect(treatments.map(conditionTitle)).toEqual([
      expect.stringContaining('against economicus, as seller 1'),
      expect.stringContaining('against economicus, as seller 2'),
    ]);
    expect(treatments.flatMap(({ tests }) => tests.filter(({ kind }) => kind === 'between groups'))).toEqual([]);
    const nash = treatments.map(({ path }) => path!.levels.find(({ label }) => label === 'Nash')!.at);
    expect(nash[0]).toBeCloseTo(16.6, 1);
    expect(nash[1]).toBeCloseTo(19.2, 1);
    expect(treatments.map(({ seat }) => seat)).toEqual([0, 1]);
  });
  test('alike sellers are one condition, whichever seat', async () => {
    const alike = (second: boolean) =>
      playClass({
        ...{ game: duopoly, config: { rounds: 3 }, against: 'economicus', people: 6, second, seed: second ? 1 : 2 },
        ...{ name: String(second), choose: () => 15 },
      });
    const { treatments } = await compared([await alike(false), await alike(true)]);
    expect(treatments).toHaveLength(1);
    expect(treatments[0]).toMatchObject({ seat: null, as: '' });
  });
  test('fixed movers are two conditions, drawn ones are one', async () => {
    const seated: AnyGame = {
      ...dilemma,
      seatsDiffer: (config) => JSON.stringify(config).includes('"roles":"fixed"'),
      seatName: (_, seat) => `${seat === 0 ? 'first' : 'second'} mover`,
    };
    const movers = (roles: string) =>
      playClass({ game: seated, config: { roles }, against: 'human', people: 12, name: roles, choose: () => 'C' });
    const as = async (roles: string) =>
      (await compared([await movers(roles)], [seated])).treatments.map((one) => one.as);
    expect(await as('fixed')).toEqual(['as first mover', 'as second mover']);
    expect(await as('drawn')).toEqual(['']);
  });
});

describe('one condition', () => {
  const plan = { people: 6, against: 'moralis:0.5', name: 'A', choose: () => 'C' } as const;
  const conditions = async (...classes: readonly Pick<Class, 'matches'>[]): Promise<number> =>
    (await compared(classes)).treatments.length;

  test('a setting that is stored and one that is left to its default are the same', async () => {
    const now = await playClass({ ...plan, game: dilemma });
    const { order: _, ...config } = dilemma.config.parse({}) as Record<string, unknown>;
    const before = now.matches.map((match, i) => ({
      ...{ ...match, code: `old${i}`, participants: [`old${i}`, null] },
      ...{ config, configText: JSON.stringify(config) },
    }));
    expect(await conditions(now, { matches: before })).toBe(1);
  });
  test('one agent has one name: moralis is moralis:0.5', async () => {
    const one = await playClass({ ...plan, game: dilemma });
    const renamed = one.matches.map((match) => ({
      ...match,
      seats: match.seats.map((seat) => (seat.kind === 'theory' ? { ...seat, id: 'moralis' } : seat)),
    }));
    expect(await conditions(one, { matches: renamed })).toBe(1);
  });
  test('people who were told that they meet people, and people who were not, are two', async () => {
    const told = await playClass({ ...plan, game: dilemma, against: 'human', config: { roles: 'drawn' } });
    const not = { matches: told.matches.map((match) => ({ ...match, disclosed: false })) };
    expect(await conditions(told)).toBe(1);
    expect(await conditions(told, not)).toBe(2);
  });
  test('two languages are two, and the title says which', async () => {
    const english = await playClass({ ...plan, game: dilemma });
    const german = { matches: english.matches.map((match) => ({ ...match, language: 'de' })) };
    const { treatments } = await compared([english, german]);
    expect(treatments.map(({ told }) => told)).toEqual(['', 'in German']);
  });
  test('other words in the same settings are said, though they part nobody', async () => {
    const one = await playClass({ ...plan, game: dilemma });
    const two = await playClass({ ...plan, game: dilemma, name: 'B', seed: 2 });
    const reworded = { matches: two.matches.map((match) => ({ ...match, wording: 'other' })) };
    expect((await compared([one, two])).notes.join(' ')).not.toContain('different wordings');
    const { treatments, notes } = await compared([one, reworded]);
    expect(treatments).toHaveLength(1);
    expect(notes.join(' ')).toMatch(/different wordings.*B: other/);
  });
  test('what only people are told parts them from models', async () => {
    const informed: AnyGame = { ...dilemma, informed: (_, { kind }) => (kind === 'human' ? 'with a calculator' : '') };
    const people = await playClass({ ...plan, game: informed });
    const model = { id: 'local/m', wordings: ['one'] };
    const models = await playClass({ ...plan, game: informed, name: 'B', model });
    const { treatments } = await compared([people, models], [informed]);
    expect(treatments.map(({ told, groups }) => [told, groups.map(({ kind }) => kind)])).toEqual([
      ['with a calculator', ['people']],
      ['', ['model']],
    ]);
  });
});
