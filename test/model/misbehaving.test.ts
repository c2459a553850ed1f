/** Every model of misbehaving.ts, added, tested, run and played against by the real program: what is stored, and what is said. */
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { CallRow } from '../../src/core/log.ts';
import { trusted } from '../config-folder.ts';
import { open } from '../terminal.ts';
import { misbehaves, models } from './misbehaving.ts';
import { CANARY, place, type Place } from './running.ts';
import { serveAs, type Server } from './server.ts';

type At = Place & AsyncDisposable & { readonly server: Server };

/** A folder with this server as the provider openai, and settings for its models. */
async function at(settings: Readonly<Record<string, unknown>> = {}): Promise<At> {
  const server = await serveAs({ models: Object.keys(models).map((id) => ({ id })) }, misbehaves);
  const lab = {
    providers: { openai: { address: server.address, key: 'OPENAI_API_KEY', prices: { plain: { in: 1, out: 1 } } } },
    agents: Object.fromEntries(Object.keys(models).map((id) => [`openai/${id}`, { settings }])),
  };
  trusted(lab);
  const here = place(server.address, lab);
  return {
    ...{ ...here, server },
    async [Symbol.asyncDispose]() {
      await server.close();
      here.remove();
    },
  };
}

type Right = {
  readonly last: Partial<CallRow>;
  /** What is stored of its choice; null: none. */
  readonly answer: string | number | null;
  /** Why there is none. */
  readonly why?: RegExp;
  /** Calls for the one question; else one. */
  readonly calls?: number;
  readonly game?: string;
  readonly settings?: Readonly<Record<string, unknown>>;
};

const read = { outcome: 'answered', reading: 'json', leftOut: [] } as const;
const OUT = /out of tokens/;
const right: Readonly<Record<string, Right>> = {
  plain: { last: { ...read, served: 'plain', tokensIn: 100, tokensOut: 10 }, answer: 'C' },
  'think-then-word': { last: { ...read, reading: 'words' }, answer: 'D' },
  'think-cut-off': { last: { outcome: 'invalid', reading: null }, answer: null, why: OUT, calls: 3 },
  'last-sentence': { last: { ...read, reading: 'last sentence' }, answer: 'D' },
  'two-named': { last: { outcome: 'invalid', reading: null }, answer: null, why: /more than one/, calls: 2 },
  harmony: { last: read, answer: 'D' },
  'no-usage': { last: { ...read, tokensIn: null, tokensOut: null, cost: null }, answer: 'C' },
  // What was tried without and did not help is no refusal of it; what it says it took is kept.
  'billed-and-broken': {
    ...{ last: { outcome: 'failed', tokensIn: 100, tokensOut: 10 }, answer: null, why: /out of order/, calls: 6 },
  },
  'declines-in-words': { last: { outcome: 'refused' }, answer: null, why: /can't help/, calls: 2 },
  'usage-as-text': { last: { ...read, tokensIn: 100, tokensOut: 10 }, answer: 'C' },
  'no-temperature': {
    last: { ...read, leftOut: ['temperature'] },
    answer: 'C',
    calls: 2,
    settings: { temperature: 0 },
  },
  'echoes-the-body': {
    ...{ last: { ...read, leftOut: ['seed'] }, answer: 'C', calls: 2 },
    settings: { temperature: 0, top_p: 1, seed: 7 },
  },
  xgrammar: { last: { ...read, leftOut: ['response_format'] }, answer: 0, calls: 2, game: 'pricing-duopoly' },
  'no-schema-at-all': { last: { ...read, leftOut: ['response_format'] }, answer: 'C', calls: 2 },
  'no-schema-no-words': { last: { ...read, leftOut: ['response_format'] }, answer: 'C', calls: 2 },
  'json-by-chance': { last: read, answer: 'C', calls: 2 },
  'no-system': { last: { ...read, leftOut: ['system role'] }, answer: 'C', calls: 2 },
  'roles-alternate': { last: { ...read, leftOut: ['system role'] }, answer: 'C', calls: 2 },
  'max-tokens-only': { last: read, answer: 'C', calls: 2 },
  'small-context': { last: read, answer: 'C', calls: 3 },
  'only-streams': { last: { ...read, served: 'only-streams', tokensOut: 10 }, answer: 'C', calls: 2 },
  parts: { last: read, answer: 'D' },
  'thought-too-long': { last: { outcome: 'invalid' }, answer: null, why: OUT, calls: 3 },
  'thinks-in-time': { last: read, answer: 'C', calls: 2 },
  'says-nothing': { last: { outcome: 'invalid' }, answer: null, calls: 2 },
  'calls-a-tool': { last: { outcome: 'invalid' }, answer: null, calls: 2 },
  'asked-for-this': { last: { ...read, served: 'some-other-model-7b' }, answer: 'C' },
  'azure-filter': { last: { outcome: 'refused', reading: null }, answer: null, why: /filtered/ },
  'openai-filter': { last: { outcome: 'refused', reading: null }, answer: null, why: /content filter/ },
  'copies-the-prompt': { last: read, answer: 'C' },
};
const names = Object.keys(right);

const setOf = (game: string | undefined): string => (game === undefined ? '' : ' --set rounds=1');

describe.concurrent('a run', () => {
  test.each(names)('against %s', async (name) => {
    const { last, answer, why, calls = 1, game, settings } = right[name]!;
    await using here = await at(settings);
    const line = `run ${game ?? 'prisoners-dilemma'}${setOf(game)} --seats openai/${name},economicus --concurrency 1`;
    const { json, code } = await here.run(line);
    const rows = await here.calls();
    expect(rows).toHaveLength(calls);
    expect(rows.at(-1)).toMatchObject(last);
    const own = (await here.decisions()).filter(({ seat }) => seat === 0);
    expect(own.map((one) => one.answer)).toEqual(answer === null ? [] : [answer]);
    expect(code).toBe(answer === null ? 1 : 0);
    if (why !== undefined) expect(Object.keys(json.why).join()).toMatch(why);
    // No empty turn of the model's is ever sent, roles alternate, and a budget is sent with every question.
    for (const { body } of here.server.journal) {
      const roles = body.messages!.map(({ role }) => role).filter((role) => role !== 'system');
      expect(roles).toEqual(roles.map((_, n) => (n % 2 === 0 ? 'user' : 'assistant')));
      expect(body.messages!.every(({ content }) => content.trim() !== '')).toBe(true);
      expect(Number(body['max_completion_tokens'] ?? body['max_tokens'])).toBeGreaterThan(0);
    }
    expect(here.leaks()).toEqual([]);
  });

  test('what is refused is refused once, however many are asked at once, and said once', async () => {
    await using here = await at({ temperature: 0 });
    const line = 'run prisoners-dilemma --seats openai/no-temperature,economicus --matches 12 --concurrency 8 --yes';
    const { out } = await here.homines(line);
    expect(here.server.journal.filter(({ body }) => 'temperature' in body)).toHaveLength(1);
    expect(here.server.journal).toHaveLength(13);
    expect(out.match(/temperature: refused, the server's own/g)).toHaveLength(1);
    const report = await here.homines('report --out report.html');
    expect(report.code).toBe(0);
  });

  test('another model that answers, and two agents that are one, are warned of and are columns', async () => {
    await using here = await at();
    const line = 'run prisoners-dilemma --seats openai/asked-for-this,openai/asked-for-that --yes';
    const { err } = await here.homines(line);
    const said = err.replace(/\s+/g, ' ');
    expect(said).toContain('openai/asked-for-this was asked, and some-other-model-7b answered.');
    expect(said).toMatch(
      /openai\/asked-for-\w+ and openai\/asked-for-\w+ were answered by one model, some-other-model-7b/,
    );
    // How options stand is said before models are asked.
    expect(said).toContain('options turned from match to match');
    expect((await here.homines('export --out long.csv')).code).toBe(0);
    const { out } = await here.homines('compare prisoners-dilemma --json');
    expect(
      z.object({ models: z.array(z.object({ agent: z.string(), served: z.array(z.string()) })) }).parse(JSON.parse(out))
        .models,
    ).toMatchObject([{ served: ['some-other-model-7b'] }, { served: ['some-other-model-7b'] }]);
  });

  test('what was copied from the instruction is no reason', async () => {
    await using here = await at();
    await here.run('run prisoners-dilemma --seats openai/copies-the-prompt,economicus');
    expect((await here.decisions()).find(({ seat }) => seat === 0)?.because).toBeNull();
  });
});

const exchange = z.object({
  warnings: z.array(z.string()),
  exchange: z.object({
    outcome: z.string(),
    answer: z.union([z.string(), z.number()]).nullable(),
    reading: z.string().nullable(),
    why: z.string().nullable(),
  }),
});

describe.concurrent('adding and testing', () => {
  test.each(names.filter((name) => name !== 'billed-and-broken'))('%s', async (name) => {
    const { answer, why, last, game } = right[name]!;
    await using here = await at();
    const added = await here.homines(
      `agents add openai ${here.server.address} --key OPENAI_API_KEY --model ${name} --json`,
    );
    expect(added.code).toBe(0);
    const told = exchange.parse(JSON.parse(added.out));
    // The first question of the shortest game is a choice, also for who is asked for a price elsewhere.
    expect(told.exchange).toMatchObject({ outcome: last.outcome, answer: game === undefined ? answer : 'C' });
    if (why !== undefined) expect(told.exchange.why).toMatch(why);
    expect(told.warnings).toHaveLength(name === 'asked-for-this' ? 1 : 0);
    const tested = await here.homines(`agents test openai/${name} --json`);
    expect(tested.code).toBe(['azure-filter', 'openai-filter'].includes(name) ? tested.code : 0);
    expect(tested.err).not.toContain('?.');
    if (tested.code !== 0) return;
    const found = z.record(z.string(), z.unknown()).parse(JSON.parse(tested.out));
    const refused: Readonly<Record<string, readonly string[]>> = {
      'no-temperature': ['temperature'],
      'echoes-the-body': ['seed'],
      'no-schema-at-all': ['response_format'],
      'no-schema-no-words': ['response_format'],
      'no-system': ['system role'],
      'roles-alternate': ['system role'],
      'max-tokens-only': ['max_completion_tokens'],
    };
    expect(found['refused'] ?? []).toEqual(refused[name] ?? []);
    if (name === 'asked-for-this') expect(found['served']).toBe('some-other-model-7b');
  });

  test('no system role is found by the test and used by the run: not one request has it', async () => {
    await using here = await at();
    await here.homines('agents test openai/no-system');
    const before = here.server.journal.length;
    await here.run('run prisoners-dilemma --seats openai/no-system,economicus --matches 3');
    const asked = here.server.journal.slice(before);
    expect(asked).toHaveLength(3);
    expect(asked.every(({ body }) => body.messages![0]!.role === 'user')).toBe(true);
    expect(asked[0]!.body.messages![0]!.content).toContain('Points for each');
  });
});

describe.concurrent('at the table', () => {
  test.each(['think-then-word', 'parts', 'no-system', 'azure-filter', 'thought-too-long', 'last-sentence'])(
    '%s',
    async (name) => {
      const { answer, last } = right[name]!;
      await using here = await at();
      await using term = open({
        ...{ cols: 80, rows: 24, db: here.db, cwd: here.folder, env: { OPENAI_API_KEY: CANARY } },
        args: ['play', 'prisoners-dilemma', '--against', `openai/${name}`],
      });
      await term.waitFor(/Enter begin/);
      term.press('enter');
      await term.waitFor(/Your move/);
      term.press('c', 'enter');
      await term.waitFor(/· result/);
      const own = (await here.decisions()).filter(({ seat }) => seat === 1);
      expect(own).toMatchObject([answer === null ? { source: 'substituted' } : { source: 'chosen', answer }]);
      expect((await here.calls()).at(-1)).toMatchObject(last);
      expect(term.written()).not.toContain(CANARY);
    },
  );
});
