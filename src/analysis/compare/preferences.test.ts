/** Preferences of made-up classes whose tastes are known: who is estimated together, what is refused, and what is said of it. */
import { beforeAll, describe, expect, test } from 'vitest';
import { type Choosing, type Class, type ClassPlan, cooperating, playClass } from '../../../test/class.ts';
import { blocksAsText } from '../../core/blocks.ts';
import { point } from '../../../test/simulated-choices.ts';
import { choosingPlans, toldOf } from '../../../test/told-choices.ts';
import { type DecisionDialect, drawnFrom } from '../../core/distribution.ts';
import type { AnyGame } from '../../core/game.ts';
import type { Agent } from '../../match/agent.ts';
import { loadGame } from '../../disk/games.ts';
import { solve } from '../../core/theory.ts';
import { isRefusal } from '../preferences/refusal.ts';
import { methodsParagraphs } from '../report/methods.ts';
import { newCollector } from './collect.ts';
import { compare } from './compare.ts';
import type { Comparison } from './document.ts';
import type { By } from './samples.ts';
import { preferenceBlocks, preferencePicture } from './preference-blocks.ts';
import type { GroupPreferences } from './preferences.ts';

let dilemma: AnyGame;
let duopoly: AnyGame;
beforeAll(async () => {
  [dilemma, duopoly] = await Promise.all([loadGame('prisoners-dilemma'), loadGame('pricing-duopoly')]);
});

const DRAWN = { method: 'strategy', roles: 'drawn' };
const classOf = (given: Partial<ClassPlan>): Promise<Class> =>
  playClass({
    game: dilemma,
    config: DRAWN,
    name: 'class',
    people: 12,
    against: 'economicus',
    choose: cooperating(0.5, 0.7, 0.2),
    ...given,
  });

/** The same people in all six sets of payoffs. */
async function inAllSix(given: Partial<ClassPlan>): Promise<readonly Class[]> {
  const classes: Class[] = [];
  for (const preset of dilemma.presets.filter(({ code }) => code !== undefined))
    classes.push(await classOf({ ...given, config: { ...DRAWN, ...preset.config } }));
  return classes.map((one) => ({
    ...one,
    matches: one.matches.map((match, who) => ({ ...match, participants: classes[0]!.matches[who]!.participants })),
  }));
}

async function compared(classes: readonly Class[], by: By = 'session', estimated = true): Promise<Comparison> {
  const collector = newCollector([dilemma, duopoly]);
  for (const { matches } of classes) for (const match of matches) collector.add(match);
  const treatments = new Map<string, string | null>();
  return compare(collector.observations(), {
    ...{ by, files: [], sessions: [], treatments, rehearsals: 0, models: [], references: [] },
    preferences: estimated,
  });
}

const groupsIn = ({ preferences }: Comparison): readonly GroupPreferences[] => preferences?.[0]?.groups ?? [];
const refusal = ({ estimated }: GroupPreferences): string | null =>
  isRefusal(estimated) ? estimated.refused.reason : null;
const told = (comparison: Comparison): string =>
  blocksAsText((comparison.preferences ?? []).flatMap((one) => preferenceBlocks(one)));

/** What this taste plays against an economicus that it knows. */
const as =
  (kappa: number): Choosing =>
  ({ key }, chance) => {
    const plans = dilemma.plans!(dilemma.config.parse(DRAWN));
    const { plan } = solve(plans, { kappa }, { kind: 'known', other: { kappa: 0 } });
    return chance.unit() < 0.05 ? (chance.unit() < 0.5 ? 'C' : 'D') : plans.answer(plan, key);
  };

describe('who is estimated together', () => {
  test('only where it is asked for', async () => {
    expect((await compared([await classOf({})], 'session', false)).preferences).toBeNull();
  });
  test('the same people in all payoffs: one group, both fits, a bootstrap over people', async () => {
    const [group, ...others] = groupsIn(await compared(await inAllSix({ against: 'baseline' }), 'all'));
    expect(others).toEqual([]);
    expect(group).toMatchObject({
      label: 'people',
      information: 'disclosed: baseline',
      actors: { actors: 12 },
      each: [],
    });
    expect(group!.games).toEqual(['gentle', 'mild', 'moderate', 'sharp', 'severe', 'turns']);
    const { estimated } = group!;
    if (
      isRefusal(estimated) ||
      estimated.of === 'probabilities' ||
      isRefusal(estimated.kappa) ||
      isRefusal(estimated.full)
    )
      throw new Error('refused');
    expect(estimated).toMatchObject({ of: 'people', players: 12, observations: 72 });
    expect(estimated.full.estimates.map(({ parameter, method }) => [parameter, method])).toEqual(
      ['kappa', 'alpha', 'beta', 'lambda'].map((parameter) => [parameter, 'bootstrap']),
    );
    expect(estimated.full.rates).toHaveLength(18);
  });
  test('sessions apart, what was told apart, people and models apart, wordings apart', async () => {
    const comparison = await compared([
      await classOf({ name: 'A' }),
      await classOf({ name: 'B', seed: 2, against: 'moralis:0.5' }),
      await classOf({ name: 'B', seed: 3 }),
      await classOf({ name: 'models', seed: 4, model: { id: 'local/tuned', wordings: ['one', 'two'] } }),
    ]);
    expect(
      groupsIn(comparison).map(({ label, kind, information }) => [label.replace(/ \w{12}$/, ''), kind, information]),
    ).toEqual([
      ['A', 'people', 'disclosed: economicus'],
      ['B', 'people', 'disclosed: moralis'],
      ['B', 'people', 'disclosed: economicus'],
      ['local/tuned', 'model', 'disclosed: economicus'],
      ['local/tuned', 'model', 'disclosed: economicus'],
    ]);
    const words = told(comparison);
    expect(words).toContain('6 draws of one subject');
    expect(words).toContain('A (12 people; gentle; told of economicus)');
    // Two groups of one label are told apart by what they were told.
    const labels = preferencePicture(groupsIn(comparison)).picture!.rows.map(({ label }) => label);
    expect(labels).toContain('B, told of moralis: κ, λ');
    expect(labels).toContain('A: κ, λ');
    expect(new Set(labels).size).toBe(labels.length);
  });
  test('people who met are drawn whole: fewer than five groups are no sample', async () => {
    const [group] = groupsIn(
      await compared([await classOf({ people: 8, against: 'human', config: { ...DRAWN, rounds: 1 } })]),
    );
    // The strategy method asks everybody at once: nobody learns, so everybody is one observation.
    expect(isRefusal(group!.estimated)).toBe(false);
    const [met] = groupsIn(
      await compared([await classOf({ people: 8, against: 'human', config: { roles: 'drawn' } })]),
    );
    expect(refusal(met!)).toBe('fewGroups');
  });
  test('a game without plans has none', async () => {
    const prices = await playClass({
      game: duopoly,
      name: 'prices',
      people: 6,
      against: 'economicus',
      choose: () => 15,
    });
    const comparison = await compared([prices]);
    expect(comparison.preferences).toEqual([]);
    expect(told(comparison)).toBe('');
  });
});

describe('what is said', () => {
  test('fixed roles: no κ and the reason, but which agents are excluded', async () => {
    const comparison = await compared([await classOf({ config: {} })]);
    expect(refusal(groupsIn(comparison)[0]!)).toBe('roles');
    const words = told(comparison);
    expect(words).toContain('No κ is estimated where roles were not drawn');
    expect(words).toMatch(/of 12 people an agent is excluded: economicus for \d+, moralis κ 0.50 for \d+/);
    expect(words).toContain('As if roles had been drawn.');
    expect(preferencePicture(groupsIn(comparison)).picture).toBeNull();
  });
  test('under five people each is looked at alone, and nothing is estimated', async () => {
    const comparison = await compared([await classOf({ people: 3, choose: as(0.5) })]);
    const [group] = groupsIn(comparison);
    expect(group!.each).toHaveLength(3);
    expect(refusal(group!)).toBe('fewPeople');
    expect(told(comparison)).toMatch(/[a-z]{8}: These answers exclude|[a-z]{8}: \w+ .*is excluded/);
    expect(JSON.stringify(group)).not.toContain('"parameter"');
  });
  test('κ beside the agents: what its interval holds and leaves out, as a mark and as a sentence', async () => {
    for (const [kappa, out] of [
      [0, 'leaves out moralis κ 0.50'],
      [0.5, 'leaves out economicus (κ 0)'],
    ] as const) {
      const comparison = await compared(await inAllSix({ people: 20, choose: as(kappa), seed: 5 }), 'all');
      const { picture, sentences } = preferencePicture(groupsIn(comparison));
      expect(picture!.rows[0]!.marks.map(({ at }) => at)).toEqual([0, 0.5]);
      expect(sentences.join('\n')).toContain(out);
    }
  });
  test('numbers everywhere, and the same document every time', async () => {
    for (const choose of [() => 'C', () => 'D', cooperating(0.5, 0.5, 0.5)] as const) {
      const classes = [await classOf({ choose })];
      const comparison = await compared(classes);
      expect(JSON.parse(JSON.stringify(comparison.preferences))).toEqual(comparison.preferences);
      expect(told(comparison)).not.toMatch(/NaN|undefined|Infinity|null/);
      expect((await compared(classes)).preferences).toEqual(comparison.preferences);
    }
  });
  test('the methods paragraph speaks of estimates only where there are some', async () => {
    expect(methodsParagraphs(await compared(await inAllSix({}), 'all'), '1').join(' ')).toMatch(
      /Preferences in u = .* bootstrap over players/,
    );
    expect(methodsParagraphs(await compared([await classOf({ config: {} })]), '1').join(' ')).not.toContain(
      'Preferences in u',
    );
  });
});

describe('probabilities', () => {
  const TRUTH = point(0.4, 0, 0, 8);
  const BIAS = 1;
  /** Tells what noise over plans makes of κ 0.4, expecting 50 : 50, and leans to what stands first. */
  const telling = (dialect: DecisionDialect): Agent => ({
    ...{ id: 'local/tuned', label: 'tuned', kind: 'model', ask: 'decision', wording: 'w1' },
    choose({ config, decision, draw }) {
      const options = ['C', 'D'];
      const odds = choosingPlans(TRUTH)(dilemma.plans!(config), decision.key, options);
      const distribution = { ...toldOf(options, odds, { bias: BIAS }), dialect };
      return { answer: drawnFrom(distribution, draw(decision.key)), distribution, shownAt: 1 };
    },
  });
  const inDilemmas = async (dialect: DecisionDialect = 'systemone'): Promise<readonly Class[]> => {
    const classes: Class[] = [];
    for (const preset of dilemma.presets.filter(({ code }) => code !== undefined))
      classes.push(
        await classOf({
          ...{ name: preset.name, people: 3, agent: telling(dialect), against: 'random' },
          ...{ model: { id: 'local/tuned', wordings: ['w1'] }, config: { ...DRAWN, ...preset.config } },
        }),
      );
    return classes;
  };

  test('from stored matches to κ: situations once, a rule of noise, ranges by kind, nothing that a sample has', async () => {
    const comparison = await compared(await inDilemmas());
    const [group, ...others] = groupsIn(comparison);
    expect(others).toEqual([]);
    const { estimated } = group!;
    if (isRefusal(estimated) || estimated.of !== 'probabilities') throw new Error('no probabilities');
    expect(estimated).toMatchObject({ situations: 18, orders: 2, wordings: 1, observations: 18, better: 'plans' });
    const { plans, place } = estimated;
    if (isRefusal(plans)) throw new Error('refused');
    expect(plans.estimates[0]!.value).toBeCloseTo(0.4, 4);
    expect(plans.estimates[1]!.value).toBeCloseTo(8, 3);
    expect(place!.mean).toBeCloseTo(BIAS, 6);
    expect(group).toMatchObject({ actors: null, each: [] });
    const words = told(comparison);
    expect(words).toContain('18 situations, 2 orders, 1 wording');
    expect(words).toMatch(/κ = 0\.40: .*noise over plans; from probabilities, no reasoning/);
    expect(words).toContain('of this server, model, template and temperature alone');
    expect(words).not.toMatch(/\(95 %|95 % interval (?!;)[\d−]|NaN|undefined|Infinity|null|is excluded/);
    expect(JSON.parse(JSON.stringify(comparison.preferences))).toEqual(comparison.preferences);
    const methods = methodsParagraphs(comparison, '1').join(' ');
    expect(methods).toMatch(/fractional counts.* κ is comparable across models; λ only within one server/);
    expect(methods).not.toContain('Wilks');
    const { picture } = preferencePicture(groupsIn(comparison));
    expect(picture!.rows.slice(1).every(({ interval, range }) => interval === undefined && range !== undefined)).toBe(
      true,
    );
  });
  test('two protocols are two groups, though the model is one', async () => {
    const groups = groupsIn(await compared([...(await inDilemmas()), ...(await inDilemmas('first token'))]));
    expect(groups.map(({ estimated }) => (isRefusal(estimated) ? estimated.refused.reason : estimated.of))).toEqual([
      'probabilities',
      'probabilities',
    ]);
    expect(new Set(groups.map(({ label }) => label)).size).toBe(2);
  });
});
