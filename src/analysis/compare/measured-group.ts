/** Groups of one condition measured: their independent units, and by measure the means of these. */
import type { AnyGame } from '../../core/game.ts';
import type { Condition } from './condition.ts';
import { type MeasureSample, measureSample } from './estimate.ts';
import { placesOf } from './hypothesis-tests.ts';
import { type Instrument, instrumentOf } from './instrument.ts';
import type { RoundMemo } from './round-memo.ts';
import type { MatchingGroups, MatchingGroupsFollowed } from './matching-groups.ts';
import type { Bucket, SeatObservation, ToldObservation } from './observations.ts';
import { type Breathe, type Grouping, type SampleGroup, sampleGroups, type Units, unitsOf } from './samples.ts';

/** A group with its independent units, and by measure their means. `instrument`: where it told probabilities instead of answering. */
export type MeasuredGroup = SampleGroup & {
  readonly units: Units;
  readonly samples: readonly MeasureSample[];
  readonly told: readonly ToldObservation[];
  readonly instrument: Instrument | null;
  /** How many had left their units in this game when it was last seen to be as it is. */
  joined: number;
};

/** The groups of one condition, each measured once as long as its observations and its units are the same. */
export async function measureGroups(
  condition: Condition,
  buckets: readonly Bucket[],
  met: MatchingGroups,
  grouping: Grouping,
  { measured, met: followed }: { readonly measured: RoundMemo<MeasuredGroup>; readonly met: MatchingGroupsFollowed },
  breathe: Breathe,
): Promise<readonly MeasuredGroup[]> {
  const { game } = condition;
  const ofAnswers = answerRates(condition);
  const left = followed.left(game.name);
  const isSame = (known: MeasuredGroup): boolean => {
    if (known.kind === 'people') {
      const places = placesOf(known.units.keys);
      for (let at = known.joined; at < left.length; at++) if (places.has(left[at]!)) return false;
    }
    known.joined = left.length;
    return true;
  };
  const groups: MeasuredGroup[] = [];
  for (const group of await sampleGroups(buckets, grouping, breathe)) {
    const { stamp, label } = group;
    const key = stamp === null ? null : `${stamp} ${grouping.treatments.size} ${label}`;
    groups.push(
      await measured.of(
        key,
        async () => ({
          ...(await measuredGroup(game, group, met.get(game.name) ?? new Map(), ofAnswers, breathe)),
          joined: left.length,
        }),
        isSame,
      ),
    );
  }
  return groups;
}

async function measuredGroup(
  game: AnyGame,
  group: SampleGroup,
  met: ReadonlyMap<string, string>,
  ofAnswers: ReadonlySet<string>,
  breathe: Breathe,
): Promise<Omit<MeasuredGroup, 'joined'>> {
  const units = await unitsOf(group, met, breathe);
  const samples: MeasureSample[] = [];
  for (const [at, { name }] of game.measures.entries()) {
    samples.push(measureSample(units.units, at, ofAnswers.has(name)));
    await breathe();
  }
  const told = group.lists.flatMap((list) => list.filter(hasTold));
  const { agent } = group;
  const ask = agent?.ask === 'grid' ? 'grid' : 'decision';
  const instrument = agent === null || told.length === 0 ? null : instrumentOf(told, ask, agent.id);
  return { ...group, units, samples, told, instrument };
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
