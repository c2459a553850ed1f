/** `run --batch`: questions in waves through a Batch API, ours and one written by others. */
import { LLMock } from '@copilotkit/aimock';
import { describe, expect, test, vi } from 'vitest';
import { type BatchServer, type Course, serveBatches } from './batch-server.ts';
import { place, placeOf } from './running.ts';
import { serve } from './server.ts';

const open = async (...courses: readonly Course[]) => placeOf(await serveBatches(...courses));

const C = { says: '{"reasons":"r","answer":"C"}' };
const completed = (fate: Course['fate'] = () => C): Course => ({ polls: 1, ends: 'completed', fate });
const line = 'run prisoners-dilemma --batch --seats openai/small,economicus --matches';
const sizes = ({ batches }: BatchServer): readonly number[] => batches.map(({ lines }) => lines.length);

describe.concurrent('batches', () => {
  test('one wave for one question a match: every answer in its match, nothing asked elsewhere', async () => {
    await using here = await open(
      completed(({ custom_id }) => ({
        says: JSON.stringify({ answer: /[a-m]\./.test(custom_id) ? 'C' : 'D', reasons: custom_id }),
      })),
    );
    const { code, json } = await here.run(`${line} 30`);
    expect(json).toMatchObject({ matches: 30, calls: 30, outcomes: { answered: 30 }, tokens: { in: 3000, out: 600 } });
    expect(code).toBe(0);
    expect(sizes(here.server)).toEqual([30]);
    expect(here.server.journal).not.toContain('POST /chat/completions');
    const first = (await here.decisions()).filter(({ seat }) => seat === 0);
    expect(first).toHaveLength(30);
    for (const { match, because, answer } of first) {
      expect(because).toMatch(new RegExp(`^${match}\\.0\\.0\\..+\\.0$`));
      expect(answer).toBe(/[a-m]\./.test(because!) ? 'C' : 'D');
    }
    expect(here.server.batches[0]!.metadata).toEqual({ homines: json.session });
    expect(JSON.parse((await here.homines('replay --all --json')).out)).toMatchObject({ finished: 30, agree: true });
    expect(here.leaks()).toEqual([]);
  });

  test('wave by wave where a question needs the answer before; repairs and second tries in a wave of their own', async () => {
    await using here = await open(
      // First movers: one cannot be read, one meets an error of the server.
      completed((_, index) => (index === 3 ? { says: 'maybe' } : index === 5 ? { status: 500 } : C)),
      completed(),
    );
    const { code, json } = await here.run(
      `run prisoners-dilemma --batch --seats openai/small,openai/small --matches 8`,
    );
    expect(json).toMatchObject({ matches: 8, calls: 18, outcomes: { answered: 15, repaired: 1, failed: 0 } });
    expect(code).toBe(0);
    expect(sizes(here.server)[0]).toBe(8);
    expect(sizes(here.server).reduce((sum, size) => sum + size, 0)).toBe(18);
    const outcomes = (await here.calls()).map(({ outcome }) => outcome).sort();
    expect(outcomes.filter((outcome) => outcome !== 'answered')).toEqual(['failed', 'invalid', 'repaired']);
  });

  test.each(['expired', 'cancelled'] as const)(
    '%s: both files are read, what was not done stays open and is asked again later',
    async (ends) => {
      await using here = await open({ polls: 1, ends, fate: (_, index) => (index < 12 ? C : 'undone') }, completed());
      const { code, json, err } = await here.run(`${line} 20`);
      expect(json).toMatchObject({ matches: 12, open: 8, failed: 0, outcomes: { answered: 12, failed: 0 } });
      expect(err.replace(/\s+/g, ' ')).toContain(`batch batch-1 ${ends} with 8 questions unanswered`);
      expect(code).toBe(1);
      const undone = (await here.calls()).filter(({ outcome }) => outcome === 'failed');
      expect(undone).toHaveLength(8);
      expect(undone[0]!.response).toContain(`batch_${ends}`);
      const again = await here.run('run --resume');
      expect(again.json).toMatchObject({ matches: 20, open: 0, outcomes: { answered: 20, failed: 0 } });
      expect(again.code).toBe(0);
      expect(sizes(here.server)).toEqual([20, 8]);
    },
  );

  test('a batch that the provider does not take: said, and nothing is lost', async () => {
    await using here = await open({ polls: 1, ends: 'failed', fate: () => 'undone' }, completed());
    const { code, json, err } = await here.run(`${line} 5`);
    expect(json).toMatchObject({ matches: 0, open: 5, stopped: 'batch' });
    expect(err.replace(/\s+/g, ' ')).toContain('Enqueued token limit reached');
    expect(code).toBe(1);
    expect((await here.run('run --resume')).json).toMatchObject({ matches: 5, outcomes: { answered: 5 } });
  });

  test('killed while the batch is under way: it is read, not sent again', async () => {
    await using here = await open({ polls: 3, ends: 'completed', fate: () => C });
    const child = here.begin(`${line} 25`);
    const closed = new Promise((done) => child.once('close', done));
    await vi.waitFor(() => expect(here.server.batches[0]?.polls ?? 0).toBeGreaterThan(0), { timeout: 60_000 });
    child.kill('SIGKILL');
    await closed;
    expect(await here.calls()).toEqual([]);
    const { code, json } = await here.run('run --resume');
    expect(json).toMatchObject({ matches: 25, calls: 25, outcomes: { answered: 25 } });
    expect(code).toBe(0);
    expect(sizes(here.server)).toEqual([25]);
    // And nothing is asked of it once more when everything is there.
    const asked = here.server.journal.filter((path) => path.startsWith('POST')).length;
    await here.run('run --resume');
    expect(here.server.journal.filter((path) => path.startsWith('POST')).length).toBe(asked);
  });

  test('Ctrl-C while the batch is under way', async () => {
    await using here = await open({ polls: 3, ends: 'completed', fate: () => C });
    const child = here.begin(`${line} 5 --json`);
    let err = '';
    child.stderr?.on('data', (chunk: Buffer) => (err += chunk.toString()));
    const closed = new Promise((done) => child.once('close', done));
    await vi.waitFor(() => expect(here.server.batches[0]?.polls ?? 0).toBeGreaterThan(0), { timeout: 60_000 });
    child.kill('SIGINT');
    expect(await closed).toBe(130);
    expect(err).toContain('homines run --resume');
    expect((await here.run('run --resume')).json).toMatchObject({
      matches: 5,
      calls: 5,
      outcomes: { answered: 5, failed: 0 },
    });
    expect(sizes(here.server)).toEqual([5]);
  });

  test('a server without a Batch API is refused before anything is stored', async () => {
    const server = await serve((res) => res.writeHead(404).end('{"error":{"message":"no such place"}}'));
    const here = place(server.address);
    try {
      const { code, out, err } = await here.homines(`${line} 5`);
      expect({ code, out }).toEqual({ code: 2, out: '' });
      expect(err).toMatch(/does not take batches .*leave out --batch/);
      expect(JSON.parse((await here.homines('sessions --json')).out)).toEqual([]);
      const theory = await here.homines('run prisoners-dilemma --batch --seats economicus,random');
      expect(theory).toMatchObject({ code: 2, err: expect.stringContaining('--batch is for language models') });
    } finally {
      await server.close();
      here.remove();
    }
  });

  test('the caps hold', async () => {
    await using here = await open(completed());
    const { json } = await here.run(`${line} 20 --max-calls 12`);
    expect(json).toMatchObject({ matches: 12, calls: 12, stopped: 'max-calls' });
    expect(sizes(here.server).reduce((sum, size) => sum + size, 0)).toBe(12);
  });

  test('a server written by others, unchanged: its answers cannot be read, and it is asked twice', async () => {
    const mock = new LLMock({ port: 0 });
    await mock.start();
    const here = place(`${mock.url}/v1`);
    try {
      const { code, json } = await here.run(`${line} 6`);
      expect(json).toMatchObject({ matches: 6, failed: 6, calls: 12, outcomes: { invalid: 6 } });
      expect(code).toBe(1);
      expect((await here.calls()).every(({ response }) => response.includes('Mock batch completion'))).toBe(true);
    } finally {
      await mock.stop();
      here.remove();
    }
  });
});
