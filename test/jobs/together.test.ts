/** Together by its official package, against the stand-in: files, the mask, jobs that are ordered once, and cards that are given back. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { UserError } from '../../src/core/user-error.ts';
import { togetherTuner } from '../../src/jobs/together/tuner.ts';
import { Later, NotThere, Refused } from '../../src/jobs/told-apart.ts';
import { textOfTokens } from '../../src/jobs/together/token-text.ts';
import type { JobOrder, TuningProvider } from '../../src/jobs/tuning-provider.ts';
import { wireOf } from '../../src/jobs/wire.ts';
import { TooLarge } from '../../src/model/http-body.ts';
import { keyOf } from '../tuning-server/accounts.ts';
import { startTuningServer, type TuningServer } from '../tuning-server/index.ts';
import type { Place } from '../tuning-server/place.ts';
import type { Call } from '../tuning-server/section.ts';
import { togetherState } from '../tuning-server/together-state.ts';
import * as tuning from './tuning.ts';
import { MARK } from './tuning.ts';

const BASE = 'Qwen/Qwen3-8B';
const PACE = { limit: 1500, tries: 4, pause: 3, patience: 4000 };
const soon = (): AbortSignal => AbortSignal.timeout(120_000);

let server: TuningServer;
let place: Place;
let here: ReturnType<typeof tuning.folder>;

beforeEach(async () => {
  here = tuning.folder();
  // A second of ours is an hour of the server's: files are checked at once, jobs stop where `stop` says so.
  server = await startTuningServer({ speed: 3600 });
  place = server.world.at('together');
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await server.stop();
  here.remove();
});

const tuner = (key = keyOf('together')): TuningProvider =>
  togetherTuner(
    { name: 'together', address: server.address('together'), keyName: 'TOGETHER_API_KEY' },
    ...([key, {}, PACE] as const),
  );

const asked = (call: Call): number => place.accounts.log.filter((one) => one.call === call).length;

const answerOf = (at: number): string => (at % 2 === 0 ? 'cooperate' : 'defect');
const rowsOf = (many: number): string =>
  Array.from({ length: many }, (_, at) =>
    JSON.stringify({
      messages: [
        { role: 'user', content: `Round ${at}: what do you do?` },
        { role: 'assistant', content: answerOf(at) },
      ],
    }),
  ).join('\n');

const rowFile = (text: string): ReturnType<typeof tuning.rowFile> => tuning.rowFile(here.path, text);

const orderOf = (train: string, options: Partial<JobOrder['options']> = {}): JobOrder => {
  const order = tuning.orderOf(train, { name: 'first.run', base: BASE });
  return { ...order, options: { ...order.options, ...options } };
};

async function trained(by: TuningProvider): Promise<string> {
  const file = await by.upload(rowFile(rowsOf(40)), soon());
  const { id } = await by.order(orderOf(file), soon());
  server.world.tick(3600_000);
  return id;
}

describe('what Together tunes', () => {
  it('is what can be asked afterwards, with the tokens of a row', async () => {
    expect(await tuner().bases(soon())).toEqual([{ name: BASE, rowTokens: 4096, closes: null }]);
    // Where the catalog names none of them, it says nothing of any.
    togetherState(place).served = [];
    expect((await tuner().bases(soon()))?.map(({ name }) => name)).toEqual([
      BASE,
      'meta-llama/Meta-Llama-3.1-8B-Instruct-Reference',
    ]);
  });

  it('has limits, which are told before anything is ordered', async () => {
    const by = tuner();
    for (const options of [{ rank: 65 }, { batch: 4 }, { lr: 1 }, { epochs: 21 }])
      await expect(by.order(orderOf('file-1', options), soon())).rejects.toThrow(UserError);
    await expect(by.order({ ...orderOf('file-1'), base: 'openai/gpt-oss-120b' }, soon())).rejects.toThrow(BASE);
    expect(asked('order')).toBe(0);
  });
});

describe('a file', () => {
  it('goes to the storage without the key, by its own name, with progress, and once', async () => {
    const file = rowFile(rowsOf(30_000));
    const { heard } = file;
    expect(file.bytes).toBeGreaterThan(3_000_000);
    const id = await tuner().upload(file, soon());
    expect(place.files.get(id)).toMatchObject({ name: file.name, sha256: file.sha256, purpose: 'fine-tune' });
    expect(heard.map(({ sent }) => sent)).toEqual(heard.map(({ sent }) => sent).toSorted((a, b) => a - b));
    expect(heard.length).toBeGreaterThanOrEqual(5);
    expect(heard.at(-1)).toEqual({ upload: id, pieces: [id], sent: file.bytes });
    const put = place.accounts.log.filter(({ call }) => call === 'part');
    expect(put.map(({ key, bytes, status }) => [key, bytes, status])).toEqual([[null, file.bytes, 200]]);
    // No path of this computer is told.
    expect(JSON.stringify(place.accounts.log)).not.toContain(here.path);
    expect(await tuner().upload(file, soon())).toBe(id);
    expect(asked('part')).toBe(1);
  });

  it('goes to the address that the provider has, whatever the environment of the package says', async () => {
    vi.stubEnv('TOGETHER_API_BASE_URL', 'http://127.0.0.1:9/v1');
    vi.stubEnv('TOGETHER_BASE_URL', 'http://127.0.0.1:9/v1');
    vi.stubEnv('TOGETHER_CUSTOM_HEADERS', 'x-secret: told');
    const heads: string[] = [];
    place.faults.add({
      ...{ call: 'any', how: 'slow', ms: 0, times: 1000 },
      when: ({ headers }) => {
        heads.push(...Object.keys(headers));
        return false;
      },
    });
    expect(await tuner().upload(rowFile(rowsOf(20)), soon())).toBe('file-1');
    expect(heads).toContain('authorization');
    expect(heads.filter((name) => name === 'x-secret' || name.startsWith('x-stainless'))).toEqual([]);
  });

  it('that was cut at half is sent again, and whole', async () => {
    place.faults.add({ call: 'part', how: 'cut' });
    const file = rowFile(rowsOf(20_000));
    const id = await tuner().upload(file, soon());
    expect(place.files.get(id).sha256).toBe(file.sha256);
    expect(place.files.all).toHaveLength(1);
    expect(asked('part')).toBe(2);
  });

  it('that is cut again and again is not sent for ever', async () => {
    place.faults.add({ call: 'part', how: 'cut', times: 9 });
    await expect(tuner().upload(rowFile(rowsOf(20_000)), soon())).rejects.toThrow(UserError);
    expect(asked('part')).toBe(2);
  });

  it('that arrived though its answer was lost is not sent again', async () => {
    place.faults.add({ call: 'part', how: 'lost' });
    const file = rowFile(rowsOf(20));
    expect(place.files.get(await tuner().upload(file, soon())).sha256).toBe(file.sha256);
    expect(asked('part')).toBe(1);
  });

  it('of the same name with other bytes is another one', async () => {
    const file = rowFile(rowsOf(20));
    place.files.put({ name: file.name, purpose: 'fine-tune', content: Buffer.from('cut') });
    expect(place.files.get(await tuner().upload(file, soon())).sha256).toBe(file.sha256);
  });

  it('that is rejected says why', async () => {
    place.files.fates.push({ rejected: 'Line 3 is no conversation.' });
    const sending = tuner().upload(rowFile(rowsOf(20)), soon());
    await expect(sending).rejects.toThrow(Refused);
    await expect(sending).rejects.toThrow('Line 3 is no conversation');
  });

  it('that the storage refuses without an end is refused, and not sent again', async () => {
    place.faults.add({ call: 'part', how: 'endless', status: 400 });
    await expect(tuner().upload(rowFile(rowsOf(20)), soon())).rejects.toThrow(Refused);
    expect(asked('part')).toBe(1);
  });

  it('on its way stops when it is told to', async () => {
    place.faults.add({ call: 'part', how: 'silent' });
    const stop = new AbortController();
    const sending = tuner().upload(rowFile(rowsOf(20)), stop.signal);
    setTimeout(() => stop.abort(new Error('enough')), 100);
    await expect(sending).rejects.toThrow('enough');
    expect(place.files.all).toHaveLength(0);
  });
});

describe('before the order', () => {
  it('the price is the one of the tokens, and what the account lacks is refused', async () => {
    const by = tuner();
    const file = await by.upload(rowFile(rowsOf(40)), soon());
    const usd = await by.estimate(orderOf(file), soon());
    const job = await by.order(orderOf(file), soon());
    server.world.tick(3600_000);
    expect(usd).toBeCloseTo((await by.job(job.id, soon())).usd ?? NaN, 9);
    togetherState(place).account = 0;
    await expect(by.estimate(orderOf(file), soon())).rejects.toThrow(Refused);
  });

  it('the preview shows what is trained: the answer and its end, nothing of the question', async () => {
    const by = tuner();
    const file = await by.upload(rowFile(rowsOf(40)), soon());
    const rows = await by.preview(orderOf(file), 3, soon());
    expect(rows?.map(({ text }) => text)).toEqual([0, 1, 2].map((at) => `${answerOf(at)}<|im_end|>`));
    for (const { tokens, trained: some } of rows ?? []) expect(some).toBeLessThan(tokens / 3);
  });

  it('a mask that is wrong is seen', async () => {
    const by = tuner();
    const file = await by.upload(rowFile(rowsOf(40)), soon());
    togetherState(place).mask = 'everything';
    const [all] = (await by.preview(orderOf(file), 1, soon())) ?? [];
    expect(all?.text).toContain('Round 0: what do you do?');
    expect(all?.trained).toBe(all?.tokens);
    togetherState(place).mask = 'nothing';
    expect(await by.preview(orderOf(file), 1, soon())).toMatchObject([{ trained: 0, text: '' }]);
    togetherState(place).mask = 'liar';
    await expect(by.preview(orderOf(file), 1, soon())).rejects.toThrow(UserError);
  });

  it('tokens are read by the letters of their bytes, and by those of SentencePiece', () => {
    expect(textOfTokens(['K', 'Ã¶ln', 'Ġist', 'Ċ'])).toBe('Köln ist\n');
    expect(textOfTokens(['▁I', '▁defect', '<0x0A>', '<0xC3>', '<0xB6>'])).toBe(' I defect\nö');
    expect(textOfTokens(['<|im_end|>'])).toBe('<|im_end|>');
  });
});

describe('a job', () => {
  it('trains answers alone, by LoRA, and is found again by its mark', async () => {
    const by = tuner();
    const file = await by.upload(rowFile(rowsOf(40)), soon());
    server.world.clock.stop();
    const job = await by.order(orderOf(file, { lr: 1e-4, rank: 16 }), soon());
    expect(job).toMatchObject({ state: 'waiting', mark: MARK, name: 'first-run', base: BASE, model: null, usd: null });
    expect(togetherState(place).orders).toEqual([
      {
        ...{ model: BASE, training_file: file, suffix: `first-run-${MARK}`, n_epochs: 2, learning_rate: 1e-4 },
        ...{ batch_size: 32, random_seed: 7, training_type: { type: 'Lora', lora_r: 16, lora_alpha: 32 } },
        training_method: { method: 'sft', train_on_inputs: false },
      },
    ]);
    server.world.tick(3600_000);
    const done = await by.job(job.id, soon());
    const [{ rowTokens } = { rowTokens: 0 }] = place.jobs.all;
    expect(done).toMatchObject({
      ...{ state: 'succeeded', said: 'completed', mark: MARK, model: `lab/Qwen3-8B:first-run-${MARK}:ft-0001` },
      tokens: 2 * rowTokens,
    });
    expect(done.usd).toBeCloseTo((2 * rowTokens * 0.48) / 1e6, 9);
    expect(done.endedAt).toBeGreaterThan(done.createdAt);
    expect(await by.jobs(10, soon())).toMatchObject([{ id: job.id, mark: MARK, name: 'first-run', model: done.model }]);
  });

  it('of somebody else is listed too, newest first', async () => {
    const by = tuner();
    const file = await by.upload(rowFile(rowsOf(40)), soon());
    for (const suffix of ['other', null]) {
      place.jobs.order({ base: BASE, train: file, heldOut: null, suffix, marks: {} });
      server.world.tick(1000);
    }
    const { id } = await by.order(orderOf(file), soon());
    expect((await by.jobs(2, soon())).map((one) => [one.id, one.mark])).toEqual([
      [id, MARK],
      ['ft-0002', null],
    ]);
  });

  it.each(['lost', 'half', 'html'] as const)('whose answer is %s is not ordered again', async (how) => {
    const by = tuner();
    const file = await by.upload(rowFile(rowsOf(40)), soon());
    place.faults.add({ call: 'order', how });
    await by.order(orderOf(file), soon()).catch(() => undefined);
    expect(place.jobs.all).toHaveLength(1);
    expect(asked('order')).toBe(1);
    expect((await by.jobs(9, soon())).map(({ mark }) => mark)).toEqual([MARK]);
  });

  it('whose answer is lost and that the list shows late is found', async () => {
    const by = tuner();
    const file = await by.upload(rowFile(rowsOf(40)), soon());
    place.faults.add({ call: 'order', how: 'lost' });
    place.pace.listedAfterMs = 3600_000_000;
    place.faults.add({
      ...{ call: 'jobs', how: 'silent' },
      when() {
        if (asked('jobs') === 3) place.pace.listedAfterMs = 0;
        return false;
      },
    });
    expect(await by.order(orderOf(file), soon())).toMatchObject({ id: 'ft-0001', mark: MARK });
    expect(asked('jobs')).toBe(3);
    expect(place.jobs.all).toHaveLength(1);
  });

  it('that may have been ordered and is nowhere yet is no refusal', async () => {
    const by = tuner();
    const file = await by.upload(rowFile(rowsOf(40)), soon());
    place.faults.add({ call: 'order', how: 'lost' });
    place.pace.listedAfterMs = 3600_000_000;
    const error: unknown = await by.order(orderOf(file), soon()).catch((one: unknown) => one);
    expect(error).toBeInstanceOf(UserError);
    expect(error).not.toBeInstanceOf(Refused);
    expect(asked('order')).toBe(1);
  });

  it('tells its steps, losses and checkpoints as they come', async () => {
    const by = tuner();
    const file = await by.upload(rowFile(rowsOf(64)), soon());
    server.world.clock.stop();
    const { id } = await by.order(orderOf(file, { epochs: 10, batch: 8 }), soon());
    expect((await by.events(id, soon())).map(({ kind }) => kind)).toEqual(['said']);
    server.world.tick(place.pace.checkMs + place.pace.waitMs + 40 * place.pace.stepMs);
    expect(await by.job(id, soon())).toMatchObject({ state: 'running', endedAt: null });
    const told = await by.events(id, soon());
    const steps = told.flatMap((one) => (one.kind === 'step' ? [[one.step, one.of]] : []));
    expect(steps).toEqual(Array.from({ length: 40 }, (_, at) => [at + 1, 80]));
    expect(told.filter(({ kind }) => kind === 'checkpoint')).toMatchObject([{ step: 40 }]);
    expect(told.map(({ at }) => at)).toEqual(told.map(({ at }) => at).toSorted((a, b) => a - b));
  });

  it('that fails says why, and one that was cancelled is billed for its steps', async () => {
    const by = tuner();
    const file = await by.upload(rowFile(rowsOf(64)), soon());
    server.world.clock.stop();
    place.jobs.fates.push({ failsAt: 0.5, why: 'Out of memory\u001b[31m on node 7.' }, {});
    const failing = await by.order(orderOf(file), soon());
    const stopped = await by.order(
      { ...orderOf(file, { epochs: 10, batch: 8 }), mark: 'homines-ffffffffffff' },
      soon(),
    );
    server.world.tick(place.pace.checkMs + place.pace.waitMs + 20 * place.pace.stepMs);
    expect(await by.job(failing.id, soon())).toMatchObject({ state: 'failed', why: 'Out of memory on node 7' });
    expect(await by.cancel(stopped.id, soon())).toMatchObject({ state: 'cancelled', model: null });
    // Twice is no error, and neither is it of one that has failed.
    expect(await by.cancel(stopped.id, soon())).toMatchObject({ state: 'cancelled' });
    expect(await by.cancel(failing.id, soon())).toMatchObject({ state: 'failed' });
    const [, { rowTokens } = { rowTokens: 0 }] = place.jobs.all;
    expect((await by.job(stopped.id, soon())).usd).toBeCloseTo((rowTokens * 10 * 0.25 * 0.48) / 1e6, 6);
  });

  it('that the provider lost is told apart from one that cannot be asked for now', async () => {
    const by = tuner();
    const file = await by.upload(rowFile(rowsOf(40)), soon());
    const { id } = await by.order(orderOf(file), soon());
    place.faults.add({ call: 'job', how: 'refused', kind: 'broken', times: 99 });
    const error: unknown = await by.job(id, soon()).catch((one: unknown) => one);
    expect(error).toBeInstanceOf(UserError);
    expect(error).not.toBeInstanceOf(Refused);
    expect(asked('job')).toBe(PACE.tries);
    place.faults.clear();
    await expect(by.job('ft-9', soon())).rejects.toThrow(NotThere);
  });
});

describe('what goes wrong on the way', () => {
  it('a key without the right, a wrong key and no money are a sentence each, and nothing is asked twice', async () => {
    const may = tuner(keyOf('together', 'ask'));
    await expect(may.jobs(9, soon())).rejects.toThrow(/TOGETHER_API_KEY.*no right/);
    const wrong = 'tgp_v1_Zm9vYmFyYmF6cXV4MTIzNDU2Nzg5';
    const error: unknown = await tuner(wrong)
      .jobs(9, soon())
      .catch((one: unknown) => one);
    expect(error).toBeInstanceOf(Refused);
    expect(String(error)).not.toContain(wrong);
    expect(asked('jobs')).toBe(2);
    place.faults.add({ call: 'jobs', how: 'refused', kind: 'unpaid' });
    await expect(tuner().jobs(9, soon())).rejects.toThrow(Refused);
    expect(asked('jobs')).toBe(3);
    place.faults.add({ call: 'jobs', how: 'refused', kind: 'quota', message: 'insufficient_quota', times: 9 });
    await expect(tuner().jobs(9, soon())).rejects.toThrow(Refused);
    expect(asked('jobs')).toBe(4);
  });

  it('a key that the server repeats is in no sentence', async () => {
    const key = keyOf('together');
    place.faults.add({ call: 'jobs', how: 'refused', kind: 'bad', message: `You said ${key} and Bearer ${key}.` });
    const error: unknown = await tuner()
      .jobs(9, soon())
      .catch((one: unknown) => one);
    expect(String(error)).toContain('You said');
    expect(String(error)).not.toContain(key);
  });

  it('who is asked to wait waits, so long and no longer', async () => {
    place.faults.add({ call: 'jobs', how: 'refused', kind: 'quota', retryAfter: 1 });
    const began = Date.now();
    expect(await tuner().jobs(9, soon())).toEqual([]);
    expect(Date.now() - began).toBeGreaterThanOrEqual(990);
    place.faults.add({ call: 'jobs', how: 'refused', kind: 'quota', retryAfter: 3600 });
    const error: unknown = await tuner()
      .jobs(9, soon())
      .catch((one: unknown) => one);
    expect(error).toBeInstanceOf(Later);
    expect(error).toMatchObject({ afterMs: 3600_000 });
    expect(asked('jobs')).toBe(3);
  });

  it.each(['lost', 'half', 'cut'] as const)('a question whose answer is %s is asked again', async (how) => {
    place.faults.add({ call: 'jobs', how, times: 2 });
    expect(await tuner().jobs(9, soon())).toEqual([]);
    expect(asked('jobs')).toBe(3);
  });

  it('an answer without an end, and none at all, are left', async () => {
    place.faults.add({ call: 'jobs', how: 'endless' });
    const list = wireOf('key', 1_000_000)(`${server.address('together')}/fine-tunes`);
    await expect(list).rejects.toThrow(TooLarge);
    place.faults.add({ call: 'job', how: 'silent', times: 9 });
    const began = Date.now();
    await expect(togetherQuick().job('ft-1', soon())).rejects.toThrow(UserError);
    expect(Date.now() - began).toBeLessThan(30_000);
  });
});

const togetherQuick = (): TuningProvider =>
  togetherTuner(
    { name: 'together', address: server.address('together'), keyName: 'TOGETHER_API_KEY' },
    ...([keyOf('together'), {}, { ...PACE, limit: 200, tries: 2 }] as const),
  );

describe('cards', () => {
  const question = {
    messages: [{ role: 'user', content: 'Round 5: what do you do?' }],
  };
  const chat = async (model: string): Promise<{ status: number; said: string }> => {
    const answer = await fetch(`${server.address('together')}/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${keyOf('together')}` },
      body: JSON.stringify({ model, ...question }),
    });
    return { status: answer.status, said: await answer.text() };
  };

  it('are the cheapest, start, answer by the endpoint, and cost until they are given back', async () => {
    const by = tuner();
    const { model } = await by.job(await trained(by), soon());
    server.world.clock.stop();
    const cards = by.deployments!;
    expect(await cards.usdPerHour(model!, soon())).toBe(3.99);
    // Before there is one, its base says it.
    expect(await cards.usdPerHour(BASE, soon())).toBe(3.99);
    const made = await cards.make(model!, MARK, soon());
    expect(made).toEqual({
      ...{ id: 'ep_1', state: 'starting', said: 'provisioning', model: `lab/${MARK}`, mark: MARK },
      ...{ usdPerHour: 3.99, sleepsAfterMs: 1800_000 },
    });
    expect((await chat(made.model)).status).toBe(503);
    server.world.tick(place.pace.startMs);
    expect(await cards.one(made.id, soon())).toMatchObject({ state: 'ready' });
    const answer = await chat(made.model);
    expect(answer.status).toBe(200);
    expect(answer.said).toMatch(/cooperate|defect/);
    await cards.end(made.id, soon());
    const { cards: paid } = place.spent();
    expect(paid).toBeGreaterThan(0);
    server.world.tick(10 * 3600_000);
    expect(place.spent().cards).toBe(paid);
    expect(await cards.all(soon())).toEqual([]);
    // Once more is no error.
    await cards.end(made.id, soon());
    await expect(cards.one(made.id, soon())).rejects.toThrow(NotThere);
  });

  it('are made once for a mark, whatever was lost in between', async () => {
    const by = tuner();
    const { model } = await by.job(await trained(by), soon());
    server.world.clock.stop();
    const cards = by.deployments!;
    place.faults.add({ call: 'deploy', how: 'lost', times: 2 });
    const first = await cards.make(model!, MARK, soon());
    expect(await tuner().deployments!.make(model!, MARK, soon())).toEqual(first);
    expect(place.deployments.all).toHaveLength(1);
    expect(togetherState(place).endpoints).toHaveLength(1);
    const other = await cards.make(model!, 'homines-ffffffffffff', soon());
    expect(other.id).not.toBe(first.id);
    expect((await cards.all(soon())).map(({ mark }) => mark)).toEqual([MARK, 'homines-ffffffffffff']);
  });

  it('that broke off between their parts are gone on with, and lead nowhere before', async () => {
    const by = tuner();
    const { model } = await by.job(await trained(by), soon());
    server.world.clock.stop();
    place.faults.add({ call: 'deploy', how: 'refused', kind: 'quota', retryAfter: 3600, after: 1 });
    await expect(by.deployments!.make(model!, MARK, soon())).rejects.toThrow(Later);
    expect(await by.deployments!.all(soon())).toMatchObject([{ mark: MARK, state: 'failed' }]);
    expect((await chat(`lab/${MARK}`)).status).toBe(400);
    expect(await by.deployments!.make(model!, MARK, soon())).toMatchObject({ state: 'starting' });
    server.world.tick(place.pace.startMs);
    expect((await chat(`lab/${MARK}`)).status).toBe(200);
  });

  it('sleep when nobody asks, cost nothing then, and are woken up', async () => {
    const by = tuner();
    const { model } = await by.job(await trained(by), soon());
    server.world.clock.stop();
    const { id, model: named } = await by.deployments!.make(model!, MARK, soon());
    server.world.tick(3 * 3600_000);
    expect(await by.deployments!.one(id, soon())).toMatchObject({ state: 'asleep' });
    const { cards: paid } = place.spent();
    server.world.tick(3600_000);
    expect(place.spent().cards).toBe(paid);
    expect((await chat(named)).status).toBe(503);
    expect(await by.deployments!.wake(id, soon())).toMatchObject({ state: 'starting' });
    server.world.tick(place.pace.startMs);
    expect((await chat(named)).status).toBe(200);
  });

  it('that never sleep are told so', async () => {
    togetherState(place).sleeps = false;
    const by = tuner();
    const { model } = await by.job(await trained(by), soon());
    expect(await by.deployments!.make(model!, MARK, soon())).toMatchObject({ sleepsAfterMs: null });
  });

  it('that nothing is certified for are not rented', async () => {
    const by = tuner();
    const { model } = await by.job(await trained(by), soon());
    togetherState(place).served = [];
    await expect(by.deployments!.usdPerHour(model!, soon())).rejects.toThrow(Refused);
    await expect(by.deployments!.make(model!, MARK, soon())).rejects.toThrow(Refused);
    expect(place.deployments.all).toEqual([]);
  });
});
