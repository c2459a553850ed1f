/** What a format is given to write with, and what it gives back. */
import type { ExportTable } from './column.ts';
import type { CourseOf } from './course.ts';
import type { LogPart } from './session-selection.ts';
import type { ExportTally } from './tally.ts';
import type { CellText } from './csv.ts';

/** One file that is being written. What is put gathers; it is on its way when `breathe` is awaited. */
export type Sink = {
  put(text: string): void;
  putBytes(bytes: Uint8Array): void;
};

/** What a format is given to write its tables with. */
export type ExportJob = {
  /** What is exported: each file with the sessions chosen in it. */
  readonly parts: readonly LogPart[];
  /** Opens the file of a table. '' is the file that was named; other names stand beside it. */
  sink(table: string): Promise<Sink>;
  /** Says that a table is complete, so that its file need not stay open. */
  close(table: string): Promise<void>;
  /** Whether the table is written in parts by session, named session=CODE/part-0 and so on, instead of one file. */
  readonly bySession: boolean;
  /** Called after every page: writes what has gathered, gives the event loop its turn, throws when the export was stopped. */
  breathe(): Promise<void>;
  readonly cell: CellText;
  /** Counts what goes into the export. */
  readonly tally: ExportTally;
  /** What the rules say of a match; of use to oTree's tables alone. */
  readonly courseOf: CourseOf;
  /** Of the program. */
  readonly version: string;
};

/** Writes the tables of a format; gives what they are, for those who describe them. */
export type TableWriter = (job: ExportJob) => Promise<readonly ExportTable[]>;
