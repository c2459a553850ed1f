/** A job is followed politely and to its end: what is new is written once, lost connections are waited out, and what cannot go on is told. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UserError } from '../../src/core/user-error.ts';
import { follow, LEAST_MS, MOST_MS, pauseAfter } from '../../src/jobs/follow.ts';
import { jobNews } from '../../src/jobs/news.ts';
import { Later, NotThere, Refused } from '../../src/jobs/told-apart.ts';
import type { JobEvent, TuningJob, TuningProvider } from '../../src/jobs/tuning-provider.ts';
import type { TuningEvent } from '../../src/tune/run-folder.ts';
import { clockOf, fakeRun, fakeTuner, journalIn, type Life, world } from './fake-tuner.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'homines-follow-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const JOB: TuningJob = {
  ...{ id: 'job-1', state: 'running', said: 'running', base: 'a-base', name: null, mark: null, data: null },
  ...{ createdAt: 1_000_000, endedAt: null, model: null, tokens: null, usd: null, why: null },
};
const ORDERED: TuningEvent = { kind: 'ordered', at: 1_000_000, job: 'job-1' };
const step = (n: number): JobEvent => ({ kind: 'step', at: n, step: n, of: 10, loss: 1 / n });

/** Follows a job whose provider answers these in turn, the last one again and again; gives when it was asked, and what was written and said. */
async function followed(answers: readonly (TuningJob | Error)[], told: readonly JobEvent[] = [], written = [ORDERED]) {
  const there = world();
  const life: Life = { step: 0, dies: null };
  const disk: TuningEvent[] = [...written];
  const asked: number[] = [];
  const said: (string | null)[] = [];
  const provider: TuningProvider = {
    ...fakeTuner(there, life),
    job() {
      const answer = answers[Math.min(asked.length, answers.length - 1)]!;
      asked.push(there.now);
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    },
    events: () => Promise.resolve(told),
  };
  const done = follow({
    ...{ folder, run: fakeRun(), provider, signal: new AbortController().signal },
    ...{ clock: clockOf(there, life), journal: journalIn(disk, life), chance: () => 0.5 },
    trouble: (sentence) => said.push(sentence),
  });
  const error = await done.then(
    () => null,
    (why: unknown) => why,
  );
  return { disk, asked, said, error, pauses: asked.slice(1).map((at, i) => at - asked[i]!) };
}

const SUCCEEDED: TuningJob = {
  ...JOB,
  state: 'succeeded',
  said: 'done',
  model: 'ft:one',
  endedAt: 1_060_000,
  tokens: 7,
};

describe('follow', () => {
  it('writes each thing once and ends with the model', async () => {
    const { disk, error } = await followed(
      [JOB, JOB, SUCCEEDED],
      [step(1), step(2), { kind: 'checkpoint', at: 3, step: 2 }],
    );
    expect(error).toBe(null);
    expect(disk.map(({ kind }) => kind)).toEqual([
      ...['ordered', 'job', 'step', 'step', 'checkpoint', 'job', 'billed', 'finished'],
    ]);
    expect(disk.at(-1)).toMatchObject({ digest: 'ft:one', step: 2, seconds: 60 });
  });

  it('asks every two seconds at first and every minute at last', async () => {
    const { pauses } = await followed([...Array.from({ length: 400 }, () => JOB), SUCCEEDED]);
    expect(pauses[0]).toBe(LEAST_MS);
    expect(pauses.at(-1)).toBe(MOST_MS);
    expect(pauses.every((one, i) => i === 0 || one >= pauses[i - 1]!)).toBe(true);
    // What is new is known a tenth of the time later in which nothing was.
    expect(pauseAfter([ORDERED, { kind: 'job', at: 0, state: 'running', said: '' }], 100_000)).toBe(10_000);
  });

  it('comes back no earlier than it was told to', async () => {
    const { pauses, said } = await followed([JOB, new Later('Too often.', 90_000), SUCCEEDED]);
    expect(pauses[1]).toBeGreaterThanOrEqual(90_000);
    expect(said.map((one) => one === null)).toEqual([false, true]);
  });

  it('waits a lost connection out, tells of it once, and of its end', async () => {
    const lost = new UserError('No connection.');
    const { said, error, pauses } = await followed([JOB, lost, lost, lost, lost, lost, lost, lost, SUCCEEDED]);
    expect([error, said.length, said.at(-1)]).toEqual([null, 2, null]);
    expect(said[0]).toContain('No connection');
    expect(Math.max(...pauses)).toBeLessThanOrEqual(MOST_MS * 1.1);
  });

  it.each([
    ['a key that is refused', new Refused('The key may not tune.')],
    ['a job that the provider lost', new NotThere('No such job.')],
  ])('%s ends it, and nothing is written that could not be taken back', async (_, why) => {
    const long: readonly TuningEvent[] = [{ ...ORDERED, at: 0 }];
    const { error, disk } = await followed([why], [], [...long]);
    expect([error, disk.length]).toEqual([why, 1]);
  });

  it('a job that is not known yet, moments after it was ordered, is asked for again', async () => {
    const { error, disk } = await followed([new NotThere('No such job.'), SUCCEEDED]);
    expect([error, disk.at(-1)?.kind]).toEqual([null, 'finished']);
  });

  it('a mistake of ours is not taken for a lost connection', async () => {
    const wrong = new RangeError('ours');
    expect((await followed([wrong])).error).toBe(wrong);
  });

  it('a job that failed: why, and that the run is over', async () => {
    const { disk } = await followed([{ ...JOB, state: 'failed', said: 'failed', why: 'unsafe\u001b[31m rows' }]);
    expect(disk.at(-1)).toMatchObject({ kind: 'failed', again: false, sentence: 'OpenAI says: unsafe rows.' });
  });

  it('two programs: one of them asks', async () => {
    const there = world();
    const life: Life = { step: 0, dies: null };
    const disk: TuningEvent[] = [ORDERED];
    let asked = 0;
    const following = (name: string) => {
      const provider: TuningProvider = {
        ...fakeTuner(there, life),
        job: () => Promise.resolve((asked += 1) < 5 ? JOB : { ...SUCCEEDED, said: name }),
      };
      // Those that do not follow look again after a while of real time.
      const sleep = async () => {
        await new Promise((done) => setTimeout(done, 5));
        there.now += LEAST_MS;
      };
      return follow({
        ...{ folder, run: fakeRun(), provider, signal: new AbortController().signal, trouble: () => undefined },
        ...{ clock: { now: () => there.now, sleep }, journal: journalIn(disk, life) },
      });
    };
    await Promise.all(['one', 'another', 'third'].map(following));
    expect(asked).toBe(5);
    expect(disk.filter(({ kind }) => kind === 'finished')).toHaveLength(1);
  });
});

describe('what is new', () => {
  const events = [ORDERED, { kind: 'step', at: 1, step: 1, of: 10, loss: 1 }] as const;

  it('read again from the same answer is nothing', () => {
    const told = [step(1), step(2), { kind: 'said', at: 5, text: 'began' } as const];
    const first = jobNews(events, SUCCEEDED, told, 'OpenAI', 2_000_000);
    expect(first.map(({ kind }) => kind)).toEqual(['job', 'step', 'doing', 'billed', 'finished']);
    expect(jobNews([...events, ...first], SUCCEEDED, told, 'OpenAI', 3_000_000)).toEqual([]);
    // Whatever a killed program has left of it, the rest follows.
    for (let cut = 0; cut < first.length; cut++)
      expect(jobNews([...events, ...first.slice(0, cut)], SUCCEEDED, told, 'OpenAI', 2_000_000)).toEqual(
        first.slice(cut),
      );
  });

  it('leaves out what is no figure', () => {
    const told = [
      { ...step(2), loss: Number.NaN },
      { ...step(3), step: 2.5 },
      { ...step(4), at: Infinity },
      { ...step(5), of: -1 },
    ] as readonly JobEvent[];
    const news = jobNews(events, { ...JOB, tokens: -3, usd: Number.NaN }, told, 'OpenAI', 2);
    expect(news.map(({ kind }) => kind)).toEqual(['job', 'step']);
    expect(news[1]).toMatchObject({ step: 5, of: null });
  });

  it('a job that succeeded and names no model is waited for, and then failed', () => {
    const nameless = { ...SUCCEEDED, model: null };
    const first = jobNews(events, nameless, [], 'OpenAI', 1000);
    expect(first.map(({ kind }) => kind)).toEqual(['job', 'billed']);
    expect(jobNews([...events, ...first], nameless, [], 'OpenAI', 2000)).toEqual([]);
    expect(jobNews([...events, ...first], nameless, [], 'OpenAI', 700_000)[0]).toMatchObject({ kind: 'failed' });
  });
});
