/**
 * What an export cannot do without: every cell of every match and choice read by better-sqlite3 alone, and as many bytes
 * written and on the disk. Arguments: database, bytes, file. Prints JSON: seconds of the two, and of the processor.
 */
import { closeSync, fsyncSync, openSync, rmSync, writeSync } from 'node:fs';
import Database from 'better-sqlite3';

const PIECE = 1000;
const CHUNK = Buffer.alloc(1 << 20, 'rows of a table, ');

const [file = '', size = '0', out = ''] = process.argv.slice(2);
const db = new Database(file, { readonly: true });
const cpu = process.cpuUsage();
const since = performance.now();
for (const table of ['match', 'decision']) {
  const piece = db.prepare<[number, number]>(`select * from ${table} where id between ? and ?`).raw();
  const last = db.prepare<[], number>(`select max(id) from ${table}`).pluck().get() ?? 0;
  for (let from = 1; from <= last; from += PIECE) piece.all(from, from + PIECE - 1);
}
const read = (performance.now() - since) / 1000;
const handle = openSync(out, 'w');
for (let left = Number(size); left > 0; left -= CHUNK.length) writeSync(handle, CHUNK, 0, Math.min(left, CHUNK.length));
fsyncSync(handle);
closeSync(handle);
const seconds = (performance.now() - since) / 1000;
const used = process.cpuUsage(cpu);
rmSync(out);
console.log(JSON.stringify({ read, seconds, busy: (used.user + used.system) / 1e6 }));
