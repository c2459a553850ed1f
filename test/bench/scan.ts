/**
 * The rows that a comparison reads (matches with their endings, and their decisions), read by better-sqlite3 alone and thrown
 * away: what a comparison of a whole file is measured against, in seconds. Argument: the file. Prints JSON.
 */
import Database from 'better-sqlite3';
import { STREAM_COLUMNS } from '../../src/store/match-source.ts';
import { CELLS } from '../../src/store/match-stream.ts';

const db = new Database(process.argv[2]!, { readonly: true });
const since = performance.now();
let rows = 0;
for (const query of [
  `select ${STREAM_COLUMNS} from match m left join ending e on e.match = m.id order by m.id`,
  `select match, id, ${CELLS.moves} from decision`,
])
  for (const _ of db.prepare(query).raw().iterate()) rows += 1;
const seconds = (performance.now() - since) / 1000;
db.close();
console.log(JSON.stringify({ rows, seconds }));
