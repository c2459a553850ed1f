/** What a format is given to write with, and what it gives back. */
import type { ExportTable } from './column.ts';
import type { CourseOf } from './course.ts';
import type { LogPart } from './session-selection.ts';
import type { ExportTally } from './tally.ts';
import type { CellText } from './csv.ts';
import type { Sink } from './pages.ts';
import type { Spool } from './spool.ts';

/** How far an export is: matches that were read, of all that it will read. Formats that look at everything first read each twice. */
export type ExportFar = { readonly matches: number; readonly of: number };

/** What a format is given to write its tables with. */
export type ExportJob = {
  /** What is exported: each file with the sessions chosen in it. */
  readonly parts: readonly LogPart[];
  /** Opens the file of a table. '' is the file that was named; other names stand beside it. */
  sink(table: string): Promise<Sink>;
  /** Holds rows of an open table back until they are drained into it. */
  spool(table: string): Spool;
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
