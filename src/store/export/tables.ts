/** The work of an export: reads the databases and fills the tables, under temporary names. */
import { breather } from '../../core/breather.ts';
import { UserError } from '../../core/user-error.ts';
import { type LogReader, snapshotOf } from '../../core/log-reader.ts';
import type { SessionEntry } from '../../core/stored-rows.ts';
import { real } from '../../disk/folder.ts';
import { openLogs } from '../log-reader.ts';
import { type SessionSelection, chooseSessions, refuseCopies } from './session-selection.ts';
import type { About, ExportTable } from './column.ts';
import type { CourseOf } from './course.ts';
import { outputFiles, type Whole } from './output-files.ts';
import { type FormatName, formats } from './formats.ts';
import { newTally, type ExportTally } from './tally.ts';
import { placesOf } from './places.ts';
import type { ExportFar } from './table-writer.ts';
import { BYTE_ORDER_MARK, cellText } from './csv.ts';

/** Milliseconds after which whoever asked for the export hears again how far it is. */
const TELL_EVERY_MS = 100;

/** What of which databases is written where. Plain data: it crosses to a worker. */
export type TablesRequest = {
  readonly files: readonly string[];
  readonly out: string;
  readonly format: FormatName;
  readonly sessions: readonly string[];
  readonly all: boolean;
  readonly excel: boolean;
  readonly version: string;
  /** Today where the export is made, 2026-11-24: oTree's files are dated. */
  readonly date: string;
};

/** Plain data: it crosses from a worker. */
export type WrittenTables = {
  readonly whole: readonly Whole[];
  readonly tables: readonly ExportTable[];
  readonly tally: ExportTally;
  readonly selection: Selection;
};

/** Which sessions are in the export, and which are left out. */
export type Selection = {
  /** When the transactions began: what was committed until then is here. */
  readonly readAt: number;
  readonly files: readonly string[];
  readonly sessions: readonly SessionEntry[];
  readonly rehearsals: readonly SessionEntry[];
  readonly others: readonly SessionEntry[];
};

/**
 * Reads the databases, each as it was at one moment, and writes all tables of the format under temporary names. `stop` ends
 * it with its reason; `opened` hears of every temporary file, to be taken away by whoever survives, `told` now and then how far it is. Rejects with a UserError
 * where a database cannot be read, nothing is to be exported, or a table cannot be written.
 */
export async function writeTables(
  request: TablesRequest,
  stop: AbortSignal,
  opened: (temporary: string) => void,
  courseOf: CourseOf = () => null,
  told: (far: ExportFar) => void = () => undefined,
): Promise<WrittenTables> {
  const { files, out, format, sessions, all, version, date } = request;
  const { write, ending, reads } = formats[format];
  const places = placesOf(out, format, ending, date);
  const excel = request.excel && ending === '.csv';
  for (const path of [out, places.codebook, places.readMe, places.description]) refuseDatabase(files, path, ending);
  const logs = await openLogs(files);
  const written = outputFiles(opened);
  try {
    return await snapshotOf(logs, async (now) => {
      const readAt = Date.now();
      await refuseCopies(now);
      const chosen = await chooseSessions(now, sessions, all);
      const tally = newTally();
      const breath = breather();
      const telling = breather(TELL_EVERY_MS);
      const far = { matches: 0, of: reads * matchesIn(chosen) };
      const tables = await write({
        parts: chosen.parts.map(({ log, sessions: read }) => ({ log: counting(log, far), sessions: read })),
        sink: async (table) => {
          const path = places.table(table);
          refuseDatabase(files, path, ending);
          const sink = await written.sink(path);
          if (excel) sink.put(BYTE_ORDER_MARK);
          return sink;
        },
        spool: (table) => written.spool(places.table(table)),
        close: (table) => written.close(places.table(table)),
        bySession: places.bySession,
        breathe: async () => {
          await written.flush();
          if (breath.due()) {
            if (telling.due()) {
              told({ ...far });
              await telling.turn();
            }
            await breath.turn();
          }
          stop.throwIfAborted();
        },
        cell: cellText(excel),
        tally,
        courseOf,
        version,
      });
      told({ ...far });
      for (const { log, sessions: read } of chosen.parts)
        for (const { code, kind } of read) if (kind === 'lab') tally.hands += (await log.tallies(code)).length;
      return {
        whole: await written.finish(),
        tables: tables.map(plain),
        tally,
        selection: { readAt, ...selectionOf(chosen) },
      };
    });
  } finally {
    await written.discard();
    for (const log of logs) log.close();
  }
}

const matchesIn = ({ parts }: SessionSelection): number =>
  parts.flatMap(({ sessions }) => sessions).reduce((sum, { matches }) => sum + matches, 0);

/** The log, with every match that is read of it counted; those that are asked for by their codes have been read before. */
function counting(log: LogReader, far: { matches: number }): LogReader {
  return {
    ...log,
    async *played(reading) {
      for await (const matches of log.played(reading)) {
        if (reading.codes === undefined) far.matches += matches.length;
        yield matches;
      }
    },
  };
}

/** A slip that would cost everything: an export in the place of a database. */
function refuseDatabase(files: readonly string[], path: string, ending: string): void {
  const target = real(path);
  if (files.some((file) => ['', '-wal', '-shm', '-journal'].some((suffix) => real(file + suffix) === target)))
    throw new UserError(`${path} is the database itself; name another file, for instance decisions${ending}.`);
}

/** Without the functions that a column may have. */
const plain = ({ columns, ...table }: ExportTable): ExportTable => ({
  ...table,
  columns: columns.map(({ name, type, unit, range, says, question, setting }): About => ({
    name,
    type,
    says,
    ...(unit === undefined ? {} : { unit }),
    ...(range === undefined ? {} : { range }),
    ...(question === undefined ? {} : { question }),
    ...(setting === undefined ? {} : { setting }),
  })),
});

const selectionOf = ({ parts, rehearsals, others }: SessionSelection): Omit<Selection, 'readAt'> => ({
  files: parts.map(({ log }) => log.file),
  sessions: parts.flatMap(({ sessions }) => sessions),
  rehearsals,
  others,
});
