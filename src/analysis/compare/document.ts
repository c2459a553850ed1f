/** The comparison as one document: what `--json` prints, and what the screen and the report draw. */
import type { Contrast, Figure } from '../../game.ts';
import type { Verdict } from '../verdicts.ts';
import type { Reference } from '../reference.ts';
import type { Across } from './across.ts';
import type { Counts } from './collect.ts';
import type { Estimate } from './estimate.ts';
import type { Line } from './lines.ts';
import type { GamePreferences } from './preferences.ts';
import type { CallCount, SessionFacts } from './rows.ts';
import type { Test } from './tests.ts';
import type { UnitKind } from './units.ts';

/** How people are grouped. Models are always grouped by their id. */
export type By = 'session' | 'treatment' | 'all';

/** Whether a line's value lies in a group's interval. */
export type Held = { readonly measure: string; readonly agent: string; readonly value: number; readonly inside: boolean };

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
  readonly measures: readonly Estimate[];
  readonly held: readonly Held[];
  readonly contrasts: readonly (Contrast & { readonly verdict: Verdict; readonly interval: readonly [number, number] | null })[];
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

export type Treatment = {
  readonly key: string;
  readonly game: string;
  readonly title: string;
  readonly version: number;
  /** Folded by rules that the game has left behind. */
  readonly older: boolean;
  readonly settings: string;
  readonly against: string;
  readonly config: unknown;
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
    readonly scale: Estimate['scale'];
    /** Whether differences in it are declared beforehand. */
    readonly declared: boolean;
  }[];
  readonly groups: readonly Group[];
  readonly lines: readonly Line[];
  readonly tests: readonly Test[];
  /** One a figure: what may be concluded. */
  readonly conclusions: readonly string[];
};

export type Comparison = {
  readonly by: By;
  readonly files: readonly string[];
  readonly counts: Counts & {
    /** Matches of sessions at a keyboard without a name, left out unless asked for. */
    readonly rehearsals: number;
  };
  readonly sessions: readonly SessionFacts[];
  readonly treatments: readonly Treatment[];
  /** The same people in several conditions of one game. */
  readonly across: readonly Across[];
  /** What choices tell of preferences, for games with plans; null: not asked for. */
  readonly preferences: readonly GamePreferences[] | null;
  readonly models: readonly CallCount[];
  readonly references: readonly Reference[];
  /** What was left out and why, and what to do where there is nothing: a sentence each. */
  readonly notes: readonly string[];
  readonly methods: { readonly level: 0.95; readonly resamples: number; readonly splits: number; readonly few: number };
};
