/** What a column is, said once: its cells, its place in Parquet and its line of the codebook come from this. */

/** Empty is missing. Yes and no are 1 and 0; a time is Unix milliseconds. */
export type CellValue = string | number | null | undefined;

/** How the cells of a column are read; JSON is text that is parsed again. */
export type ColumnType = 'text' | 'whole number' | 'number' | 'yes or no' | 'time' | 'JSON';

/** What there is to say of a column. */
export type About = {
  readonly name: string;
  readonly type: ColumnType;
  /** points, ms, tokens; absent where there is none. */
  readonly unit?: string;
  /** What may stand there: "from 0", "human, theory, standin, model, script". */
  readonly range?: string;
  readonly says: string;
  /** What the game can say more of: the question that is answered here, or the setting. */
  readonly question?: { readonly game: string; readonly key: string };
  readonly setting?: { readonly game: string; readonly name: string };
};

/** A table that was written, for the codebook and the text beside it. */
export type ExportTable = {
  /** long, wide, page times, a game's name. */
  readonly name: string;
  readonly rows: number;
  /** What a row is, in words. */
  readonly row: string;
  readonly columns: readonly About[];
};

/** The range of a column of yes and no, and of a kind of agent. */
export const YES_NO = '0, 1';
export const KINDS = 'human, theory, standin, model, script';
