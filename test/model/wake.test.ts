/** A model on cards that sleep: 503 is waited for beyond the time of an answer, told once, and everything else as ever. */
import { afterEach, describe, expect, it } from 'vitest';
import { call, chatExchange, type ModelConnection } from '../../src/model/call.ts';
import { newDialect } from '../../src/model/dialect.ts';
import { rateLimiter } from '../../src/model/rate-limiter.ts';
import { clientOf } from '../../src/model/registry.ts';
import { newWake } from '../../src/model/wake.ts';
import { answers, type Behaviour, serve, type Server } from './server.ts';

let server: Server | null = null;
afterEach(async () => server?.close());

const asleep: Behaviour = (res) => {
  res.writeHead(503, { 'content-type': 'application/json' });
  res.end(JSON.stringify({ error: { message: 'no replica is ready yet', code: 'starting' } }));
};

/** Answers 503 for so many milliseconds from the first question on. */
const asleepFor = (ms: number): Behaviour => {
  let since = 0;
  return (res, asked) => {
    since ||= Date.now();
    (Date.now() - since < ms ? asleep : answers('yes'))(res, asked);
  };
};

async function connected(behaviour: Behaviour, patienceMs: number | null) {
  server = await serve(behaviour);
  const told: boolean[] = [];
  const connection: ModelConnection = {
    ...{ client: clientOf({ name: 'far', address: server.address }, null), model: 'small' },
    ...{ limiter: rateLimiter(4), dialect: newDialect() },
    ...(patienceMs === null ? {} : { wake: newWake(patienceMs, (awake) => told.push(awake)) }),
  };
  // The package that speaks to servers is loaded by now: on a busy machine that takes a second.
  await connection.client.get('/models', AbortSignal.timeout(60_000));
  const ask = (limitMs: number, signal = new AbortController().signal) =>
    call(
      connection,
      chatExchange(connection, [{ role: 'user', content: 'Well?' }], {}),
      limitMs,
      signal,
      () => undefined,
    );
  return { connection, told, ask };
}

describe('a model that sleeps', () => {
  it('is waited for longer than an answer may take, by all who ask, and told once', async () => {
    const { connection, told, ask } = await connected(asleepFor(2500), 120_000);
    const all = await Promise.all([ask(2000), ask(2000), ask(2000)]);
    expect(all.map((one) => (one.kind === 'answer' ? one.kind : one.why))).toEqual(['answer', 'answer', 'answer']);
    expect(told).toEqual([false, true]);
    expect(connection.wake!.since()).toBeNull();
    expect(connection.wake!.spent()).toBeGreaterThan(2000);
  });

  it('is given up where nothing says that it sleeps, and where it takes longer than it is given', async () => {
    const one = await connected(asleep, null);
    expect((await one.ask(900)).kind).not.toBe('answer');
    await server?.close();
    const other = await connected(asleep, 1200);
    const since = Date.now();
    expect((await other.ask(500)).kind).not.toBe('answer');
    expect(Date.now() - since).toBeLessThan(30_000);
    expect(other.told).toEqual([false]);
  });

  it('is left at once by whoever goes', async () => {
    const { ask } = await connected(asleep, 60_000);
    const gone = new AbortController();
    setTimeout(() => gone.abort(), 700);
    const since = Date.now();
    await expect(ask(500, gone.signal)).rejects.toThrow();
    expect(Date.now() - since).toBeLessThan(30_000);
  });
});

it('counts a wake-up that was given up once, and waits anew after a while', () => {
  let now = 1_000_000;
  const wake = newWake(10_000, undefined, () => now);
  expect(wake.asleep()).toBe(1_010_000);
  now += 60_000;
  expect(wake.asleep()).toBe(1_010_000);
  expect(wake.spent()).toBe(10_000);
  now += 500_000;
  expect(wake.asleep()).toBe(now + 10_000);
  wake.awake();
  expect([wake.since(), wake.until()]).toEqual([null, null]);
});
