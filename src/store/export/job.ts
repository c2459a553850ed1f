/** What a format is given to write with, and what it gives back. */
import type { ExportTable } from './column.ts';
import type { LogPart } from './choose.ts';
import type { CellText } from './text.ts';

/** One file that is being written. What is put gathers; it is on its way when `breathe` is awaited. */
export type Sink = {
  put(text: string): void;
  putBytes(bytes: Uint8Array): void;
};

export type ExportJob = {
  /** What is exported: each file with the sessions chosen in it. */
  readonly parts: readonly LogPart[];
  /** Opens the file of a table. '' is the file that was named; other names stand beside it. */
  sink(table: string): Promise<Sink>;
  /** Called after every page: writes what has gathered, gives the event loop its turn, throws when the export was stopped. */
  breathe(): Promise<void>;
  readonly cell: CellText;
  /** Counts what goes into the export. */
  readonly tally: ExportTally;
  /** Of the program. */
  readonly version: string;
};

export type Format = (job: ExportJob) => Promise<readonly ExportTable[]>;

/** What was exported, for the text beside it. */
export type ExportTally = {
  matches: number;
  unfinished: number;
  decisions: number;
  replaced: number;
  /** By a stand-in, for an agent that had no answer. */
  substituted: number;
  /** Questions to models in matches that did not finish which have no answer, and so no row in a table of decisions. */
  unanswered: number;
  practice: number;
  people: number;
  /** Decisions by agent.kind. */
  readonly kinds: Map<string, number>;
  /** By game and key: where a question was asked, once for each of the first few settings. */
  readonly questions: Map<string, CodebookQuestion[]>;
  /** By game and version. */
  readonly games: Map<string, { readonly game: string; readonly version: number }>;
  firstAt: number;
  lastAt: number;
};

/** A question, and a match in which it was asked. */
export type CodebookQuestion = {
  readonly game: string;
  readonly version: number;
  readonly key: string;
  readonly config: unknown;
  readonly configText: string;
  readonly seats: number;
  readonly seed: number;
};

export const newTally = (): ExportTally => ({
  matches: 0,
  unfinished: 0,
  decisions: 0,
  replaced: 0,
  substituted: 0,
  unanswered: 0,
  practice: 0,
  people: 0,
  kinds: new Map(),
  questions: new Map(),
  games: new Map(),
  firstAt: Infinity,
  lastAt: -Infinity,
});
