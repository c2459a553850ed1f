/** Tinker as the lab looks at it, against the stand-in of its service: bases, trainings by their mark, and what goes wrong. */
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { NotThere, Refused } from '../../src/jobs/told-apart.ts';
import { tinkerTuner } from '../../src/jobs/tinker/tuner.ts';
import { keyOf } from '../tuning-server/accounts.ts';
import { startTuningServer, type TuningServer } from '../tuning-server/index.ts';
import { type Checkpoint, tinkerOf, type Training } from '../tuning-server/tinker-runs.ts';

const KEY = `tml-${keyOf('tinker')}`;
const { signal } = new AbortController();
let server: TuningServer;
beforeEach(async () => void (server = await startTuningServer()));
afterEach(() => server.stop());
const place = () => server.world.at('tinker');
const at = (address: string) => tinkerTuner({ name: 'tinker', address, keyName: 'TINKER_API_KEY' }, KEY);
const tuner = () => at(`${server.address('tinker')}/oai/api/v1`);

const training = (n: number, more: Partial<Training> = {}): Training => ({
  ...{ id: `session-${n}:train:0`, base: 'homines/tiny', rank: 32, metadata: {}, from: null, at: n },
  ...{ answers: new Map(), learned: [], waiting: [], steps: 0, billed: 0, checkpoints: [], ...more },
});

it('lists what is trained there, each with the tokens of a row', async () => {
  expect(await tuner().bases(signal)).toEqual([
    { name: 'homines/tiny', rowTokens: 4096, closes: null },
    { name: 'homines/other', rowTokens: 4096, closes: null },
  ]);
});

it('lists every training of the account, newest first, with our mark where it is ours', async () => {
  const { trainings } = tinkerOf(place());
  for (let n = 1; n <= 230; n += 1) trainings.push(training(n, n === 7 ? { metadata: { homines: 'homines-7' } } : {}));
  const jobs = await tuner().jobs(1000, signal);
  expect(jobs).toHaveLength(230);
  expect(jobs[0]!.id).toBe('session-230:train:0');
  expect(jobs.filter(({ mark }) => mark !== null)).toMatchObject([{ id: 'session-7:train:0', mark: 'homines-7' }]);
  expect(await tuner().jobs(5, signal)).toHaveLength(5);
  expect((await tuner().job('session-7:train:0', signal)).base).toBe('homines/tiny');
  await expect(tuner().job('session-999:train:0', signal)).rejects.toBeInstanceOf(NotThere);
});

it.each(['key', 'rights', 'unpaid', 'bad'] as const)('refused (%s), it says so without the key', async (kind) => {
  place().faults.add({ call: 'bases', how: 'refused', kind, message: `not with ${KEY}` });
  const refusal = await tuner()
    .bases(signal)
    .catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(Refused);
  expect(String(refusal)).not.toContain(KEY);
});

it.each(['lost', 'half'] as const)('an answer that does not arrive (%s) is asked for again', async (how) => {
  place().faults.add({ call: 'bases', how });
  expect(await tuner().bases(signal)).toHaveLength(2);
});

it.each(['html', 'endless'] as const)('an answer that is none (%s) is one sentence', async (how) => {
  place().faults.add({ call: 'bases', how });
  const failure = await tuner()
    .bases(signal)
    .catch((error: unknown) => error);
  expect(failure).toMatchObject({ name: 'UserError' });
  expect(failure).not.toBeInstanceOf(Refused);
});

it('has succeeded where its weights are asked, and waits where nobody has asked for long', async () => {
  const path = 'tinker://session-2:train:0/sampler_weights/homines-2-4';
  const checkpoint: Checkpoint = {
    kind: 'sampler',
    ...{ name: 'homines-2-4', path, at: 2 },
    expiresAt: null,
    metadata: null,
    learned: [],
  };
  tinkerOf(place()).trainings.push(
    training(1),
    training(2, { checkpoints: [checkpoint] }),
    training(3, { at: Date.now() }),
  );
  const jobs = await tuner().jobs(10, signal);
  expect(jobs.map(({ state, model }) => [state, model])).toEqual([
    ['running', null],
    ['succeeded', path],
    ['waiting', null],
  ]);
});

it('takes no files and no orders: whoever calls that is told so', async () => {
  await expect(tuner().cancel('any', signal)).rejects.toThrow('Tinker');
});

it('exchanges its key where the service wants that, and shows it nowhere else', async () => {
  const shown: (readonly [path: string, key: unknown])[] = [];
  const listening: RequestListener = (request, response) => {
    const path = request.url ?? '';
    shown.push([path, request.headers['x-api-key']]);
    const answer = path.endsWith('/client/config')
      ? { pjwt_auth_enabled: true }
      : path.endsWith('/auth/token')
        ? { jwt: 'eyJ.short.lived' }
        : { supported_models: [] };
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  };
  const other = createServer(listening);
  await new Promise<void>((done) => other.listen(0, '127.0.0.1', done));
  try {
    const one = at(`http://127.0.0.1:${(other.address() as AddressInfo).port}/oai/api/v1`);
    expect(await one.bases(signal)).toEqual([]);
    expect(await one.bases(signal)).toEqual([]);
  } finally {
    other.close();
  }
  expect(shown).toEqual([
    ['/api/v1/client/config', KEY],
    ['/api/v1/auth/token', KEY],
    ['/api/v1/get_server_capabilities', 'eyJ.short.lived'],
    ['/api/v1/get_server_capabilities', 'eyJ.short.lived'],
  ]);
});
