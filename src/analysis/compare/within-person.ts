/**
 * The same people in several conditions of one game: pairs of conditions within person, and groups by everybody's mean over
 * several sets of payoffs. Whoever learned from others is an observation only with them.
 */
import type { AnyGame } from '../../core/game.ts';
import { gameText } from '../preferences/match-choices.ts';
import { payoffSettings } from '../../core/settings.ts';
import { mean } from '../stats/sample.ts';
import { type Condition, conditionWords } from './condition.ts';
import { FEW } from '../stats/few.ts';
import { estimate, measureSample, type MeasureEstimate } from './estimate.ts';
import { newPair, type Test, withinPerson } from './hypothesis-tests.ts';
import type { RoundMemo } from './round-memo.ts';
import type { MatchingGroups, MatchingGroupsFollowed } from './matching-groups.ts';
import { type Bucket, observationsIn, type SeatObservation, sizeOf } from './observations.ts';
import {
  type Breathe,
  type Grouping,
  type ObservationUnit,
  listsOf,
  type SampleGroup,
  type SampleLists,
  sampleGroups,
  sizeWords,
} from './samples.ts';

/** Conditions that are compared pairwise: beyond so many, only those with the most observations are. */
const MOST_CONDITIONS = 6;
/** Beyond so many observations nobody waits for a table of pairs, or for means over all payoffs. */
const MOST_OBSERVATIONS = 20_000;

/** One game whose people were in several of its conditions. */
export type AcrossConditions = {
  readonly game: string;
  /** Groups by everybody's mean over several sets of payoffs. */
  readonly overall: readonly PooledMeans[];
  /** Pairs of conditions, exploratory. */
  readonly tests: readonly Test[];
};

/** Groups by everybody's mean over several sets of payoffs. */
export type PooledMeans = {
  /** The conditions by their keys, and their sets of payoffs in plain words. */
  readonly conditions: readonly string[];
  readonly payoffs: readonly string[];
  readonly against: string;
  readonly groups: readonly (Pick<SampleGroup, 'label' | 'mark'> & {
    /** "24 people". */
    readonly size: string;
    readonly measures: readonly MeasureEstimate[];
  })[];
  readonly tests: readonly Test[];
};

/**
 * The same people across the conditions of each game, a game an entry where there is anything to tell. `conditions`: with their
 * buckets, those with the most observations first: the first six are compared in pairs.
 */
export async function acrossConditions(
  conditions: readonly (readonly [Condition, readonly Bucket[]])[],
  met: MatchingGroups,
  grouping: Grouping,
  {
    across,
    met: followed,
  }: { readonly across: RoundMemo<AcrossConditions | null>; readonly met: MatchingGroupsFollowed },
  breathe: Breathe,
): Promise<readonly AcrossConditions[]> {
  const rows: AcrossConditions[] = [];
  for (const [game, mine] of Map.groupBy(conditions, ([condition]) => condition.game)) {
    const key = keyOf(mine, grouping, followed.left(game.name));
    const row = await across.of(key, () => inGame(game, mine, met, grouping, breathe));
    if (row !== null) rows.push(row);
  }
  return rows;
}

/** Another one wherever anything may be otherwise of these observations, or of who is grouped with whom; null: not known. */
export function keyOf(
  conditions: readonly (readonly [Condition, readonly Bucket[]])[],
  { by, treatments, sessions }: Grouping,
  joined: number,
): string | null {
  const stamps = conditions.flatMap(([, buckets]) => buckets.map(({ stamp }) => stamp));
  if (stamps.includes(undefined)) return null;
  return JSON.stringify([by, treatments.size, joined, sessions.map(({ code, name }) => [code, name]), stamps]);
}

async function inGame(
  game: AnyGame,
  conditions: readonly (readonly [Condition, readonly Bucket[]])[],
  met: MatchingGroups,
  grouping: Grouping,
  breathe: Breathe,
): Promise<AcrossConditions | null> {
  const mine = conditions.slice(0, MOST_CONDITIONS);
  const tests: Test[] = [];
  const people: People[] = [];
  for (const [condition, buckets] of mine)
    people.push({ words: conditionWords(condition), values: await peopleIn(buckets) });
  await breathe();
  for (const [i, one] of people.entries())
    for (const other of people.slice(i + 1)) {
      tests.push(...pairTests(game, one, other));
      await breathe();
    }
  const all = conditions.flatMap(([, buckets]) => buckets);
  const overall = await pooledMeans(game, all, met.get(game.name) ?? new Map(), grouping, breathe);
  return tests.length + overall.length > 0 ? { game: game.name, overall, tests } : null;
}

type Values = ReadonlyMap<string, readonly (readonly number[])[]>;
type People = { readonly words: string; readonly values: Values };

/** Everybody's values by measure. Whoever learned from others is no observation of their own and is left out. */
async function peopleIn(buckets: readonly Bucket[]): Promise<Values> {
  const values = new Map<string, readonly (readonly number[])[]>();
  const count = buckets.reduce((sum, { observations }) => sum + sizeOf(observations), 0);
  if (count > MOST_OBSERVATIONS) return values;
  for (const { observations } of buckets)
    for (const { participant, met, values: mine } of await observationsIn(observations)) {
      if (participant === null || met.length > 0) continue;
      const before = values.get(participant);
      values.set(participant, before === undefined ? mine : before.map((list, m) => [...list, ...(mine[m] ?? [])]));
    }
  return values;
}

/** Measures that mean the same in both conditions, of the people who were in both, from five on. */
function pairTests(game: AnyGame, one: People, other: People): readonly Test[] {
  const both = [...one.values.keys()].filter((person) => other.values.has(person));
  if (both.length < FEW) return [];
  return (game.comparison?.across ?? game.comparison?.declared ?? []).flatMap((name) => {
    const at = game.measures.findIndex((measure) => measure.name === name);
    const measure = game.measures[at];
    if (measure === undefined) return [];
    const units = both.map((person) => ({
      values: [oneValue(one.values.get(person)?.[at]), oneValue(other.values.get(person)?.[at])],
      path: [],
    }));
    const test = withinPerson({ label: one.words, units }, [measure, 0], [measure, 1]);
    return test === null ? [] : [{ ...test, one: one.words, other: other.words }];
  });
}

/** One value a person and condition, so that yes and no stay yes and no. */
const oneValue = (values: readonly number[] = []): readonly number[] => (values.length < 2 ? values : [mean(values)]);

/** Conditions that differ in nothing but the payoffs that presets set. `buckets`: those of one game. */
async function pooledMeans(
  game: AnyGame,
  all: readonly Bucket[],
  met: ReadonlyMap<string, string>,
  grouping: Grouping,
  breathe: Breathe,
): Promise<readonly PooledMeans[]> {
  const people = all.filter(({ seat, condition }) => seat.kind === 'human' && condition.game === game);
  const count = people.reduce((sum, { observations }) => sum + sizeOf(observations), 0);
  if (game.plans === undefined || count > MOST_OBSERVATIONS) return [];
  const found: PooledMeans[] = [];
  for (const buckets of Map.groupBy(people, ({ condition }) => besidesPayoffs(game, condition)).values()) {
    const where = new Map<SeatObservation, Condition>();
    for (const { condition, observations } of buckets)
      for (const one of await observationsIn(observations)) where.set(one, condition);
    const groups: PoolingGroup[] = [];
    for (const group of await sampleGroups(buckets, grouping, breathe))
      groups.push({ ...group, units: byUnit(await listsOf(group), where, met) });
    const conditions = [...new Set(where.values())];
    const playedIn = ({ units }: PoolingGroup): readonly Condition[] =>
      conditions.filter((condition) => [...units.values()].filter((unit) => unit.has(condition)).length >= FEW);
    found.push(...designs(conditions, groups, playedIn).map((design) => pooled(game, design)));
    await breathe();
  }
  return found;
}

/** Groups that are compared over the same sets of payoffs. */
type PoolingDesign = {
  readonly shared: readonly Condition[];
  readonly groups: readonly PoolingGroup[];
  readonly pairs: readonly (readonly [PoolingGroup, PoolingGroup])[];
};

/**
 * Two groups are compared over the conditions that both of them have played, whatever a third has; pairs with the same ones
 * are one design. A group that shares several with nobody stands by itself.
 */
function designs(
  conditions: readonly Condition[],
  groups: readonly PoolingGroup[],
  playedIn: (group: PoolingGroup) => readonly Condition[],
): readonly PoolingDesign[] {
  const played = new Map(groups.map((group) => [group, new Set(playedIn(group))]));
  const sharedBy = (...two: readonly PoolingGroup[]): readonly Condition[] =>
    conditions.filter((condition) => two.every((group) => played.get(group)!.has(condition)));
  const pairs = groups.flatMap((one, i) =>
    groups
      .slice(i + 1)
      .map((other) => [one, other] as const)
      .filter(([, other]) => sharedBy(one, other).length > 1),
  );
  const alone = groups.filter((group) => sharedBy(group).length > 1 && !pairs.some((pair) => pair.includes(group)));
  const by = (shared: readonly Condition[]): string => shared.map(({ key }) => key).join('\n');
  return [...pairs, ...alone.map((group) => [group] as const)].reduce<readonly PoolingDesign[]>((found, members) => {
    const shared = sharedBy(...members);
    const known = found.find((design) => by(design.shared) === by(shared));
    const [one, other] = members;
    const pair = other === undefined ? [] : [[one, other] as const];
    if (known === undefined) return [...found, { shared, groups: [...members], pairs: pair }];
    const more = members.filter((group) => !known.groups.includes(group));
    const joined = { shared, groups: [...known.groups, ...more], pairs: [...known.pairs, ...pair] };
    return found.map((design) => (design === known ? joined : design));
  }, []);
}

function besidesPayoffs(game: AnyGame, { config, opponent, seat, told }: Condition): string {
  const payoffs = new Set(payoffSettings(game));
  const rest = Object.entries(config ?? {}).filter(([name]) => !payoffs.has(name));
  return [opponent.key, seat, told, JSON.stringify(rest)].join(' ');
}

type ByCondition = ReadonlyMap<Condition, readonly SeatObservation[]>;
type PoolingGroup = SampleGroup & { readonly units: ReadonlyMap<string, ByCondition> };

/** What each participant, or matching group, did in each condition. */
function byUnit(
  lists: SampleLists,
  where: ReadonlyMap<SeatObservation, Condition>,
  met: ReadonlyMap<string, string>,
): PoolingGroup['units'] {
  const units = new Map<string, Map<Condition, SeatObservation[]>>();
  for (const one of lists.flat()) {
    if (one.participant === null) continue;
    const key = met.get(one.participant) ?? one.participant;
    const [unit, condition] = [units.get(key) ?? new Map<Condition, SeatObservation[]>(), where.get(one)!];
    units.set(key, unit.set(condition, [...(unit.get(condition) ?? []), one]));
  }
  return units;
}

/** The declared measures of these groups over the conditions that they share. */
function pooled(game: AnyGame, { groups, shared, pairs }: PoolingDesign): PooledMeans {
  const sides = groups.map((group) => {
    const { label, mark, kind, units: all } = group;
    const whole = [...all].filter(([, unit]) => shared.every((condition) => unit.has(condition)));
    const people = whole.flatMap(([, unit]) => [...unit.values()].flat().map(({ participant }) => participant));
    const subjects = new Set(people).size;
    const units = whole.map(([, unit]) => pooledUnit(game, unit, shared));
    const samples = game.measures.map((_, m) => measureSample(units, m));
    const size = sizeWords('people', {
      ...{ kind: whole.length < subjects ? 'matching group' : 'participant', subjects, units, matches: 0 },
    });
    return { group, label, mark, kind, size, units, samples, keys: whole.map(([key]) => key) };
  });
  const declared = game.comparison?.declared ?? [];
  return {
    conditions: shared.map(({ key }) => key),
    payoffs: shared.map(({ config }) => gameText(game, config)),
    against: [shared[0]!.opponent.words, shared[0]!.as, shared[0]!.told].filter(Boolean).join(', '),
    groups: sides.map(({ label, mark, size, samples }) => ({
      ...{ label, mark, size },
      measures: game.measures.flatMap((measure, m) =>
        declared.includes(measure.name) ? [estimate(samples[m]!, measure)] : [],
      ),
    })),
    tests: sides.flatMap((one, i) =>
      sides.slice(i + 1).flatMap((other) => {
        if (!pairs.some((two) => two.includes(one.group) && two.includes(other.group))) return [];
        const pair = newPair(one, other);
        return game.measures.flatMap((measure, m) =>
          declared.includes(measure.name) ? (pair(m, measure, 'declared') ?? []) : [],
        );
      }),
    ),
  };
}

/** By measure one value a condition, so that each weighs the same; nothing where one of them has none. */
const pooledUnit = (game: AnyGame, unit: ByCondition, shared: readonly Condition[]): ObservationUnit => ({
  values: game.measures.map((_, m) => {
    const values = shared.map((condition) => unit.get(condition)!.flatMap((one) => one.values[m] ?? []));
    return values.every((some) => some.length > 0) ? values.map((some) => mean(some)) : [];
  }),
  path: [],
});
