/** The whole path at Tinker by the commands of homines: the price said, a run begun by the SDK, stopped, gone on with, seated, told from its base; against a stand-in. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, inject, it } from 'vitest';
import { z } from 'zod';
import { pythonEnvironment } from '../../src/trainer/environment.ts';
import { homines } from '../program.ts';
import { keyOf } from '../tuning-server/accounts.ts';
import { startTuningServer, type TuningServer } from '../tuning-server/index.ts';
import { tinkerOf } from '../tuning-server/tinker-runs.ts';
import { eventsOf } from './tiny-run.ts';

const lab = mkdtempSync(join(tmpdir(), 'homines-tinker-'));
let server: TuningServer;
const place = () => server.world.at('tinker');
const tiny = (): string => join(inject('models'), 'tiny');

const profiled = z.object({
  agents: z.array(
    z.object({ position: z.array(z.object({ task: z.string(), interval: z.tuple([z.number(), z.number()]) })) }),
  ),
});

const typed = async (...words: readonly string[]) => {
  const key = `tml-${keyOf('tinker')}`;
  const { code, out, err } = await homines(['tune', ...words], { cwd: lab, env: { TINKER_API_KEY: key } });
  expect(out + err).not.toContain(keyOf('tinker'));
  return { code, out, err: err.replace(/\s+/g, ' ') };
};
const start = (name: string, ...words: readonly string[]) =>
  typed(
    ...['start', 'set', '--on', 'tinker', '--model', 'homines/tiny', '--tokenizer', tiny(), '--name', name, '--trust'],
    ...words,
  );

beforeAll(async () => {
  await pythonEnvironment(undefined, 'tinker');
  server = await startTuningServer();
  tinkerOf(place()).tokenizer = tiny();
  const address = `${server.address('tinker')}/oai/api/v1`;
  const providers = { tinker: { address, key: 'TINKER_API_KEY' } };
  writeFileSync(join(lab, 'homines.config.json'), JSON.stringify({ providers }));
  const made = await typed(
    ...['data', '--agent', 'economicus', '--games', 'prisoners-dilemma', '--rows', '80', '--held-out', '20'],
    ...['--out', 'set'],
  );
  if (made.code !== 0) throw new Error(made.err);
});
afterAll(async () => {
  await server.stop();
  rmSync(lab, { recursive: true, force: true });
});
beforeEach(() => {
  place().faults.clear();
  tinkerOf(place()).trainings.length = 0;
});

it('above its cap nothing is begun, and no folder is left', async () => {
  const { code, err } = await start('dear', '--price', '1000', '--max-cost', '0.01', '--yes');
  expect(code).toBe(2);
  expect(err).toMatch(/--max-cost/);
  expect(tinkerOf(place()).sessions).toEqual([]);
  expect(readdirSync(lab).includes('tunes')).toBe(false);
});

it('is priced, trained by its own SDK, stopped, gone on with and seated', async () => {
  place().faults.add({ call: 'part', how: 'slow', ms: 400, times: 1000 });
  const begun = await start('first', '--price', '1', '--max-cost', '5', '--yes', '--detach');
  expect(begun.code, begun.err).toBe(0);
  expect(begun.err).toMatch(/USD/);
  const folder = join(lab, 'tunes', 'first');
  for (let tries = 0; eventsOf(folder, 'step').length < 2 && tries < 600; tries += 1) await sleep(100);
  const stopped = await typed('stop', 'first');
  expect(stopped.code, stopped.err).toBe(0);
  expect(eventsOf(folder, 'stopped')[0]!.step).toBeLessThan(10);
  place().faults.clear();
  const resumed = await typed('resume', 'first', '--trust', '--yes');
  expect(resumed.code, resumed.err).toBe(0);
  const { trainings } = tinkerOf(place());
  expect(trainings.map(({ from }) => from === null)).toEqual([true, false]);
  const [finished] = eventsOf(folder, 'finished');
  expect(finished!.digest).toMatch(/^tinker:\/\/.*\/sampler_weights\//);

  // What was said before the start is what was sent.
  const run = JSON.parse(readFileSync(join(folder, 'run.json'), 'utf8')) as { price: { tokens: number } };
  const billed = trainings.reduce((sum, one) => sum + one.billed, 0);
  expect(Math.abs(run.price.tokens / billed - 1)).toBeLessThan(0.1);
  const file = readFileSync(join(lab, 'homines.config.json'), 'utf8');
  expect(Object.keys((JSON.parse(file) as { agents: object }).agents)).toContain(`tinker/${finished!.digest}`);
  const alive = eventsOf(folder, 'proof').findLast(({ proof }) => proof.name === 'alive');
  expect(alive?.proof.passed, JSON.stringify(alive)).toBe(true);

  // Before and after are told apart by what they do: the set's utility takes what the base gives away.
  const ids = ['tinker/homines/tiny', `tinker/${finished!.digest}`];
  const told = await homines(
    ['profile', ...ids, '--ask', 'decision', '--length', 'quick', '--yes', '--trust', '--json'],
    { cwd: lab, env: { TINKER_API_KEY: `tml-${keyOf('tinker')}` } },
  );
  expect(told.code, told.err).toBe(0);
  const [base, tuned] = profiled
    .parse(JSON.parse(told.out))
    .agents.map(({ position }) => position.find(({ task }) => task === 'dilemmas')!.interval);
  expect(tuned![1]).toBeLessThan(base![0]);
});
