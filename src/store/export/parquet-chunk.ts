/** One column of a group of rows as Parquet keeps it: a dictionary where values come again, and a page of data. */
import {
  bitWidth,
  pageHead,
  type PageHead,
  type Physical,
  type PhysicalValue,
  plain,
  plainSize,
  oneRun,
  runLengths,
  sameBits,
} from './parquet-encoding.ts';

/**
 * The cells of one column: a row's is `values[ids[row]]`, or without `ids` `values[row]`. A text that is missing is null, a
 * number NaN, so that a list of numbers is one for the machine too. Several places may hold the same value.
 */
export type ColumnCells = {
  readonly ids: readonly number[] | null;
  readonly values: readonly (PhysicalValue | null)[];
};

/** The same value, or none, in so many rows. */
export type SameCells = { readonly same: PhysicalValue | null; readonly rows: number };

/** A column chunk, ready to be written, and what the footer says of it. */
export type Chunk = {
  readonly bytes: readonly Uint8Array[];
  readonly compressed: boolean;
  readonly dictionary: boolean;
  /** Bytes before the page of data: those of the dictionary. */
  readonly dataFrom: number;
  readonly size: number;
  readonly uncompressedSize: number;
};

type Page = Pick<PageHead, 'kind' | 'values' | 'encoding'> & { readonly body: Buffer };

/** Fewer bytes than this are not worth compressing. */
const SMALL = 128;

/** Encodes a column. `compress` is the codec of the file; a chunk that it does not make smaller stays as it is. */
export function chunkOf(
  type: Physical,
  cells: ColumnCells | SameCells,
  compress: (bytes: Uint8Array) => Uint8Array,
): Chunk {
  const pages = 'same' in cells ? pagesOfSame(type, cells) : pagesOf(type, cells);
  const bodies = pages.map(({ body }) => body);
  const packed = bytesIn(bodies) < SMALL ? bodies : bodies.map(compress);
  const compressed = bytesIn(packed) < bytesIn(bodies);
  const kept = compressed ? packed : bodies;
  const written = pages.flatMap(({ body, ...page }, i) => [
    pageHead({ ...page, uncompressed: body.byteLength, compressed: kept[i]!.byteLength }),
    kept[i]!,
  ]);
  const size = bytesIn(written);
  return {
    bytes: written,
    compressed,
    dictionary: pages.length > 1,
    dataFrom: pages.length > 1 ? bytesIn(written.slice(0, 2)) : 0,
    size,
    uncompressedSize: size - bytesIn(kept) + bytesIn(bodies),
  };
}

const bytesIn = (parts: readonly Uint8Array[]): number => parts.reduce((all, { byteLength }) => all + byteLength, 0);

const data = (values: number, encoding: Page['encoding'], levels: Buffer, body: readonly Buffer[]): Page => ({
  ...{ kind: 'data', values, encoding },
  body: Buffer.concat([levels, ...body]),
});

const dictionaryOf = (type: Physical, distinct: readonly PhysicalValue[]): Page => ({
  ...{ kind: 'dictionary', values: distinct.length, encoding: 'PLAIN' },
  body: plain(type, distinct),
});

/** Most columns of most groups. */
function pagesOfSame(type: Physical, { same, rows }: SameCells): readonly Page[] {
  if (isMissing(same)) return [data(rows, 'PLAIN', behindLength(oneRun(0, rows, 1)), [])];
  const levels = behindLength(oneRun(1, rows, 1));
  if (type !== 'BOOLEAN')
    return [dictionaryOf(type, [same]), data(rows, 'RLE_DICTIONARY', levels, [Buffer.from([0]), oneRun(0, rows, 0)])];
  return [data(rows, 'PLAIN', levels, [sameBits(rows, same === true)])];
}

function pagesOf(type: Physical, { ids, values }: ColumnCells): readonly Page[] {
  const rows = (ids ?? values).length;
  if (type === 'BOOLEAN' || (2 * values.length > rows && !comesAgain(values))) {
    const all = ids === null ? values : ids.map((id) => values[id]!);
    const present = all.some(isMissing) ? all.filter(isThere) : (all as readonly PhysicalValue[]);
    return [data(rows, 'PLAIN', levelsOf(all, isMissing), [plain(type, present)])];
  }
  const { distinct, places } = distinctOf(values);
  const placed = ids === null ? places : ids.map((id) => places[id]!);
  const levels = levelsOf(placed, isNowhere);
  const numbers = placed.includes(NOTHING) ? placed.filter((place) => place !== NOTHING) : placed;
  const width = bitWidth(distinct.length);
  if (isWorthwhile(type, distinct, numbers.length, width))
    return [
      dictionaryOf(type, distinct),
      data(rows, 'RLE_DICTIONARY', levels, [Buffer.from([width]), runLengths(numbers, width)]),
    ];
  const all = numbers.map((place) => distinct[place]!);
  return [data(rows, 'PLAIN', levels, [plain(type, all)])];
}

const NOTHING = -1;
const isNowhere = (place: number): boolean => place === NOTHING;

const isMissing = (value: PhysicalValue | null): value is null => value === null || Number.isNaN(value);
const isThere = (value: PhysicalValue | null): value is PhysicalValue => !isMissing(value);

/** Values looked at to guess whether a dictionary is worth making: times hardly ever come again. */
const SAMPLE = 512;

function comesAgain(values: ColumnCells['values']): boolean {
  if (values.length <= SAMPLE) return true;
  const step = Math.floor(values.length / SAMPLE);
  const seen = new Set<PhysicalValue | null>();
  for (let i = 0; i < SAMPLE; i++) seen.add(values[i * step]!);
  return seen.size < 0.9 * SAMPLE;
}

/** The values that differ, and for each of the given ones its place among them; `NOTHING` for null. */
function distinctOf(values: ColumnCells['values']) {
  const known = new Map<PhysicalValue, number>();
  const distinct: PhysicalValue[] = [];
  const places: number[] = [];
  let [last, place]: [PhysicalValue | null, number] = [null, NOTHING];
  for (const value of values) {
    if (value !== last) {
      last = value;
      if (isMissing(value)) place = NOTHING;
      else {
        const found = known.get(value);
        place = found ?? distinct.length;
        if (found === undefined) {
          known.set(value, place);
          distinct.push(value);
        }
      }
    }
    places.push(place);
  }
  return { distinct, places };
}

/** Whether a dictionary and numbers into it are less than the values themselves. */
function isWorthwhile(type: Physical, distinct: readonly PhysicalValue[], count: number, width: number): boolean {
  if (distinct.length > count / 2) return false;
  let dictionary = 0;
  for (const value of distinct) dictionary += plainSize(type, value);
  return dictionary + (count * width) / 8 < (count * dictionary) / distinct.length;
}

/** Definition levels behind their length: which rows have a value, and which none. */
function levelsOf<T>(rows: readonly T[], isNothing: (row: T) => boolean): Buffer {
  if (!rows.some(isNothing)) return behindLength(oneRun(1, rows.length, 1));
  const levels = rows.map((row) => (isNothing(row) ? 0 : 1));
  return behindLength(runLengths(levels, 1));
}

function behindLength(levels: Buffer): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt32LE(levels.byteLength);
  return Buffer.concat([head, levels]);
}
