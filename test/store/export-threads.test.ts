/** Exports by several threads: the bytes of one, all of one moment, and nothing left of what was stopped or broke. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { nextTurn } from '../../src/core/breather.ts';
import type { LogRow } from '../../src/core/log.ts';
import { openStore } from '../../src/store/open.ts';
import { readCsv } from '../database/csv.ts';
import { lesson, stored } from '../database/lesson.ts';
import { decision, folder, match, named, session } from '../database/sample.ts';
import { begin, hominesApart, program } from '../program.ts';

const place = mkdtempSync(join(tmpdir(), 'homines-threads-'));
afterAll(() => rmSync(place, { recursive: true, force: true }));
const file = join(place, 'lab.sqlite');
/** Loaded before each thread: says how many cores there are, tells of threads that make pieces, breaks them as it is asked to. */
const fault = join(place, 'fault.mjs');
const classes = [session({ kind: 'lab' }), session({ kind: 'lab' })] as const;
const run = session({ kind: 'run' });
/** From its sources the program has no threads of its own. */
const hasThreads = !program.endsWith('.ts');

/** Two classes whose matches lie between each other's, and a run in which much was said: some fifty thousand choices in all. */
async function fill(): Promise<void> {
  const store = await openStore(file);
  await store.record([
    ...lesson().rows,
    ...[...classes, run].flatMap((row, n): LogRow[] => [{ table: 'session', row }, named(row.code, `class ${n}`)]),
  ]);
  for (let n = 0; n < 900; n++) {
    const played = match(classes[n % 2]!.code, {
      config: { T: 80 + (n % 60), R: 60, P: 40, S: 20, labels: 'neutral' },
    });
    await store.record([
      { table: 'match', row: played },
      ...Array.from({ length: 1 + ((n * 7) % 97) }, (_, turn) =>
        stored(decision(played.code, { turn, seat: turn % 2, answer: turn, answeredAt: 1_700_000_000_000 + n })),
      ),
      { table: 'payoff', row: { match: played.code, seat: 0, points: n / 8 } },
    ]);
  }
  for (let n = 0; n < 24; n++) {
    const played = match(run.code);
    await store.record([
      { table: 'match', row: played },
      ...Array.from({ length: 20 }, (_, turn) =>
        stored(decision(played.code, { turn, because: `${n} `.repeat(15_000) })),
      ),
    ]);
  }
  store.close();
}

beforeAll(async () => {
  await fill();
  writeFileSync(
    fault,
    `import { appendFileSync } from 'node:fs';
     import { syncBuiltinESMExports } from 'node:module';
     import os from 'node:os';
     import { workerData } from 'node:worker_threads';
     const { CORES, SEEN, FAULT } = process.env;
     os.availableParallelism = () => Number(CORES);
     os.loadavg = () => [Number(process.env.LOAD ?? 0), 0, 0];
     syncBuiltinESMExports();
     if (workerData?.files !== undefined && workerData.out === undefined) {
       appendFileSync(SEEN, 'thread\\n');
       if (FAULT === 'wait') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
       if (FAULT === 'break') setTimeout(() => { throw new Error('a fault'); }, 50);
       if (FAULT === 'end') setTimeout(() => process.exit(3), 50);
     }`,
  );
});

/** An export into a folder of its own, and what came of it; `threads`: how many made pieces. */
async function exported(
  args: readonly string[],
  env: { readonly CORES: string; readonly LOAD?: string; readonly FAULT?: string },
) {
  const cwd = folder();
  const seen = join(folder(), 'seen');
  const ended = await hominesApart(['export', '--db', file, ...args], {
    ...{ cwd, node: ['--import', fault], env: { ...env, SEEN: seen } },
  });
  const files = readdirSync(cwd, { recursive: true, encoding: 'utf8' }).filter((name) => /\.\w+$/.test(name));
  return {
    ...ended,
    threads: existsSync(seen) ? readFileSync(seen, 'utf8').split('\n').length - 1 : 0,
    left: readdirSync(cwd),
    /** By name, without the moment of reading. */
    texts: files.map(
      (name) =>
        [
          name,
          readFileSync(join(cwd, name), 'latin1').replaceAll(/\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d)?/g, 'MOMENT'),
        ] as const,
    ),
  };
}

/** All but the lesson, whose rows are no real game's: the scripts beside a table ask for its rules. */
const REAL = [...classes, run].map(({ code }) => `--session ${code}`).join(' ');

it.each([
  `out.csv ${REAL}`,
  `out.csv --excel --session ${classes[1].code}`,
  'out.jsonl --all',
  'out.parquet --all',
  'out/ --format parquet --all',
])('%s has the bytes of one thread, whatever stands beside it too', async (out) => {
  const [one, two] = [
    await exported(['--out', ...out.split(' ')], { CORES: '1' }),
    await exported(['--out', ...out.split(' ')], { CORES: '3' }),
  ];
  expect([one.err, two.err, one.code, two.code]).toEqual(['', '', 0, 0]);
  expect([one.threads, two.threads]).toEqual([0, hasThreads ? 2 : 0]);
  expect(one.texts.length).toBeGreaterThanOrEqual(4);
  expect(two.texts.map(([name]) => name)).toEqual(one.texts.map(([name]) => name));
  // Compared by themselves: tables of megabytes are nothing to print.
  expect(two.texts.filter(([, text], i) => text !== one.texts[i]![1]).map(([name]) => name)).toEqual([]);
});

it('has one thread where all cores have work', async () => {
  const { err, threads } = await exported(['--out', 'out.jsonl', '--all'], { CORES: '2', LOAD: '2' });
  expect([err, threads]).toEqual(['', 0]);
});

it.runIf(hasThreads).each(['break', 'end'])(
  'a thread that is made to %s ends it in one line, and nothing is left',
  async (FAULT) => {
    const { code, err, left } = await exported(['--out', ...`out.csv ${REAL}`.split(' ')], { CORES: '2', FAULT });
    expect(code).toBe(1);
    expect(err.trim().split('\n')).toHaveLength(1);
    expect(err).toContain(FAULT === 'break' ? 'a fault' : 'thread');
    expect(left).toEqual([]);
  },
);

it.runIf(hasThreads)('Ctrl-C is heard while threads say nothing, and nothing is left', async () => {
  const cwd = folder();
  const seen = join(folder(), 'seen');
  const child = begin(['export', '--all', '--db', file, '--out', 'new/out.csv'], {
    ...{ cwd, env: { CORES: '2', SEEN: seen, FAULT: 'wait', NODE_OPTIONS: `--import ${fault}` } },
  });
  const code = new Promise((resolve) => child.on('close', resolve));
  await expect.poll(() => existsSync(seen)).toBe(true);
  child.kill('SIGINT');
  expect(await code).toBe(130);
  expect(readdirSync(cwd)).toEqual([]);
});

/** The seed of matches that were stored two at a time, one in each class. */
const PAIR = 424_242;

it('is of one moment while others write: what was committed together is there together', async () => {
  const store = await openStore(file);
  let going = true;
  const writing = (async () => {
    for (; going; await nextTurn()) {
      const pair = classes.map(({ code }) => match(code, { seed: PAIR }));
      await store.record(pair.flatMap((row): LogRow[] => [{ table: 'match', row }, stored(decision(row.code))]));
    }
  })();
  try {
    const { err, texts } = await exported(['--out', ...`out.csv ${REAL}`.split(' ')], { CORES: '2' });
    expect(err).toBe('');
    const rows = readCsv(texts.find(([name]) => name === 'out.csv')![1]).filter(
      (row) => row['match.seed'] === `${PAIR}`,
    );
    const [first, second] = classes.map(({ code: of }) => rows.filter((row) => row['session.code'] === of).length);
    expect(first).toBeGreaterThan(0);
    expect(first).toBe(second);
  } finally {
    going = false;
    await writing;
    store.close();
  }
});
