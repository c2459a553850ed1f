/** A provider that tunes, in memory: files by name, jobs by mark, lists that may be late, and a program that is killed at any call. */
import type { Journal } from '../../src/jobs/journal.ts';
import type { Clock } from '../../src/jobs/clock.ts';
import type { JobOrder, TuningJob, TuningProvider } from '../../src/jobs/tuning-provider.ts';
import { TUNERS, type ProviderRun, type TuningEvent } from '../../src/tune/run-folder.ts';

/** The program is gone: whatever it does from now on does nothing. */
export class Killed extends Error {}

/** What there is at the provider, whoever asks. */
export type World = {
  now: number;
  readonly files: Map<string, { readonly name: string; bytes: number }>;
  readonly uploads: Map<string, { readonly name: string; pieces: string[] }>;
  readonly jobs: (TuningJob & { readonly seenAt: number })[];
  /** Bytes that came in, and what was paid for. */
  sent: number;
  /** Milliseconds after which a job is in the list. */
  readonly late: number;
  readonly calls: string[];
};

export const world = (late = 0): World => ({
  ...{ now: 1_000_000, files: new Map(), uploads: new Map(), jobs: [], sent: 0, late, calls: [] },
});

/** One program: it lives until the step of that number; null: it is not killed. */
export type Life = { step: number; readonly dies: number | null };

/** Counts a step, and dies there. */
export function living(life: Life): void {
  if (life.dies !== null && life.step >= life.dies) throw new Killed();
  life.step += 1;
}

const PIECES = 3;

/** The provider as one program sees it. Each request is three steps: before it, when it was heard and not answered, and after its answer. */
export function fakeTuner(there: World, life: Life, on: (typeof TUNERS)[number] = 'openai'): TuningProvider {
  const asked = <T>(call: string, work: () => T): Promise<T> => {
    try {
      living(life);
      there.calls.push(call);
      there.now += 10;
      const answer = work();
      living(life);
      return Promise.resolve(answer);
    } catch (error) {
      return Promise.reject(error instanceof Error ? error : new Error(String(error)));
    }
  };
  const job = (id: string): TuningJob => {
    const found = there.jobs.find((one) => one.id === id);
    if (found === undefined) throw new Error(`no job ${id}`);
    return found;
  };
  return {
    tuner: on,
    provider: { name: on, address: 'http://127.0.0.1:1/v1', keyName: 'OPENAI_API_KEY' },
    limits: { rows: { least: 1, most: null }, bytes: null, source: 'none' },
    bases: () => Promise.resolve(null),
    estimate: () => Promise.resolve(null),
    preview: () => Promise.resolve(null),
    async upload({ name, bytes, before, hear }) {
      const known = await asked('files', () => [...there.files].find(([, file]) => file.name === name)?.[0]);
      if (known !== undefined) return known;
      const upload =
        before?.upload ??
        (await asked('upload', () => {
          const id = `upload-${there.uploads.size + 1}`;
          there.uploads.set(id, { name, pieces: [] });
          return id;
        }));
      const pieces = [...(before?.pieces ?? [])];
      hear({ upload, pieces, sent: (pieces.length / PIECES) * bytes });
      while (pieces.length < PIECES) {
        const piece = `piece-${pieces.length + 1}`;
        await asked('piece', () => {
          there.sent += bytes / PIECES;
          there.uploads.get(upload)?.pieces.push(piece);
        });
        pieces.push(piece);
        hear({ upload, pieces, sent: (pieces.length / PIECES) * bytes });
      }
      return asked('complete', () => {
        const id = `file-${there.files.size + 1}`;
        there.files.set(id, { name, bytes });
        return id;
      });
    },
    order: (order: JobOrder) =>
      asked('order', () => {
        const made = {
          ...{ id: `job-${there.jobs.length + 1}`, state: 'waiting' as const, said: 'queued', base: order.base },
          ...{ name: order.name, mark: order.mark, data: order.data, createdAt: there.now, endedAt: null },
          ...{ model: null, tokens: null, usd: null, why: null, seenAt: there.now + there.late },
        };
        there.jobs.push(made);
        return made;
      }),
    jobs: () => asked('jobs', () => there.jobs.filter(({ seenAt }) => seenAt <= there.now).toReversed()),
    job: (id) => asked('job', () => job(id)),
    events: () => asked('events', () => []),
    cancel: (id) => asked('cancel', () => job(id)),
    deployments: null,
  };
}

/** Time that passes only where it is waited for. */
export const clockOf = (there: World, life: Life): Clock => ({
  now: () => there.now,
  sleep(ms) {
    try {
      living(life);
      there.now += ms;
      return Promise.resolve();
    } catch (error) {
      return Promise.reject(error instanceof Error ? error : new Error(String(error)));
    }
  },
});

/** What one program writes into a run's events: each write is a step before and one after it. */
export const journalIn = (disk: TuningEvent[], life: Life): Journal => ({
  read: () => [...disk],
  add(...events) {
    living(life);
    disk.push(...events);
    living(life);
  },
});

export const fakeRun = (change: Partial<ProviderRun> = {}): ProviderRun => ({
  ...{ version: 1, name: 'economicus-1', createdAt: 1, homines: '0.0.0' },
  data: { hash: 'ab'.repeat(32), agent: 'economicus', control: false, labels: 'ours', train: 40, heldOut: 8 },
  on: 'openai',
  provider: { name: 'openai', address: 'http://127.0.0.1:1/v1' },
  base: { given: 'a-base', kind: 'provider', path: 'openai/a-base', name: 'a-base' },
  options: { epochs: 1, lr: null, rank: null, batch: null, seed: 1 },
  price: { tokens: 1000, usd: 0.01, most: null },
  ...change,
});
