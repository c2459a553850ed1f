/** Runs that are interrupted, and go on: nothing whose answer had arrived is asked again, counted at the server. */
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import type { CallRow } from '../../src/core/log.ts';
import { openLog } from '../../src/store/log-reader.ts';
import { openStore } from '../../src/store/open.ts';
import { type DecisionModel, serveDecisions } from './decision-server.ts';
import { type Place, place, placeOf } from './running.ts';
import { answers, type Asked, type Behaviour, declines, says, serve, stalls } from './server.ts';

/** A server whose behaviour can be changed while it runs. */
async function changing(first: Behaviour, lab?: (address: string) => unknown) {
  let now = first;
  const server = await serve((res, asked) => now(res, asked));
  return {
    ...placeOf(server, lab?.(server.address)),
    asked: (): readonly Asked[] => server.journal,
    become: (behaviour: Behaviour): void => void (now = behaviour),
  };
}

/** Answers so many times, then stalls for ever. */
const stallsAfter = (count: number, behaviour: Behaviour): Behaviour => {
  let asked = 0;
  return (res, one) => (asked++ < count ? behaviour : stalls)(res, one);
};

/** Is as likely to do one as the other, after a moment. */
const delay: NonNullable<DecisionModel['instead']> = (res, { model, labels }) => {
  const probabilities = Object.fromEntries(labels.map((label) => [label, 1 / labels.length]));
  setTimeout(() => {
    res.writeHead(200, { 'content-type': 'application/json' });
    res.end(JSON.stringify({ model, answers: { choice: { type: 'choice', probabilities } } }));
  }, 100);
  return true;
};

const answered = (rows: readonly CallRow[]): number => rows.filter(({ outcome }) => outcome === 'answered').length;

const schema = z.object({ enum: z.array(z.string()).optional(), minimum: z.number().optional() });
const format = z.object({
  json_schema: z.object({
    schema: z.object({
      properties: z.object({ answer: z.union([schema.extend({ anyOf: z.tuple([schema], schema) }), schema]) }),
    }),
  }),
});

/** An answer that the request's own schema allows. */
const legal: Behaviour = (res, asked) => {
  const { answer } = format.parse(asked.body['response_format']).json_schema.schema.properties;
  const one = 'anyOf' in answer ? answer.anyOf[0] : answer;
  answers(one.enum?.[0] ?? one.minimum ?? 0)(res, asked);
};

/** Begins a run, waits until so many answers are stored, and ends it with this signal: its exit code, and how long it took to end. */
async function killedAfter(
  here: Place,
  line: string,
  answersStored: number,
  signal: NodeJS.Signals,
): Promise<{ readonly code: number | null; readonly ms: number }> {
  const child = here.begin(line);
  const closed = new Promise<number | null>((done) => child.once('close', done));
  await vi.waitFor(
    async () => expect(answered(await here.calls().catch(() => []))).toBeGreaterThanOrEqual(answersStored),
    { timeout: 60_000, interval: 100 },
  );
  await pause(300);
  const at = Date.now();
  child.kill(signal);
  return { code: await closed, ms: Date.now() - at };
}

const both = 'run prisoners-dilemma --seats openai/small,openai/other --matches 40 --concurrency 8 --seed 5';

describe.concurrent('going on', () => {
  test('after SIGKILL in the middle: every call whose answer had arrived is used, and only the others are made', async () => {
    await using here = await changing(stallsAfter(45, answers('C')));
    await killedAfter(here, both, 45, 'SIGKILL');
    const before = await here.calls();
    expect(answered(before)).toBe(45);
    const asked = here.asked().length;
    here.become(answers('C'));
    const { code, json } = await here.run(`${both} --resume`);
    expect(here.asked().length - asked).toBe(80 - 45);
    expect(json).toMatchObject({ matches: 40, decisions: 80, resumed: true, failed: 0, outcomes: { answered: 80 } });
    expect(code).toBe(0);
    expect(answered(await here.calls())).toBe(80);
    expect((await here.matches()).length).toBe(40);
    expect((await here.matches()).every(({ ending }) => ending === 'finished')).toBe(true);
    const again = await here.homines('replay --all --json');
    expect(JSON.parse(again.out)).toMatchObject({ matches: 40, finished: 40, agree: true });
    // Once more, nothing is missing.
    const whole = here.asked().length;
    expect((await here.run(`${both} --resume`)).json).toMatchObject({ matches: 40, outcomes: { answered: 80 } });
    expect(here.asked().length).toBe(whole);
    expect(here.leaks()).toEqual([]);
  });

  test('killed again and again while answers come: no more calls in all than answers were lost on the way', async () => {
    await using here = await changing((res, asked) =>
      setTimeout(() => answers('D')(res, asked), 20 + Math.random() * 60),
    );
    for (const stored of [15, 35, 60]) await killedAfter(here, `${both} --resume`, stored, 'SIGKILL');
    const before = here.asked().length;
    const kept = answered(await here.calls());
    const { json } = await here.run(`${both} --resume`);
    expect(json).toMatchObject({ matches: 40, outcomes: { answered: 80 } });
    expect(here.asked().length - before).toBe(80 - kept);
    // At most the eight under way were lost with each kill.
    expect(here.asked().length).toBeLessThanOrEqual(80 + 3 * 8);
  });

  test('Ctrl-C: answers under way are waited for, the code is 130, and the way on is said', async () => {
    await using here = await changing((res, asked) => setTimeout(() => answers('C')(res, asked), 150));
    const child = here.begin(`${both} --json`);
    let err = '';
    child.stderr?.on('data', (chunk: Buffer) => (err += chunk.toString()));
    const closed = new Promise((done) => child.once('close', done));
    await vi.waitFor(async () => expect(answered(await here.calls().catch(() => []))).toBeGreaterThan(5), {
      timeout: 60_000,
    });
    const at = Date.now();
    child.kill('SIGINT');
    // A terminal signals the whole group, and the starter passes it on: that is one Ctrl-C.
    child.kill('SIGINT');
    expect(await closed).toBe(130);
    expect(Date.now() - at).toBeLessThan(20_000);
    expect(err.replace(/\s+/g, ' ')).toMatch(
      /^Stopped after \d+ of 40 matches: what was played is kept, and "homines run --resume [a-z]{8}" goes on\./,
    );
    const asked = here.asked().length;
    expect(answered(await here.calls())).toBe(asked);
    const { json } = await here.run('run --resume');
    expect(json).toMatchObject({ matches: 40, outcomes: { answered: 80, failed: 0 } });
    expect(here.asked().length).toBe(80);
  });

  test('Ctrl-C while the server stalls ends all the same', async () => {
    await using here = await changing(stallsAfter(10, answers('C')));
    const { code, ms } = await killedAfter(here, both, 10, 'SIGINT');
    expect(code).toBe(130);
    expect(ms).toBeLessThan(30_000);
    here.become(answers('C'));
    const { json } = await here.run('run --resume last');
    expect(json).toMatchObject({ matches: 40, open: 0, outcomes: { answered: 80, failed: 0 } });
  });

  test('what cannot be read is not asked again either: its repair is', async () => {
    await using here = await changing(stallsAfter(1, answers('E')));
    const line = 'run prisoners-dilemma --seats openai/small,economicus';
    const child = here.begin(line);
    await vi.waitFor(async () => expect((await here.calls().catch(() => [])).length).toBe(1), { timeout: 60_000 });
    await vi.waitFor(() => expect(here.asked().length).toBe(2), { timeout: 60_000 });
    child.kill('SIGKILL');
    await new Promise((done) => child.once('close', done));
    here.become(answers('D'));
    const { json } = await here.run(`${line} --resume`);
    expect(here.asked().length).toBe(3);
    expect(here.asked()[2]!.body.messages!.at(-1)!.content).toContain('got "E"');
    expect(json).toMatchObject({ calls: 2, outcomes: { repaired: 1, invalid: 0 } });
    expect((await here.calls()).map(({ attempt, outcome }) => [attempt, outcome])).toEqual([
      [0, 'invalid'],
      [1, 'repaired'],
    ]);
  });

  test('a call whose decision was not written yet is read, and nothing is asked', async () => {
    await using here = await changing(answers('D'));
    const line = 'run prisoners-dilemma --seats openai/small,economicus --seed 3';
    await here.run(line);
    const [call] = await here.calls();
    const [match] = await here.matches();
    // The same session as it was in the moment between the two: its call there, its decision not.
    const other = place('http://127.0.0.1:9/v1');
    try {
      const [from, to] = [await openLog(here.db), await openStore(other.db)];
      const session = (await from.sessions())[0]!;
      const events = await from.events(session.code);
      const { ending: _, decisions: __, payoffs: ___, lastAt: ____, ...row } = match!;
      await to.record([
        { table: 'session', row: session },
        ...events.map((event) => ({ table: 'event' as const, row: event })),
        { table: 'match', row },
        { table: 'call', row: call! },
      ]);
      from.close();
      to.close();
      const { code, json } = await other.run('run --resume');
      expect(json).toMatchObject({ matches: 1, decisions: 2, calls: 1, outcomes: { answered: 1 } });
      expect(code).toBe(0);
      expect((await other.decisions())[0]).toMatchObject({
        seat: 0,
        answer: 'D',
        because: 'because',
        source: 'chosen',
      });
    } finally {
      other.remove();
    }
  });

  test.each([
    ['autonomous-vehicles', 'openai/small,openai/other,random', 2, 2 * 48],
    ['pricing-duopoly --set rounds=12', 'openai/small,openai/small', 3, 3 * 24],
  ])('long matches of %s go on in their middle', async (game, seats, matches, questions) => {
    await using here = await changing(
      (res, asked) => void setTimeout(() => legal(res, asked), 80 + Math.random() * 60),
    );
    const line = `run ${game} --seats ${seats} --matches ${matches}`;
    await killedAfter(here, line, Math.round(questions / 3), 'SIGKILL');
    const before = here.asked().length;
    const kept = answered(await here.calls());
    expect(kept).toBeLessThan(questions);
    const { code, json } = await here.run(`${line} --resume`);
    expect(json).toMatchObject({ matches, outcomes: { answered: questions } });
    expect(json.decisions).toBe((await here.decisions()).length);
    expect(code).toBe(0);
    expect(here.asked().length - before).toBe(questions - kept);
    expect(JSON.parse((await here.homines('replay --all --json')).out)).toMatchObject({
      finished: matches,
      agree: true,
    });
  });

  test('more matches, and no others than were typed', async () => {
    await using here = await changing(answers('C'));
    const line = 'run prisoners-dilemma --seats openai/small,economicus --session first --matches';
    const { json } = await here.run(`${line} 3`);
    const more = await here.run(`${line} 5 --resume`);
    expect(more.json).toMatchObject({ session: json.session, matches: 5, calls: 5 });
    for (const [typed, words] of [
      [`run pricing-duopoly --resume first`, 'another game'],
      ['run prisoners-dilemma --seats openai/other,economicus --resume first', 'other seats'],
      ['run prisoners-dilemma --set T=90 --resume first', 'other settings'],
      ['run --resume first --seed 8', 'another seed'],
      ['run --resume frist', 'Did you mean "first"'],
    ] as const) {
      const { code, err } = await here.homines(typed);
      expect(err).toContain(words);
      expect(code).toBe(2);
    }
    // Nothing of the kind has begun: it begins.
    const fresh = await here.run('run prisoners-dilemma --seats openai/other,economicus --resume');
    expect(fresh.json).toMatchObject({ resumed: false, matches: 1 });
    expect(here.asked().length).toBe(6);
  });

  test('theory agents go on as well, and the whole is what it would have been', async () => {
    await using here = await changing(answers('C'));
    const line = 'run prisoners-dilemma --seats random,baseline --seed 11 --json --matches';
    const part = JSON.parse((await here.homines(`${line} 30`)).out) as { session: string };
    const whole = JSON.parse((await here.homines(`${line} 100 --resume ${part.session}`)).out) as Record<
      string,
      unknown
    >;
    const atOnce = JSON.parse(
      (await here.homines(`${line} 100`, { HOMINES_DB: `${here.folder}/other.sqlite` })).out,
    ) as Record<string, unknown>;
    expect(whole).toMatchObject({ session: part.session, matches: 100, decisions: 200 });
    expect(whole['seats']).toEqual(atOnce['seats']);
  });
});

describe.concurrent('caps', () => {
  const line = 'run prisoners-dilemma --seats openai/small,economicus --matches 50 --concurrency 8';

  test('--max-calls is never passed, and holds over the whole session', async () => {
    await using here = await changing((res, asked) => setTimeout(() => answers('C')(res, asked), 20));
    const { code, json, err } = await here.run(`${line} --max-calls 21`);
    expect(json).toMatchObject({ stopped: 'max-calls', calls: 21, matches: 21, outcomes: { answered: 21, failed: 0 } });
    expect(err).toContain('--max-calls is reached');
    expect(code).toBe(1);
    expect(here.asked().length).toBe(21);
    expect((await here.run(`${line} --max-calls 21 --resume`)).json).toMatchObject({ stopped: 'max-calls', calls: 21 });
    expect(here.asked().length).toBe(21);
    expect((await here.run(`${line} --resume`)).json).toMatchObject({ stopped: null, calls: 50, matches: 50 });
    expect(here.asked().length).toBe(50);
  });

  test('a cap between two orders of one question: the order under way is waited for, kept, and not asked again', async () => {
    let sent = 0;
    const server = await serveDecisions({
      slow: { instead: (res, asked, raw) => (sent++, delay(res, asked, raw)), speaks: ['systemone'] },
    });
    await using here = placeOf(server, {
      providers: { local: { address: server.address } },
      agents: { 'local/slow': { decision: { dialect: 'systemone', at: 1 } } },
    });
    const seats = 'run prisoners-dilemma --seats local/slow?ask=decision,economicus --matches 4';
    const { json } = await here.run(`${seats} --max-calls 5`);
    expect(json).toMatchObject({ stopped: 'max-calls', calls: 5, matches: 2 });
    expect((await here.calls()).map(({ outcome }) => outcome)).toEqual(Array(5).fill('answered'));
    expect((await here.run(`${seats} --resume`)).json).toMatchObject({ stopped: null, calls: 8, matches: 4 });
    expect(sent).toBe(8);
    expect((await here.calls()).map(({ rotation }) => rotation).toSorted()).toEqual([0, 0, 0, 0, 1, 1, 1, 1]);
  });

  test('--max-calls counts repairs and second tries', async () => {
    let asked = 0;
    await using here = await changing((res, one) => (asked++ % 2 === 0 ? says('hm') : answers('C'))(res, one));
    const { json } = await here.run(`${line.replace('--concurrency 8', '--concurrency 1')} --max-calls 7`);
    expect(json).toMatchObject({ stopped: 'max-calls', calls: 7, matches: 3, outcomes: { repaired: 3 } });
    expect(here.asked().length).toBe(7);
  });

  test('--max-cost is not passed where the price is known, refused answers paid too', async () => {
    let asked = 0;
    await using here = await changing(
      (res, one) => setTimeout(() => (asked++ % 4 === 0 ? declines : answers('C'))(res, one), 20),
      (address) => ({
        providers: { openai: { address, key: 'OPENAI_API_KEY', prices: { small: { in: 10, out: 200 } } } },
        agents: { 'openai/small': { settings: { max_completion_tokens: 50 } } },
      }),
    );
    // 100 tokens in and 20 out are 0.005 USD a call; an answer may have 50 tokens, and a question has some 400.
    const { json, err } = await here.run(`${line} --max-cost 0.25`);
    expect(json.stopped).toBe('max-cost');
    expect(json.cost).toBeLessThanOrEqual(0.25);
    expect(json.cost).toBeCloseTo(0.005 * here.asked().length, 9);
    expect(here.asked().length).toBeGreaterThan(20);
    expect(json.counted).toBeLessThanOrEqual(0.25);
    expect(json.counted).toBeGreaterThan(0.25 - 0.02);
    expect(json.card.price).toBeGreaterThan(0);
    expect(err).toContain('--max-cost is reached');
  });
});
