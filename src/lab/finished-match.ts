/** A match at its table: what a person is asked, and what is left when it is over. */
import type { AnyGame, Decision, Names, Seat, Taste } from '../core/game.ts';
import type { MatchRow } from '../core/log.ts';
import type { TableSetting } from './table-setting.ts';

/** A question that waits for a person. */
export type OpenQuestion = {
  readonly seat: Seat;
  readonly decision: Decision;
  readonly position: number;
  readonly of: number;
  readonly view: unknown;
  readonly names: Names;
};

/** A match that was played to its end, as its people see it. */
export type Finished = {
  readonly match: MatchRow;
  readonly game: AnyGame;
  readonly config: unknown;
  readonly choice: TableSetting;
  readonly names: readonly Names[];
  readonly views: readonly unknown[];
  readonly tastes: readonly (Taste | null)[];
  readonly payoffs: readonly number[] | null;
  /** From whose seat it is told. */
  readonly seat: Seat;
  readonly saved: number;
  readonly at: number;
  /** Who answered in the place of a model, as participants are told. */
  readonly told?: readonly string[];
  /** What became of questions to models, for the experimenter: what went wrong, and a summary of each. */
  readonly minutes?: readonly string[];
  /** Who was not disclosed has been named since. */
  readonly open?: true;
};
