/** Tuning at OpenAI against the stand-in: files once, jobs once, what happens in them, and what goes wrong, each in one sentence. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PIECE_BYTES } from '../../src/jobs/openai/files.ts';
import { openaiTuner } from '../../src/jobs/openai/tuner.ts';
import { Later, NotThere, Refused } from '../../src/jobs/told-apart.ts';
import type { TuningProvider } from '../../src/jobs/tuning-provider.ts';
import { keyOf } from '../tuning-server/accounts.ts';
import { startTuningServer, type TuningServer } from '../tuning-server/index.ts';
import type { Place } from '../tuning-server/place.ts';
import { DATA, folder, MARK, orderOf, refusal as refusedTo, rowFile, rows } from './tuning.ts';

let server: TuningServer;
let place: Place;
let here: ReturnType<typeof folder>;
const signal = new AbortController().signal;

beforeEach(async () => {
  server = await startTuningServer({ speed: 50 });
  place = server.world.at('openai');
  here = folder();
});
afterEach(async () => {
  here.remove();
  await server.stop();
});

const tuner = (key = keyOf('openai')): TuningProvider =>
  openaiTuner({ name: 'openai', address: server.address('openai'), keyName: 'OPENAI_API_KEY' }, key);

const calls = (call: string): number => place.accounts.log.filter((one) => one.call === call).length;
const sentBytes = (): number =>
  place.accounts.log
    .filter(({ call }) => call === 'upload' || call === 'part')
    .reduce((sum, { bytes }) => sum + bytes, 0);

const refusal = (doing: Promise<unknown>): Promise<string> => refusedTo(doing, keyOf('openai'));

describe('files', () => {
  it('puts a file there once, whoever asks for it how often', async () => {
    const file = rowFile(here.path, rows(12));
    const id = await tuner().upload(file, signal);
    expect(await tuner().upload(file, signal)).toBe(id);
    expect(place.files.all).toHaveLength(1);
    expect(place.files.all[0]).toMatchObject({ name: file.name, sha256: file.sha256, purpose: 'fine-tune' });
    expect(place.files.state(place.files.all[0]!)).toBe('processed');
    expect(file.heard).toEqual([{ upload: null, pieces: [], sent: file.bytes }]);
  });

  it('finds its file behind more than a page of others', async () => {
    const file = rowFile(here.path, rows(12));
    const id = await tuner().upload(file, signal);
    for (let n = 0; n < 250; n++)
      place.files.put({ name: `other-${n}.jsonl`, purpose: 'fine-tune', content: Buffer.from(String(n)) });
    expect(await tuner().upload(file, signal)).toBe(id);
    expect(calls('upload')).toBe(1);
  });

  it('does not send a file again whose answer was lost', async () => {
    place.faults.add({ call: 'upload', how: 'lost' });
    const file = rowFile(here.path, rows(12));
    expect(await tuner().upload(file, signal)).toBe(place.files.all[0]?.id);
    expect([place.files.all.length, calls('upload')]).toEqual([1, 1]);
  });

  it('sends a small file again that was cut', async () => {
    place.faults.add({ call: 'upload', how: 'cut' });
    await tuner().upload(rowFile(here.path, rows(12)), signal);
    expect([place.files.all.length, calls('upload')]).toEqual([1, 2]);
  });

  it('sends 10,000 rows in pieces, stops in the midst, and goes on from there', async () => {
    const text = rows(10_000, 1500);
    const first = rowFile(here.path, text);
    const pieces = Math.ceil(first.bytes / PIECE_BYTES);
    expect(pieces).toBeGreaterThan(3);
    const leaving = new AbortController();
    const half = Math.floor(pieces / 2);
    const cut = {
      ...first,
      hear: (so: (typeof first.heard)[number]) => {
        first.hear(so);
        if (so.pieces.length === half) leaving.abort(new Error('gone'));
      },
    };
    await expect(tuner().upload(cut, leaving.signal)).rejects.toThrow('gone');
    expect(place.files.all).toHaveLength(0);
    const before = first.heard.at(-1)!;
    const second = rowFile(here.path, text, { before });
    const id = await tuner().upload(second, signal);
    expect(place.files.all.map(({ id: there, sha256 }) => [there, sha256])).toEqual([[id, first.sha256]]);
    expect(second.heard.map(({ sent }) => sent)).toEqual([
      ...Array.from({ length: pieces - half - 1 }, (_, n) => (half + n + 1) * PIECE_BYTES),
      first.bytes,
    ]);
    expect(sentBytes()).toBeLessThan(1.01 * first.bytes);
  });

  it('loses no more than a piece where the connection breaks in it', async () => {
    const file = rowFile(here.path, rows(10_000, 1500));
    place.faults.add({ call: 'part', how: 'cut', after: 2 });
    place.faults.add({ call: 'part', how: 'lost', after: 3 });
    await tuner().upload(file, signal);
    expect(place.files.all.map(({ sha256 }) => sha256)).toEqual([file.sha256]);
    expect(sentBytes()).toBeLessThan(1.6 * file.bytes);
  });

  it('begins anew where what was begun has expired', async () => {
    const text = rows(10_000, 1500);
    const leaving = new AbortController();
    const first = rowFile(here.path, text);
    await expect(
      tuner().upload({ ...first, hear: (so) => (first.hear(so), so.sent > 0 && leaving.abort()) }, leaving.signal),
    ).rejects.toThrow();
    server.world.tick(2 * 3_600_000);
    await tuner().upload(rowFile(here.path, text, { before: first.heard.at(-1)! }), signal);
    expect(place.files.all.map(({ sha256 }) => sha256)).toEqual([first.sha256]);
    expect(place.files.uploads.map(({ state }) => state)).toEqual(['pending', 'completed']);
  });

  it.each(['lost', 'half'] as const)('finds the whole file where the last answer was %s', async (how) => {
    const file = rowFile(here.path, rows(10_000, 500));
    place.faults.add({ call: 'part', how, when: ({ path }) => path.endsWith('/complete') });
    await tuner().upload(file, signal);
    expect(place.files.all).toHaveLength(1);
  });

  it('goes up whole where there are no uploads', async () => {
    const file = rowFile(here.path, rows(10_000, 500));
    place.faults.add({ call: 'upload', how: 'refused', kind: 'unknown' });
    await tuner().upload(file, signal);
    expect([place.files.all.length, calls('part')]).toEqual([1, 0]);
  });

  it('says what is wrong with which line of a file that is rejected, and sends it once', async () => {
    place.files.fates.push({ rejected: 'line 3: the last message is not from the assistant' });
    const said = await refusal(tuner().upload(rowFile(here.path, rows(12)), signal));
    expect(said).toContain('line 3');
    expect(calls('upload')).toBe(1);
  });
});

describe('jobs', () => {
  const uploaded = (): Promise<string> => tuner().upload(rowFile(here.path, rows(12)), signal);

  it('is ordered as it is meant, and found by its mark', async () => {
    const train = await uploaded();
    const job = await tuner().order(orderOf(train), signal);
    expect(job).toMatchObject({
      ...{ state: 'waiting', base: 'gpt-4.1-nano-2025-04-14', mark: MARK, data: DATA, name: 'kantian-1' },
      ...{ model: null, tokens: null, why: null, endedAt: null },
    });
    expect(place.jobs.all[0]).toMatchObject({
      order: { suffix: 'kantian-1', train, marks: { homines: MARK, set: DATA } },
      hyper: { epochs: 2, seed: 7 },
    });
    expect(place.accounts.log.find(({ call }) => call === 'order')?.once).toBe(MARK);
    expect((await tuner().jobs(100, signal)).map(({ mark }) => mark)).toEqual([MARK]);
  });

  it.each(['lost', 'half'] as const)('is not ordered again where the answer was %s', async (how) => {
    const train = await uploaded();
    place.faults.add({ call: 'order', how });
    const job = await tuner().order(orderOf(train), signal);
    expect(job).toMatchObject({ id: place.jobs.all[0]?.id, mark: MARK });
    expect([place.jobs.all.length, calls('order')]).toEqual([1, 1]);
  });

  it('is not ordered again where nobody knows, and says so', async () => {
    const train = await uploaded();
    place.faults.add({ call: 'order', how: 'refused', kind: 'broken' });
    place.pace.listedAfterMs = 10 * 3_600_000;
    const said = await refusal(tuner().order(orderOf(train), signal));
    expect(said).toContain('tune resume kantian-1');
    expect(calls('order')).toBe(1);
  });

  it('waits as long as it is told where there are too many requests', async () => {
    const train = await uploaded();
    place.faults.add({ call: 'order', how: 'refused', kind: 'quota', retryAfter: 1 });
    const began = Date.now();
    await tuner().order(orderOf(train), signal);
    expect(Date.now() - began).toBeGreaterThanOrEqual(1000);
    expect([place.jobs.all.length, calls('order')]).toEqual([1, 2]);
  });

  it.each([
    [
      'a used-up quota',
      Refused,
      'quota',
      'You exceeded your current quota, please check your plan and billing details.',
    ],
    ['too many jobs', Refused, 'quota', 'You have 3 jobs under way, which is the most of your account.'],
    ['a long wait', Later, 'quota', 'Please wait.'],
    ['a closed platform', Refused, 'closed', 'Fine-tuning is not available to this organization.'],
  ] as const)('is asked for once where there is %s', async (_, thrown, kind, message) => {
    const train = await uploaded();
    place.faults.add({ call: 'order', how: 'refused', kind, message, retryAfter: 3600, times: 5 });
    const doing = tuner().order(orderOf(train), signal);
    const said = await refusal(doing);
    await expect(doing).rejects.toThrow(thrown);
    expect(said).toContain(message.replace(/\.$/, ''));
    expect([place.jobs.all.length, calls('order')]).toEqual([0, 1]);
    if (kind === 'closed') expect(said).toContain('2027-01-06');
  });

  it('names bases where one is not tuned', async () => {
    const said = await refusal(tuner().order(orderOf(await uploaded(), { base: 'gpt-5-2025-08-07' }), signal));
    expect(said).toContain('gpt-4.1-nano-2025-04-14');
  });

  it('refuses a rank before anything is sent', async () => {
    const order = orderOf('file-1');
    await refusal(tuner().order({ ...order, options: { ...order.options, rank: 8 } }, signal));
    expect(place.accounts.log).toHaveLength(0);
  });

  it('is followed to its end, each event once, asking no more than is new', async () => {
    server.world.clock.stop();
    place.jobs.fates.push({ steps: 300 });
    server.world.tick(0);
    const train = place.files.put({ name: 'a', purpose: 'fine-tune', content: Buffer.from(rows(12)) }).id;
    const one = tuner();
    const { id } = await one.order(orderOf(train), signal);
    server.world.tick(5000 + 100 * 200);
    expect(await one.job(id, signal)).toMatchObject({ state: 'running', said: 'running' });
    const early = await one.events(id, signal);
    expect(early.filter(({ kind }) => kind === 'step')).toHaveLength(100);
    const asked = calls('events');
    server.world.tick(3_600_000);
    const events = await one.events(id, signal);
    const steps = events.filter((event) => event.kind === 'step');
    expect(steps.map(({ step }) => step)).toEqual(Array.from({ length: 300 }, (_, n) => n + 1));
    expect(steps[0]).toMatchObject({ of: 300 });
    expect(steps[0]!.loss).toBeGreaterThan(steps[299]!.loss);
    expect(events.filter(({ kind }) => kind === 'checkpoint')).toMatchObject([{ step: 150 }, { step: 300 }]);
    expect(events.map(({ at }) => at)).toEqual(events.map(({ at }) => at).toSorted((a, b) => a - b));
    // 100 known of about 300: no more than three pages are new, and then nothing is.
    expect(calls('events') - asked).toBeLessThanOrEqual(3);
    const checked = calls('checkpoints');
    await one.events(id, signal);
    expect(calls('checkpoints')).toBe(checked);
    const done = await one.job(id, signal);
    expect(done).toMatchObject({ state: 'succeeded', tokens: 2 * place.jobs.all[0]!.rowTokens });
    expect(done.model).toMatch(/^ft:gpt-4\.1-nano-2025-04-14:ours:kantian-1:/);
    expect(done.endedAt).toBeGreaterThan(done.createdAt);
  });

  it.each([
    [
      'unsafe',
      { failsAt: 1, why: 'The model failed our safety\u001b[2J evaluation.\nSee more.', code: 'unsafe_model' },
    ],
    ['a base that is gone', { failsAt: 0, why: 'The base model was retired.', code: 'model_retired' }],
  ])('says why it failed: %s', async (_, fate) => {
    const train = await uploaded();
    place.jobs.fates.push(fate);
    const { id } = await tuner().order(orderOf(train), signal);
    server.world.tick(3_600_000);
    const { state, why, model } = await tuner().job(id, signal);
    expect([state, model]).toEqual(['failed', null]);
    expect(why).toContain(fate.why.slice(0, 20));
    expect(why).not.toMatch(/[\u001b\n]/);
  });

  it('says which line its check complains of', async () => {
    const file = rowFile(here.path, `${rows(12)}{"messages": []}\n`);
    const { id } = await tuner().order(orderOf(await tuner().upload(file, signal)), signal);
    server.world.tick(60_000);
    expect((await tuner().job(id, signal)).why).toMatch(/^training_file: .*line 13/);
  });

  it('is cancelled once, and stays ended', async () => {
    const { id } = await tuner().order(orderOf(await uploaded()), signal);
    await tuner().cancel(id, signal);
    server.world.tick(1000);
    expect(await tuner().cancel(id, signal)).toMatchObject({ id, state: 'cancelled' });
  });

  it('says so where the provider lost it', async () => {
    place.jobs.fates.push({ lostAfterMs: 1000 });
    const { id } = await tuner().order(orderOf(await uploaded()), signal);
    server.world.tick(2000);
    expect(await refusal(tuner().job(id, signal))).toContain(id);
    await expect(tuner().job(id, signal)).rejects.toThrow(NotThere);
  });

  it('lists those of others too, the newest first, as many as are wanted', async () => {
    const train = await uploaded();
    place.rules.mostActive = 1000;
    for (let n = 0; n < 130; n++) {
      server.world.tick(2000);
      place.jobs.order({
        ...{ base: 'gpt-4o-mini-2024-07-18', train, heldOut: null, suffix: null, marks: {} },
        id: `ftjob-x${n}`,
      });
    }
    const all = await tuner().jobs(1000, signal);
    expect(all).toHaveLength(130);
    expect(all[0]).toMatchObject({ id: 'ftjob-x129', mark: null, data: null, name: null });
    expect((await tuner().jobs(3, signal)).map(({ id }) => id)).toEqual(['ftjob-x129', 'ftjob-x128', 'ftjob-x127']);
  });
});

describe('the account', () => {
  it('tells which of its models are tuned, and until when', async () => {
    const bases = await tuner().bases(signal);
    expect(bases).toHaveLength(5);
    expect(bases).toContainEqual({ name: 'gpt-4.1-mini-2025-04-14', rowTokens: 65_536, closes: '2027-01-14' });
  });

  it.each([
    ['no right to tune', keyOf('openai', 'ask'), 403],
    ['no such key', 'sk-unknown-0815-4711', 401],
  ])('says what is wrong with a key: %s', async (_, key, status) => {
    await expect(tuner(key).jobs(10, signal)).rejects.toThrow(Refused);
    await expect(tuner(key).jobs(10, signal)).rejects.toMatchObject({ status });
    expect(await refusal(tuner(key).jobs(10, signal))).not.toContain(key);
    expect(place.accounts.log).toHaveLength(3);
  });

  it.each([
    ['a page for people', { how: 'html' }],
    ['an endless answer', { how: 'endless' }],
  ] as const)('does not believe %s', async (_, fault) => {
    place.faults.add({ call: 'any', ...fault, times: 10 });
    await refusal(tuner().jobs(10, signal));
  });

  it('tries again where the server is not well', async () => {
    place.faults.add({ call: 'jobs', how: 'refused', kind: 'broken', times: 2 });
    expect(await tuner().jobs(10, signal)).toEqual([]);
    expect(calls('jobs')).toBe(3);
  });
});
