/** Tuning at Azure against the stand-in: marks in suffixes, cards by the management, and which secret goes where. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { azureTuner } from '../../src/jobs/azure/tuner.ts';
import type { Deployments, TuningProvider } from '../../src/jobs/tuning-provider.ts';
import { connect } from '../../src/model/http.ts';
import { keyOf } from '../tuning-server/accounts.ts';
import { MANAGEMENT_TOKEN, RESOURCE_GROUP, SUBSCRIPTION } from '../tuning-server/azure.ts';
import { startTuningServer, type TuningServer } from '../tuning-server/index.ts';
import type { Place } from '../tuning-server/place.ts';
import { folder, MARK, orderOf, refusal as refusedTo, rowFile, rows } from './tuning.ts';

let server: TuningServer;
let place: Place;
let here: ReturnType<typeof folder>;
const signal = new AbortController().signal;

beforeEach(async () => {
  server = await startTuningServer({ speed: 0 });
  place = server.world.at('azure');
  here = folder();
});
afterEach(async () => {
  here.remove();
  await server.stop();
});

const provider = () =>
  ({ name: 'azure', kind: 'azure', address: server.address('azure'), keyName: 'AZURE_OPENAI_API_KEY' }) as const;
const managed = (): NodeJS.ProcessEnv => ({
  AZURE_SUBSCRIPTION_ID: SUBSCRIPTION,
  AZURE_RESOURCE_GROUP: RESOURCE_GROUP,
  AZURE_MANAGEMENT_TOKEN: MANAGEMENT_TOKEN,
  AZURE_MANAGEMENT_ADDRESS: server.address('azure'),
});
const tuner = (env: NodeJS.ProcessEnv = {}): TuningProvider => azureTuner(provider(), keyOf('azure'), env);
const cards = (env: NodeJS.ProcessEnv = managed()): Deployments => tuner(env).deployments!;

const refusal = (doing: Promise<unknown>): Promise<string> => refusedTo(doing, MANAGEMENT_TOKEN);

const trainFile = (): string => place.files.put({ name: 'a', purpose: 'fine-tune', content: Buffer.from(rows(12)) }).id;

async function tuned(): Promise<string> {
  const { id } = await tuner().order(orderOf(trainFile()), signal);
  server.world.tick(3_600_000);
  return (await tuner().job(id, signal)).model ?? '';
}

describe('jobs', () => {
  it('are marked in the suffix, which has 40 letters, and found by it', async () => {
    place.faults.add({ call: 'order', how: 'lost' });
    const name = 'a.kantian-with-a-name-of-forty-letters-ab';
    const job = await tuner({ AZURE_OPENAI_TRAINING_TYPE: 'GlobalStandard' }).order(
      orderOf(trainFile(), { name }),
      signal,
    );
    expect(job).toMatchObject({
      mark: MARK,
      name: 'a-kantian-with-a-na',
      state: 'waiting',
      said: 'pending',
      data: null,
    });
    expect(place.jobs.all).toHaveLength(1);
    expect(place.jobs.all[0]?.order.suffix).toHaveLength(40);
  });

  it('refuses a training type that there is not', () => {
    expect(() => tuner({ AZURE_OPENAI_TRAINING_TYPE: 'cheap' })).toThrow(/standard, globalstandard/);
  });

  it('are followed to a model, with files that go up in pieces', async () => {
    server.world.clock.go(100);
    const file = rowFile(here.path, rows(10_000, 500));
    const { id } = await tuner().order(orderOf(await tuner().upload(file, signal)), signal);
    expect(place.files.all.map(({ sha256 }) => sha256)).toEqual([file.sha256]);
    server.world.tick(3_600_000);
    expect(await tuner().job(id, signal)).toMatchObject({
      ...{ state: 'succeeded', tokens: 2 * place.jobs.all[0]!.rowTokens },
      model: `gpt-4.1-nano-2025-04-14.ft-azure1-${MARK}-kantian-1`,
    });
    expect((await tuner().events(id, signal)).at(-1)).toMatchObject({ kind: 'said' });
  });

  it('tells what it tunes from its own list, and until when', async () => {
    const bases = await tuner().bases(signal);
    expect(bases).toHaveLength(5);
    expect(bases).toContainEqual({ name: 'gpt-4.1-2025-04-14', rowTokens: null, closes: '2028-01-07' });
  });

  it.each([
    [undefined, '2025-04-01-preview'],
    ['2024-10-21', '2025-04-01-preview'],
    ['2026-03-01', '2026-03-01'],
  ])('asks by a version that can tune: of %s %s', async (version, asked) => {
    const given = { ...provider(), ...(version === undefined ? {} : { version }) };
    await azureTuner(given, keyOf('azure'), {}).jobs(1, signal);
    expect(new URLSearchParams(place.accounts.log[0]?.query).get('api-version')).toBe(asked);
  });
});

describe('cards', () => {
  it('are made once under the mark, answer when they are there, and end', async () => {
    const model = await tuned();
    place.faults.add({ call: 'deploy', how: 'lost' });
    const made = await cards().make(model, MARK, signal);
    expect(made).toMatchObject({ id: MARK, model: MARK, mark: MARK, state: 'starting', said: 'Creating' });
    expect(await cards().make(model, MARK, signal)).toEqual(made);
    expect(place.deployments.all).toHaveLength(1);
    expect(place.deployments.all[0]?.marks['sku']).toBe('Standard');
    server.world.tick(60_000);
    expect(await cards().one(MARK, signal)).toMatchObject({ state: 'ready', sleepsAfterMs: null });
    const body = { model: MARK, messages: [{ role: 'user', content: rows(1).slice(0, 10) }] };
    expect(await connect(provider(), keyOf('azure')).send(body, signal)).toMatchObject({ status: 200 });
    await cards().end(MARK, signal);
    await cards().end(MARK, signal);
    expect(await cards().all(signal)).toEqual([]);
    expect(await refusal(cards().one(MARK, signal))).toContain(MARK);
  });

  it('are not taken to be ended where a page for people answers', async () => {
    await cards().make(await tuned(), MARK, signal);
    place.faults.add({ call: 'end', how: 'html' });
    expect(await refusal(cards().end(MARK, signal))).toContain(MARK);
  });

  it('are gone after 15 days in which nobody asked', async () => {
    await cards().make(await tuned(), MARK, signal);
    server.world.tick(16 * 24 * 3_600_000);
    expect(await refusal(cards().wake(MARK, signal))).toContain('15 days');
  });

  it('are listed page by page: those of homines alone', async () => {
    const model = await tuned();
    for (const n of [1, 2, 3, 4, 5]) {
      const name = n === 3 ? 'somebody-elses' : `homines-00000000000${n}`;
      place.deployments.make({ model, marks: { name, sku: 'Standard' }, idleMs: null });
    }
    expect((await cards().all(signal)).map(({ id }) => id)).toEqual([1, 2, 4, 5].map((n) => `homines-00000000000${n}`));
  });

  it('says so where one never gets ready', async () => {
    place.deployments.failures.push('no capacity');
    await cards().make(await tuned(), MARK, signal);
    server.world.tick(60_000);
    expect(await cards().one(MARK, signal)).toMatchObject({ state: 'failed', said: 'Failed' });
  });

  it('sends the token to the management alone, and the key to the resource alone', async () => {
    await cards().make(await tuned(), MARK, signal);
    await cards().all(signal);
    const told = place.accounts.log.map(({ path, key }) => [path.startsWith('/openai/'), key]);
    expect(new Set(told.map((one) => JSON.stringify(one)))).toEqual(
      new Set([JSON.stringify([true, keyOf('azure')]), JSON.stringify([false, null])]),
    );
  });

  it.each([
    ['an old token', { AZURE_MANAGEMENT_TOKEN: 'old-token-0815' }, 'AZURE_MANAGEMENT_TOKEN'],
    ['another group', { AZURE_RESOURCE_GROUP: 'elsewhere' }, 'AZURE_RESOURCE_GROUP'],
    ['an open address', { AZURE_MANAGEMENT_ADDRESS: 'http://example.org' }, 'AZURE_MANAGEMENT_ADDRESS'],
  ])('says what is wrong with %s', async (_, env, name) => {
    const said = await refusal(cards({ ...managed(), ...env }).make('m', MARK, signal));
    expect(said).toContain(name);
    expect(said).not.toContain('old-token-0815');
    expect(place.deployments.all).toHaveLength(0);
  });

  it('without a token names what to set, and finds what somebody deployed by that name', async () => {
    const model = await tuned();
    const bare = cards({ AZURE_SUBSCRIPTION_ID: SUBSCRIPTION });
    const said = await refusal(bare.make(model, MARK, signal));
    for (const part of ['AZURE_RESOURCE_GROUP', 'AZURE_MANAGEMENT_TOKEN', model, MARK]) expect(said).toContain(part);
    expect(said).not.toContain('AZURE_SUBSCRIPTION_ID');
    await refusal(bare.all(signal));
    place.deployments.make({ model, marks: { name: MARK, sku: 'Standard' }, idleMs: null });
    server.world.tick(60_000);
    expect(await bare.make(model, MARK, signal)).toMatchObject({ id: MARK, model: MARK, state: 'ready' });
    expect(await bare.one(MARK, signal)).toMatchObject({ state: 'ready' });
    expect(await refusal(bare.end(MARK, signal))).toContain('portal');
  });
});
