/**
 * What the place of an option does to how often it is chosen: of each rate of choices, the rate where the option that counts
 * stood first among the options, the rate where it stood last, and their difference. Of language models, which favour places;
 * what people see is counterbalanced by the game, and is part of their spread.
 */
import type { AnyGame } from '../../core/game.ts';
import { clusteredDifference, type ClusterCounts, type RateDifference } from '../stats/clustered-rates.ts';
import { FEW } from './estimate.ts';
import type { SeatObservation } from './observations.ts';
import type { OrderOrigin } from './placed-answers.ts';
import type { UnitKind } from './samples.ts';

/** Answers where an option stood at one end: how many, and how much of them it was chosen (a sum of what they count). */
export type PlaceCount = { readonly n: number; readonly chosen: number };

/** What standing first rather than last does to one rate of choices. */
export type PositionEffect = {
  readonly measure: string;
  readonly first: PlaceCount;
  readonly last: PlaceCount;
  /** The rate where it stood first less the rate where it stood last, −1 to 1; null: too few answers at one end. */
  readonly difference: number | null;
  readonly interval: readonly [number, number] | null;
  readonly method: RateDifference['method'] | null;
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

/** The position effects of one group of a model's matches. One cluster is a wording where `unit` is, else a match. */
export function positionOf(
  { measures }: AnyGame,
  lists: readonly (readonly SeatObservation[])[],
  unit: UnitKind,
): Position {
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
  const nothing = { measure, first, last, difference: null, interval: null, method: null };
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
  return { measure, first, last, ...found, without: null };
}
