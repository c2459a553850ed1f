/**
 * The long table as Parquet: the same columns with types of their own (times in UTC, yes and no as booleans), for DuckDB,
 * pandas and R. Written in groups of rows, so that memory is not held. A folder gets a part, or several, for each session.
 */
import { ByteWriter, ParquetWriter, type SchemaElement } from 'hyparquet-writer';
import type { About, CellValue, ColumnType } from './column.ts';
import { cleanText, escapedJson } from '../../core/outside-text.ts';
import { tallying } from './tally.ts';
import type { TableWriter } from './table-writer.ts';
import type { Sink } from './pages.ts';
import { askedIn, type DecisionContext, linesOf } from './decision-context.ts';
import { ROW } from './long.ts';
import { type Level, type LongColumn, longColumns } from './long-columns.ts';
import { chunkOf, type ColumnCells, type SameCells } from './parquet-chunk.ts';
import type { Physical, PhysicalValue } from './parquet-encoding.ts';
import { perLevel } from './per-level.ts';

/** Rows a group: small enough to hold, large enough that what is said of each group is little. */
const GROUP = 20_000;
/** Rows a part at most, or those of one match more: what reads many parts at once has some to share out. */
const PART = 1_000_000;

/** Writes the long table as Parquet, a group of rows at a time. */
export const parquet: TableWriter = async ({ parts, sink, close, bySession, breathe, tally, version }) => {
  const createdBy = `homines version ${version}`;
  let name = '';
  let table = bySession ? null : parquetTable(await sink(name), createdBy);
  const finish = async (): Promise<void> => {
    table?.finish();
    table = null;
    await close(name);
  };
  for (const { log, sessions } of parts)
    for (const session of sessions) {
      const lines = await linesOf(log, session);
      const count = tallying(log, tally);
      let part = 0;
      for await (const matches of log.played({ session, cells: 'everything' })) {
        for (const match of matches) {
          const counted = count(match);
          if (counted !== undefined) await counted;
          if (match.answers.length === 0) continue;
          if (table === null) {
            name = `session=${session.code}/part-${part}`;
            table = parquetTable(await sink(name), createdBy);
            part += 1;
          }
          lines(match, match.called ? await askedIn(log, match) : null, table.add);
          if (bySession && table.rows() >= PART) await finish();
        }
        await breathe();
      }
      if (bySession && table !== null) await finish();
    }
  if (table !== null) await finish();
  return [{ name: 'long', rows: tally.decisions, row: ROW, columns: longColumns.map(described) }];
};

/** For the codebook: yes and no are typed here. */
const described = (column: LongColumn): About =>
  column.type === 'yes or no' ? { ...column, range: 'true, false' } : column;

/** Gathers lines by column and writes them as groups of rows. */
function parquetTable(out: Sink, createdBy: string) {
  const schema: SchemaElement[] = [
    { name: 'decisions', num_children: longColumns.length },
    ...longColumns.map(elementOf),
  ];
  const writer = new ByteWriter(1 << 16);
  const file = new ParquetWriter({ writer, schema, createdBy });
  const compress = file.compressors.SNAPPY;
  let group = rowGroup();
  let rows = 0;
  const hand = (): void => {
    if (writer.index > 0) out.putBytes(writer.getBytes());
    writer.index = 0;
  };
  hand();

  const flush = (): void => {
    const count = group.rows();
    const columns = longColumns.map((column) => {
      const at = BigInt(writer.offset);
      const type = physicalOf(column);
      const chunk = chunkOf(type, group.cells(column), compress);
      for (const bytes of chunk.bytes) {
        out.putBytes(bytes);
        writer.offset += bytes.byteLength;
      }
      return {
        file_offset: 0n,
        meta_data: {
          type,
          encodings: chunk.dictionary
            ? (['PLAIN', 'RLE', 'RLE_DICTIONARY'] as const).slice()
            : (['PLAIN', 'RLE'] as const).slice(),
          path_in_schema: [column.name],
          codec: chunk.compressed ? ('SNAPPY' as const) : ('UNCOMPRESSED' as const),
          num_values: BigInt(count),
          total_uncompressed_size: BigInt(chunk.uncompressedSize),
          total_compressed_size: BigInt(chunk.size),
          data_page_offset: at + BigInt(chunk.dataFrom),
          ...(chunk.dictionary ? { dictionary_page_offset: at } : {}),
        },
      };
    });
    file.row_groups.push({
      columns,
      total_byte_size: columns.reduce((sum, { meta_data }) => sum + meta_data.total_uncompressed_size, 0n),
      num_rows: BigInt(count),
    });
    file.num_rows += BigInt(count);
    rows += count;
    group = rowGroup();
  };

  return {
    /** Of groups that are full. */
    rows: (): number => rows,
    add(line: DecisionContext): void {
      group.add(line);
      if (group.rows() === GROUP) flush();
    },
    finish(): void {
      if (group.rows() > 0) flush();
      void file.finish();
      hand();
    },
  };
}

/** A time says that it is UTC: without it R would show an hour of the wall clock where it runs. */
const UTC = { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MILLIS' } as const;

const elements: Readonly<
  Record<ColumnType, { readonly type: Physical } & Pick<SchemaElement, 'converted_type' | 'logical_type'>>
> = {
  text: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  JSON: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  'whole number': { type: 'INT32' },
  number: { type: 'DOUBLE' },
  'yes or no': { type: 'BOOLEAN' },
  time: { type: 'INT64', converted_type: 'TIMESTAMP_MILLIS', logical_type: UTC },
};

const physicalOf = ({ type, large }: LongColumn): Physical => (large === true ? 'INT64' : elements[type].type);

const elementOf = ({ name, type, large }: LongColumn): SchemaElement => ({
  name,
  repetition_type: 'OPTIONAL',
  ...(large === true ? { type: 'INT64' as const } : elements[type]),
});

const LEVELS = [...new Set(longColumns.map(({ of }) => of))];

/** Lines by column: cells that lines share are kept once, and for each line where they are. */
function rowGroup() {
  const levels = new Map(LEVELS.map((level) => [level, gatheredOf(level)]));
  const adders = [...levels.values()].map(({ add }) => add);
  let rows = 0;
  return {
    rows: () => rows,
    add(line: DecisionContext): void {
      for (const add of adders) add(line);
      rows += 1;
    },
    cells: (column: LongColumn): ColumnCells | SameCells => levels.get(column.of)!.cells(column, rows),
  };
}

/** The cells of one level. */
function gatheredOf(level: Level) {
  const mine = longColumns.filter(({ of }) => of === level).map((column) => ({ column, ...gathering(column) }));
  const byColumn = new Map(mine.map((one) => [one.column, one]));
  const put = (line: DecisionContext): void => {
    for (let i = 0; i < mine.length; i++) mine[i]!.add(line);
  };
  let made = 0;
  const ids: number[] | null = level === 'decision' ? null : [];
  const idOf = perLevel(level, (line) => {
    put(line);
    return made++;
  });
  return {
    add: ids === null ? put : (line: DecisionContext): void => void ids.push(idOf(line)),
    cells(column: LongColumn, rows: number): ColumnCells | SameCells {
      const { same, values } = byColumn.get(column)!.gathered();
      return values === null ? { same, rows } : { ids, values };
    },
  };
}

/** Gathers the cells of a column: one, as long as they are the same, which those of most columns are in all of a group. */
function gathering({ type, large, value }: LongColumn) {
  const typed = large === true ? Number : typings[type];
  const isNumber = large === true || typings[type] === Number;
  let last: CellValue;
  let same: PhysicalValue | null = null;
  let count = 0;
  let values: (PhysicalValue | null)[] | null = null;
  return {
    add(line: DecisionContext): void {
      const cell = value(line);
      if (cell !== last || count === 0) {
        const now = cell === null || cell === undefined ? (isNumber ? NaN : null) : typed(cell);
        if (count > 0 && values === null && !Object.is(now, same)) values = Array.from({ length: count }, () => same);
        same = now;
        last = cell;
      }
      count += 1;
      if (values !== null) values.push(same);
    },
    gathered: () => ({ same, values }),
  };
}

const typings: Readonly<Record<ColumnType, (cell: NonNullable<CellValue>) => PhysicalValue>> = {
  text: (cell) => (typeof cell === 'string' ? cleanText(cell) : `${cell}`),
  JSON: (cell) => escapedJson(`${cell}`),
  'yes or no': (cell) => cell === 1,
  time: Number,
  'whole number': Number,
  number: Number,
};
