/**
 * What the matches of one session added to a collector, as plain data without their observations: a collector that has taken the
 * sessions before it goes on from there, and the observations rest until somebody asks for them.
 */
import type { SeatFacts, SessionFacts } from '../../core/stored-rows.ts';
import type { newBenchmarkPlays, newBuckets } from './buckets.ts';
import type { Condition } from './condition.ts';
import { type BenchmarkPlay, type Bucket, type Counts, type SeatObservation, sizeOf } from './observations.ts';

/** A condition with its rules by name. */
type KeptCondition = Omit<Condition, 'game'> & { readonly game: { readonly name: string; readonly version: number } };

type PlayedSoFar = Pick<BenchmarkPlay, 'sums' | 'matches'>;

/** Of one session; conditions that are the same are the same object. */
export type KeptSegment = {
  /** What came to each of them. */
  readonly counts: Counts;
  /** What agents had played in all when it began (null: nothing) and when it ended: sums are those of a certain order. */
  readonly plays: readonly {
    readonly condition: KeptCondition;
    readonly seat: SeatFacts;
    readonly before: PlayedSoFar | null;
    readonly after: PlayedSoFar;
  }[];
  readonly buckets: readonly {
    readonly condition: KeptCondition;
    readonly seat: Bucket['seat'];
    readonly size: number;
  }[];
};

/** The observations of a session by bucket, each of its matches taken again. */
export type Retaking = () => Promise<readonly Bucket[]>;

type Collected = {
  readonly counts: Counts;
  readonly buckets: ReturnType<typeof newBuckets>;
  readonly plays: ReturnType<typeof newBenchmarkPlays>;
  /** A condition as the tables of this collector know it; null: its rules are not here. */
  conditionOf(kept: Omit<Condition, 'game'>, game: KeptCondition['game']): Condition | null;
};

/** The matches of a session, taken again, gave something else than what was kept of it: nothing of that holds. */
export class NotAsItWas extends Error {
  constructor(session: string) {
    super(`Session ${session} is not as it was.`);
  }
}

/** The segments of what a collector has collected. */
export function newSegments({ counts, buckets, plays, conditionOf }: Collected) {
  const keptAs = new Map<Condition, KeptCondition>();
  const keptOf = (condition: Condition): KeptCondition => {
    let kept = keptAs.get(condition);
    if (kept === undefined) {
      const { game, ...rest } = condition;
      keptAs.set(condition, (kept = { ...rest, game: { name: game.name, version: game.version } }));
    }
    return kept;
  };
  const known = new Map<KeptCondition, Condition>();
  const conditionFor = (kept: KeptCondition): Condition | null => {
    const before = known.get(kept);
    if (before !== undefined) return before;
    const { game, ...rest } = kept;
    const condition = conditionOf(rest, game);
    if (condition === null) return null;
    known.set(kept, condition);
    keptAs.set(condition, kept);
    return condition;
  };

  return {
    /** Begins with a session: gives what came of it when all its matches were taken. */
    begin(): () => KeptSegment {
      const before = { ...counts };
      const first = buckets.all.length;
      const played = new Map(plays.all.map((play) => [play, soFar(play)]));
      return () => ({
        counts: added(counts, before),
        plays: plays.all.flatMap((play) => {
          const then = played.get(play) ?? null;
          if (then?.matches === play.matches) return [];
          return [{ condition: keptOf(play.condition), seat: play.seat, before: then, after: soFar(play) }];
        }),
        buckets: buckets.all.slice(first).map(({ condition, seat, observations }) => ({
          ...{ condition: keptOf(condition), seat, size: sizeOf(observations) },
        })),
      });
    },
    /** Goes on as if the matches of this session had been taken; false, and nothing is done: other sums stand before it. */
    resume(segment: KeptSegment, session: SessionFacts, retake: Retaking): boolean {
      const mine = segment.plays.flatMap(({ condition: kept, seat, before, after }) => {
        const condition = conditionFor(kept);
        const play = condition === null ? null : (plays.found(condition, seat) ?? null);
        return condition !== null && isSame(before, play) ? [{ condition, seat, after, play }] : [];
      });
      const conditions = segment.buckets.flatMap(({ condition }) => conditionFor(condition) ?? []);
      if (mine.length < segment.plays.length || conditions.length < segment.buckets.length) return false;
      for (const { condition, seat, after, play } of mine) {
        if (play === null) plays.add({ condition, seat, ...soFar(after) });
        else {
          play.matches = after.matches;
          for (const [at, sum] of play.sums.entries()) Object.assign(sum, after.sums[at]);
        }
      }
      for (const name of namesOf(counts)) counts[name] += segment.counts[name];
      let again: Promise<readonly Bucket[]> | null = null;
      for (const [place, { seat, size }] of segment.buckets.entries()) {
        const wake = async (): Promise<readonly SeatObservation[]> => {
          const found = (await (again ??= retake()))[place];
          if (found?.observations.items?.length !== size) throw new NotAsItWas(session.code);
          return found.observations.items;
        };
        const observations = { items: null, resting: { size, wake } };
        buckets.add({ condition: conditions[place]!, session, seat, observations });
      }
      return true;
    },
  };
}

const soFar = ({ sums, matches }: PlayedSoFar): PlayedSoFar => ({ sums: sums.map((sum) => ({ ...sum })), matches });

const isSame = (one: PlayedSoFar | null, other: PlayedSoFar | null): boolean =>
  one === null || other === null
    ? one === other
    : one.matches === other.matches &&
      one.sums.every(({ total, count }, at) => {
        const sum = other.sums[at];
        return Object.is(total, sum?.total) && count === sum?.count;
      });

const namesOf = (counts: Counts): readonly (keyof Counts)[] =>
  Object.keys(counts).filter((name): name is keyof Counts => name in counts);

function added(now: Counts, before: Counts): Counts {
  const more = { ...now };
  for (const name of namesOf(now)) more[name] -= before[name];
  return more;
}
