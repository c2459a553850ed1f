/** What was observed of samples, what lines have played, and what was counted on the way. */
import type { AnyGame } from '../../core/game.ts';
import type { SeatRow } from '../../core/log.ts';
import type { Why } from '../preferences/from-matches.ts';
import type { ObservedChoice } from '../preferences/observation.ts';
import type { SessionFacts, SeatFacts } from '../../core/stored-rows.ts';
import type { OpponentInformation } from './treatment.ts';

/** One condition: a game by one version's rules, its settings, and who sat opposite. */
export type Condition = {
  readonly key: string;
  readonly game: AnyGame;
  /** Whether these are rules that the game has left behind. */
  readonly older: boolean;
  readonly config: unknown;
  readonly settings: string;
  readonly opponent: OpponentInformation;
};

/** One seat of one finished match, as a sample. */
export type Observed = {
  readonly match: string;
  readonly participant: string | null;
  readonly wording: string;
  /** People of the same match who could learn from each other: somebody answered after the rules had been applied. */
  readonly met: readonly string[];
  /** By measure, in the game's order. */
  readonly values: readonly (readonly number[])[];
  /** By round from 1, where the game has a path. */
  readonly path: readonly (number | null)[];
  /** What preferences are read from, where the game has plans; or why a round could not be used. */
  readonly choices: readonly (ObservedChoice | Why)[];
};

/** Who was observed in one condition and one session: people, or one model. */
export type Bucket = {
  readonly condition: Condition;
  readonly session: SessionFacts;
  readonly seat: Pick<SeatRow, 'kind' | 'id' | 'label'>;
  readonly observed: readonly Observed[];
};

export type Sum = { total: number; count: number };
/** What a line has played: sums by measure. */
export type BenchmarkPlay = {
  readonly condition: Condition;
  readonly seat: SeatFacts;
  readonly sums: readonly Sum[];
  matches: number;
};

export type Counts = {
  /** Matches that were looked at, and how many of them were played to the end. */
  matches: number;
  finished: number;
  decisions: number;
  /** Left half-way (or still being played), and ended without pay or by a failure: not counted in any figure. */
  left: number;
  unpaid: number;
  failed: number;
  /** Finished, folded by the rules of an earlier version. */
  older: number;
  /** Of games or versions whose rules are not here, and rows that the rules do not read. */
  unknown: number;
  unreadable: number;
  /** Seats left out because a stand-in answered for them, or for somebody to whom they could react. */
  substituted: number;
};

export type Collected = {
  readonly counts: Counts;
  readonly buckets: readonly Bucket[];
  readonly played: readonly BenchmarkPlay[];
  /** What could not be read, a sentence each, the first few. */
  readonly troubles: readonly string[];
};

/** What is taken of a folded match, whoever its people were. */
export type MatchObservation = {
  readonly decisions: number;
  /** Whether what one answered could have followed from what another did. */
  readonly reacted: boolean;
  readonly seats: readonly SeatObservation[];
};
type SeatObservation = Pick<Observed, 'values' | 'path' | 'choices'> & {
  readonly seat: SeatFacts;
  readonly condition: Condition;
  /** A sample is left out where a stand-in answered for it, or for somebody to whom it could react. */
  readonly role: 'sample' | 'substituted' | 'line';
};
