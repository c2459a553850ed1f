/**
 * A process of its own that stores decisions one by one and says each number on its standard output once it is
 * committed: `writer.ts FILE MATCH SEAT FROM TO`. Its last word is "done", or the UserError it met.
 */
import { writeSync } from 'node:fs';
import { openStore } from '../../src/store/open.ts';

const [file = '', match = '', seat, from, to] = process.argv.slice(2);
const store = await openStore(file);
try {
  for (let turn = Number(from); turn < Number(to); turn++) {
    await store.record([
      {
        table: 'decision',
        row: {
          match,
          turn,
          seat: Number(seat),
          key: 'price',
          position: 0,
          revision: 0,
          role: 'firm',
          round: turn + 1,
          practice: false,
          answer: turn + 0.5,
          shownAt: null,
          answeredAt: Date.now(),
          ms: null,
          marks: null,
          options: null,
          because: null,
          notes: null,
          source: 'chosen',
          distribution: null,
        },
      },
    ]);
    writeSync(1, `${turn}\n`);
  }
  writeSync(1, 'done\n');
} catch (error) {
  writeSync(1, `${String(error)}\n`);
}
store.close();
