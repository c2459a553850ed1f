/** One group of a comparison: who it is, what was observed of it, and what its intervals hold. */
import type { Contrast } from '../../core/game.ts';
import type { Verdict } from '../stats/verdicts.ts';
import type { MeasureEstimate } from './estimate.ts';
import type { UnitKind } from './units.ts';

/** How people are grouped. Models are always grouped by their id. */
export type By = 'session' | 'treatment' | 'all';

/** Whether a line's value lies in a group's interval. */
export type BenchmarkInInterval = {
  readonly measure: string;
  readonly agent: string;
  readonly value: number;
  readonly inside: boolean;
};

export type Group = {
  readonly id: string;
  readonly label: string;
  readonly kind: 'people' | 'model';
  /** economicus, moralis or baseline where a model plays under such a label; human for people. */
  readonly mark: string;
  readonly matches: number;
  /** People, or of a model its wordings. */
  readonly subjects: number;
  readonly unit: UnitKind;
  readonly units: number;
  /** "24 people", "12 matching groups of 24 people", "40 draws of one subject". */
  readonly size: string;
  readonly wordings: readonly string[];
  readonly sessions: readonly string[];
  readonly measures: readonly MeasureEstimate[];
  readonly held: readonly BenchmarkInInterval[];
  readonly contrasts: readonly (Contrast & {
    readonly verdict: Verdict;
    readonly interval: readonly [number, number] | null;
  })[];
  /** Mean of the units by round, how many had that round, and how surely: from five units on. */
  readonly path: readonly {
    readonly round: number;
    readonly mean: number | null;
    readonly n: number;
    readonly interval: readonly [number, number] | null;
  }[];
  /** Each unit's own path, where they are few enough to be told apart. */
  readonly paths: readonly (readonly (number | null)[])[];
};
