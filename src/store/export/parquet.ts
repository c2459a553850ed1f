/**
 * The long table as Parquet: the same columns with types of their own (times in UTC, yes and no as booleans), for DuckDB,
 * pandas and R. Written in groups of rows, a column at a time, so that neither memory nor the event loop is held.
 */
import type { SchemaElement } from 'hyparquet';
import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import { writeColumn } from 'hyparquet-writer/src/column.js';
import { encodeNestedValues } from 'hyparquet-writer/src/dremel.js';
import { schemaPathResolver } from 'hyparquet-writer/src/schema.js';
import type { About, CellValue, ColumnType } from './column.ts';
import { counting } from './count.ts';
import type { Format, ExportJob, Sink } from './job.ts';
import { type DecisionContext, linesOf } from './line.ts';
import { kept, ROW } from './long.ts';
import { type Level, type LongColumn, longColumns } from './long-columns.ts';

/** Rows a group: small enough to hold, large enough that what is said of each group is little. */
const GROUP = 10_000;

export const parquet: Format = async (job) => {
  const { parts, sink, breathe, tally, version } = job;
  const table = parquetTable(await sink(''), breathe, `homines version ${version}`);
  for (const { log, sessions } of parts)
    for (const session of sessions) {
      const lines = await linesOf(log, session);
      const count = counting(log, tally);
      for await (const matches of log.played({ session, cells: 'everything' })) {
        for (const match of matches) {
          await count(match);
          for (const line of await lines(match)) {
            table.add(line);
            if (table.waiting() >= GROUP) await table.flush();
          }
        }
        await breathe();
      }
    }
  await table.finish();
  return [{ name: 'long', rows: tally.decisions, row: ROW, columns: longColumns.map(described) }];
};

/** For the codebook: yes and no are typed here. */
const described = (column: LongColumn): About =>
  column.type === 'yes or no' ? { ...column, range: 'true, false' } : column;

/** Gathers lines by column and writes them as a group of rows. */
function parquetTable(out: Sink, breathe: ExportJob['breathe'], createdBy: string) {
  const schema: SchemaElement[] = [
    { name: 'decisions', num_children: longColumns.length },
    ...longColumns.map(elementOf),
  ];
  const pathOf = schemaPathResolver(schema);
  const writer = new ByteWriter(1 << 20);
  const file = new ParquetWriter({ writer, schema, createdBy });
  const columns = longColumns.map((column, at) => {
    const path = pathOf([column.name]);
    const how = {
      columnName: column.name,
      element: schema[at + 1]!,
      schemaPath: path.map(({ element }) => element),
      codec: file.codec,
      compressors: { SNAPPY: file.compressors.SNAPPY },
      stats: false,
      pageSize: 1 << 20,
      columnIndex: false,
      offsetIndex: false,
    };
    return { column, path, how, values: [] as unknown[] };
  });
  const adders = LEVELS.map((level) => adder(level, columns));
  let rows = 0;

  const hand = (): void => {
    if (writer.index > 0) out.putBytes(writer.getBytes().slice());
    writer.index = 0;
  };
  const flush = async (): Promise<void> => {
    const chunks: (typeof file.row_groups)[number]['columns'] = [];
    const from = writer.offset;
    let size = 0n;
    for (const { path, how, values } of columns) {
      const written = writeColumn({ writer, column: how, pageData: encodeNestedValues(path, values) });
      chunks.push(written.chunk);
      file.pendingIndexes.push(written);
      size += written.chunk.meta_data?.total_uncompressed_size ?? 0n;
      values.length = 0;
      hand();
      await breathe();
    }
    file.num_rows += BigInt(rows);
    file.row_groups.push({
      columns: chunks,
      total_byte_size: size,
      num_rows: BigInt(rows),
      total_compressed_size: BigInt(writer.offset - from),
    });
    rows = 0;
  };

  return {
    waiting: () => rows,
    add(line: DecisionContext): void {
      for (const put of adders) put(line);
      rows += 1;
    },
    flush,
    async finish(): Promise<void> {
      if (rows > 0) await flush();
      await file.finish();
      hand();
      await breathe();
    },
  };
}

/** A time says that it is UTC: without it R would show an hour of the wall clock where it runs. */
const UTC = { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MILLIS' } as const;

const elements: Readonly<Record<ColumnType, Pick<SchemaElement, 'type' | 'converted_type' | 'logical_type'>>> = {
  text: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  JSON: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  'whole number': { type: 'INT32' },
  number: { type: 'DOUBLE' },
  'yes or no': { type: 'BOOLEAN' },
  time: { type: 'INT64', converted_type: 'TIMESTAMP_MILLIS', logical_type: UTC },
};

const elementOf = ({ name, type, large }: LongColumn): SchemaElement => ({
  name,
  repetition_type: 'OPTIONAL',
  ...(large ? { type: 'INT64' } : elements[type]),
});

const LEVELS = [...new Set(longColumns.map(({ of }) => of))];

/** Puts a line's cells of one level into their columns: made once for all lines that share them. */
function adder(
  level: Level,
  columns: readonly { readonly column: LongColumn; readonly values: unknown[] }[],
): (line: DecisionContext) => void {
  const mine = columns.filter(({ column }) => column.of === level);
  if (level === 'decision')
    return (line) => {
      for (const { column, values } of mine) values.push(cellOf(column, line));
    };
  const cells = kept(level, (line) => mine.map(({ column }) => cellOf(column, line)));
  return (line) => {
    const made = cells(line);
    for (let i = 0; i < mine.length; i++) mine[i]!.values.push(made[i]);
  };
}

/** A cell as Parquet wants it. */
function cellOf({ type, large, value }: LongColumn, line: DecisionContext): unknown {
  const cell = value(line);
  return cell === null || cell === undefined ? null : typed(cell, type, large === true);
}

function typed(cell: NonNullable<CellValue>, type: ColumnType, large: boolean): unknown {
  if (large) return BigInt(cell);
  switch (type) {
    case 'text':
    case 'JSON':
      return `${cell}`;
    case 'yes or no':
      return cell === 1;
    case 'time':
      return BigInt(cell);
    default:
      return cell;
  }
}
