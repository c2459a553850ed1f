/** Runs on a small disk of its own, given as a folder: fills it, says what happened as JSON. */
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { backup } from '../../src/store/backup.ts';
import { exportTables } from '../../src/store/export.ts';
import { FORMATS } from '../../src/store/export/formats.ts';
import { openStore } from '../../src/store/open.ts';

const disk = process.argv[2] ?? '';
const file = join(disk, 'lab.sqlite');
const store = await openStore(file);
const says = async (work: () => Promise<unknown>): Promise<string> => {
  try {
    await work();
    return 'done';
  } catch (error) {
    return String(error);
  }
};
const decision = (turn: number) => ({
  table: 'decision' as const,
  row: {
    match: 'mmmmmmmm',
    turn,
    seat: 0,
    key: 'price',
    position: 0,
    revision: 0,
    role: 'firm',
    round: turn + 1,
    practice: false,
    answer: 1.5,
    shownAt: null,
    answeredAt: turn,
    ms: null,
    marks: null,
    options: null,
    because: 'x'.repeat(2000),
    notes: null,
    source: 'chosen' as const,
    distribution: null,
  },
});

await store.record([
  { table: 'session', row: { code: 'ssssssss', kind: 'run', seed: 1, version: '0', startedAt: 1 } },
  {
    table: 'match',
    row: {
      code: 'mmmmmmmm',
      session: 'ssssssss',
      game: 'g',
      version: 1,
      config: {},
      seed: 1,
      language: 'en',
      wording: 'w',
      seats: [],
      disclosed: true,
      startedAt: 1,
      presentation: null,
    },
  },
]);
const filler = join(disk, 'filler');
for (let turn = 0; turn < 100; turn++) await store.record([decision(turn)]);

// Half of what is left, then the rest until the store refuses.
writeFileSync(filler, Buffer.alloc(Number(process.argv[3] ?? 0)));
let acknowledged = 100;
let refusal = '';
while (refusal === '' && acknowledged < 100_000) {
  refusal = await says(() => store.record([decision(acknowledged)]));
  if (refusal === 'done') {
    acknowledged += 1;
    refusal = '';
  }
}
const stored = (await store.decisions('mmmmmmmm')).length;
const exported: Record<string, string> = {};
for (const format of FORMATS)
  exported[format] = await says(() => exportTables({ files: [file], out: join(disk, 'out.csv'), format }));
const copied = await says(() => backup(file, join(disk, 'copy.sqlite')));
const left = readdirSync(disk).sort();
rmSync(filler);
const again = await says(() => store.record([decision(acknowledged)]));
const whole = (await store.decisions('mmmmmmmm')).map(({ turn }) => turn).every((turn, index) => turn === index);
store.close();
console.log(JSON.stringify({ acknowledged, refusal, stored, exported, copied, left, again, whole }));
