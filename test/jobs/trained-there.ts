/** A run whose job has succeeded at a stand-in of a provider, in a lab folder of its own: what is seated, proved, rented and asked. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { plannedFile } from '../../src/jobs/rows-file.ts';
import { NotThere } from '../../src/jobs/told-apart.ts';
import type { Deployment, Deployments, TuningProvider } from '../../src/jobs/tuning-provider.ts';
import type { ProviderRun } from '../../src/tune/run-folder.ts';
import { appendEvent } from '../../src/tune/run-read.ts';
import { readTrainingSet } from '../../src/tune/set-read.ts';
import { homines } from '../program.ts';
import { keyOf } from '../tuning-server/accounts.ts';
import type { Deployment as Cards } from '../tuning-server/deployments.ts';
import { exampleSection } from '../tuning-server/example.ts';
import { startTuningServer, type TuningServer } from '../tuning-server/index.ts';
import type { Place } from '../tuning-server/place.ts';
import type { Section } from '../tuning-server/section.ts';

/** Its tuned models are asked on cards that are rented. */
const rentedSection: Section = {
  ...exampleSection,
  ...{ name: 'rented', prefix: '/rented/v1', facts: { ...exampleSection.facts, serves: 'rented', usdPerHour: 2.9 } },
};

export type TrainedThere = {
  readonly lab: string;
  readonly folder: string;
  readonly run: ProviderRun;
  /** What the provider calls the model. */
  readonly model: string;
  readonly place: Place;
  readonly server: TuningServer;
  readonly tuner: TuningProvider;
  readonly env: NodeJS.ProcessEnv;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

/** Sets are made once a test file: folder by agent. */
const sets = new Map<string, Promise<string>>();

async function setOf(agent: string): Promise<string> {
  const place = mkdtempSync(join(tmpdir(), 'homines-seat-set-'));
  process.on('exit', () => rmSync(place, { recursive: true, force: true }));
  const typed = ['tune', 'data', '--agent', agent, '--rows', '80', '--held-out', '16', '--seed', '4', '--out', 'set'];
  const { code, err } = await homines(typed, { cwd: place });
  if (code !== 0) throw new Error(err);
  return join(place, 'set');
}

export type ThereOptions = {
  readonly rented?: boolean;
  readonly agent?: string;
  /** What the provider is to call the model; left out: as it does. */
  readonly called?: string;
  /** Milliseconds of the server's clock until cards are ready. */
  readonly startMs?: number;
};

export async function trainedThere(options: ThereOptions = {}): Promise<TrainedThere> {
  const { rented = false, agent = 'moralis:1', called, startMs = 1500 } = options;
  let made = sets.get(agent);
  if (made === undefined) sets.set(agent, (made = setOf(agent)));
  const set = await made;
  const section = rented ? rentedSection : exampleSection;
  const named: Section =
    called === undefined ? section : { ...section, facts: { ...section.facts, modelName: () => called } };
  const server = await startTuningServer({ sections: [named], pace: { startMs } });
  const place = server.world.at(named.name);
  const lab = mkdtempSync(join(tmpdir(), 'homines-seat-'));
  const folder = join(lab, 'tunes', 'kant-1');
  mkdirSync(folder, { recursive: true });
  cpSync(set, join(folder, 'data'), { recursive: true });
  const data = readTrainingSet(set);
  const rows = plannedFile('together', 'train', data.train);
  const file = place.files.put({ name: rows.name, purpose: 'fine-tune', content: Buffer.from(rows.bytes) });
  const job = place.jobs.order({ ...{ base: 'small', train: file.id, heldOut: null, suffix: null, marks: {} } });
  server.world.tick(600_000);
  const { model } = place.jobs.now(job);
  if (model === null) throw new Error(`the job ended otherwise: ${place.jobs.now(job).why ?? ''}`);
  const address = server.address(named.name);
  const provider = { name: 'together', address, keyName: 'TOGETHER_API_KEY' };
  const run: ProviderRun = {
    ...{ version: 1, name: 'kant-1', createdAt: 1_700_000_000_000, homines: '0.0.0', on: 'together' },
    data: { hash: data.set.hash, agent, control: false, labels: 'ours', train: 80, heldOut: 16 },
    provider: { name: provider.name, address },
    base: { given: 'small', kind: 'provider', path: 'together/small', name: 'small' },
    options: { epochs: 1, lr: null, rank: null, batch: null, seed: 1 },
    price: { tokens: 1000, usd: 0.01, most: null },
  };
  writeFileSync(join(folder, 'run.json'), JSON.stringify(run));
  const at = Date.now();
  for (const name of ['labels', 'mask', 'length', 'template'] as const)
    appendEvent(folder, { kind: 'proof', at, proof: { name, passed: true, figure: 'as it should be', at } });
  appendEvent(folder, { kind: 'finished', at, step: 10, digest: model, seconds: 60 });
  return {
    ...{ lab, folder, run, model, place, server },
    env: { ...process.env, TOGETHER_API_KEY: keyOf(named.name) },
    tuner: {
      ...{ tuner: 'together', provider, limits: { rows: { least: 1, most: null }, bytes: null, source: 'none' } },
      ...{ bases: none, estimate: none, preview: none, jobs: never, job: never, events: never },
      ...{ upload: never, order: never, cancel: never },
      deployments: rented ? deploymentsAt(place) : null,
    },
    async [Symbol.asyncDispose]() {
      await server.stop();
      rmSync(lab, { recursive: true, force: true });
    },
  };
}

const none = () => Promise.resolve(null);
const never = () => Promise.reject(new Error('nothing of a job is asked when a model is seated'));

/** The lab's file, as it is on disk. */
export const labFileOf = (lab: string): { agents: Record<string, Record<string, unknown>> } & Record<string, unknown> =>
  JSON.parse(readFileSync(join(lab, 'homines.config.json'), 'utf8'));

/** Cards of the server's world, asked for directly: what is asked of them later goes over the wire. */
export function deploymentsAt(place: Place): Deployments {
  const { deployments } = place;
  const told = (one: Cards): Deployment => ({
    ...{ id: one.id, state: deployments.state(one), said: deployments.state(one), model: one.id },
    ...{ mark: one.marks['mark'] ?? null, usdPerHour: one.usdPerHour, sleepsAfterMs: one.idleMs },
  });
  return {
    usdPerHour: () => Promise.resolve(2.9),
    make(model, mark) {
      const there = deployments.all.find((one) => one.marks['mark'] === mark && deployments.state(one) !== 'ended');
      const made = there ?? deployments.make({ model, marks: { mark }, idleMs: 300_000 });
      return Promise.resolve(told(made));
    },
    one(id) {
      const found = deployments.all.find((one) => one.id === id);
      if (found === undefined) return Promise.reject(new NotThere(`there is no ${id}`));
      return Promise.resolve(told(found));
    },
    all: () => Promise.resolve(deployments.all.map(told)),
    wake: (id) => Promise.resolve(told(deployments.wake(id))),
    end(id) {
      deployments.end(id);
      return Promise.resolve();
    },
  };
}
