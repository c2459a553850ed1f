/** Holds and gives back one code as fast as it can, sweeping now and then, for a second: node contender.ts FILE MARK. Says how often, and how often it was not alone. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hold, sweepHolds } from '../../src/store/hold.ts';

const [, , file = '', mark = ''] = process.argv;
const me = String(process.pid);
let held = 0;
let shared = 0;
for (const until = Date.now() + 1000; Date.now() < until;) {
  const mine = hold(file, 'session');
  if (mine === null) continue;
  held += 1;
  try {
    writeFileSync(mark, me, { flag: 'wx' });
    if (readFileSync(mark, 'utf8') !== me) shared += 1;
    rmSync(mark);
  } catch {
    shared += 1;
  }
  mine.release();
  if (held % 7 === 0) sweepHolds(file);
}
console.log(JSON.stringify({ held: held > 0, shared }));
