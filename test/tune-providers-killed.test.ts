/**
 * The real program, killed by SIGKILL at every request that it makes on the way to a provider and behind it, and gone on with by the same words
 * that a person would type: there is one job, it is paid once, and each file is there once.
 */
import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readEvents } from '../src/tune/run-read.ts';
import { clean, homines, program } from './program.ts';
import { trusted } from './config-folder.ts';
import { BYTE_TOKENIZER } from './jobs/byte-tokenizer.ts';
import { keyOf } from './tuning-server/accounts.ts';
import { startTuningServer } from './tuning-server/index.ts';

/** Milliseconds: dozens of programs are begun one after the other, each some seconds on a machine that trains elsewhere. */
const LONG = 900_000;

const MODEL = 'gpt-4.1-nano-2025-04-14';
const ENV = { OPENAI_API_KEY: keyOf('openai') };

let sets: string;
beforeAll(async () => {
  sets = mkdtempSync(join(tmpdir(), 'homines-killed-sets-'));
  const words = [
    'tune',
    'data',
    '--agent',
    'economicus',
    '--games',
    'prisoners-dilemma,trust',
    '--rows',
    '60',
    '--held-out',
    '12',
    '--out',
    'set',
  ];
  const { code, err } = await homines(words, { cwd: sets });
  if (code !== 0) throw new Error(err);
  mkdirSync(join(sets, 'bytes'));
  for (const [name, text] of Object.entries(BYTE_TOKENIZER)) writeFileSync(join(sets, 'bytes', name), text);
});
afterAll(() => rmSync(sets, { recursive: true, force: true }));

/** A lab of its own at a provider of its own. */
async function begun(pace: object = {}) {
  const server = await startTuningServer({ speed: 20, pace });
  const lab = mkdtempSync(join(tmpdir(), 'homines-killed-'));
  const providers = { openai: { address: server.address('openai'), key: 'OPENAI_API_KEY' } };
  writeFileSync(join(lab, 'homines.config.json'), JSON.stringify({ providers }));
  trusted({ providers });
  for (const folder of ['set', 'bytes']) cpSync(join(sets, folder), join(lab, folder), { recursive: true });
  mkdirSync(join(lab, 'data'), { recursive: true });
  const place = server.world.at('openai');
  return {
    ...{ lab, place },
    run: () => join(lab, 'tunes', 'one'),
    events: () => readEvents(join(lab, 'tunes', 'one')),
    async [Symbol.asyncDispose]() {
      await server.stop();
      rmSync(lab, { recursive: true, force: true });
    },
  };
}

// By a small tokenizer: reading the model's own is a third of a start, and of how tokens are counted nothing is tried here.
const START = [
  ...['tune', 'start', 'set', '--on', 'openai', '--model', MODEL, '--name', 'one'],
  ...['--price', '1', '--tokenizer', 'bytes', '--yes'],
];

type Lab = Awaited<ReturnType<typeof begun>>;

/**
 * Runs a command and kills it at its n-th request of a kind to the provider: when it comes in, or when it was done and its answer is on its
 * way. Gives the signal by which it ended; null: it ended by itself before.
 */
async function killedAt(
  { lab, place }: Pick<Lab, 'lab' | 'place'>,
  words: readonly string[],
  n: number,
  when: 'asked' | 'done',
  call: 'any' | 'order' = 'any',
): Promise<NodeJS.Signals | null> {
  const child = spawn(process.execPath, [program, ...words], {
    cwd: lab,
    env: { ...clean(), ...ENV },
    stdio: 'ignore',
  });
  const ended = new Promise<NodeJS.Signals | null>((told) => child.once('exit', (_, signal) => told(signal)));
  let asked = 0;
  place.faults.add({
    ...{ call, how: 'slow', ms: when === 'done' ? 400 : 0 },
    when() {
      asked += 1;
      if (asked !== n) return false;
      if (when === 'asked') child.kill('SIGKILL');
      else setTimeout(() => child.kill('SIGKILL'), 200);
      return true;
    },
  });
  return ended;
}

/** What a person types who comes back: the run is gone on with where there is one, else begun. */
async function goOn({ lab, run }: Lab, ...more: readonly string[]): Promise<void> {
  const words = existsSync(join(run(), 'run.json')) ? ['tune', 'resume', 'one', '--yes'] : START;
  const { code, err } = await homines([...words, ...more], { cwd: lab, env: ENV });
  expect([code, code === 0 ? '' : err]).toEqual([0, '']);
}

/** One job, which was paid once, and each file once. */
function once({ place, events }: Lab): void {
  expect(place.jobs.all).toHaveLength(1);
  expect(events().filter(({ kind }) => kind === 'ordered')).toHaveLength(1);
  expect(place.files.list().map(({ name }) => name)).toHaveLength(2);
  expect(new Set(place.files.list().map(({ name }) => name)).size).toBe(2);
}

// Each has a lab and a provider of its own, and waits for half of its time.
describe.concurrent('killed on the way there', { timeout: LONG }, () => {
  it.each(['asked', 'done'] as const)(
    'when a request is %s, each of them: one job, and each file once',
    async (when) => {
      let requests = 0;
      for (let n = 1; ; n++) {
        await using there = await begun();
        const signal = await killedAt(there, [...START, '--detach'], n, when);
        requests = there.place.accounts.log.length;
        if (signal === null) break;
        await goOn(there, '--detach');
        once(there);
      }
      // Lists, two files, the order: fewer would be no way to a job.
      expect(requests).toBeGreaterThanOrEqual(6);
    },
  );

  it('while a job list is late: the job that was ordered is waited for', async () => {
    await using there = await begun({ listedAfterMs: 4000 * 20 });
    expect(await killedAt(there, [...START, '--detach'], 1, 'done', 'order')).toBe('SIGKILL');
    expect(there.place.jobs.all).toHaveLength(1);
    expect(there.events().at(-1)).toMatchObject({ kind: 'ordering' });
    await goOn(there, '--detach');
    once(there);
  });
});

describe('killed while it follows', { timeout: LONG }, () => {
  it('at any request: what happened is told once, and the model gets its seat', async () => {
    // Six seconds of steps: a job that is over at once is killed in its seating alone.
    await using there = await begun({ stepMs: 100 * 20 });
    await goOn(there, '--detach');
    for (const n of [1, 2, 3, 4, 5, 7, 12, 30])
      await killedAt(there, ['tune', 'watch', 'one'], n, n % 2 === 0 ? 'done' : 'asked');
    const { code, out } = await homines(['tune', 'watch', 'one', '--json'], { cwd: there.lab, env: ENV });
    const told = JSON.parse(out);
    expect([code, told.state.kind, told.trouble]).toEqual([0, 'finished', null]);
    once(there);
    const events = there.events();
    const steps = events.flatMap((event) => (event.kind === 'step' ? [event.step] : []));
    expect(steps.length).toBeGreaterThan(10);
    expect(new Set(steps).size).toBe(steps.length);
    expect(events.filter(({ kind }) => kind === 'finished')).toHaveLength(1);
    expect(events.filter(({ kind }) => kind === 'billed')).toHaveLength(1);
    expect(there.place.spent().training).toBeCloseTo(there.place.jobs.now(there.place.jobs.all[0]!).usd ?? -1, 9);
    const agents = JSON.parse(readFileSync(join(there.lab, 'homines.config.json'), 'utf8')).agents;
    expect(Object.keys(agents)).toContain(told.seat);
  });
});
