/** Groups of one condition measured: their independent units, and by measure the means of these. */
import type { AnyGame } from '../../core/game.ts';
import type { Condition } from './condition.ts';
import {
  type KeptSample,
  keptSample,
  type MeasureSample,
  measureSample,
  rangeOf,
  sampleKept,
  type SampleRange,
} from './estimate.ts';
import type { Group } from './document.ts';
import type { FoundTests, TestGroup } from './hypothesis-tests.ts';
import { type Instrument, instrumentOf } from './instrument.ts';
import { isAmong, keysTold } from './key-set.ts';
import type { RoundMemo } from './round-memo.ts';
import type { MatchingGroups, MatchingGroupsFollowed } from './matching-groups.ts';
import type { Bucket, SeatObservation, ToldObservation } from './observations.ts';
import {
  type Breathe,
  type Grouping,
  listsOf,
  type SampleGroup,
  sampleGroups,
  type Units,
  unitsOf,
} from './samples.ts';

/** What is known of a measured group without its observations. */
export type GroupFacts = {
  readonly units: Pick<Units, 'kind' | 'subjects' | 'wordings' | 'matches'> & { readonly count: number };
  readonly ranges: readonly SampleRange[];
  /** Where it told probabilities instead of answering. */
  readonly instrument: Instrument | null;
  /** Who its units are, told apart by their codes: nobody else's are among them. */
  readonly people: Uint32Array;
};

/** All that its figures are made of: its units, and by measure their means. */
export type GroupUnits = {
  readonly units: Units;
  readonly samples: readonly MeasureSample[];
  readonly told: readonly ToldObservation[];
};

/** What is kept of a group, and enough as long as nothing of it or of whom it is tested with is new. */
export type KeptGroup = GroupFacts & {
  readonly found: FoundTests;
  /** By measure, where it may be tested with others; null: it is measured for that. */
  samples: readonly KeptSample[] | null;
  /** Its estimates, and in which bins (as text). */
  estimated: { readonly ends: string; readonly group: Group } | null;
  /** How many had left their units in this game when it was last seen to be as it is. */
  joined: number;
};

type SampledGroup = Omit<SampleGroup, 'stamp'>;

/** A measured group. */
export type MeasuredGroup = SampledGroup &
  KeptGroup & {
    /** Its units, made where they are not in memory. */
    measured(): Promise<GroupUnits>;
    /** Lets go of them, when its estimates and tests are there: they take as much room as its observations. */
    letGo(): Promise<void>;
  };

/** The means of its units by measure. */
const samplesOf = async ({ samples, measured }: MeasuredGroup): Promise<readonly MeasureSample[]> =>
  samples?.map(sampleKept) ?? (await measured()).samples;

/** The group as it is tested with others. */
export const testedGroup = (group: MeasuredGroup): TestGroup => ({
  ...{ label: group.label, kind: group.kind, found: group.found, people: group.people, size: group.units.count },
  samples: () => samplesOf(group),
  async tested() {
    const { label, kind } = group;
    const made = await group.measured();
    return { label, kind, samples: made.samples, units: made.units.units, keys: made.units.keys };
  },
});

/** A group as it is kept. */
export const keptGroup = (group: MeasuredGroup): KeptGroup => {
  const { units, ranges, instrument, people, found, estimated, joined, samples } = group;
  return { units, ranges, instrument, people, found, estimated, joined, samples };
};

/** Groups that were measured before; `kept`: in an earlier program. */
type MeasureMemory = {
  readonly measured: RoundMemo<MeasuredGroup>;
  readonly kept: ReadonlyMap<string, KeptGroup>;
  readonly met: MatchingGroupsFollowed;
};

/** The groups of one condition, each measured once as long as its observations and its units are the same. */
export async function measureGroups(
  condition: Condition,
  buckets: readonly Bucket[],
  met: MatchingGroups,
  grouping: Grouping,
  { measured, kept, met: followed }: MeasureMemory,
  breathe: Breathe,
): Promise<readonly MeasuredGroup[]> {
  const { game } = condition;
  const ofAnswers = answerRates(condition);
  const joined = followed.left(game.name);
  const isSame = (known: MeasuredGroup): boolean => {
    // Now and then somebody is taken for another: then it is measured once more.
    const left = followed.leftSince(game.name, known.joined).some((key) => isAmong(known.people, key));
    if (!left) known.joined = joined;
    return !left;
  };
  const groups: MeasuredGroup[] = [];
  for (const { stamp, ...group } of await sampleGroups(buckets, grouping, breathe)) {
    const measure = (): Promise<GroupUnits> =>
      groupUnits(game, group, met.get(game.name) ?? new Map(), ofAnswers, breathe);
    const make = async (key: string | null): Promise<MeasuredGroup> => {
      const before = key === null ? undefined : kept.get(key);
      if (before !== undefined) {
        const known = withUnits(group, before, null, measure);
        if (isSame(known)) return known;
      }
      const made = await measure();
      return withUnits(group, factsOf(group, made, joined), made, measure);
    };
    const key = stamp === null ? null : `${stamp} ${grouping.treatments.size} ${group.label}`;
    groups.push(await measured.of(key, () => make(key), isSame));
  }
  return groups;
}

/** A group with its units (`made`; null: not in memory) and how they are made again. */
function withUnits(
  group: SampledGroup,
  facts: KeptGroup,
  made: GroupUnits | null,
  measure: () => Promise<GroupUnits>,
): MeasuredGroup {
  let units: Promise<GroupUnits> | null = made === null ? null : Promise.resolve(made);
  const measured: MeasuredGroup = {
    ...{ ...group, ...facts },
    measured: () => (units ??= measure()),
    async letGo() {
      if (!measured.found.isSide) measured.samples = null;
      else if (units !== null) measured.samples ??= (await units).samples.map(keptSample);
      units = null;
    },
  };
  return measured;
}

/** What is known of a group that was measured for the first time. */
function factsOf({ kind: who, agent }: SampledGroup, { units, samples, told }: GroupUnits, joined: number): KeptGroup {
  const { kind, subjects, wordings, matches, keys } = units;
  const ask = agent?.ask === 'grid' ? 'grid' : 'decision';
  return {
    units: { kind, subjects, wordings, matches, count: units.units.length },
    ranges: samples.map(rangeOf),
    instrument: agent === null || told.length === 0 ? null : instrumentOf(told, ask, agent.id),
    people: who === 'people' ? keysTold(keys) : NOBODY,
    found: { between: new Map(), within: null, isSide: false },
    samples: null,
    estimated: null,
    joined,
  };
}

/** Of models: they never join anybody. */
const NOBODY = new Uint32Array();

async function groupUnits(
  game: AnyGame,
  group: SampledGroup,
  met: ReadonlyMap<string, string>,
  ofAnswers: ReadonlySet<string>,
  breathe: Breathe,
): Promise<GroupUnits> {
  const lists = await listsOf(group);
  const units = await unitsOf(group, lists, met, breathe);
  const samples: MeasureSample[] = [];
  for (const [at, { name }] of game.measures.entries()) {
    samples.push(measureSample(units.units, at, ofAnswers.has(name)));
    await breathe();
  }
  return { units, samples, told: lists.flatMap((list) => list.filter(hasTold)) };
}

const hasTold = (one: SeatObservation): one is ToldObservation => one.told !== null;

/**
 * A rate of answers is counted as yes or no; other rates (an efficiency) only happen to be 0 or 1. Those that a game declares
 * or draws are rates of answers; of a game that does neither, all are taken for some.
 */
function answerRates({ game: { comparison, measures }, config, seat }: Condition): ReadonlySet<string> {
  const figures = comparison?.figures?.(config, seat);
  if (figures === undefined && comparison?.declared === undefined) return new Set(measures.map(({ name }) => name));
  const drawn = (figures ?? []).flatMap(({ rows }) => rows.map(({ measure }) => measure));
  return new Set([...(comparison?.declared ?? []), ...drawn]);
}
