/** Where observations go: samples into buckets, of people and models; benchmark agents into sums. */
import type { SeatFacts, SessionFacts } from '../../core/stored-rows.ts';
import type { Condition } from './condition.ts';
import {
  type BenchmarkPlay,
  type Bucket,
  observationsIn,
  type ObservationList,
  type PlayedSums,
  type SeatObservation,
  sizeOf,
} from './observations.ts';

/** An empty set of buckets: `all` as they were first met, `of` gives the list to which an observation is added. */
export function newBuckets() {
  const all: Bucket[] = [];
  const byCondition = new Map<Condition, Map<string, Map<string, ObservationList>>>();
  const add = (bucket: Bucket): ObservationList => {
    const { condition, session, seat, observations } = bucket;
    inner(inner(byCondition, condition), session.code).set(nameOf(seat), observations);
    all.push(bucket);
    return observations;
  };
  return {
    all,
    add,
    /** Throws where those that are there rest. */
    of(condition: Condition, session: SessionFacts, { kind, id, label, ask }: SeatFacts): SeatObservation[] {
      const seat = { kind, id, label, ...(ask === undefined ? {} : { ask }) };
      const { items } =
        inner(inner(byCondition, condition), session.code).get(nameOf(seat)) ??
        add({ condition, session, seat, observations: { items: [], resting: null } });
      if (items === null) throw new Error(`Observations of session ${session.code} rest, and others come to them.`);
      return items;
    },
  };
}

const nameOf = ({ id, ask }: Bucket['seat']): string => (ask === undefined ? id : `${id} ${ask}`);

/**
 * Tells a bucket and how far it has grown: observations are only added to it, so that with as many it is the same, in this
 * program and in any other that takes the matches of the same log in their order.
 */
export const stampOf = ({ condition, session, seat, observations }: Bucket): string =>
  `${session.code} ${nameOf(seat)} ${condition.key}:${sizeOf(observations)}`;

/** Of how many observations persons are observed, and the matches that do not count for that. */
export type FirstMatches = {
  readonly size: number;
  readonly again: readonly string[];
  /** Those that count; absent: they are to be looked for again. */
  readonly counting?: ObservationList;
};

/**
 * Persons and not matches: where somebody played the same condition again, the first match counts and the later ones do not,
 * since what was explained after the first is known in them.
 */
export async function firstMatches({ seat, observations }: Bucket): Promise<FirstMatches> {
  const all = { size: sizeOf(observations), again: [], counting: observations };
  if (seat.kind !== 'human') return all;
  const items = await observationsIn(observations);
  const isFirst = firstOf(items);
  if (isFirst === null) return all;
  const counting = items.filter(isFirst);
  return {
    size: counting.length,
    again: items.flatMap((one) => (isFirst(one) ? [] : [one.match])),
    counting: { items: counting, resting: null },
  };
}

/** The observations of a bucket that count, at rest as long as nobody asks for them. */
export const countingIn = ({ observations }: Bucket, { size, counting }: FirstMatches): ObservationList =>
  counting ??
  (size === sizeOf(observations)
    ? observations
    : {
        items: null,
        resting: {
          size,
          async wake() {
            const items = await observationsIn(observations);
            return items.filter(firstOf(items) ?? (() => true));
          },
        },
      });

/** Whether an observation is its person's first; null: all of them are. */
function firstOf(items: readonly SeatObservation[]): ((one: SeatObservation) => boolean) | null {
  const people = new Set<string>();
  let seats = 0;
  for (const { participant } of items) {
    if (participant === null) continue;
    people.add(participant);
    seats += 1;
  }
  if (people.size === seats) return null;
  const first = new Map<string, SeatObservation>();
  for (const one of items) {
    if (one.participant === null) continue;
    const before = first.get(one.participant);
    if (before === undefined || isEarlier(one, before)) first.set(one.participant, one);
  }
  return (one) => one.participant === null || first.get(one.participant) === one;
}

const isEarlier = (one: SeatObservation, other: SeatObservation): boolean =>
  one.at < other.at || (one.at === other.at && one.match < other.match);

/** Empty sums of benchmark agents: `all` as they were first met, `of` gives those of one agent over so many measures. */
export function newBenchmarkPlays() {
  const all: BenchmarkPlay[] = [];
  const byCondition = new Map<Condition, Map<string, { readonly play: BenchmarkPlay; readonly sums: PlayedSums }>>();
  const found = (condition: Condition, { id }: SeatFacts) => inner(byCondition, condition).get(id);
  const add = (play: BenchmarkPlay): PlayedSums => {
    const sums: PlayedSums = { add: (values) => addTo(play, values) };
    inner(byCondition, play.condition).set(play.seat.id, { play, sums });
    all.push(play);
    return sums;
  };
  return {
    all,
    add,
    /** What an agent has played; undefined: nothing yet. */
    found: (condition: Condition, seat: SeatFacts): BenchmarkPlay | undefined => found(condition, seat)?.play,
    of: (condition: Condition, seat: SeatFacts, measures: number): PlayedSums =>
      found(condition, seat)?.sums ??
      add({ condition, seat, sums: Array.from({ length: measures }, () => ({ total: 0, count: 0 })), matches: 0 }),
  };
}

function addTo(play: BenchmarkPlay, values: SeatObservation['values']): void {
  play.matches += 1;
  for (let m = 0; m < values.length; m++) {
    const sum = play.sums[m]!;
    const mine = values[m]!;
    for (let i = 0; i < mine.length; i++) sum.total += mine[i]!;
    sum.count += mine.length;
  }
}

/** The map inside a map, made where there is none. */
function inner<Outer, Key, Value>(maps: Map<Outer, Map<Key, Value>>, outer: Outer): Map<Key, Value> {
  let map = maps.get(outer);
  if (map === undefined) maps.set(outer, (map = new Map()));
  return map;
}
