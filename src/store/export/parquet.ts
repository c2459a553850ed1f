/**
 * The long table as Parquet: the same columns with types of their own (times in UTC, yes and no as booleans), for DuckDB,
 * pandas and R. Written in groups of rows, so that memory is not held.
 */
import { ByteWriter, ParquetWriter, type SchemaElement } from 'hyparquet-writer';
import type { About, CellValue, ColumnType } from './column.ts';
import { cleanText, escapedJson } from '../../core/outside-text.ts';
import { tallying } from './tally.ts';
import type { TableWriter, ExportJob, Sink } from './table-writer.ts';
import { type DecisionContext, contextsOf } from './decision-context.ts';
import { perLevel, ROW } from './long.ts';
import { type Level, type LongColumn, longColumns } from './long-columns.ts';

/** Rows a group: small enough to hold, large enough that what is said of each group is little. */
const GROUP = 10_000;

/** Writes the long table as Parquet, a group of 10,000 rows at a time. */
export const parquet: TableWriter = async (job) => {
  const { parts, sink, breathe, tally, version } = job;
  const table = parquetTable(await sink(''), breathe, `homines version ${version}`);
  for (const { log, sessions } of parts)
    for (const session of sessions) {
      const lines = await contextsOf(log, session);
      const count = tallying(log, tally);
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
  const writer = new ByteWriter(1 << 20);
  const file = new ParquetWriter({ writer, schema, createdBy, statistics: false });
  const columns = longColumns.map((column) => ({ column, values: [] as unknown[] }));
  const adders = LEVELS.map((level) => adder(level, columns));
  let rows = 0;

  const hand = (): void => {
    if (writer.index > 0) out.putBytes(writer.getBytes().slice());
    writer.index = 0;
  };
  const flush = async (): Promise<void> => {
    const columnData = columns.map(({ column: { name }, values }) => ({ name, data: values, offsetIndex: false }));
    await file.write({ columnData, rowGroupSize: GROUP });
    for (const { values } of columns) values.length = 0;
    rows = 0;
    hand();
    await breathe();
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
  const cells = perLevel(level, (line) => mine.map(({ column }) => cellOf(column, line)));
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
      return cleanText(`${cell}`);
    case 'JSON':
      return escapedJson(`${cell}`);
    case 'yes or no':
      return cell === 1;
    case 'time':
      return BigInt(cell);
    default:
      return cell;
  }
}
