/** The comparison as one document: what `--json` prints, and what the screen and the report draw. Its member names are that JSON's. */
import type { Contrast, Figure } from '../../core/game.ts';
import type { CallCount, SessionFacts } from '../../core/stored-rows.ts';
import type { PublishedPeople, PublishedStudy } from '../../core/published-figures.ts';
import type { Verdict } from '../stats/verdicts.ts';
import type { Benchmark, BenchmarkInInterval } from './benchmarks.ts';
import type { MeanPath, MeasureEstimate } from './estimate.ts';
import type { Test } from './hypothesis-tests.ts';
import type { Instrument } from './instrument.ts';
import type { GameGuesses } from './guesses.ts';
import type { Counts } from './observations.ts';
import type { PooledPreferences } from './pooled-preferences.ts';
import type { GamePreferences } from './preferences.ts';
import type { Position } from './position.ts';
import type { By, SampleGroup, UnitKind } from './samples.ts';
import type { AcrossConditions } from './within-person.ts';

/** One group of one condition: who it is, what was observed of it, and what its intervals hold. */
export type Group = Pick<SampleGroup, 'id' | 'label' | 'kind' | 'mark'> &
  MeanPath & {
    readonly matches: number;
    /** People, or of a model its wordings. */
    readonly subjects: number;
    readonly unit: UnitKind;
    readonly units: number;
    /** "24 people", "12 people in 6 groups", "40 draws of one subject", "3 situations, from probabilities, no reasoning". */
    readonly size: string;
    readonly wordings: readonly string[];
    readonly sessions: readonly string[];
    readonly measures: readonly MeasureEstimate[];
    readonly held: readonly BenchmarkInInterval[];
    /** With what it was read where it told probabilities; null: it is a sample. What told them is never one side of a test. */
    readonly instrument: Instrument | null;
    /** Of a model: what the place of an option does to each rate of choices; null: people. */
    readonly position: Position | null;
    readonly contrasts: readonly (Contrast & {
      readonly n: number;
      readonly mean: number | null;
      readonly interval: readonly [number, number] | null;
      /** Two-sided, and by Holm over the contrasts that the game declares of one group; null where there are too few. */
      readonly p: number | null;
      readonly adjusted: number | null;
      readonly test: string | null;
      readonly verdict: Verdict;
    })[];
  };

/** One condition (a game, its settings and who sat opposite) with the groups that are compared in it. */
export type ConditionComparison = {
  readonly key: string;
  readonly game: string;
  readonly title: string;
  readonly version: number;
  /** Folded by rules that the game has left behind. */
  readonly older: boolean;
  readonly settings: string;
  readonly against: string;
  /** "as seller 2"; nothing where seats are alike. */
  readonly as: string;
  /** Where seats differ: which one, from 0; null where they are alike. */
  readonly seat: number | null;
  /** What only this kind of player is told, and a language other than English; or nothing. */
  readonly told: string;
  /** What theory agents of `lines` expect of the other: "expecting 50 : 50"; nothing where there is nobody to expect anything of. */
  readonly believing: string;
  readonly config: unknown;
  /** Whether options stood in the same order in every match that a model read in one order: models favour places. */
  readonly fixedOrder: boolean;
  readonly figures: readonly Figure[];
  readonly path: {
    readonly title: string;
    readonly period: string;
    readonly decimals: number;
    readonly levels: readonly { readonly at: number; readonly label: string }[];
  } | null;
  readonly measures: readonly {
    readonly name: string;
    readonly sentence: string;
    readonly source: string;
    readonly scale: MeasureEstimate['scale'];
    /** Whether differences in it are declared beforehand. */
    readonly declared: boolean;
  }[];
  readonly groups: readonly Group[];
  readonly lines: readonly Benchmark[];
  /** People of published experiments, the nearest first: bands behind figures, no samples, and on no side of a test. */
  readonly people: readonly PublishedPeople[];
  readonly tests: readonly Test[];
  /** One a figure: what may be concluded. */
  readonly conclusions: readonly string[];
};

export type Comparison = {
  readonly by: By;
  /** The ways to group these people that differ. */
  readonly groupings: readonly By[];
  readonly files: readonly string[];
  readonly counts: Counts & {
    /** Matches of sessions at a keyboard without a name, left out unless asked for. */
    readonly rehearsals: number;
    /** Matches of profiles, left out unless one is asked for by name. */
    readonly profiled: number;
    /** Matches of people who had played the same condition before: their first match counts, these do not. */
    readonly again: number;
  };
  readonly sessions: readonly SessionFacts[];
  /** The conditions, those with the most observations first. */
  readonly treatments: readonly ConditionComparison[];
  /** The same people in several conditions of one game. */
  readonly across: readonly AcrossConditions[];
  /** What choices tell of preferences, for games with plans; null: not asked for. */
  readonly preferences: readonly GamePreferences[] | null;
  /** The same over all games with plans together; null: not asked for, or nobody made full plans in two of them. */
  readonly pooled: PooledPreferences | null;
  /** Guess who, a game an entry. */
  readonly guesses: readonly GameGuesses[];
  readonly models: readonly CallCount[];
  readonly references: readonly PublishedStudy[];
  /** What was left out and why, and what to do where there is nothing: a sentence each. */
  readonly notes: readonly string[];
  readonly methods: { readonly level: 0.95; readonly resamples: number; readonly splits: number; readonly few: number };
};
