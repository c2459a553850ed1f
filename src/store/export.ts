/**
 * Everything that was played as tables for R, Python and Stata. Each database is read in one transaction, so that an
 * export while people play is exactly what was committed when it began; the files are written whole or not at all.
 */
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { removeEmpty } from '../disk/folder.ts';
import type { ExportTable } from './export/column.ts';
import type { CourseOf } from './export/course.ts';
import type { Describe } from './export/contents.ts';
import { writeCompanions } from './export/companions.ts';
import { outputFiles, settleAll } from './export/output-files.ts';
import { formatOf, type FormatName, formats } from './export/formats.ts';
import { writeTablesInThread } from './export/thread.ts';
import { placesOf, refuseMixture, refuseParts } from './export/places.ts';
import type { ExportFar } from './export/table-writer.ts';
import { discard } from '../disk/atomic-write.ts';

/** What is to be exported, and how. */
export type ExportRequest = {
  /** The databases. */
  readonly files: readonly string[];
  /** The file to be written, or a folder (with a slash at its end) for a whole dataset. */
  readonly out: string;
  /** By default what the name of the file asks for: long, unless it ends in .parquet or .jsonl. */
  readonly format?: FormatName | undefined;
  /** Sessions by code or name; none: all that have a name. */
  readonly sessions?: readonly string[];
  /** Rehearsals too: sessions at a keyboard that were given no name. */
  readonly all?: boolean;
  /** CSV as a spreadsheet wants it: a byte order mark, and an apostrophe before what looks like a formula. */
  readonly excel?: boolean;
  /** What the games say of their questions and settings, for the codebook. */
  readonly describe?: Describe;
  /** What the rules say of a match beyond what is stored: for oTree's tables, which else have no round that was not reached. */
  readonly courseOf?: CourseOf;
  /** What was typed. */
  readonly command?: string;
  /** Of the program. */
  readonly version?: string;
  /** Hears, many times a second, how far it is. */
  readonly told?: (far: ExportFar) => void;
  /** Aborted: nothing is written, and the reason is thrown. */
  readonly stop?: AbortSignal;
};

/** What was written. */
export type Exported = {
  /** Every file that was written. */
  readonly files: readonly string[];
  readonly format: FormatName;
  readonly tables: readonly ExportTable[];
  readonly sessions: number;
  readonly matches: number;
  readonly decisions: number;
  /** How many sessions were left out: rehearsals, and those that were not asked for. */
  readonly left: { readonly rehearsals: number; readonly others: number };
};

/** A day where this computer is: 2026-11-24. */
const localDate = (at: Date): string =>
  [at.getFullYear(), at.getMonth() + 1, at.getDate()].map((part) => `${part}`.padStart(2, '0')).join('-');

const NOTHING_SAID: Describe = { question: () => null, setting: () => null };

/** Exports the sessions chosen. A UserError, one sentence, where there is nothing to export or it cannot be read or written. */
export async function exportTables(request: ExportRequest): Promise<Exported> {
  const {
    files,
    out,
    format = formatOf(out),
    sessions = [],
    all = false,
    excel = false,
    stop,
    told = () => undefined,
  } = request;
  const { describe = NOTHING_SAID, command = '', version = '', courseOf } = request;
  const date = localDate(new Date());
  const { ending } = formats[format];
  const temporaries: string[] = [];
  const places = placesOf(out, format, ending, date);
  refuseParts(places);
  const fresh = [places.alone?.folder, dirname(places.codebook), dirname(places.readMe)]
    .filter((folder) => folder !== undefined)
    .filter((folder) => !existsSync(folder));
  const beside = outputFiles((temporary) => temporaries.push(temporary));
  try {
    const filled = await writeTablesInThread(
      { files, out, format, sessions, all, excel, version, date },
      stop,
      (temporary) => temporaries.push(temporary),
      format === 'otree' ? (courseOf ?? null) : null,
      told,
    );
    const { tables, tally, selection, whole } = filled;
    refuseParts(places);
    refuseMixture(
      places,
      whole.map(({ path }) => path),
    );
    await writeCompanions(
      { tables, tally, selection, places, describe, command, version, format, excel: excel && ending === '.csv' },
      beside.sink,
    );
    const companions = await beside.finish();
    stop?.throwIfAborted();
    await settleAll([...whole, ...companions]);
    return {
      files: [...whole, ...companions].map(({ path }) => path),
      format,
      tables,
      sessions: selection.sessions.length,
      matches: tally.matches,
      decisions: tally.decisions,
      left: { rehearsals: selection.rehearsals.length, others: selection.others.length },
    };
  } finally {
    await beside.discard();
    for (const temporary of temporaries) {
      discard(temporary);
      if (places.bySession) removeEmpty(dirname(temporary));
    }
    // Folders that were made for an export that failed are nobody's.
    for (const made of fresh) removeEmpty(made);
  }
}
