/**
 * Whether every row that a database file held once is still in it and as it was, told without reading the rows: by the pages in
 * which SQLite keeps them. Rows are only added, at the end of their tables; then a page full of rows is never written again. So
 * what is made of old rows may be kept, however many are added after them; an edit by any program writes one of those pages.
 *
 * The pages are read past SQLite, which has no question for them (https://www.sqlite.org/fileformat2.html): from the file, and
 * from the write-ahead log where a newer one lies there. While others write a page may be torn: then it is another, and nothing
 * is lost but time.
 */
import { hash, randomUUID } from 'node:crypto';
import { openSync, readFileSync, readSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { crc32 } from 'node:zlib';
import type { FoundProof } from '../core/log-reader.ts';
import { type Connection, IN_MEMORY } from './connect.ts';

/** What a log was: its rows up to the highest numbers of its tables, in pages. */
type Pages = {
  /** Stays as long as every row does: what was made of rows is told by it. */
  readonly chain: string;
  readonly schema: string;
  readonly size: number;
  /** By table: its highest number, and its last rows as text by their numbers. */
  readonly tables: readonly { readonly highest: number; readonly last: ReadonlyMap<number, string> }[];
  /** By page: a sum of its bytes, and its first byte, which says what it holds. */
  readonly sums: Uint32Array;
  readonly kinds: Uint8Array;
  /** Pages to which rows may still be added: their rows are looked at themselves. */
  readonly ends: readonly number[];
};

const INTERIOR = 5;
const INDEX: readonly number[] = [2, 10];

/** Rows are added at the end of each table; matches end in another order than they began, so that several last pages change. */
const TABLES = [
  ...['session', 'participant', 'match', 'decision', 'call', 'tally', 'event', 'tuning'].map((name) => ({
    ...{ name, key: 'id', leaves: 1 },
  })),
  { name: 'ending', key: 'match', leaves: 8 },
];

/** Bytes that a row takes in a page at least. */
const LEAST_ROW = 8;

/** Pages of the largest file that is looked at: 16 GB. */
const MOST_PAGES = 2 ** 22;

/** Bytes that are read at a time. */
const PIECE = 2 ** 20;

/**
 * Looks at all pages of a file that is open in `db`: whether it still holds what it held when `before` was made. Null where that
 * cannot be told of this file at all.
 */
export function proofOf(file: string, db: Connection, before: Uint8Array | null): FoundProof | null {
  if (file === IN_MEMORY) return null;
  try {
    const now = pagesOf(resolve(file), db);
    if (now === null) return null;
    const then = before === null ? null : pagesIn(before);
    const proven = then !== null && holds(then, now, db) ? then : null;
    const chain = proven?.chain ?? randomUUID();
    return {
      proof: { chain, rows: rowsOf(now), bytes: serialize({ ...now, chain } satisfies Pages) },
      proven: proven === null ? null : rowsOf(proven),
    };
  } catch {
    return null;
  }
}

const rowsOf = ({ tables }: Pages): readonly number[] => tables.map(({ highest }) => highest);

function pagesIn(bytes: Uint8Array): Pages {
  const pages: Pages = deserialize(bytes);
  return pages;
}

/** Whether all rows of then are there now. The first page counts changes, and what it says of tables is compared by itself. */
function holds(then: Pages, now: Pages, db: Connection): boolean {
  if (then.schema !== now.schema || then.size !== now.size || then.sums.length > now.sums.length) return false;
  const ends = new Set(then.ends);
  for (let at = 2; at < then.sums.length; at++) {
    const kind = then.kinds[at]!;
    if (then.sums[at] !== now.sums[at] && kind !== INTERIOR && !INDEX.includes(kind) && !ends.has(at)) return false;
  }
  return then.tables.every(({ last }, at) => {
    const found = lastRows(db, TABLES[at]!, [...last.keys()]);
    return [...last].every(([key, row]) => found.get(key) === row);
  });
}

function pagesOf(path: string, db: Connection): Pages | null {
  const numberOf = (pragma: string): number => Number(db.pragma(pragma, { simple: true }));
  const size = numberOf('page_size');
  const schema = db
    .prepare<[], string>(
      'select json_group_array(json_array(name, sql)) from (select name, sql from sqlite_schema order by name)',
    )
    .pluck()
    .get();
  const tables = TABLES.map((table) => {
    const highest = db.prepare<[], number | null>(`select max(${table.key}) from ${table.name}`).pluck().get() ?? 0;
    const from = highest - (size / LEAST_ROW) * table.leaves;
    return { highest, last: lastRows(db, table, [from, highest]) };
  });
  const read = pageReader(path, size);
  if (read === null) return null;
  const { sums, kinds, page } = read;
  const roots = db.prepare<[string], number>('select rootpage from sqlite_schema where name = ?').pluck();
  const ends = TABLES.flatMap(({ name, leaves }) => lastLeaves(page, roots.get(name) ?? 0, leaves));
  return { chain: '', schema: `${numberOf('schema_version')} ${schema}`, size, tables, sums, kinds, ends };
}

/** The rows of a table between the least and the highest of these numbers, as text by their numbers. */
function lastRows(
  db: Connection,
  { name, key }: (typeof TABLES)[number],
  keys: readonly number[],
): ReadonlyMap<number, string> {
  if (keys.length === 0) return new Map();
  const rows = db
    .prepare<[number, number], [number, ...unknown[]]>(`select ${key}, * from ${name} where ${key} between ? and ?`)
    .raw()
    .all(Math.min(...keys), Math.max(...keys));
  return new Map(rows.map((row) => [row[0], hash('sha1', JSON.stringify(row), 'base64')]));
}

type PageOf = (number: number) => Buffer;

/** The last pages of a table's rows, found from its root along the edge. */
function lastLeaves(page: PageOf, root: number, most: number): readonly number[] {
  const bytes = page(root);
  if (bytes[0] !== INTERIOR) return [root];
  const cells = bytes.readUInt16BE(3);
  const children = Array.from({ length: cells }, (_, at) => bytes.readUInt32BE(bytes.readUInt16BE(12 + 2 * at)));
  const found: number[] = [];
  for (const child of [...children, bytes.readUInt32BE(8)].reverse()) {
    if (found.length >= most) break;
    found.push(...lastLeaves(page, child, most - found.length));
  }
  return found;
}

/** Files once opened stay open: a program that closes a database file gives up the locks that SQLite has on it. */
const handles = new Map<string, number>();

function handleOf(path: string): number {
  const { dev, ino } = statSync(path, { bigint: true });
  const place = `${dev} ${ino} ${path}`;
  let handle = handles.get(place);
  if (handle === undefined) handles.set(place, (handle = openSync(path, 'r')));
  return handle;
}

/** All pages, looked at once: page n at place n, and 0 nothing. Null where there are too many. */
function pageReader(path: string, size: number) {
  const handle = handleOf(path);
  const inLog = pagesInLog(path, size);
  const inFile = Number(statSync(path).size) / size;
  const count = inLog.count ?? inFile;
  if (!Number.isInteger(count) || count > MOST_PAGES) return null;
  const sums = new Uint32Array(count + 1);
  const kinds = new Uint8Array(count + 1);
  const take = (number: number, bytes: Buffer): void => {
    sums[number] = crc32(bytes);
    kinds[number] = bytes[0]!;
  };
  const piece = Buffer.alloc(Math.max(size, PIECE));
  for (let first = 1; first <= Math.min(count, inFile);) {
    const length = readSync(handle, piece, 0, piece.length, (first - 1) * size);
    if (length < size) break;
    for (let at = 0; at + size <= length && first <= count; at += size) take(first++, piece.subarray(at, at + size));
  }
  for (const [number, bytes] of inLog.pages) if (number <= count) take(number, bytes);
  const page: PageOf = (number) => {
    const newer = inLog.pages.get(number);
    if (newer !== undefined) return newer;
    const bytes = Buffer.alloc(size);
    readSync(handle, bytes, 0, size, (number - 1) * size);
    return bytes;
  };
  return { sums, kinds, page };
}

const FRAME_HEADER = 24;
const LOG_HEADER = 32;

/** The pages in a write-ahead log as far as they are committed, and how many pages there are then; null: the log says nothing. */
function pagesInLog(
  path: string,
  size: number,
): { readonly pages: ReadonlyMap<number, Buffer>; readonly count: number | null } {
  const pages = new Map<number, Buffer>();
  let count: number | null = null;
  if ((statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0) <= LOG_HEADER) return { pages, count };
  const log = readFileSync(`${path}-wal`);
  const salts = log.subarray(16, 24);
  let pending: (readonly [number, Buffer])[] = [];
  for (let at = LOG_HEADER; at + FRAME_HEADER + size <= log.length; at += FRAME_HEADER + size) {
    // What was written before the log was begun anew.
    if (!log.subarray(at + 8, at + 16).equals(salts)) break;
    pending.push([log.readUInt32BE(at), log.subarray(at + FRAME_HEADER, at + FRAME_HEADER + size)]);
    const committed = log.readUInt32BE(at + 4);
    if (committed === 0) continue;
    for (const [number, bytes] of pending) pages.set(number, bytes);
    pending = [];
    count = committed;
  }
  return { pages, count };
}
