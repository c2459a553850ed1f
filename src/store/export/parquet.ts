/**
 * The long table as Parquet: the same columns with types of their own (times in UTC, yes and no as booleans), for DuckDB,
 * pandas and R. Written in groups of rows, so that memory is not held. A folder gets a part, or several, for each session.
 */
import { ByteWriter, ParquetWriter, type SchemaElement } from 'hyparquet-writer';
import type { About, CellValue, ColumnType } from './column.ts';
import { cleanText, escapedJson } from '../../core/outside-text.ts';
import type { TableWriter } from './table-writer.ts';
import type { Sink } from './pages.ts';
import type { PieceFormat } from './pieces.ts';
import { type DecisionContext, linesOf } from './decision-context.ts';
import { ROW } from './long.ts';
import { type Level, type LongColumn, longColumns } from './long-columns.ts';
import { type Chunk, chunkOf, type ColumnCells, type SameCells } from './parquet-chunk.ts';
import type { Physical, PhysicalValue } from './parquet-encoding.ts';
import { perLevel } from './per-level.ts';
import { PIECE } from './stretches.ts';

/** Rows a group at most. */
const GROUP = PIECE;
/** Rows a part at most, unless one match has more: what reads many parts at once has some to share out. */
const PART = 1_000_000;

/** A group of rows, and its columns as the footer will tell of them. */
type Group = { readonly rows: number; readonly chunks: readonly Omit<Chunk, 'bytes'>[] };

/** A piece is a group of rows, its columns one behind the other; several where one match has more rows. */
export const parquetPieces: PieceFormat<readonly Group[]> = {
  begin(out) {
    const groups: Group[] = [];
    let group = rowGroup();
    const flush = (): void => {
      const rows = group.rows();
      if (rows === 0) return;
      const chunks = longColumns.map((column) => {
        const { bytes, ...chunk } = chunkOf(physicalOf(column), group.cells(column), compress);
        bytes.forEach(out.putBytes);
        return chunk;
      });
      groups.push({ rows, chunks });
      group = rowGroup();
    };
    const add = (line: DecisionContext): void => {
      group.add(line);
      if (group.rows() === GROUP) flush();
    };
    return {
      async session(log, session) {
        const lines = await linesOf(log)(session);
        return (match) => lines(match, add);
      },
      end() {
        flush();
        return groups;
      },
    };
  },
};

/** Writes the long table as Parquet, a group of rows a piece. */
export const parquet: TableWriter = async ({ sink, close, bySession, pieces, tally, version }) => {
  const createdBy = `homines version ${version}`;
  let name = '';
  let table = bySession ? null : parquetTable(await sink(name), createdBy);
  let [session, part] = ['', 0];
  const finish = async (): Promise<void> => {
    table?.finish();
    table = null;
    await close(name);
  };
  let held: readonly Uint8Array[] = [];
  for await (const { bytes, end } of pieces(parquetPieces)) {
    held = [...held, ...bytes];
    if (end === null) continue;
    const rows = end.more.reduce((sum, group) => sum + group.rows, 0);
    if (bySession && table !== null && (end.session !== session || table.rows() + rows > PART)) await finish();
    if (end.session !== session) part = 0;
    session = end.session;
    if (table === null && rows > 0) {
      name = `session=${session}/part-${part}`;
      table = parquetTable(await sink(name), createdBy);
      part += 1;
    }
    table?.add(end.more, held);
    held = [];
  }
  if (table !== null) await finish();
  return [{ name: 'long', rows: tally.decisions, row: ROW, columns: longColumns.map(described) }];
};

/** For the codebook: yes and no are typed here. */
const described = (column: LongColumn): About =>
  column.type === 'yes or no' ? { ...column, range: 'true, false' } : column;

/** Writes groups of rows behind one another, and a footer that tells of them. */
function parquetTable(out: Sink, createdBy: string) {
  const schema: SchemaElement[] = [
    { name: 'decisions', num_children: longColumns.length },
    ...longColumns.map(elementOf),
  ];
  const writer = new ByteWriter(1 << 16);
  const file = new ParquetWriter({ writer, schema, createdBy });
  const hand = (): void => {
    if (writer.index > 0) out.putBytes(writer.getBytes().slice());
    writer.index = 0;
  };
  hand();
  return {
    rows: (): number => Number(file.num_rows),
    /** Groups behind one another, with their bytes. */
    add(groups: readonly Group[], bytes: readonly Uint8Array[]): void {
      bytes.forEach(out.putBytes);
      for (const { rows, chunks } of groups) {
        const columns = chunks.map((chunk, i) => {
          const at = BigInt(writer.offset);
          const column = longColumns[i]!;
          writer.offset += chunk.size;
          return {
            file_offset: 0n,
            meta_data: {
              type: physicalOf(column),
              encodings: chunk.dictionary
                ? (['PLAIN', 'RLE', 'RLE_DICTIONARY'] as const).slice()
                : (['PLAIN', 'RLE'] as const).slice(),
              path_in_schema: [column.name],
              codec: chunk.compressed ? ('SNAPPY' as const) : ('UNCOMPRESSED' as const),
              num_values: BigInt(rows),
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
          num_rows: BigInt(rows),
        });
        file.num_rows += BigInt(rows);
      }
    },
    finish(): void {
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

/** Snappy, as the library has it. */
const compress = new ParquetWriter({ writer: new ByteWriter(1), schema: [{ name: '', num_children: 0 }] }).compressors
  .SNAPPY;

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
