/** A run goes to its provider once: killed at any request and any line that is written, it goes on, and there is one job. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { launch, type LaunchFile } from '../../src/jobs/launch.ts';
import { NotThere, Refused } from '../../src/jobs/told-apart.ts';
import type { TuningProvider } from '../../src/jobs/tuning-provider.ts';
import { UserError } from '../../src/core/user-error.ts';
import type { TuningEvent } from '../../src/tune/run-folder.ts';
import { clockOf, fakeRun, fakeTuner, journalIn, Killed, type Life, type World, world } from './fake-tuner.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'homines-launch-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const file = (part: LaunchFile['part']): LaunchFile => ({
  ...{ part, path: `/nowhere/${part}`, name: `homines-abcd-${part}.jsonl`, bytes: 300, sha256: 'cd'.repeat(32) },
});
const FILES = [file('train'), file('held-out')];
const NEVER = new AbortController().signal;

function going(there: World, disk: TuningEvent[], life: Life, provider: TuningProvider = fakeTuner(there, life)) {
  const journal = journalIn(disk, life);
  const clock = clockOf(there, life);
  return launch({
    folder,
    run: fakeRun(),
    provider,
    files: FILES,
    say: () => undefined,
    signal: NEVER,
    clock,
    journal,
  });
}

/** Steps of a launch that nobody kills. */
async function wholeLife(late: number): Promise<number> {
  const life: Life = { step: 0, dies: null };
  await going(world(late), [], life);
  return life.step;
}

describe('killed and called again', () => {
  it.each([0, 5000, 12_000])(
    'at every step, with a job list that is %i ms late: one job, and one payment',
    async (late) => {
      const steps = await wholeLife(late);
      expect(steps).toBeGreaterThan(25);
      for (let dies = 0; dies <= steps; dies++) {
        const there = world(late);
        const disk: TuningEvent[] = [];
        const first = await going(there, disk, { step: 0, dies }).catch((error: unknown) => error);
        if (dies < steps) expect(first).toBeInstanceOf(Killed);
        const job = await going(there, disk, { step: 0, dies: null });
        expect([dies, job, there.jobs.length]).toEqual([dies, 'job-1', 1]);
        expect(there.files.size).toBe(2);
        expect(disk.filter(({ kind }) => kind === 'ordered')).toHaveLength(1);
        // At most the piece that was on its way is sent a second time.
        expect(there.sent).toBeLessThanOrEqual(2 * 300 + 100);
        expect(await going(there, disk, { step: 0, dies: null })).toBe('job-1');
        expect(there.calls.filter((call) => call === 'order')).toHaveLength(1);
      }
    },
  );

  it('twice, at every pair of steps', async () => {
    const steps = await wholeLife(0);
    for (let first = 1; first < steps; first += 2)
      for (let second = 0; second < 12; second++) {
        const there = world();
        const disk: TuningEvent[] = [];
        for (const dies of [first, second]) await going(there, disk, { step: 0, dies }).catch(() => undefined);
        await going(there, disk, { step: 0, dies: null });
        expect([first, second, there.jobs.length, there.files.size]).toEqual([first, second, 1, 2]);
      }
  });

  it('the fault is seen where nobody looks before an order', async () => {
    const life: Life = { step: 0, dies: null };
    const there = world();
    const blind: TuningProvider = { ...fakeTuner(there, life), jobs: () => Promise.resolve([]) };
    const disk: TuningEvent[] = [];
    await going(there, disk, life, blind);
    disk.splice(disk.findIndex(({ kind }) => kind === 'ordered'));
    await going(there, disk, life, blind);
    expect(there.jobs).toHaveLength(2);
  });
});

describe('an order', () => {
  const ordering = (order: TuningProvider['order'], there = world(), disk: TuningEvent[] = []) => {
    const life: Life = { step: 0, dies: null };
    return { there, disk, done: going(there, disk, life, { ...fakeTuner(there, life), order }) };
  };

  it('whose answer was lost is looked for, and found', async () => {
    const there = world(4000);
    const real = fakeTuner(there, { step: 0, dies: null });
    const { done, disk } = ordering(async (order, signal) => {
      await real.order(order, signal);
      throw new UserError('The connection was lost.');
    }, there);
    expect(await done).toBe('job-1');
    expect(there.jobs).toHaveLength(1);
    expect(disk.at(-2)).toMatchObject({ kind: 'ordered', job: 'job-1' });
  });

  it('whose answer was lost and that is nowhere is not given again by the same command', async () => {
    let orders = 0;
    const { done, there, disk } = ordering(() => {
      orders += 1;
      return Promise.reject(new UserError('The connection was lost.'));
    });
    await expect(done).rejects.toThrow('The connection was lost.');
    expect([orders, there.jobs.length]).toEqual([1, 0]);
    // The next one looks with patience before it orders.
    there.calls.length = 0;
    await going(there, disk, { step: 0, dies: null });
    expect(there.calls.slice(0, there.calls.indexOf('order')).filter((call) => call === 'jobs').length).toBeGreaterThan(
      4,
    );
    expect(there.jobs).toHaveLength(1);
  });

  it('that is refused is written as a failure, and the next one looks once', async () => {
    const { done, there, disk } = ordering(() => Promise.reject(new Refused('The key may not tune.')));
    await expect(done).rejects.toThrow('The key may not tune.');
    expect(disk.at(-1)).toMatchObject({ kind: 'failed', sentence: 'The key may not tune.', again: true });
    there.calls.length = 0;
    await going(there, disk, { step: 0, dies: null });
    expect(there.calls.filter((call) => call === 'jobs')).toHaveLength(1);
    expect(there.calls.filter((call) => call === 'piece')).toHaveLength(0);
  });

  it.each([0, 3600_000])(
    'that may have been given stays open where a look for it is refused, also when the clock is set on by %i ms',
    async (jump) => {
      const there = world(4000 + jump);
      const life: Life = { step: 0, dies: null };
      const real = fakeTuner(there, life);
      const disk: TuningEvent[] = [];
      const order: TuningProvider['order'] = async (wanted, signal) => {
        await real.order(wanted, signal);
        throw new UserError('The connection was lost.');
      };
      let looks = 0;
      const jobs: TuningProvider['jobs'] = (most, signal) =>
        (looks += 1) === 1 ? real.jobs(most, signal) : Promise.reject(new Refused('The key may not list jobs.'));
      for (const _ of [1, 2])
        await expect(going(there, disk, life, { ...real, order, jobs })).rejects.toThrow('may not list');
      there.now += jump;
      expect(await going(there, disk, life)).toBe('job-1');
      expect(there.jobs).toHaveLength(1);
    },
  );

  it('of files that were let go meanwhile: they are sent again, and it is given again', async () => {
    const there = world();
    const life: Life = { step: 0, dies: null };
    const real = fakeTuner(there, life);
    const disk: TuningEvent[] = [];
    let lost = true;
    const order: TuningProvider['order'] = (wanted, signal) => {
      if (!lost) return real.order(wanted, signal);
      lost = false;
      there.files.clear();
      return Promise.reject(new NotThere('The file is gone.'));
    };
    expect(await going(there, disk, life, { ...real, order })).toBe('job-1');
    expect([there.files.size, there.sent]).toEqual([2, 1200]);
  });
});

it('two programs at the same moment: one job', async () => {
  const there = world();
  const disk: TuningEvent[] = [];
  const life: Life = { step: 0, dies: null };
  const slow: TuningProvider = {
    ...fakeTuner(there, life),
    order: async (order, signal) => {
      await new Promise((done) => setTimeout(done, 30));
      return fakeTuner(there, life).order(order, signal);
    },
  };
  const jobs = await Promise.all([1, 2, 3].map(() => going(there, disk, life, slow)));
  expect([jobs, there.jobs.length]).toEqual([['job-1', 'job-1', 'job-1'], 1]);
  // One file stays, which says that nobody is at it.
  expect(readdirSync(folder).filter((name) => name.startsWith('launching.'))).toHaveLength(1);
});
