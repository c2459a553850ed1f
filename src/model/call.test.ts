import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { call, chatExchange, type ModelConnection } from './call.ts';
import { newDialect } from './dialect.ts';
import type { Client, HttpAnswer } from './http.ts';
import { rateLimiter } from './rate-limiter.ts';

// What other files have left behind in this worker goes on by clocks of its own.
beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] }));
afterEach(() => void vi.useRealTimers());

const said: HttpAnswer = {
  ...{ request: '{}', status: 200, headers: new Map(), ms: 1, trouble: null, detail: '' },
  raw: JSON.stringify({ choices: [{ message: { content: 'C' }, finish_reason: 'stop' }] }),
};

/** A model whose answers are given by hand; `asked` are those that wait for theirs. */
function model() {
  const asked: (() => void)[] = [];
  const never = (): Promise<HttpAnswer> => Promise.reject(new Error('asked for something else'));
  const client: Client = {
    ...{ get: never, post: never, upload: never, content: never },
    send: () => new Promise((done) => void asked.push(() => done(said))),
  };
  const connection: ModelConnection = { model: 'm', client, limiter: rateLimiter(Infinity), dialect: newDialect() };
  const left = new AbortController();
  return {
    asked,
    left,
    ask: () => {
      const messages = [{ role: 'user', content: 'C or D?' }] as const;
      return call(connection, chatExchange(connection, messages, {}), 120_000, left.signal, () => undefined);
    },
  };
}

it('asks the first question alone, and all others when that is answered', async () => {
  const { asked, ask } = model();
  const all = [ask(), ask(), ask()];
  await vi.advanceTimersByTimeAsync(500);
  expect(asked).toHaveLength(1);
  asked[0]!();
  await vi.advanceTimersByTimeAsync(0);
  expect(asked).toHaveLength(3);
  for (const answer of asked) answer();
  expect((await Promise.all(all)).map(({ kind }) => kind)).toEqual(['answer', 'answer', 'answer']);
  expect(vi.getTimerCount()).toBe(0);
});

it('where the first answer is late nobody waits for it twice', async () => {
  const { asked, ask } = model();
  const first = [ask(), ask()];
  await vi.advanceTimersByTimeAsync(999);
  expect(asked).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(asked).toHaveLength(2);
  const later = ask();
  await vi.advanceTimersByTimeAsync(0);
  expect(asked).toHaveLength(3);
  for (const answer of asked) answer();
  expect((await Promise.all([...first, later])).map(({ kind }) => kind)).toEqual(['answer', 'answer', 'answer']);
});

it('whoever leaves meanwhile does not wait', async () => {
  const { asked, ask, left } = model();
  const all = [ask(), ask()].map((one) => one.catch((error: unknown) => error));
  await vi.advanceTimersByTimeAsync(10);
  left.abort('left');
  expect(await all[1]).toBe('left');
  expect(asked).toHaveLength(1);
  asked[0]!();
  await Promise.all(all);
});
