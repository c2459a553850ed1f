/** What an export has written, for those who describe it. */
import type { ExportTable } from './column.ts';
import type { Selection } from './tables.ts';
import type { ExportTally } from './tally.ts';
import type { Places } from './places.ts';

/** What a game says of itself, in words; null where it does not know. */
export type Describe = {
  /** A question as it was put, and what it takes. */
  question(question: {
    readonly game: string;
    readonly version: number;
    readonly key: string;
    readonly config: unknown;
    readonly seats: number;
    readonly seed: number;
  }): Described | null;
  setting(game: string, name: string): Described | null;
  /** Whether seats differ in these settings (unlike firms, fixed roles): rows of two seats are then two conditions. */
  seatsDiffer?(question: { readonly game: string; readonly version: number; readonly config: unknown }): boolean;
};
/** A question or a setting in words: what it says, the kind of answer that it takes, its range and unit. */
export type Described = {
  readonly says: string;
  readonly type?: string;
  readonly range?: string;
  readonly unit?: string;
  /** The values that a choice has, in the order of the game. */
  readonly options?: readonly string[];
};

/** Tables that were written, what was counted while they were, and how they were asked for. */
export type ExportContents = {
  readonly tables: readonly ExportTable[];
  readonly tally: ExportTally;
  readonly selection: Selection;
  readonly places: Places;
  readonly describe: Describe;
  readonly command: string;
  readonly version: string;
  readonly format: string;
  readonly excel: boolean;
};
