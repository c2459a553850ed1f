/** Whatever little, equal, odd or unbalanced classes are stored: every number is a number, and every sentence is whole. */
import { beforeAll, expect, test } from 'vitest';
import { type Choosing, type ClassPlan, cooperating, playClass, rating } from '../../../test/class.ts';
import { randomAnswer } from '../../agents/script.ts';
import { blocksAsText } from '../../core/blocks.ts';
import { type AnyGame, SKIPPED } from '../../core/game.ts';
import { loadGame } from '../../disk/games.ts';
import { rng, type Rng } from '../../core/rng.ts';
import { sectionsOf } from '../report/sections.ts';
import { comparisonBlocks } from './blocks.ts';
import { testBlocks } from './test-blocks.ts';
import { newCollector } from './collect.ts';
import { compare } from './compare.ts';
import type { Comparison } from './document.ts';
import type { By } from './samples.ts';
import { isRefusal } from '../preferences/refusal.ts';

let games: readonly AnyGame[] = [];
beforeAll(async () => {
  games = await Promise.all(
    ['prisoners-dilemma', 'autonomous-vehicles', 'pricing-duopoly'].map((name) => loadGame(name)),
  );
});

const CONFIGS: Readonly<Record<string, readonly object[]>> = {
  'prisoners-dilemma': [
    { method: 'strategy', roles: 'drawn' },
    { method: 'strategy', roles: 'drawn', T: 90, R: 65, P: 25, S: 10 },
    {},
    { roles: 'drawn', rounds: 3 },
  ],
  'autonomous-vehicles': [{}, { questions: ['moral', 'buy-minimising'] }, { questions: ['law'] }],
  'pricing-duopoly': [{ rounds: 2 }, { rounds: 4, practice: 1 }, { rounds: 3, currency: 1, ceiling: 4, step: 0.01 }],
};

const equal: Choosing = ({ input }) =>
  input.kind === 'number' ? input.min : input.kind === 'choice' ? input.options[0]!.value : 0;
const shy: Choosing = (decision, chance) =>
  'skip' in decision.input && decision.input.skip !== undefined && chance.unit() < 0.7
    ? SKIPPED
    : randomAnswer(decision, chance);

const ways = (random: Rng): Choosing => {
  const way = random.below(5);
  return way === 0
    ? equal
    : way === 1
      ? shy
      : way === 2
        ? rating(95, 8)
        : way === 3
          ? cooperating(1, 1, 0)
          : randomAnswer;
};
/** Choices of another game by lot. */
const readable =
  (choose: Choosing): Choosing =>
  (decision, chance, who) => {
    const { input } = decision;
    const answer = choose(decision, chance, who);
    if (answer === SKIPPED) return answer;
    const fits =
      input.kind === 'number'
        ? typeof answer === 'number'
        : input.kind !== 'choice' || input.options.some(({ value }) => value === answer);
    return fits ? answer : randomAnswer(decision, chance);
  };

/** Up to four classes of one game, of 0 to 9 people or a model. */
async function anyComparison(seed: number): Promise<Comparison> {
  const random = rng(seed, 'any class');
  const game = random.pick(games);
  const collector = newCollector(games);
  const treatments = new Map<string, string | null>();
  /** The same people all along, against one agent: a course of sets of payoffs. */
  const course = random.below(3) === 0;
  const agents = course ? ['economicus'] : ['moralis:0.5', 'economicus', 'baseline'];
  let codes: readonly (string | null)[] = [];
  let open = 0;
  for (let i = random.below(5); i > 0; i--) {
    const alone = game.name === 'autonomous-vehicles';
    const model = !course && random.below(4) === 0;
    const people = random.pick(course ? [6, 9, 16] : [0, 1, 2, 4, 5, 6, 8, 9, 16]);
    const pairs = !course && !alone && !model && random.below(3) === 0;
    const plan: ClassPlan = {
      ...{ game, config: random.pick(CONFIGS[game.name]!), name: random.pick(['A', 'B', null]), seed: seed * 10 + i },
      people: pairs ? people - (people % 2) : people,
      against: alone ? '' : pairs ? 'human' : random.pick(agents),
      choose: readable(ways(random)),
      treatment: (who) => (who % 3 === 0 ? null : 'told'),
      ...(model
        ? { model: { id: 'local/m', wordings: random.pick([['w'], ['w', 'x'], ['a', 'b', 'c', 'd', 'e']]) } }
        : {}),
      ...(random.below(6) === 0 ? { leftAfter: 1 } : {}),
    };
    const { matches: played, rows } = await playClass(plan);
    const before = course ? codes : [];
    const known = new Map(
      played
        .flatMap(({ participants }) => participants)
        .filter((code) => code !== null)
        .map((code, who) => [code, before[who] ?? code]),
    );
    if (course && known.size > codes.length) codes = [...known.values()];
    const matches = played.map((match) => ({
      ...match,
      participants: match.participants.map((code) => (code === null ? null : known.get(code)!)),
    }));
    for (const { table, row } of rows) if (table === 'participant') treatments.set(row.code, row.treatment);
    for (const match of matches)
      if (match.ending === null) open += 1;
      else collector.add(match);
  }
  const by = random.pick<By>(['session', 'treatment', 'all']);
  return compare(collector.observations(open), {
    ...{
      by,
      files: [],
      sessions: [],
      treatments,
      rehearsals: random.below(3),
      models: [],
      references: [],
      preferences: true,
    },
  });
}

const MADE = { version: '1', node: 'v24', command: 'homines report', at: '2026-01-01T00:00', probes: {} };
const words = (comparison: Comparison): string =>
  [
    blocksAsText(comparisonBlocks(comparison)),
    ...comparison.treatments.map((treatment) => blocksAsText(testBlocks(treatment, treatment.groups, true))),
    JSON.stringify(sectionsOf(comparison, MADE)),
  ].join('\n');

/** What the classes came to: so that none of the checks below is about nothing. */
const seen = { between: 0, within: 0, intervals: 0, estimates: 0, overall: 0 };

test.each(Array.from({ length: 60 }, (_, i) => i + 1))('class %i', async (seed) => {
  const comparison = await anyComparison(seed);
  // JSON writes NaN and Infinity as null, and leaves undefined out.
  expect(JSON.parse(JSON.stringify(comparison))).toEqual(comparison);
  expect(words(comparison)).not.toMatch(/NaN|undefined|Infinity|\bnull\b(?![,}\]])|\[object/);
  const ordered = (ends: readonly [number, number] | null): void =>
    void (ends && expect(ends[0]).toBeLessThanOrEqual(ends[1]));
  for (const { groups, tests } of [...comparison.treatments, ...comparison.across.flatMap(({ overall }) => overall)]) {
    for (const { measures } of groups)
      for (const { n, mean, interval, without, sd } of measures) {
        if (interval !== null) seen.intervals += 1;
        ordered(interval);
        expect(mean === null).toBe(n < 5);
        expect(sd === null).toBe(n < 5);
        expect(interval === null).toBe(without !== null);
      }
    for (const { p, adjusted, interval, n, detectable, family, difference, kind } of tests) {
      seen[kind === 'between groups' ? 'between' : 'within'] += 1;
      ordered(interval);
      expect(Math.min(...n)).toBeGreaterThanOrEqual(5);
      expect(p > 0 && p <= 1).toBe(true);
      expect(adjusted === null).toBe(family === 'exploratory');
      expect(adjusted ?? p).toBeGreaterThanOrEqual(p);
      expect(detectable ?? 1).toBeGreaterThan(0);
      if (interval !== null) expect(interval[0] <= difference && difference <= interval[1]).toBe(true);
    }
  }
  seen.overall += comparison.across.flatMap(({ overall }) => overall).length;
  for (const { groups } of comparison.preferences ?? [])
    for (const { estimated } of groups)
      if (!isRefusal(estimated) && estimated.of !== 'probabilities')
        for (const fit of [estimated.kappa, estimated.full])
          if (!isRefusal(fit))
            for (const { low, high } of fit.estimates) {
              seen.estimates += 1;
              if (low !== null && high !== null) ordered([low, high]);
            }
});
test('and there was something to check', () => {
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(0);
});
