/** Fireworks' adapter against its stand-in, on the good way and with everything that goes wrong there. Not the service itself. */
import { writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UserError } from '../../src/core/user-error.ts';
import { fireworksTuner } from '../../src/jobs/fireworks/tuner.ts';
import { sameBefore } from '../../src/jobs/same-before.ts';
import { Later, NotThere, Refused } from '../../src/jobs/told-apart.ts';
import type { JobOrder, RowFile, TuningProvider } from '../../src/jobs/tuning-provider.ts';
import { keyOf } from '../tuning-server/accounts.ts';
import { startTuningServer, type TuningServer } from '../tuning-server/index.ts';
import type { Place } from '../tuning-server/place.ts';
import * as tuning from './tuning.ts';
import { DATA, MARK, thrownBy } from './tuning.ts';

const BASE = 'accounts/fireworks/models/qwen3-14b';
const PACE = { first: 1, most: 4, tries: 4, asked: 60, look: 5, looks: 3000 };
const DAY = 24 * 3600_000;

let server: TuningServer;
let place: Place;
let here: ReturnType<typeof tuning.folder>;
let tuner: TuningProvider;
const signal = new AbortController().signal;

beforeEach(async () => {
  server = await startTuningServer({ speed: 0 });
  place = server.world.at('fireworks');
  here = tuning.folder();
  tuner = tunerAt(`${server.address('fireworks')}/inference/v1`, keyOf('fireworks'));
});
afterEach(async () => {
  here.remove();
  await server.stop();
});

const tunerAt = (address: string, key: string | null, env: NodeJS.ProcessEnv = {}): TuningProvider =>
  fireworksTuner({ name: 'fireworks', address, keyName: 'FIREWORKS_API_KEY' }, key, env, PACE);

const question = (days: number): string =>
  `It rains ${days} days.\n\nPossible answers: "left", "right".\n\nAnswer with one of the possible answers.`;
const rowOf = (days: number): string =>
  JSON.stringify({
    messages: [
      { role: 'user', content: question(days) },
      { role: 'assistant', content: days < 6 ? 'left' : 'right' },
    ],
  });
const ROWS = Array.from({ length: 12 }, (_, days) => rowOf(days));

/** Rows on disk as they are handed over. */
const fileOf = (rows: readonly string[] = ROWS, part: RowFile['part'] = 'train'): ReturnType<typeof tuning.rowFile> =>
  tuning.rowFile(here.path, `${rows.join('\n')}\n`, { part });

/** Puts rows, which are looked through at once. */
function put(rows?: readonly string[], part?: RowFile['part']): Promise<string> {
  place.files.fates.push({ processedAfterMs: 0 });
  return tuner.upload(fileOf(rows, part), signal);
}

const orderOf = (train: string, more: Partial<JobOrder> = {}): JobOrder =>
  tuning.orderOf(train, {
    ...{ name: 'first', base: BASE, options: { epochs: 2, lr: 0.0002, rank: 16, batch: 4, seed: 1 } },
    ...more,
  });

const calls = (): readonly (string | null)[] => place.accounts.log.map(({ call }) => call);
const count = (call: string): number => calls().filter((one) => one === call).length;

describe('a model that Fireworks tunes', () => {
  it('goes from rows to answers', async () => {
    expect(await tuner.bases(signal)).toEqual([
      { name: BASE, rowTokens: 32_768, closes: null },
      { name: 'accounts/fireworks/models/llama-v3p1-8b-instruct', rowTokens: 32_768, closes: null },
    ]);
    const [train, heldOut] = [await put(), await put(ROWS.slice(0, 4), 'held-out')];
    const order = orderOf(train, { heldOut });
    expect(await tuner.preview(order, 3, signal)).toBeNull();
    const estimate = await tuner.estimate(order, signal);
    const ordered = await tuner.order(order, signal);
    expect(ordered).toMatchObject({ id: MARK, mark: MARK, name: 'first', base: BASE, state: 'waiting', model: null });
    expect([ordered.data, ordered.tokens, ordered.usd, ordered.endedAt]).toEqual([DATA.slice(0, 16), null, null, null]);
    const [job] = place.jobs.all;
    expect(job?.hyper).toMatchObject({ epochs: 2, lr: 0.0002, rank: 16, batch: 4 });
    expect(job?.order).toMatchObject({ train, heldOut, suffix: `accounts/lab/models/${MARK}` });

    expect(await tuner.events(MARK, signal)).toEqual([]);
    server.world.tick(2500);
    expect(await tuner.job(MARK, signal)).toMatchObject({ state: 'waiting', said: 'PENDING' });
    server.world.tick(3000);
    expect(await tuner.job(MARK, signal)).toMatchObject({ state: 'running', said: 'RUNNING' });
    const steps = await tuner.events(MARK, signal);
    expect(steps.map((one) => one.kind === 'step' && one.step)).toEqual([1, 2]);
    expect(steps[0]).toMatchObject({ at: job!.createdAt + 5200, of: null, loss: expect.any(Number) });

    server.world.tick(DAY);
    const done = await tuner.job(MARK, signal);
    const model = `accounts/lab/models/${MARK}`;
    expect(done).toMatchObject({ state: 'succeeded', said: 'COMPLETED', model, why: null });
    expect(done.tokens).toBe(job!.rowTokens * 2);
    expect(done.usd).toBeCloseTo(((job!.rowTokens * 2) / 1e6) * 0.5, 8);
    expect(estimate).toBeCloseTo(done.usd!, 8);
    const rows = await tuner.preview(order, 2, signal);
    expect(rows).toMatchObject([
      { trained: 1, text: 'left' },
      { trained: 1, text: 'left' },
    ]);
    expect(rows![0]!.tokens).toBeGreaterThan(10);

    const deployment = await tuner.deployments!.make(model, MARK, signal);
    server.world.tick(10_000);
    expect(await tuner.deployments!.one(deployment.id, signal)).toMatchObject({ state: 'ready' });
    expect(await said(deployment.model, 9)).toBe('right');
    expect(await said(BASE, 9)).toBe('left');
    // What lies behind a link of a job is fetched without the key; the key goes nowhere else.
    const linked = place.accounts.log.filter(({ path }) => path.startsWith('/storage/'));
    expect(linked.map(({ key }) => key)).toEqual([null, null]);
    expect(tuner.provider.address).toBe(`${server.address('fireworks')}/inference/v1`);
  });

  const said = async (model: string, days: number): Promise<unknown> => {
    const answer = await fetch(`${tuner.provider.address}/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${keyOf('fireworks')}` },
      body: JSON.stringify({ model, messages: [{ role: 'user', content: question(days) }] }),
    });
    const told: { choices: { message: { content: string } }[] } = JSON.parse(await answer.text());
    return told.choices[0]?.message.content;
  };
});

describe('rows', () => {
  it('are put there once, and found by whoever has the same', async () => {
    const id = await put();
    expect(id).toMatch(/^homines-[0-9a-f]{16}-train$/);
    expect(await tuner.upload(fileOf(), signal)).toBe(id);
    expect(count('upload')).toBe(1);
    expect(place.files.all.map(({ content }) => content.toString())).toEqual([`${ROWS.join('\n')}\n`]);
  });

  it('are waited for until they were looked through, and what was sent is heard', async () => {
    server.world.clock.go(20);
    const file = fileOf();
    await tuner.upload(file, signal);
    expect(count('file')).toBeGreaterThan(2);
    expect(file.heard).toEqual([
      { upload: expect.any(String), pieces: [], sent: 0 },
      { upload: expect.any(String), pieces: [file.name], sent: file.bytes },
    ]);
  });

  it.each(['cut', 'lost', 'half'] as const)('come whole and once where their upload is %s', async (how) => {
    place.faults.add({ call: 'upload', how });
    await put();
    expect(count('upload')).toBe(2);
    expect(place.files.all).toHaveLength(1);
    expect(place.files.all[0]!.content.length).toBe(fileOf().bytes);
  });

  it('are sent on where a process ended between dataset and bytes', async () => {
    place.faults.add({ call: 'upload', how: 'cut', times: PACE.tries });
    expect(await thrownBy(put())).toBeInstanceOf(UserError);
    const made = place.accounts.log.filter(({ method, path }) => method === 'POST' && path.endsWith('/datasets'));
    await put();
    const again = place.accounts.log.filter(({ method, path }) => method === 'POST' && path.endsWith('/datasets'));
    expect([made.length, again.length, place.files.all.length]).toEqual([1, 1, 1]);
  });

  it('that Fireworks rejects end with its reason, and are not taken for there', async () => {
    place.files.fates.push({ processedAfterMs: 0, rejected: 'line 3: messages must alternate' });
    const error = await thrownBy(tuner.upload(fileOf(), signal));
    expect(error).toBeInstanceOf(Refused);
    expect(error.message).toContain('line 3: messages must alternate');
    expect(await thrownBy(tuner.upload(fileOf(), signal))).toBeInstanceOf(Refused);
  });

  it('that were changed since are not sent', async () => {
    const file = fileOf();
    writeFileSync(file.path, 'other');
    expect(await thrownBy(tuner.upload(file, signal))).toBeInstanceOf(UserError);
    expect(place.accounts.log.filter(({ method }) => method === 'POST')).toEqual([]);
  });
});

describe('a job', () => {
  it.each(['lost', 'half'] as const)('is found and not ordered again where the answer is %s', async (how) => {
    const train = await put();
    place.faults.add({ call: 'order', how });
    expect(await tuner.order(orderOf(train), signal)).toMatchObject({ id: MARK, mark: MARK });
    expect(place.jobs.all).toHaveLength(1);
    expect(await tuner.order(orderOf(train), signal)).toMatchObject({ id: MARK });
    expect(place.jobs.all).toHaveLength(1);
  });

  it('may have been ordered where no answer ever came, which is no refusal', async () => {
    const train = await put();
    place.faults.add({ call: 'order', how: 'lost', times: 1 });
    place.faults.add({ call: 'order', how: 'cut', times: PACE.tries });
    const error = await thrownBy(tuner.order(orderOf(train), signal));
    expect(error).toBeInstanceOf(UserError);
    expect(error).not.toBeInstanceOf(Refused);
    expect((await tuner.jobs(10, signal)).map(({ mark }) => mark)).toEqual([MARK]);
  });

  it('is known again by whoever has the same rows and base', async () => {
    await tuner.order(orderOf(await put()), signal);
    const jobs = await tuner.jobs(10, signal);
    const asks = (data: string, base = BASE): number =>
      sameBefore({ lab: here.path, tuner: 'fireworks', base, data, named: false }, jobs).length;
    expect([asks(DATA), asks('0'.repeat(64)), asks(DATA, 'accounts/fireworks/models/other')]).toEqual([1, 0, 0]);
  });

  it('is not ordered of a base that is not tuned', async () => {
    const train = await put();
    const error = await thrownBy(tuner.order(orderOf(train, { base: 'qwen2p5-7b-instruct' }), signal));
    expect(error).toBeInstanceOf(Refused);
    expect(error.message).toContain('accounts/fireworks/models/qwen2p5-7b-instruct');
    expect(place.jobs.all).toEqual([]);
  });

  it('that fails says why, in the words of Fireworks', async () => {
    place.jobs.fates.push({ failsAt: 1, why: 'safety evaluation failed\n\u001b[31m' });
    await tuner.order(orderOf(await put()), signal);
    server.world.tick(DAY);
    expect(await tuner.job(MARK, signal)).toMatchObject({
      ...{ state: 'failed', said: 'FAILED', model: null, tokens: null, usd: null },
      why: 'safety evaluation failed ',
    });
  });

  it('is cancelled, and one that has ended stays as it is', async () => {
    await tuner.order(orderOf(await put()), signal);
    server.world.tick(5500);
    await tuner.cancel(MARK, signal);
    server.world.tick(1);
    expect(await tuner.cancel(MARK, signal)).toMatchObject({ state: 'cancelled', said: 'CANCELLED' });
  });

  it('that is lost is told apart from a server that is not well', async () => {
    place.jobs.fates.push({ lostAfterMs: 1000 });
    await tuner.order(orderOf(await put()), signal);
    server.world.tick(2000);
    expect(await thrownBy(tuner.job(MARK, signal))).toBeInstanceOf(NotThere);
    expect(await thrownBy(tuner.events(MARK, signal))).toBeInstanceOf(NotThere);
    expect(await thrownBy(tuner.job('../accounts', signal))).toBeInstanceOf(NotThere);
    place.faults.add({ call: 'job', how: 'refused', kind: 'broken', times: 99 });
    const error = await thrownBy(tuner.job(MARK, signal));
    expect([error instanceof UserError, error instanceof Refused]).toEqual([true, false]);
  });

  it('is in a list that is read to its end, newest first, with those of others', async () => {
    const train = await put();
    place.rules.mostActive = 1000;
    for (let at = 0; at < 230; at++) {
      server.world.tick(1000);
      place.jobs.order({
        ...{ base: BASE, train, heldOut: null, suffix: null, marks: { displayName: `theirs ${at}` } },
        id: `other-${String((at * 7) % 230).padStart(3, '0')}`,
      });
    }
    const all = await tuner.jobs(1000, signal);
    expect(all.map(({ name }) => name)).toEqual(Array.from({ length: 230 }, (_, at) => `theirs ${229 - at}`));
    expect([all[0]?.mark, all[0]?.data, count('jobs')]).toEqual([null, null, 2]);
    expect((await tuner.jobs(3, signal)).map(({ name }) => name)).toEqual(['theirs 229', 'theirs 228', 'theirs 227']);
  });
});

describe('what Fireworks answers', () => {
  it('is asked again where it is not well, and politely where it asks to wait', async () => {
    place.faults.add({ call: 'bases', how: 'refused', kind: 'broken', times: 2 });
    place.faults.add({ call: 'bases', how: 'refused', kind: 'quota', message: 'too fast', retryAfter: 0.05 });
    const before = Date.now();
    expect(await tuner.bases(signal)).toHaveLength(2);
    expect([count('bases'), Date.now() - before >= 50]).toEqual([4, true]);
  });

  it('is not waited for longer than a person waits', async () => {
    const train = await put();
    place.rules.mostActive = 0;
    const error = await thrownBy(tuner.order(orderOf(train), signal));
    expect(error).toBeInstanceOf(Later);
    expect(error).toMatchObject({ afterMs: 60_000 });
    expect([count('order'), place.jobs.all.length]).toEqual([1, 0]);
  });

  it('is no quota that time brings back', async () => {
    place.faults.add({
      call: 'bases',
      how: 'refused',
      kind: 'quota',
      message: 'monthly spend limit exceeded',
      times: 9,
    });
    expect(await thrownBy(tuner.bases(signal))).toBeInstanceOf(Refused);
    expect(count('bases')).toBe(1);
  });

  it.each([
    ['without the right to tune', keyOf('fireworks', 'ask'), 403],
    ['that is none', 'key-of-nobody', 401],
  ])('to a key %s is one sentence without the key', async (_, key, status) => {
    const other = tunerAt(tuner.provider.address, key, { FIREWORKS_ACCOUNT_ID: 'lab' });
    const error = await thrownBy(other.bases(signal));
    expect(error).toBeInstanceOf(Refused);
    expect(error.message).toContain(`(${status})`);
    expect(error.message).toContain('FIREWORKS_API_KEY');
    expect(error.message).not.toContain(key);
    expect(count('bases')).toBe(1);
  });

  it('is no page for people, and never more than is taken', async () => {
    place.faults.add({ call: 'bases', how: 'html' });
    expect(await thrownBy(tuner.bases(signal))).toBeInstanceOf(UserError);
    place.faults.add({ call: 'bases', how: 'endless' });
    expect((await thrownBy(tuner.bases(signal))).message).toContain('8,000,000 bytes');
  });

  it('is left when whoever asked leaves', async () => {
    const leaving = new AbortController();
    place.faults.add({ call: 'bases', how: 'silent' });
    setTimeout(() => leaving.abort(new Error('left')), 20);
    expect((await thrownBy(tuner.bases(leaving.signal))).message).toBe('left');
  });
});

describe('rented cards', () => {
  let model: string;
  beforeEach(async () => {
    await tuner.order(orderOf(await put()), signal);
    server.world.tick(DAY);
    model = (await tuner.job(MARK, signal)).model!;
  });

  it.each([null, 'lost', 'half'] as const)('are rented once for a mark (answer: %s)', async (how) => {
    if (how !== null) place.faults.add({ call: 'deploy', how });
    const made = await tuner.deployments!.make(model, MARK, signal);
    expect(made).toMatchObject({
      ...{ id: MARK, mark: MARK, state: 'starting', said: 'CREATING', usdPerHour: null, sleepsAfterMs: 900_000 },
      model: `${model}#accounts/lab/deployments/${MARK}`,
    });
    expect(await tuner.deployments!.make(model, MARK, signal)).toMatchObject({ id: MARK });
    expect(place.deployments.all).toHaveLength(1);
    expect(await tuner.deployments!.all(signal)).toMatchObject([{ id: MARK }]);
  });

  it('sleep, are woken by a question, and are asked when they are there', async () => {
    const { id } = await tuner.deployments!.make(model, MARK, signal);
    server.world.tick(6000);
    expect(await tuner.deployments!.one(id, signal)).toMatchObject({ state: 'ready' });
    server.world.tick(900_000);
    expect(await tuner.deployments!.one(id, signal)).toMatchObject({ state: 'asleep', said: 'READY' });
    const paid = place.spent().cards;
    server.world.tick(DAY);
    expect(place.spent().cards).toBe(paid);
    expect(await tuner.deployments!.wake(id, signal)).toMatchObject({ state: 'starting' });
    expect(await tuner.deployments!.wake(id, signal)).toMatchObject({ state: 'starting' });
    expect(place.accounts.log.filter(({ call }) => call === 'chat').map(({ status }) => status)).toEqual([503]);
    server.world.tick(6000);
    expect(await tuner.deployments!.wake(id, signal)).toMatchObject({ state: 'ready' });
  });

  it('that were ended cost nothing, and others are rented for the same run', async () => {
    const { id } = await tuner.deployments!.make(model, MARK, signal);
    server.world.tick(60_000);
    await tuner.deployments!.end(id, signal);
    const paid = place.spent().cards;
    server.world.tick(DAY);
    expect([paid > 0, place.spent().cards]).toEqual([true, paid]);
    await tuner.deployments!.end(id, signal);
    await tuner.deployments!.end('homines-ffffffffffff', signal);
    expect(await tuner.deployments!.one(id, signal)).toMatchObject({ state: 'ended', said: 'DELETED' });
    expect(await tuner.deployments!.all(signal)).toEqual([]);
    expect(await tuner.deployments!.make(model, MARK, signal)).toMatchObject({ id: `${MARK}-2`, mark: MARK });
    expect(await tuner.deployments!.make(model, MARK, signal)).toMatchObject({ id: `${MARK}-2` });
  });

  it('of others are left alone, and what is not known costs nothing', async () => {
    place.deployments.make({ model, marks: {}, idleMs: null, id: 'theirs' });
    expect(await tuner.deployments!.all(signal)).toEqual([]);
    expect(await thrownBy(tuner.deployments!.one('homines-ffffffffffff', signal))).toBeInstanceOf(NotThere);
    place.deployments.failures.push('no capacity');
    const { id } = await tuner.deployments!.make(model, MARK, signal);
    server.world.tick(6000);
    expect(await tuner.deployments!.one(id, signal)).toMatchObject({ state: 'failed', said: 'FAILED' });
    expect(await tuner.deployments!.make(model, MARK, signal)).toMatchObject({ id: `${MARK}-2`, state: 'starting' });
  });
});

describe('the account', () => {
  it('is the one that the environment names, and nobody is asked for it', async () => {
    const other = tunerAt(tuner.provider.address, keyOf('fireworks'), { FIREWORKS_ACCOUNT_ID: 'accounts/lab' });
    expect(await other.jobs(10, signal)).toEqual([]);
    expect(place.accounts.log.map(({ path }) => path)).toEqual(['/v1/accounts/lab/supervisedFineTuningJobs']);
    await tuner.jobs(10, signal);
    await tuner.jobs(10, signal);
    expect(place.accounts.log.filter(({ path }) => path === '/v1/accounts')).toHaveLength(1);
    for (const wrong of ['a/b', 'you@example.org'])
      expect(
        await thrownBy(tunerAt(tuner.provider.address, 'k', { FIREWORKS_ACCOUNT_ID: wrong }).jobs(1, signal)),
      ).toBeInstanceOf(Refused);
  });

  it('ends no cards where a page for people answers in its place', async () => {
    const error = await thrownBy(
      answering(
        ({ method, url }, res) => {
          if (method === 'DELETE') res.end('<html>Sign in</html>');
          else if (url?.includes('/deployments/') === true)
            res.end(JSON.stringify({ name: `accounts/lab/deployments/${MARK}`, state: 'READY', replicaCount: 1 }));
          else res.end(JSON.stringify({ accounts: [{ name: 'accounts/lab' }] }));
        },
        (other) => other.deployments!.end(MARK, signal),
      ),
    );
    expect(error).toBeInstanceOf(UserError);
  });

  it('is asked for where a key has several, or none', async () => {
    for (const names of [[], ['accounts/one', 'accounts/two']]) {
      const error = await thrownBy(
        answering(
          (_, res) => res.end(JSON.stringify({ accounts: names.map((name) => ({ name })) })),
          (other) => other.jobs(1, signal),
        ),
      );
      expect(error).toBeInstanceOf(Refused);
      expect(error.message.includes('FIREWORKS_ACCOUNT_ID')).toBe(names.length > 0);
    }
  });

  it('has a key that follows nobody elsewhere, and is told to nobody', async () => {
    const asked: (string | undefined)[] = [];
    const error = await thrownBy(
      answering(
        ({ url }, res) => {
          asked.push(url);
          res.writeHead(302, { location: `http://127.0.0.1:1/?key=${SECRET}` }).end(`no, ${SECRET}`);
        },
        (other) => other.jobs(1, signal),
      ),
    );
    expect(error).toBeInstanceOf(UserError);
    expect(error.message).not.toContain(SECRET);
    expect(asked).toHaveLength(1);
  });

  const SECRET = 'fw_3ZhkqsXbLrUv8wYtNpQm4d';

  /** What a tuner does at a server that answers so. */
  async function answering(
    answer: (req: IncomingMessage, res: ServerResponse) => void,
    does: (other: TuningProvider) => Promise<unknown>,
  ): Promise<unknown> {
    const own = createServer(answer);
    await new Promise<void>((listening) => own.listen(0, '127.0.0.1', listening));
    try {
      return await does(tunerAt(`http://127.0.0.1:${(own.address() as AddressInfo).port}`, SECRET));
    } finally {
      own.closeAllConnections();
      own.close();
    }
  }
});
