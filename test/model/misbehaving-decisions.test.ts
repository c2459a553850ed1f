/** Every model of decision-server.ts, asked for its probabilities by the real program: what is stored, and what is said. */
import { describe, expect, test } from 'vitest';
import type { DecisionDialect, Distribution } from '../../src/core/distribution.ts';
import type { CallRow } from '../../src/core/log.ts';
import { open } from '../terminal.ts';
import { type DecisionModel, serveDecisions } from './decision-server.ts';
import { CANARY, placeOf } from './running.ts';

/** Asked in this way, whatever a test of it would find. */
async function at(model: string, dialect: DecisionDialect, more: Readonly<Record<string, DecisionModel>> = {}) {
  const server = await serveDecisions(more);
  return placeOf(server, {
    providers: { openai: { address: server.address, key: 'OPENAI_API_KEY', prices: { [model]: { in: 0.1, out: 0 } } } },
    agents: { [`openai/${model}`]: { decision: { dialect, at: 1 }, settings: { temperature: 0 } } },
  });
}

type Right = {
  readonly dialect?: DecisionDialect;
  readonly outcome: CallRow['outcome'];
  /** How the call of the first order ended, and how many there were; left out: two, both as this. */
  readonly calls?: number;
  /** Why there is no answer. */
  readonly why?: RegExp;
  /** What is stored of the choice, as far as it is said here. */
  readonly orders?: Partial<Distribution['orders'][number]>;
  readonly mean?: number;
  readonly served?: string;
};

const LUNA = /\/decisions is for another model/;
const right: Readonly<Record<string, Right>> = {
  plain: { outcome: 'answered', mean: 0.6896, orders: { sum: 1, outside: null, decimals: null } },
  'decisions-only': { dialect: 'decisions', outcome: 'answered', mean: 0.6896 },
  'chat-only': { dialect: 'first token', outcome: 'answered', mean: 0.6896 },
  'gpt-6-luna': { dialect: 'decisions', outcome: 'answered' },
  'gpt-6-astra': { dialect: 'decisions', outcome: 'failed', why: LUNA },
  // What was found once is asked; what the server has now is another instrument.
  'no-logprobs': { outcome: 'failed', why: /the server has no \/systemone \(404/ },
  'not-this-model': { outcome: 'failed', why: /not for this model \(501: This model is not a decision model\)/ },
  'no-account': { outcome: 'failed', why: /may not use \/systemone \(403: Your account/ },
  pinned: { outcome: 'failed', why: /pinned to 'tiny'/ },
  'no-letters': { outcome: 'failed', why: /not distinct single tokens/ },
  unprocessable: { outcome: 'failed', why: /\/systemone refuses the question \(422/ },
  'refuses-the-question': { dialect: 'decisions', outcome: 'refused', why: /refused/ },
  filtered: { outcome: 'refused', why: /filtered/ },
  'two-decimals': { outcome: 'answered', mean: 0.88, orders: { sum: 1, decimals: 2 } },
  'nearly-never': { outcome: 'answered', mean: 1, orders: { decimals: 2 } },
  'sums-99': { outcome: 'answered', orders: { sum: 0.99, decimals: 2 } },
  'sums-50': { outcome: 'invalid', why: /sum to 0\.5, and not to 1 within 0\.02/ },
  'keys-sorted': { outcome: 'answered', mean: 0.6896 },
  'option-missing': { outcome: 'invalid', why: /no probability of "(cooperate|defect)"/ },
  nan: { outcome: 'invalid', why: /NaN/ },
  'null-probability': { outcome: 'invalid', why: /null/ },
  negative: { outcome: 'invalid', why: /-0\.2/ },
  'mass-outside': { dialect: 'first token', outcome: 'answered', orders: { sum: 1, outside: 0.76 } },
  'nothing-on-options': { dialect: 'first token', outcome: 'invalid', why: /"<think>" has 1\.00/ },
  'told-outside': { outcome: 'answered', orders: { outside: 0.2, sum: 0.8 } },
  'asked-for-this': { outcome: 'answered', served: 'some-other-model-7b' },
  'too-often': { outcome: 'answered', calls: 3 },
  starting: { outcome: 'answered', calls: 4 },
  'not-well': { outcome: 'answered', calls: 3 },
  endless: { outcome: 'failed', why: /too large/ },
  'position-1': { outcome: 'answered', mean: 0.6904 },
};

describe.concurrent('a run', () => {
  test.each(Object.keys(right))('against %s', async (model) => {
    const { dialect = 'systemone', outcome, calls = 2, why, orders, mean, served } = right[model]!;
    await using here = await at(model, dialect);
    const line = `run prisoners-dilemma --seats openai/${model}?ask=decision,economicus --concurrency 1 --yes`;
    const { json, code } = await here.run(line);
    const rows = await here.calls();
    expect(rows).toHaveLength(calls);
    // Each order is a row of its own with the bytes as they came.
    expect(new Set(rows.map(({ rotation }) => rotation))).toEqual(new Set([0, 1]));
    expect(rows.at(-1)!.outcome).toBe(outcome);
    expect(rows.every(({ request }) => JSON.parse(request).model === model)).toBe(true);
    const own = (await here.decisions()).filter(({ seat }) => seat === 0);
    expect(code).toBe(outcome === 'answered' ? 0 : 1);
    expect(json.outcomes[outcome]).toBe(1);
    if (why !== undefined) expect(Object.keys(json.why).join()).toMatch(why);
    // Not once was it asked in another way than the one that was found.
    const path = { systemone: '/v1/systemone', decisions: '/v1/decisions', 'first token': '/v1/chat/completions' }[
      dialect
    ];
    expect(new Set(here.server.journal.map((one) => one.path))).toEqual(new Set([path]));
    expect(here.leaks()).toEqual([]);
    if (outcome !== 'answered') return expect(own).toEqual([]);
    const [{ distribution, because, answer }] = own as [(typeof own)[number]];
    expect(because).toBeNull();
    expect(['C', 'D']).toContain(answer);
    expect(distribution).toMatchObject({ options: ['C', 'D'], dialect, served: served ?? model });
    expect(distribution!.orders.map(({ rotation }) => rotation)).toEqual([0, 1]);
    for (const order of distribution!.orders)
      for (const [name, value] of Object.entries(orders ?? {}))
        if (typeof value === 'number') expect(order[name as 'sum']).toBeCloseTo(value, 9);
        else expect(order[name as 'sum']).toBe(value);
    if (mean !== undefined) expect(distribution!.mean[0]).toBeCloseTo(mean, 4);
    expect(
      rows.every(
        ({ cost, tokensIn }) => outcome !== 'answered' || tokensIn === null || cost === (0.1 * tokensIn) / 1e6,
      ),
    ).toBe(true);
  });

  test('a server that answers after 5 s is waited for, and one that takes longer than the limit is not', async () => {
    await using here = await at('five-seconds', 'systemone');
    const line = 'run prisoners-dilemma --seats openai/five-seconds?ask=decision,economicus --yes';
    expect((await here.run(line)).json.outcomes).toMatchObject({ answered: 1 });
    const { json } = await here.run(line, { HOMINES_TIMEOUT_S: '1' });
    expect(json.outcomes).toMatchObject({ 'timed out': 1 });
  });

  test.each([
    ['half-json', /no decision/],
    ['web-page', /a web page/],
  ])('%s is asked for again, and ends as a failure with its sentence', async (model, why) => {
    await using here = await at(model, 'systemone');
    const line = `run prisoners-dilemma --seats openai/${model}?ask=decision,economicus --yes`;
    const { json, code } = await here.run(line, { HOMINES_TIMEOUT_S: '3' });
    expect({ code, answered: json.outcomes.answered }).toEqual({ code: 1, answered: 0 });
    expect(Object.keys(json.why).join()).toMatch(why);
    expect(here.server.journal.length).toBeGreaterThan(2);
  });

  test('a server that loses its route leaves the seat without an answer: it is not asked in another way', async () => {
    await using here = await at('plain', 'systemone');
    const line = 'run prisoners-dilemma --seats openai/plain?ask=decision,economicus --yes';
    expect((await here.run(line)).code).toBe(0);
    here.server.speaks('plain', 'first token');
    const { json, code } = await here.run(line);
    expect(code).toBe(1);
    expect(Object.keys(json.why).join()).toMatch(/no \/systemone \(404/);
    expect(here.server.journal.every(({ path }) => path === '/v1/systemone')).toBe(true);
  });
});

describe.concurrent('adding and testing', () => {
  const found: Readonly<Record<string, DecisionDialect | null>> = {
    plain: 'systemone',
    'decisions-only': 'decisions',
    'chat-only': 'first token',
    'not-this-model': 'first token',
    'no-logprobs': null,
    'gpt-6-astra': null,
    'sums-50': 'first token',
  };

  test.each(Object.keys(found))('%s: found, kept, and asked so', async (model) => {
    const dialect = found[model]!;
    const server = await serveDecisions();
    await using here = placeOf(server, {});
    const added = await here.homines(`agents add local ${server.address} --model ${model} --json`);
    expect({ code: added.code, err: added.err }).toEqual({ code: 0, err: '' });
    expect(JSON.parse(added.out)).toMatchObject({ decision: { dialect }, exchange: { outcome: 'answered' } });
    const tested = await here.homines(`agents test local/${model} --json`);
    expect(JSON.parse(tested.out)).toMatchObject({ decision: { dialect } });
    const list = await here.homines('agents');
    expect(list.out).toContain(`probabilities: ${dialect ?? 'none'}`);
    const line = `run prisoners-dilemma --seats local/${model}?ask=decision,economicus --yes`;
    if (dialect !== null) expect((await here.run(line)).code).toBe(0);
    else {
      const asked = server.journal.length;
      const { err, code } = await here.homines(line);
      expect(code).toBe(2);
      expect(err.replace(/\s+/g, ' ')).toMatch(
        /cannot be asked for probabilities: the server has no \/systemone \(404.*agents test/,
      );
      expect(server.journal).toHaveLength(asked);
    }
  });

  test('who answers typed questions and no chat can sit down, and is said once to be made to sort', async () => {
    const server = await serveDecisions({
      jev: {
        speaks: ['systemone'],
        chat: (res) => void res.writeHead(400).end('{"error":"jev does not support chat"}'),
      },
    });
    await using here = placeOf(server, {});
    const added = await here.homines(`agents add local ${server.address} --model jev`);
    expect(added.code).toBe(0);
    expect(added.out.replace(/\s+/g, ' ').match(/made to sort, not to play/g)).toHaveLength(1);
    expect((await here.homines('agents test local/jev')).out).toMatch(/decision +systemone/);
    // Nobody has to say how: there is one way.
    expect((await here.run('run prisoners-dilemma --seats local/jev,economicus --yes')).code).toBe(0);
    expect((await here.decisions()).find(({ seat }) => seat === 0)?.distribution?.dialect).toBe('systemone');
  });

  test('what a server says is kept without what looks like a key, and shown without what commands a terminal', async () => {
    const words = 'no decisions \u001b[31mRED for sk-abcdefgh12345678, request 0a1b2c3d4e5f60718293a4b5c6d7e8f9';
    const server = await serveDecisions({
      chatty: { instead: (res) => res.writeHead(501).end(JSON.stringify({ error: { message: words } })) && true },
    });
    await using here = placeOf(server, {});
    const { code, out } = await here.homines(`agents add local ${server.address} --model chatty`);
    expect(code).toBe(0);
    expect(out).toContain('no decisions');
    expect(out).not.toMatch(/sk-abcdefgh|0a1b2c3d|\u001b/);
    // The file is read again: nothing in it is taken for a key.
    expect((await here.homines('agents')).code).toBe(0);
  });

  test('without having been tested it is refused before anything is asked, with what to do', async () => {
    const server = await serveDecisions();
    await using here = placeOf(server, { providers: { local: { address: server.address } } });
    const { err, code } = await here.homines('run prisoners-dilemma --seats local/plain?ask=decision,economicus --yes');
    expect(code).toBe(2);
    expect(err).toContain('agents test local/plain');
    expect(server.journal).toHaveLength(0);
  });
});

describe.concurrent('at the table a person never meets it: the stand-in takes over', () => {
  test.each(['plain', 'not-this-model', 'sums-50', 'option-missing', 'refuses-the-question', 'no-logprobs'])(
    '%s',
    async (model) => {
      const { dialect = 'systemone', outcome } = right[model]!;
      await using here = await at(model, dialect);
      await using term = open({
        ...{ cols: 80, rows: 24, db: here.db, cwd: here.folder, env: { OPENAI_API_KEY: CANARY } },
        args: ['play', 'prisoners-dilemma', '--against', `openai/${model}?ask=decision`],
      });
      await term.waitFor(/Enter begin/);
      term.press('enter');
      await term.waitFor(/Your move/);
      term.press('c', 'enter');
      await term.waitFor(/· result/);
      const own = (await here.decisions()).filter(({ seat }) => seat === 1);
      expect(own).toMatchObject([{ source: outcome === 'answered' ? 'chosen' : 'substituted' }]);
      expect(own[0]!.distribution === null).toBe(outcome !== 'answered');
      expect(term.written()).not.toContain(CANARY);
      expect(term.written()).not.toMatch(/systemone|decisions|NaN/);
    },
  );
});
