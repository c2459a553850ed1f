/**
 * What a comparison of people, models and theory needs to know of a game beside its measures: which of them stand in one
 * picture, which differences are declared beforehand, and what each agent does by them exactly.
 */
import type { Taste } from './taste.ts';

/** Who is drawn as a mark beside samples: an agent of this taste, or the game's stand-in. Never a sample. */
export type Mind = Taste | 'standin';

/** One picture: measures under each other on one line from min to max. */
export type Figure = {
  readonly title: string;
  readonly min: number;
  readonly max: number;
  readonly ends: readonly [low: string, high: string];
  /** How a value is written: 58 %, 35, or 14.7. A value is multiplied by `times` before it is drawn (a rate among ratings: 100). */
  readonly written: 'percent' | 'whole' | 'decimals';
  readonly rows: readonly { readonly measure: string; readonly label: string; readonly times?: number }[];
  /** Words at places of the line: Nash, joint monopoly. */
  readonly notes?: readonly { readonly at: number; readonly text: string }[];
};

/** A difference from 0 that is declared beforehand, with its side: shown, not shown or contradicted. */
export type Contrast = { readonly measure: string; readonly side: 'above' | 'below'; readonly says: string };

/** Members are methods on purpose: every game's is assignable without a cast. */
export interface ComparisonSpec<Config> {
  figures(config: Config): readonly Figure[];
  /** Measures by name whose differences between groups are the declared family: Holm's adjustment is over their tests. */
  readonly declared: readonly string[];
  /** Of the same people in two conditions: measures that mean the same in both (an index, not a price); the declared ones where not given. */
  readonly across?: readonly string[];
  /** Pairs of measures that the same people answered, compared within person. */
  readonly within: readonly (readonly [one: string, other: string])[];
  readonly contrasts: readonly Contrast[];
  /**
   * What this mind does by each measure, exactly, against an other of this taste where it was disclosed (null: not known);
   * a measure that is left out says nothing of it.
   */
  expected(config: Config, mind: Mind, other: Taste | null): Readonly<Record<string, number>>;
  /** Values over periods with their lines, where the game has them: answers to this question, by round. */
  path?(config: Config): {
    readonly key: string;
    readonly title: string;
    readonly period: string;
    readonly decimals: number;
    readonly levels: readonly { readonly at: number; readonly label: string }[];
  };
}
