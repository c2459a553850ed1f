/** One κ over eighteen protocols of made-up people whose tastes are known, against SciPy; the control; what is not pooled. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type Choosing, type Class, playClass } from '../../../test/class.ts';
import { chances, drawnFrom, point } from '../../../test/simulated-choices.ts';
import { blocksAsText } from '../../core/blocks.ts';
import type { AnyGame } from '../../core/game.ts';
import { rng } from '../../core/rng.ts';
import { loadGame } from '../../disk/games.ts';
import { methodsParagraphs } from '../report/methods.ts';
import { isRefusal } from '../preferences/refusal.ts';
import { newCollector } from './collect.ts';
import { compare } from './compare.ts';
import type { Comparison } from './document.ts';
import { pooledBlocks, preferenceBlocks } from './preference-blocks.ts';
import type { GroupPreferences } from './preferences.ts';

let games: readonly AnyGame[];
beforeAll(async () => {
  games = await Promise.all(
    ['prisoners-dilemma', 'trust', 'ultimatum', 'pricing-duopoly', 'public-goods'].map((name) => loadGame(name)),
  );
});
const [DILEMMA, TRUST, ULTIMATUM, DUOPOLY, GOODS] = [0, 1, 2, 3, 4] as const;

const TASTE = point(0.25, 0.15, 0.25, 5);
const DRAWN = { method: 'strategy', roles: 'drawn' };

/** A plan drawn from the logit, the same for all of its nodes. */
const choosing =
  (game: AnyGame, config: object, taste = TASTE): Choosing =>
  ({ key, input }, _, who) => {
    // Everybody expects something else, and says so.
    if (input.kind === 'number') return (37 * (who + key.length)) % 101;
    const plans = game.plans!(game.config.parse(config));
    const odds = chances({ name: game.name, plans }, taste);
    return plans.answer(drawnFrom(odds, rng(who, game.name, JSON.stringify(config))), key);
  };

/** The same people in these games, each in its six protocols. */
async function session(places: readonly number[], people = 12, settings: object = {}): Promise<readonly Class[]> {
  const classes: Class[] = [];
  for (const game of places.map((place) => games[place]!))
    for (const preset of game.presets
      .filter(({ code }) => code !== undefined || game.name === 'pricing-duopoly')
      .slice(0, 6)) {
      const config = { ...(game.name === 'pricing-duopoly' ? {} : DRAWN), ...preset.config, ...settings };
      const choose: Choosing =
        game.plans === undefined
          ? ({ input }) => (input.kind === 'number' ? input.max : input.options[0]!.value)
          : choosing(game, config);
      classes.push(await playClass({ game, config, name: 'class', people, against: 'random', choose }));
    }
  return classes.map((one) => ({
    ...one,
    matches: one.matches.map((match, who) => ({
      ...match,
      session: classes[0]!.matches[0]!.session,
      participants: classes[0]!.matches[who]!.participants,
    })),
  }));
}

async function compared(classes: readonly Class[]): Promise<Comparison> {
  const collector = newCollector(games);
  for (const { matches } of classes) for (const match of matches) collector.add(match);
  return compare(collector.observations(), {
    ...{ by: 'all', treatments: new Map(), sessions: [], files: [], rehearsals: 0, models: [], references: [] },
    preferences: true,
  });
}

const told = ({ pooled }: Comparison): string => blocksAsText(pooledBlocks(pooled));
const fitsOf = ({ estimated }: GroupPreferences) => {
  if (
    isRefusal(estimated) ||
    estimated.of === 'probabilities' ||
    isRefusal(estimated.kappa) ||
    isRefusal(estimated.full)
  )
    throw new Error('refused');
  return estimated;
};
const values = (one: GroupPreferences, model: 'kappa' | 'full'): readonly number[] => {
  const found = fitsOf(one)[model];
  if (isRefusal(found)) throw new Error('refused');
  return [...found.estimates.map(({ value }) => value!), found.logLikelihood];
};

/** How often each plan was chosen: what the script in Python reads. */
const counts = z.record(z.string(), z.record(z.string(), z.number()));
const read = counts.parse(
  JSON.parse(readFileSync(join(import.meta.dirname, '../../../test/eighteen-protocols.json'), 'utf8')),
);

describe('eighteen protocols', () => {
  let comparison: Comparison;
  let group: GroupPreferences;
  const chosen: Record<string, Record<string, number>> = {};
  beforeAll(async () => {
    const classes = await session([DILEMMA, TRUST, ULTIMATUM], 30);
    comparison = await compared(classes);
    group = comparison.pooled!.groups[0]!;
    const collector = newCollector(games);
    for (const { matches } of classes) for (const match of matches) collector.add(match);
    for (const { condition, observations } of collector.observations().buckets)
      for (const choice of observations.items!.flatMap(({ choices }) => choices)) {
        if (typeof choice === 'string') throw new Error(choice);
        const { plans, answers, game } = choice;
        const plan = plans.names.find((_, x) => plans.nodes.every(({ key }) => plans.answer(x, key) === answers[key]))!;
        const mine = (chosen[`${condition.game.name} ${game}`] ??= {});
        mine[plan] = (mine[plan] ?? 0) + 1;
      }
  });

  test('the script in Python reads these choices', () => expect(chosen).toEqual(read));

  // test/eighteen-protocols.py, SciPy 1.17, on the same counts.
  test('one κ, α, β and λ: the same as a fit written anew', () => {
    expect(comparison.pooled!.groups).toHaveLength(1);
    [0.440203, 8.888282, -765.558742].forEach((golden, i) => expect(values(group, 'kappa')[i]).toBeCloseTo(golden, 4));
    [0.233282, 0.149544, 0.302492, 5.132622, -721.584207].forEach((golden, i) =>
      expect(values(group, 'full')[i]).toBeCloseTo(golden, 4),
    );
    expect(fitsOf(group)).toMatchObject({ of: 'people', players: 30, units: 30, observations: 540 });
  });
  test('fits of each game stand beside it, and hold more: the same script on two of them', () => {
    const of = (title: string): GroupPreferences =>
      comparison.preferences!.find((one) => one.title === title)!.groups[0]!;
    [0.347092, 0.31027, 0.285661, 6.498407].forEach((golden, i) =>
      expect(values(of("Prisoner's dilemma"), 'full')[i]).toBeCloseTo(golden, 4),
    );
    [0.072234, -0.038854, 0.35408, 4.403582].forEach((golden, i) =>
      expect(values(of('Trust'), 'full')[i]).toBeCloseTo(golden, 4),
    );
    expect(of('Ultimatum').estimated).toMatchObject({ refused: { reason: 'control' } });
    const width = (one: GroupPreferences): number => {
      const { low, high } = (fitsOf(one).full as { estimates: readonly { low: number | null; high: number | null }[] })
        .estimates[0]!;
      return high! - low!;
    };
    expect(width(group)).toBeLessThan(width(of("Prisoner's dilemma")));
  });
  test('which protocols went in, the unit of λ, and the control with its rates', () => {
    expect(comparison.pooled!.games.map(({ title, protocols, span }) => [title, protocols.length, span])).toEqual([
      ["Prisoner's dilemma", 6, 80],
      ['Trust', 6, 80],
      ['Ultimatum', 6, 75],
    ]);
    expect(group.games).toEqual(["prisoner's dilemma (6)", 'trust (6)', 'ultimatum (6)']);
    const words = told(comparison);
    expect(words).toContain('ultimatum (80-20, 60-40, 65-35, 70-30, 75-25, 85-15).');
    expect(words).toContain("they differ by at most 80 (prisoner's dilemma), 80 (trust), 75 (ultimatum)");
    expect(words).toContain('Ultimatum is the control');
    expect(group.controls.map(({ title, rates }) => [title, rates.length])).toEqual([['Ultimatum', 12]]);
    // 23 and 71 of 180, as the counts have it; both agents propose equal and accept under uniform beliefs.
    expect(words).toContain('U first: 23 of 180, 13 %; both agents 0 %.');
    expect(words).toContain('R after U: 71 of 180, 39 %; both agents 0 %.');
    const ultimatum = comparison.preferences!.find(({ title }) => title === 'Ultimatum')!;
    const alone = blocksAsText(preferenceBlocks(ultimatum));
    expect(alone).toContain('No κ is estimated from 80-20, 60-40, 65-35, 70-30, 75-25 and 85-15 alone');
    expect(alone).toContain('R after U: 71 of 180, 39 %; both agents 0 %.');
  });
  test('in the methods of a report, and as JSON without a number that is none', () => {
    expect(methodsParagraphs(comparison, '1').join(' ')).toContain(
      "over all games together from full plans in prisoner's dilemma (6), trust (6) and ultimatum (6)",
    );
    expect(JSON.stringify(comparison.pooled)).not.toMatch(/NaN|Infinity/);
  });
});

describe('what is pooled', () => {
  test('a model is one subject over games, each in its own words; two wordings of a game, or another opponent, are not pooled', async () => {
    const asked = (place: number, wordings: readonly string[], against = 'random') => {
      const game = games[place]!;
      return playClass({
        ...{ game, config: DRAWN, name: 'class', people: 6, against, choose: choosing(game, DRAWN) },
        model: { id: 'local/tuned', wordings },
      });
    };
    const one = await compared([await asked(DILEMMA, ['a']), await asked(TRUST, ['b'])]);
    expect(
      one.pooled!.groups.map(({ games: of, estimated }) => [of, isRefusal(estimated) ? null : estimated.of]),
    ).toEqual([[["prisoner's dilemma (1)", 'trust (1)'], 'draws']]);
    expect((await compared([await asked(DILEMMA, ['a', 'c']), await asked(TRUST, ['b'])])).pooled).toBeNull();
    expect((await compared([await asked(DILEMMA, ['a'], 'baseline'), await asked(TRUST, ['b'])])).pooled).toBeNull();
  });
  test('the public good, whose plans are contributions, goes in', async () => {
    const goods = games[GOODS]!;
    const shared = await playClass({
      ...{ game: goods, config: { players: 2, m: 0.6, step: 10 }, name: 'class', people: 6, against: 'random' },
      choose: ({ input }, _, who) => (input.kind === 'number' ? 10 * (who % 3) : input.options[who % 3]!.value),
    });
    const trusting = await session([TRUST], 6);
    const { pooled } = await compared([
      shared,
      ...trusting.map((each) => ({
        ...each,
        matches: each.matches.map((match, who) => ({
          ...match,
          session: shared.matches[0]!.session,
          participants: shared.matches[who]!.participants,
        })),
      })),
    ]);
    expect(pooled!.groups[0]!.games).toEqual(['public good (1)', 'trust (6)']);
    expect(fitsOf(pooled!.groups[0]!)).toMatchObject({ players: 6, observations: 42 });
  });
  test('stated beliefs, everybody’s own', async () => {
    const { pooled } = await compared(await session([TRUST, ULTIMATUM], 5, { askBeliefs: true }));
    const { beliefs, range, observations } = fitsOf(pooled!.groups[0]!);
    expect([observations, beliefs.stated]).toEqual([60, 60]);
    expect(range!.beliefs.map(({ expects }) => expects)).toEqual([null]);
  });
  test('one game, or full plans in one of them only: nothing; the ultimatum with trust is enough', async () => {
    expect((await compared(await session([DILEMMA], 6))).pooled).toBeNull();
    const trusting = await session([TRUST], 6);
    expect((await compared([...trusting, ...(await session([ULTIMATUM], 6, { method: 'direct' }))])).pooled).toBeNull();
    const both = await compared(await session([TRUST, ULTIMATUM], 6));
    expect(both.pooled!.groups[0]!.games).toEqual(['trust (6)', 'ultimatum (6)']);
  });
  test('a game without plans, and one of answers as they come, are named', async () => {
    const people = await session([TRUST, ULTIMATUM, DUOPOLY], 6);
    expect((await compared(people)).pooled!.notes).toContain(
      'Price duopoly is not in it: it has no plans, which the estimate reads.',
    );
    const direct = await session([DILEMMA], 6, { method: 'direct' });
    expect((await compared([...people, ...direct])).pooled!.notes).toContain(
      "Prisoner's dilemma is not in it: nobody made full plans there, in single rounds with drawn roles, told the same of the other as in a second game.",
    );
  });
  test('payoffs on another scale are said to be', async () => {
    const { pooled } = await compared([
      ...(await session([TRUST, ULTIMATUM], 6)),
      await playClass({
        game: games[DILEMMA]!,
        config: { ...DRAWN, T: 400, R: 300, P: 100, S: 0 },
        ...{
          name: 'class',
          people: 6,
          against: 'random',
          choose: choosing(games[DILEMMA]!, { ...DRAWN, T: 400, R: 300, P: 100, S: 0 }),
        },
      }),
    ]);
    expect(pooled!.notes.join(' ')).toContain('on different scales');
  });
});
