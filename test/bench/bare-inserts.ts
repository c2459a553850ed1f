/**
 * What `homines run` is held against: the very rows of a file that it wrote, read back and inserted bare, through
 * better-sqlite3 alone, into a new file with the same tables, pragmas, statements of eight rows and commits of as many
 * matches. Nothing is played, drawn or put into words. Arguments: the file that was written, the file to write. Prints JSON.
 */
import Database from 'better-sqlite3';
import { COMMIT_ROWS } from '../../src/run/group-commit.ts';
import { ROWS_A_STATEMENT } from '../../src/store/record.ts';
import { TABLES } from '../../src/store/schema.ts';

type Cells = readonly unknown[];
/** A table as it was read: its rows, in the order in which they were written, and in which column each names its match. */
type Table = { readonly name: string; readonly rows: readonly Cells[]; readonly width: number; readonly match: number };

const [written = '', file = ''] = process.argv.slice(2);
const source = new Database(written, { readonly: true });
const schema = source.prepare<[], string>('select sql from sqlite_master where sql is not null').pluck().all();
const tables = TABLES.map((name): Table => {
  const columns = source.prepare<[], string>(`select name from pragma_table_info('${name}')`).pluck().all();
  const rows = source.prepare<[], Cells>(`select * from ${name} order by 1, 2`).raw().all();
  return { name, rows, width: columns.length, match: columns.indexOf(name === 'match' ? 'id' : 'match') };
}).filter(({ rows }) => rows.length > 0);
source.close();

const rows = tables.reduce((sum, table) => sum + table.rows.length, 0);
const matches = tables.find(({ name }) => name === 'match')?.rows.length ?? 0;
const matchesACommit = Math.ceil(COMMIT_ROWS / (rows / matches));

const db = new Database(file);
db.pragma('journal_mode = wal');
db.pragma('synchronous = full');
db.pragma('foreign_keys = on');
for (const sql of schema) db.exec(sql);

const since = performance.now();
const cpu = process.cpuUsage();
const inserting = tables.map(({ name, width, ...table }) => {
  const row = `(${Array<string>(width).fill('?').join(', ')})`;
  const prepared = (count: number) =>
    db.prepare<unknown[]>(`insert into ${name} values ${Array<string>(count).fill(row).join(', ')}`);
  return { ...table, one: prepared(1), many: prepared(ROWS_A_STATEMENT), at: 0 };
});
for (let last = matchesACommit; last < matches + matchesACommit; last += matchesACommit) {
  db.exec('begin immediate');
  for (const table of inserting) {
    let end = table.at;
    // Rows of no match stand beside the first.
    while (end < table.rows.length && (table.match < 0 || Number(table.rows[end]![table.match] ?? 0) <= last)) end += 1;
    for (; table.at + ROWS_A_STATEMENT <= end; table.at += ROWS_A_STATEMENT) {
      const cells: unknown[] = [];
      for (const row of table.rows.slice(table.at, table.at + ROWS_A_STATEMENT))
        for (const cell of row) cells.push(cell);
      table.many.run(cells);
    }
    for (; table.at < end; table.at += 1) table.one.run(table.rows[table.at]!);
  }
  db.exec('commit');
}
const seconds = (performance.now() - since) / 1000;
const { user, system } = process.cpuUsage(cpu);

const kept = tables.reduce(
  (sum, { name }) => sum + (db.prepare<[], number>(`select count(*) from ${name}`).pluck().get() ?? 0),
  0,
);
if (kept !== rows) throw new Error(`Of ${rows} rows ${kept} were inserted.`);
db.close();
console.log(JSON.stringify({ rows, seconds, busy: (user + system) / 1e6 }));
