/** The comparison as one document: what `--json` prints, and what the screen and the report draw. */
import type { Figure } from '../../core/game.ts';
import type { PublishedStudy } from '../../core/published.ts';
import type { Across } from './across.ts';
import type { Counts } from './observed.ts';
import type { MeasureEstimate } from './estimate.ts';
import type { By, Group } from './group.ts';
import type { Benchmark } from './lines.ts';
import type { GamePreferences } from './preferences.ts';
import type { CallCount, SessionFacts } from '../../core/stored-rows.ts';
import type { Test } from './tests.ts';

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
    readonly scale: MeasureEstimate['scale'];
    /** Whether differences in it are declared beforehand. */
    readonly declared: boolean;
  }[];
  readonly groups: readonly Group[];
  readonly lines: readonly Benchmark[];
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
  readonly references: readonly PublishedStudy[];
  /** What was left out and why, and what to do where there is nothing: a sentence each. */
  readonly notes: readonly string[];
  readonly methods: { readonly level: 0.95; readonly resamples: number; readonly splits: number; readonly few: number };
};
