/**
 * What the place of an option does to how often it is chosen: of each rate of choices, the rate where the option that counts
 * stood first among the options, the rate where it stood last, and their difference. Of language models, which favour places;
 * what people see is counterbalanced by the game, and is part of their spread.
 */
import type { AnyGame } from '../../core/game.ts';
import { clusteredDifference, type ClusterCounts, type RateDifference } from '../stats/clustered-rates.ts';
import { FEW } from '../stats/few.ts';
import { weightedMean } from '../stats/weighted-mean.ts';
import type { ToldObservation } from './observations.ts';
import type { OrderOrigin } from './placed-answers.ts';
import type { SampleLists, UnitKind } from './samples.ts';

/** Answers where an option stood at one end: how many, and how much of them it was chosen (a sum of what they count). */
export type PlaceCount = { readonly n: number; readonly chosen: number };

/** What standing first rather than last does to one rate of choices. */
export type PositionEffect = {
  readonly measure: string;
  /** answers: of what was answered; probabilities: of what was told, where n counts situations and nothing was drawn. */
  readonly from: 'answers' | 'probabilities';
  readonly first: PlaceCount;
  readonly last: PlaceCount;
  /** The rate where it stood first less the rate where it stood last, −1 to 1; null: too few answers at one end. */
  readonly difference: number | null;
  readonly interval: readonly [number, number] | null;
  readonly method: RateDifference['method'] | "Student's t over situations" | null;
  /** Of probabilities: the difference from the situation with the least to the one with the most; null: there is one only. */
  readonly range: readonly [number, number] | null;
  /** Of probabilities: what standing first adds to the log-odds of an option, over the situations; null: not known. */
  readonly logOdds: number | null;
  /** Why there is no difference or no interval. */
  readonly without: string | null;
};

/** The places of options in what one model answered. */
export type Position = {
  /** By measure; those that are no rate of choices, or were never asked, are left out. */
  readonly effects: readonly PositionEffect[];
  /** Matches by how their orders came about. */
  readonly matches: Readonly<Record<OrderOrigin, number>>;
};

/**
 * The position effects of what a model told: by situation the share of the option where it stood first less that where it stood
 * last, each situation as often as it was met. They are exact for those situations; the interval is over situations.
 */
export function toldPositionOf({ measures }: AnyGame, observations: readonly ToldObservation[]): Position {
  const matches = new Set(observations.map(({ match }) => match)).size;
  return {
    effects: measures.flatMap(({ name, scale }, at) => {
      const met = new Map<number, { times: number; first: number; last: number; bias: number }>();
      for (const { told } of scale === 'rate' ? observations : [])
        for (const { situation, ends } of told.counts[at] ?? []) {
          if (ends === null) continue;
          const one = met.get(situation) ?? { times: 0, first: 0, last: 0, bias: 0 };
          met.set(situation, {
            ...{ times: one.times + 1, first: one.first + ends.first, last: one.last + ends.last },
            bias: one.bias + (ends.bias ?? NaN),
          });
        }
      return met.size === 0 ? [] : [toldEffect(name, [...met.values()])];
    }),
    matches: { all: matches, turned: 0, game: 0 },
  };
}

/** `situations`: sums over the times that each was met. */
function toldEffect(
  measure: string,
  situations: readonly {
    readonly times: number;
    readonly first: number;
    readonly last: number;
    /** NaN: not known. */
    readonly bias: number;
  }[],
): PositionEffect {
  const n = situations.length;
  const all = situations.reduce((sum, { times }) => sum + times, 0);
  const over = (of: (one: (typeof situations)[number]) => number): number =>
    situations.reduce((sum, one) => sum + of(one), 0) / all;
  const [first, last, bias] = [over((one) => one.first), over((one) => one.last), over((one) => one.bias)];
  const gaps = situations.map((one) => (one.first - one.last) / one.times);
  const difference = first - last;
  const range: PositionEffect['range'] = n < 2 ? null : [Math.min(...gaps), Math.max(...gaps)];
  const shared = {
    ...{ measure, difference, first: { n, chosen: n * first }, last: { n, chosen: n * last } },
    from: 'probabilities',
    ...{ range, logOdds: Number.isFinite(bias) ? bias : null },
  } as const;
  const nothing = { ...shared, interval: null, method: null };
  if (n < FEW) return { ...nothing, without: `fewer than ${FEW} situations` };
  const { interval } = weightedMean(
    gaps,
    situations.map(({ times }) => times),
  );
  if (interval === null) return { ...nothing, without: 'it is the same in all situations' };
  return {
    ...shared,
    interval,
    method: "Student's t over situations",
    without: null,
  };
}

/** The position effects of one group of a model's matches. One cluster is a wording where `unit` is, else a match. */
export function positionOf({ measures }: AnyGame, lists: SampleLists, unit: UnitKind): Position {
  const matches = { all: new Set<string>(), turned: new Set<string>(), game: new Set<string>() };
  const byMeasure = measures.map(() => new Map<string, { k1: number; n1: number; k2: number; n2: number }>());
  for (const list of lists)
    for (const { match, wording, orders, placed } of list) {
      matches[orders].add(match);
      for (const { measure, place, value } of placed) {
        const clusters = byMeasure[measure]!;
        const key = unit === 'wording' ? wording : match;
        let counts = clusters.get(key);
        if (counts === undefined) clusters.set(key, (counts = { k1: 0, n1: 0, k2: 0, n2: 0 }));
        if (place === 'first') {
          counts.n1 += 1;
          counts.k1 += value;
        } else {
          counts.n2 += 1;
          counts.k2 += value;
        }
      }
    }
  return {
    effects: measures.flatMap(({ name }, at) => {
      const clusters = [...byMeasure[at]!.values()];
      return clusters.length === 0 ? [] : [effectOf(name, clusters, unit)];
    }),
    matches: { all: matches.all.size, turned: matches.turned.size, game: matches.game.size },
  };
}

function effectOf(measure: string, clusters: readonly ClusterCounts[], unit: UnitKind): PositionEffect {
  const sum = (of: (one: ClusterCounts) => number): number => clusters.reduce((total, one) => total + of(one), 0);
  const first = { n: sum(({ n1 }) => n1), chosen: sum(({ k1 }) => k1) };
  const last = { n: sum(({ n2 }) => n2), chosen: sum(({ k2 }) => k2) };
  const shared = { measure, from: 'answers', first, last, range: null, logOdds: null } as const;
  const nothing = { ...shared, difference: null, interval: null, method: null };
  if (first.n === 0 || last.n === 0)
    return { ...nothing, without: `it stood ${first.n === 0 ? 'last' : 'first'} in every answer` };
  if (Math.min(first.n, last.n) < FEW) return { ...nothing, without: `fewer than ${FEW} answers in one order` };
  const found = clusteredDifference(clusters);
  if (found === null)
    return {
      ...nothing,
      difference: first.chosen / first.n - last.chosen / last.n,
      without: unit === 'wording' ? 'all answers are of one wording' : 'all answers are of one match',
    };
  return { ...shared, ...found, without: null };
}
