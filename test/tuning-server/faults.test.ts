/** The server misbehaves as it is told to, and in no other way: each fault does what it says, and the world keeps count of what was done. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keyOf } from './accounts.ts';
import { exampleSection } from './example.ts';
import type { FaultKind } from './faults.ts';
import { startTuningServer, type TuningServer } from './index.ts';
import type { Place } from './place.ts';
import type { Section } from './section.ts';

/** The example, and the same whose tuned models stand on rented cards and whose rows are checked at once. */
const rented: Section = {
  ...exampleSection,
  ...{ name: 'rented', prefix: '/rented' },
  facts: { ...exampleSection.facts, checks: 'at once', serves: 'rented', usdPerHour: 6 },
};

let server: TuningServer;
let place: Place;
beforeEach(async () => {
  server = await startTuningServer({ speed: 0, sections: [exampleSection, rented] });
  place = server.world.at('example');
});
afterEach(() => server.stop());

type Said = { readonly status: number; readonly text: string; readonly retryAfter: string | null };

async function ask(
  method: string,
  path: string,
  body?: unknown,
  { key = keyOf('example'), at = 'example' } = {},
): Promise<Said> {
  const sent = body === undefined || body instanceof FormData ? body : JSON.stringify(body);
  const answer = await fetch(`${server.address(at)}${path}`, {
    method,
    headers: { authorization: `Bearer ${key}` },
    signal: AbortSignal.timeout(60_000),
    ...(sent === undefined ? {} : { body: sent }),
  });
  return { status: answer.status, text: await answer.text(), retryAfter: answer.headers.get('retry-after') };
}

const ROW = JSON.stringify({
  messages: [
    { role: 'user', content: 'Well?\n\nPossible answers: "left", "right".' },
    { role: 'assistant', content: 'right' },
  ],
});
const ROWS = Array.from({ length: 12 }, () => ROW).join('\n');
const put = (content = ROWS, of = place): string =>
  of.files.put({ name: 'rows.jsonl', purpose: 'fine-tune', content: Buffer.from(content) }).id;
const order = (file: string, model = 'small'): Promise<Said> => ask('POST', '/jobs', { model, file });
const chat = (model: string, at = 'example'): Promise<Said> =>
  ask('POST', '/chat/completions', { model, messages: JSON.parse(ROW).messages.slice(0, 1) }, { at, key: keyOf(at) });
const state = (): string => place.jobs.now(place.jobs.all[0]!).state;

describe('on the wire', () => {
  it.each<[string, FaultKind, number]>([
    ['an answer that is lost after the work', { how: 'lost' }, 1],
    ['an answer that breaks off', { how: 'half' }, 1],
    ['silence', { how: 'silent' }, 0],
  ])('%s', async (_, fault, made) => {
    place.faults.add({ ...fault, call: 'order' });
    const file = put();
    const asked = fault.how === 'silent' ? AbortSignal.timeout(300) : AbortSignal.timeout(60_000);
    await expect(
      fetch(`${server.address('example')}/jobs`, {
        method: 'POST',
        headers: { authorization: `Bearer ${keyOf('example')}` },
        body: JSON.stringify({ model: 'small', file }),
        signal: asked,
      }).then((answer) => answer.text()),
    ).rejects.toThrow();
    expect(place.jobs.all).toHaveLength(made);
    // Once, and then all is well.
    expect((await order(file)).status).toBe(200);
    expect(place.jobs.all).toHaveLength(made + 1);
  });

  it('an upload that is cut at half leaves nothing', async () => {
    place.faults.add({ call: 'upload', how: 'cut' });
    const form = (): FormData => {
      const made = new FormData();
      made.set('file', new Blob(['x'.repeat(4_000_000)]), 'rows.jsonl');
      return made;
    };
    await expect(ask('POST', '/files', form())).rejects.toThrow();
    expect(place.files.all).toHaveLength(0);
    const { bytes } = place.accounts.log.at(-1)!;
    expect(bytes).toBeGreaterThan(1_900_000);
    expect(bytes).toBeLessThan(4_000_000);
    expect((await ask('POST', '/files', form())).status).toBe(200);
    expect(place.files.all[0]!.content).toHaveLength(4_000_000);
  });

  it('a page for people, a refusal with its time, a late answer, one that never ends', async () => {
    place.faults.add({ call: 'jobs', how: 'html' });
    expect(await ask('GET', '/jobs')).toMatchObject({ status: 200, text: expect.stringMatching(/^<!doctype html>/) });
    place.faults.add({ call: 'jobs', how: 'refused', kind: 'quota', retryAfter: 7, times: 2, after: 1 });
    expect((await ask('GET', '/jobs')).status).toBe(200);
    expect(await ask('GET', '/jobs')).toMatchObject({ status: 429, retryAfter: '7' });
    expect((await ask('GET', '/jobs')).status).toBe(429);
    expect((await ask('GET', '/jobs')).status).toBe(200);
    place.faults.add({ call: 'jobs', how: 'slow', ms: 300 });
    const before = performance.now();
    await ask('GET', '/jobs');
    expect(performance.now() - before).toBeGreaterThan(290);
    place.faults.add({ call: 'any', how: 'endless' });
    const endless = await fetch(`${server.address('example')}/jobs`, { headers: { authorization: 'Bearer x' } });
    let bytes = 0;
    for await (const part of endless.body!) if ((bytes += part.length) > 2_000_000) break;
    expect(bytes).toBeGreaterThan(2_000_000);
  });

  it('of one provider is none of the others', async () => {
    place.faults.add({ call: 'any', how: 'refused', kind: 'broken', times: Infinity });
    expect((await ask('GET', '/jobs')).status).toBe(500);
    expect((await ask('GET', '/jobs', undefined, { at: 'rented', key: keyOf('rented') })).status).toBe(200);
    place.faults.clear();
    expect((await ask('GET', '/jobs')).status).toBe(200);
  });
});

describe('of the account', () => {
  it('a wrong key is 401, one that may only ask 403 where it tunes, and the log has both', async () => {
    expect((await ask('GET', '/jobs', undefined, { key: 'wrong' })).status).toBe(401);
    expect((await ask('GET', '/jobs', undefined, { key: keyOf('rented') })).status).toBe(401);
    const only = { key: keyOf('example', 'ask') };
    expect((await ask('POST', '/jobs', {}, only)).status).toBe(403);
    const body = { model: 'small', messages: [{ role: 'user', content: 'x' }] };
    expect((await ask('POST', '/chat/completions', body, only)).status).toBe(200);
    expect(place.accounts.log.map(({ key, status }) => [key, status])).toEqual([
      ['wrong', 401],
      [keyOf('rented'), 401],
      [only.key, 403],
      [only.key, 200],
    ]);
    expect(server.world.at('rented').accounts.log).toEqual([]);
  });

  it('jobs above the quota are 429, and one that has ended makes room', async () => {
    place.rules.mostActive = 1;
    const file = put();
    expect((await order(file)).status).toBe(200);
    expect(await order(file)).toMatchObject({ status: 429, retryAfter: '60' });
    server.world.tick(60_000);
    expect((await order(file)).status).toBe(200);
  });
});

describe('of files', () => {
  it('rejected, expired, deleted: no job takes it', async () => {
    place.files.fates.push({ rejected: 'It is no JSONL.' }, { expiresAfterMs: 10_000 });
    const [bad, short, good] = [put(), put(), put()];
    expect(place.files.state(place.files.get(bad))).toBe('uploaded');
    server.world.tick(3000);
    expect(place.files.state(place.files.get(bad))).toBe('rejected');
    expect(await order(bad)).toMatchObject({ status: 400, text: expect.stringContaining('It is no JSONL.') });
    server.world.tick(7000);
    expect((await order(short)).status).toBe(404);
    place.files.delete(good);
    expect((await order(good)).status).toBe(404);
    expect(place.files.list().map(({ id }) => id)).toEqual([bad]);
    expect(place.jobs.all).toEqual([]);
  });

  it('in parts: resumed after a cut, and whole or not at all', () => {
    const { files } = place;
    const { id } = files.begin({ name: 'a', purpose: 'fine-tune', bytes: 6 });
    const one = files.part(id, Buffer.from('abc'));
    expect(() => files.complete(id, [one])).toThrow('6 were announced');
    const two = files.part(id, Buffer.from('def'));
    expect(files.complete(id, [one, two]).content.toString()).toBe('abcdef');
    expect(() => files.part(id, Buffer.from('x'))).toThrow('completed');
  });
});

describe('of jobs', () => {
  it.each<[string, string, RegExp]>([
    ['no JSON', '{', /line 5: The line is no JSON\./],
    [
      'no answer',
      '{"messages":[{"role":"user","content":"x"}]}',
      /line 5: The last message must be from the assistant/,
    ],
    ['a strange role', '{"messages":[{"role":"robot","content":"x"}]}', /line 5: .*'robot'/],
    ['nothing', '', /line 5: The line is empty/],
    [
      'too many tokens',
      JSON.stringify({
        messages: [
          { role: 'user', content: 'a b '.repeat(4000) },
          { role: 'assistant', content: 'x' },
        ],
      }),
      /line 5: The example has \d{4} tokens, which is more than the 4096/,
    ],
  ])('a line with %s fails the job, or the order', async (_, line, why) => {
    const lines = ROWS.split('\n');
    lines[4] = line;
    expect((await order(put(lines.join('\n')))).status).toBe(200);
    expect(state()).toBe('checking');
    server.world.tick(2000);
    expect(place.jobs.now(place.jobs.all[0]!)).toMatchObject({
      state: 'failed',
      why: expect.stringMatching(why),
      usd: 0,
    });
    const other = server.world.at('rented');
    const file = put(lines.join('\n'), other);
    const refused = await ask('POST', '/jobs', { model: 'small', file }, { at: 'rented', key: keyOf('rented') });
    expect(refused).toMatchObject({ status: 400, text: expect.stringMatching(why) });
    expect(other.jobs.all).toEqual([]);
  });

  it('closed to new ones, a base that is not tuned, one that was retired', async () => {
    const file = put();
    expect((await order(file, 'old')).status).toBe(400);
    place.bases[0]!.retired = 'small was shut down.';
    expect(await order(file)).toMatchObject({ status: 400, text: expect.stringContaining('shut down') });
    place.bases[0]!.retired = null;
    place.rules.closed = 'No new jobs are taken.';
    expect(await order(file)).toMatchObject({ status: 403, text: expect.stringContaining('No new jobs') });
    expect(place.jobs.all).toEqual([]);
  });

  it('a failed evaluation of safety after training is no model, and is not billed', async () => {
    place.jobs.fates.push({ failsAt: 1, why: 'It did not pass the safety evaluation.', code: 'safety', steps: 4 });
    await order(put());
    server.world.tick(5000 + 4 * 200);
    expect(state()).toBe('running');
    server.world.tick(1000);
    const now = place.jobs.now(place.jobs.all[0]!);
    expect(now).toMatchObject({ state: 'failed', step: 4, model: null, code: 'safety', billedTokens: 0 });
    expect((await chat(place.jobs.all[0]!.model)).status).toBe(404);
  });

  it('cancelled by its owner or by somebody else, half of its tokens are billed', async () => {
    place.jobs.fates.push({ steps: 10 }, { steps: 10, cancelledAt: 0.5 });
    await order(put());
    await order(put());
    server.world.tick(5000 + 5 * 200);
    place.jobs.cancel('job-1');
    for (const job of place.jobs.all)
      expect(place.jobs.now(job)).toMatchObject({
        ...{ state: 'cancelled', step: 5, model: null },
        billedTokens: (job.rowTokens * 3) / 2,
      });
    expect(() => place.jobs.cancel('job-1')).toThrow('cancelled already');
  });

  it('listed late, or lost', async () => {
    place.pace.listedAfterMs = 4000;
    place.jobs.fates.push({ lostAfterMs: 6000 });
    await order(put());
    const listed = async (): Promise<number> => JSON.parse((await ask('GET', '/jobs')).text).data.length;
    expect(await listed()).toBe(0);
    expect((await ask('GET', '/jobs/job-1')).status).toBe(200);
    server.world.tick(4000);
    expect(await listed()).toBe(1);
    server.world.tick(2000);
    expect((await ask('GET', '/jobs/job-1')).status).toBe(404);
    expect(await listed()).toBe(0);
  });
});

describe('of rented cards', () => {
  it('they start, sleep, wake up, end, and cost while they are awake', async () => {
    const at = server.world.at('rented');
    const file = put(ROWS, at);
    const { model } = at.jobs.order({ base: 'small', train: file, heldOut: null, suffix: null, marks: {} });
    server.world.tick(60_000);
    expect((await chat(model, 'rented')).status).toBe(404);
    const cards = at.deployments.make({ model, marks: {}, idleMs: 600_000 });
    expect(await chat(model, 'rented')).toMatchObject({ status: 503, retryAfter: '1' });
    server.world.tick(5000);
    expect(await chat(model, 'rented')).toMatchObject({ status: 200, text: expect.stringContaining('"right"') });
    server.world.tick(3_600_000);
    expect(at.deployments.state(cards)).toBe('asleep');
    // Awake for its start and for ten minutes after the question: 605 seconds at 6 USD an hour.
    expect(at.spent().cards).toBeCloseTo((605 / 3600) * 6, 6);
    expect((await chat(model, 'rented')).status).toBe(503);
    expect(at.deployments.state(cards)).toBe('starting');
    server.world.tick(5000);
    expect((await chat(model, 'rented')).status).toBe(200);
    at.deployments.end(cards.id);
    expect((await chat(model, 'rented')).status).toBe(404);
    const { cards: spent } = at.spent();
    server.world.tick(3_600_000);
    expect(at.spent().cards).toBe(spent);
  });

  it('that never get ready say so', async () => {
    const at = server.world.at('rented');
    at.deployments.failures.push('No capacity.');
    const cards = at.deployments.make({ model: 'small', marks: {}, idleMs: null });
    server.world.tick(5000);
    expect(at.deployments.state(cards)).toBe('failed');
  });
});
