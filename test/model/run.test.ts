/** Whole runs against servers that misbehave: every way ends in a named outcome, with its bytes in `call`, and the run goes on. */
import { describe, expect, test } from 'vitest';
import { CANARY, placeOf } from './running.ts';
import {
  answers,
  type Behaviour,
  cuts,
  declines,
  empty,
  errorInside,
  fails,
  filtered,
  halfJson,
  says,
  serve,
  stalls,
  trickles,
} from './server.ts';

const open = async (...behaviours: readonly Behaviour[]) => placeOf(await serve(...behaviours));

const dilemma = 'run prisoners-dilemma --seats openai/small,economicus';
const market = 'run pricing-duopoly --set rounds=1 --seats openai/small,economicus';
/** A server that repeats the key in its complaint. */
const echoes: Behaviour = (res, asked) => {
  res.writeHead(401, { 'content-type': 'application/json' });
  res.end(
    JSON.stringify({
      error: { message: `Incorrect API key provided: ${asked.key}`, type: 'auth', code: 'invalid_api_key' },
    }),
  );
};

describe.concurrent('bad servers', () => {
  type Case = readonly [
    name: string,
    behaviour: Behaviour,
    outcome: 'refused' | 'invalid' | 'timed out' | 'failed',
    bytes: string,
    game?: string,
  ];
  const cases: readonly Case[] = [
    ['401', echoes, 'failed', 'Incorrect API key provided'],
    ['403', fails(403), 'failed', '"status 403"'],
    ['404', fails(404), 'failed', '"status 404"'],
    ['429 that never ends', fails(429), 'failed', '"status 429"'],
    ['429 with 70 s to wait', fails(429, { 'retry-after': '70' }), 'failed', '"status 429"'],
    ['an account without quota', fails(429, {}, 'insufficient_quota'), 'failed', 'insufficient_quota'],
    ['500', fails(500), 'failed', '"status 500"'],
    ['503', fails(503), 'failed', '"status 503"'],
    ['half a JSON', halfJson, 'failed', '{"choices": [{"message": {"role": "assi'],
    ['an empty 200', empty, 'failed', ''],
    ['a 200 that carries an error', errorInside, 'failed', 'overloaded'],
    ['a cut connection', cuts, 'failed', '{"choices": ['],
    ['prose', says('I could do many things.'), 'invalid', 'I could do many things.'],
    ['an option that is not on the list', answers('E'), 'invalid', 'E'],
    ['a number in words', answers('sixteen and a half'), 'invalid', 'sixteen and a half', market],
    ['another currency format', answers('€ 1,65 a piece'), 'invalid', '€ 1,65 a piece', market],
    ['a refusal', declines, 'refused', 'I would rather not.'],
    ['a content filter', filtered, 'refused', 'content_filter'],
    ['a stall of 60 s', stalls, 'timed out', ''],
    ['a slow stream', trickles('x'.repeat(4000), 5), 'timed out', '{"id":"c","object":"chat.comp'],
  ];
  test.each(cases.map(([name, ...rest]) => ({ name, rest })))(
    '$name',
    async ({ rest: [behaviour, outcome, bytes, game = dilemma] }) => {
      await using here = await open(behaviour);
      const { run, calls, matches, leaks } = here;
      const began = Date.now();
      const { code, json, err } = await run(`${game} --matches 2`, {
        // Asked after 0, 0.5, 1.5 and 3.5 s: 4 s more would be too late, and half of the time is left for a machine that is busy.
        HOMINES_TIMEOUT_S: outcome === 'timed out' ? '2' : '7',
      });
      expect(json.outcomes).toEqual({
        answered: 0,
        repaired: 0,
        refused: 0,
        invalid: 0,
        'timed out': 0,
        failed: 0,
        [outcome]: 2,
      });
      expect(json).toMatchObject({ matches: 2, failed: 2, open: 0, stopped: null, wanted: 2 });
      expect(Object.values(json.why).reduce((sum, count) => sum + count, 0)).toBe(2);
      expect(err).toMatch(/^(The server asks to wait, .*\n)?2 questions without an answer: /);
      expect(code).toBe(1);
      const rows = await calls();
      expect(rows.filter(({ request }) => request !== '').length).toBe(json.calls);
      expect(rows.at(-1)).toMatchObject({ outcome, provider: 'openai', model: 'small' });
      // While a server has asked to wait, a question is not sent: its row says why.
      const heard = rows.findLast(({ request }) => request !== '')!;
      expect(heard.response).toContain(bytes);
      expect(heard.request).toContain('"model":"small"');
      expect((await matches()).map(({ ending }) => ending)).toEqual(['failed', 'failed']);
      expect(leaks()).toEqual([]);
      // None of them waits for as long as its server would like.
      expect(Date.now() - began).toBeLessThan(50_000);
    },
  );

  test.each([
    ['429', fails(429)],
    ['429 that asks to wait', fails(429, { 'retry-after': '1' })],
    ['500', fails(500)],
    ['half a JSON', halfJson],
    ['a cut connection', cuts],
  ])('%s once, then an answer', async (_, behaviour) => {
    await using here = await open(behaviour, answers('C'));
    const { run, calls } = here;
    const { code, json } = await run(dilemma);
    expect(json.outcomes).toMatchObject({ answered: 1, failed: 0 });
    expect(json).toMatchObject({ calls: 2, tokens: { in: 100, out: 20 }, cost: null, decisions: 2 });
    expect((await calls()).map(({ outcome, attempt }) => [outcome, attempt])).toEqual([
      ['failed', 0],
      ['answered', 1],
    ]);
    expect(code).toBe(0);
  });

  test.each([
    ['an answer that has to be repaired', [answers('E'), answers('C')], 'repaired'],
    ['a schema that is ignored', [says('Well: ```json\n{"reasons":"","answer":"C"}\n```')], 'answered'],
    ['a slow stream within the limit', [trickles('{"reasons":"","answer":"C"}', 1)], 'answered'],
  ] as const)('%s', async (_, behaviours, outcome) => {
    await using here = await open(...behaviours);
    const { run, decisions } = here;
    const { code, json } = await run(dilemma);
    expect(json.outcomes[outcome]).toBe(1);
    expect((await decisions()).map(({ source }) => source)).toEqual([
      outcome === 'repaired' ? 'repaired' : 'chosen',
      'chosen',
    ]);
    expect(code).toBe(0);
  });

  test('the key is sent, and stands nowhere', async () => {
    await using here = await open(echoes);
    const { run, leaks } = here;
    await run(dilemma, { HOMINES_DEBUG: '1' });
    expect(here.server.journal[0]!.key).toBe(`Bearer ${CANARY}`);
    expect(leaks()).toEqual([]);
  });
});

describe.concurrent('what follows when there is no answer', () => {
  test('the stand-in answers, marked, and the match is played to its end', async () => {
    await using here = await open(declines);
    const { run, decisions } = here;
    const { code, json } = await run(`${dilemma} --matches 3 --on-failure stand-in`);
    expect(json).toMatchObject({ matches: 3, failed: 0, decisions: 6, outcomes: { refused: 3 } });
    expect((await decisions()).filter(({ source }) => source === 'substituted')).toHaveLength(3);
    expect(code).toBe(1);
  });
  test('asked again, and answered', async () => {
    await using here = await open(declines, declines, answers('D'));
    const { run, calls } = here;
    const { code, json } = await run(`${dilemma} --on-failure again`);
    expect(json).toMatchObject({ matches: 1, failed: 0, outcomes: { answered: 1, refused: 0 } });
    expect((await calls()).map(({ outcome, attempt }) => [outcome, attempt])).toEqual([
      ['refused', 0],
      ['refused', 1],
      ['answered', 2],
    ]);
    expect(code).toBe(0);
  });
  test('asked three times at most', async () => {
    await using here = await open(declines);
    const { run } = here;
    const { code, json } = await run(`${dilemma} --on-failure again`);
    expect(json).toMatchObject({ matches: 1, failed: 1, calls: 3, outcomes: { refused: 1 } });
    expect(code).toBe(1);
  });
  test('where nothing is answered any more the run is stopped, and what was not begun can be played later', async () => {
    await using here = await open(fails(401));
    const { run, homines } = here;
    const { code, json, err } = await run(`${dilemma} --matches 300`);
    expect(json.stopped).toBe('unanswered');
    expect(json.matches).toBeGreaterThanOrEqual(50);
    expect(json.matches).toBeLessThan(100);
    expect(err.replace(/\s+/g, ' ')).toContain(`"homines run --resume ${json.session}" goes on`);
    expect(code).toBe(1);
    expect((await homines(`sessions ${json.session} --json`)).code).toBe(0);
  });
});

describe.concurrent('a run that cannot begin', () => {
  test.each([
    ['no key', dilemma, { OPENAI_API_KEY: '' }, /OPENAI_API_KEY/],
    ['an unknown provider', 'run prisoners-dilemma --seats opanai/small,economicus', {}, /Did you mean "openai"/],
    ['a cap without a price', `${dilemma} --max-cost 1`, {}, /needs the price of openai\/small/],
    ['a time limit that is none', dilemma, { HOMINES_TIMEOUT_S: 'soon' }, /HOMINES_TIMEOUT_S/],
  ])('%s: one sentence, exit code 2', async (_, line, env, sentence) => {
    await using here = await open(answers('C'));
    const { homines } = here;
    const { code, out, err } = await homines(line, env);
    expect(err).toMatch(sentence);
    expect({ code, out, lines: err.trim().split('\n').length }).toEqual({ code: 2, out: '', lines: 1 });
    expect(here.server.journal).toHaveLength(0);
  });
});

test.concurrent('what ended without an answer can be listed, played again and exported', async () => {
  await using here = await open(answers('C'), declines);
  const { run, homines } = here;
  const { json } = await run(`${dilemma} --matches 3 --concurrency 1`);
  expect(json).toMatchObject({ matches: 3, failed: 2, outcomes: { answered: 1, refused: 2 } });
  const page = await homines(`sessions ${json.session}`);
  expect(page.out.match(/0, failed/g)).toHaveLength(2);
  expect((await homines('replay --all --json')).out).toContain('"finished": 1');
  const written = await homines('export --out rows.csv');
  expect(written).toMatchObject({ code: 0, out: expect.stringContaining('2 choices') });
});

test.concurrent('a stall holds up its own match only', async () => {
  // The first is answered after all others.
  let first = (): void => undefined;
  await using here = await open((res, one) => {
    if (here.server.journal.length === 1) return void (first = () => answers('C')(res, one));
    answers('C')(res, one);
    if (here.server.journal.length === 40) first();
  });
  const { run } = here;
  const { json } = await run(`${dilemma} --matches 40 --concurrency 4`);
  expect(json.outcomes).toMatchObject({ answered: 40, 'timed out': 0 });
});

test.concurrent('a server that asks everybody to wait is not asked meanwhile', async () => {
  let from = 0;
  const asked: number[] = [];
  await using here = await open((res, one) => {
    asked.push(Date.now());
    // Whoever is on its way already hears later than who is asked to wait: it would ask the next question before it knows.
    if (from > 0 && Date.now() < from + 1500) return void setTimeout(() => answers('C')(res, one), 1500);
    if (asked.length !== 10) return answers('C')(res, one);
    from = Date.now();
    return fails(429, { 'retry-after': '2' })(res, one);
  });
  const { json } = await here.run(`${dilemma} --matches 30 --concurrency 2`);
  expect(json.outcomes).toMatchObject({ answered: 30, failed: 0 });
  // One was on its way already.
  expect(asked.filter((at) => at > from && at < from + 1900).length).toBeLessThanOrEqual(1);
});

test('questions at once are as many as was said, and no more', async () => {
  let most = 0;
  // Nobody is answered until twelve wait, and then one for each who comes; where nobody comes any more, who waits is the rest.
  const waiting: (() => void)[] = [];
  let quiet: NodeJS.Timeout | undefined;
  const rest = (): void => waiting.splice(0).forEach((answer) => answer());
  await using here = await open((res, asked) => {
    waiting.push(() => answers('C')(res, asked));
    most = Math.max(most, waiting.length);
    if (waiting.length >= 12) setTimeout(() => waiting.shift()?.(), 40);
    clearTimeout(quiet);
    quiet = setTimeout(rest, 1500);
  });
  const { json } = await here.run(
    'run prisoners-dilemma --seats openai/small,openai/other --matches 60 --concurrency 12',
  );
  expect(json.outcomes.answered).toBe(120);
  expect(most).toBe(12);
});

test('a limit that the server tells is kept: slower before it, never past it', async () => {
  let window = { since: 0, count: 0 };
  let refused = 0;
  await using here = await open((res, asked) => {
    const now = Date.now();
    if (now - window.since >= 700) window = { since: now, count: 0 };
    window.count += 1;
    res.setHeader('x-ratelimit-remaining-requests', String(Math.max(0, 20 - window.count)));
    res.setHeader('x-ratelimit-reset-requests', `${window.since + 700 - now}ms`);
    if (window.count <= 20) return answers('C')(res, asked);
    refused += 1;
    return fails(429)(res, asked);
  });
  const { json } = await here.run(`${dilemma} --matches 70 --concurrency 6`);
  expect(json.outcomes).toMatchObject({ answered: 70, failed: 0 });
  // Blind to the limit, most of 70 would be refused at least once; a few may cross the window's edge on a busy machine.
  expect(refused).toBeLessThan(6);
  expect(json.seconds).toBeGreaterThan(2);
});

describe.concurrent('a server that asks to wait', () => {
  test.each([429, 503])('%i a month: the run ends at once with a sentence, and can go on', async (status) => {
    await using here = await open(fails(status, { 'retry-after': '2592000' }, 'Monthly quota exceeded'));
    const since = performance.now();
    const { json, code, err } = await here.run(`${dilemma} --matches 200 --concurrency 4`);
    expect(performance.now() - since).toBeLessThan(60_000);
    expect({ code, stopped: json.stopped }).toEqual({ code: 1, stopped: 'pause' });
    // Nobody was asked, so no match has ended.
    expect(json).toMatchObject({ matches: 0, failed: 0, outcomes: { failed: 0 } });
    expect(here.server.journal.length).toBeLessThanOrEqual(4);
    for (const word of ['30 days', 'longer than ten minutes', '--resume'])
      expect(err.replace(/\s+/g, ' ')).toContain(word);
  });

  test('a moment: it is waited for, and told where no line moves', async () => {
    let asked = 0;
    await using here = await open((res, one) => {
      const until = String(Math.ceil((Date.now() + 6000) / 1000));
      (asked++ === 0 ? fails(429, { 'x-ratelimit-reset': until }) : answers('C'))(res, one);
    });
    const { json, err } = await here.run(`${dilemma} --matches 2 --concurrency 1`);
    expect(json).toMatchObject({ matches: 2, stopped: null, outcomes: { answered: 2, failed: 0 } });
    expect(err).toMatch(/The server asks to wait, \d s more; 0 of 2 matches played\./);
  });

  test('one that is starting says so until it has started, more often than others may fail', async () => {
    let asked = 0;
    await using here = await open((res, one) =>
      (asked++ < 7 ? fails(503, { 'retry-after-ms': '50' }) : answers('C'))(res, one),
    );
    expect((await here.run(dilemma)).json).toMatchObject({ matches: 1, failed: 0 });
    expect(here.server.journal).toHaveLength(8);
  });
});
