/** Tokens as they are counted here and as they are billed: by real tokenizers, and by one that can be counted by hand. */
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openaiCounter } from '../../src/jobs/openai/tokens.ts';
import { plannedFile } from '../../src/jobs/rows-file.ts';
import { sentRows } from '../../src/jobs/sent-proofs.ts';
import { tokenCounter } from '../../src/jobs/token-count.ts';
import type { TokenCounter } from '../../src/jobs/tuning-provider.ts';
import type { Message } from '../../src/model/http.ts';
import { readTrainingSet } from '../../src/tune/set-read.ts';
import { checkedRows } from '../tuning-server/rows.ts';
import type { Tokenizer } from '../tuning-server/tokens.ts';
import { BYTE_TOKENIZER, type TokenizerFile } from './byte-tokenizer.ts';
import { madeSet, newFolder, planned } from './plan.ts';

let place = '';
let set = '';
beforeAll(async () => {
  place = newFolder();
  set = await madeSet(place, 96, 'moralis:0.5');
});
afterAll(() => rmSync(place, { recursive: true, force: true }));

const signal = new AbortController().signal;

/** What a provider bills for a file, by its own tokenizer. */
const billed = (bytes: Uint8Array, by: Tokenizer): number => {
  const { rows, problems } = checkedRows(Buffer.from(bytes), by, { rowTokens: null, least: 10 });
  expect(problems).toEqual([]);
  return rows.reduce((sum, { tokens }) => sum + tokens, 0);
};

describe('tokens of a set', () => {
  it('are those that are billed with the same tokenizer, and within a tenth with another', async () => {
    const { train } = readTrainingSet(set);
    const { bytes } = plannedFile('openai', 'train', train);
    const counted = (counter: TokenCounter): number =>
      sentRows(train, bytes).reduce(
        (sum, { before, answer }) => sum + counter.row([...before, { role: 'assistant', content: answer }]).tokens,
        0,
      );
    expect(counted(await openaiCounter('gpt-4o-2024-08-06'))).toBe(billed(bytes, 'o200k_base'));
    const other = await openaiCounter('meta-llama/Llama-3.3-70B-Instruct');
    expect(other.exact).toBe(false);
    const share = counted(other) / billed(bytes, 'cl100k_base');
    expect(Math.abs(share - 1)).toBeLessThan(0.1);
  });

  it('stand in the price by their epochs', async () => {
    const plan = await planned(set, { epochs: 3 });
    expect(plan.price.tokens).toBe(3 * billed(plan.files[0]!.bytes, 'o200k_base'));
  });

  it.each([
    ['gpt-4.1-mini-2025-04-14', true],
    ['gpt-4o', true],
    ['ft:gpt-4o-mini-2024-07-18:me::x', true],
    ['gpt-3.5-turbo-0125', false],
    ['gpt-oss-20b', false],
    ['accounts/fireworks/models/qwen3-8b', false],
  ])('of %s are its own: %s', async (base, exact) => {
    expect((await openaiCounter(base)).exact).toBe(exact);
  });

  it('take marks of the encoding as text, and digits one by one where the model does', async () => {
    const row = (counter: TokenCounter, content: string): number => counter.row([{ role: 'user', content }]).tokens;
    const openai = await openaiCounter('gpt-4o');
    expect(row(openai, '<|endoftext|>')).toBeGreaterThan(row(openai, 'x'));
    const qwen = await openaiCounter('Qwen/Qwen3-8B');
    const llama = await openaiCounter('meta-llama/Llama-3.1-8B');
    expect(row(qwen, '123456') - row(llama, '123456')).toBe(4);
    expect(row(qwen, 'seven words and no number at all')).toBe(row(llama, 'seven words and no number at all'));
  });
});

const ROW: readonly Message[] = [
  { role: 'system', content: 'Rules.' },
  { role: 'user', content: 'You, or 10 €?' },
  { role: 'assistant', content: 'B' },
];
/** Two marks a message, and a token a byte: the euro has three. */
const BY_HAND = { tokens: 6 + 15 + 1 + 3 * 2, trained: 1 + 1 };

describe("an open model's own tokenizer", () => {
  it('counts the whole row and its answer by its own template, from a folder', async () => {
    const folder = join(newFolder(), 'model');
    mkdirSync(folder);
    for (const [name, text] of Object.entries(BYTE_TOKENIZER)) writeFileSync(join(folder, name), text);
    const wanted = { tuner: 'fireworks', base: 'accounts/fireworks/models/x', tokenizer: folder, signal } as const;
    const { counter, why } = await tokenCounter(wanted);
    expect([counter.exact, why]).toEqual([true, null]);
    expect(counter.row(ROW)).toEqual(BY_HAND);
    // A template in the config is as good as one beside it.
    rmSync(join(folder, 'chat_template.jinja'));
    const inside = {
      ...JSON.parse(BYTE_TOKENIZER['tokenizer_config.json']),
      chat_template: BYTE_TOKENIZER['chat_template.jinja'],
    };
    writeFileSync(join(folder, 'tokenizer_config.json'), JSON.stringify(inside));
    expect((await tokenCounter(wanted)).counter.row(ROW)).toEqual(BY_HAND);
  });

  it.each([
    ['nothing', {}],
    ['no template', { 'tokenizer.json': BYTE_TOKENIZER['tokenizer.json'], 'tokenizer_config.json': '{}' }],
    ['no tokenizer', { ...BYTE_TOKENIZER, 'tokenizer.json': '[]' }],
    ['another kind', { ...BYTE_TOKENIZER, 'tokenizer.json': '{"model": {"type": "none"}}' }],
    ['a broken template', { ...BYTE_TOKENIZER, 'chat_template.jinja': '{% for %}' }],
    ['a template without end', { ...BYTE_TOKENIZER, 'chat_template.jinja': 'x'.repeat(300_000) }],
  ])('that is %s is refused with a sentence that names the option', async (_, files) => {
    const folder = newFolder();
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    await expect(tokenCounter({ tuner: 'together', base: 'a/b', tokenizer: folder, signal })).rejects.toThrow(
      /^[^\n]*--tokenizer[^\n]*$/,
    );
  });

  it('is no word that is neither a folder nor a model', async () => {
    await expect(tokenCounter({ tuner: 'together', base: 'a/b', tokenizer: 'not here', signal })).rejects.toThrow(
      /--tokenizer.*"not here"/,
    );
  });
});

describe('the hub', () => {
  const open: Server[] = [];
  afterEach(() => {
    for (const server of open.splice(0)) server.close();
  });

  /** A hub with these files: a text, or a status. Keeps what it was asked for, and with which key. */
  async function hub(files: Partial<Record<TokenizerFile, string | number>>) {
    const asked: string[] = [];
    const keys: (string | undefined)[] = [];
    const server = createServer((request, response) => {
      asked.push(request.url ?? '');
      keys.push(request.headers.authorization);
      const name = Object.keys(BYTE_TOKENIZER).find((one) => request.url?.endsWith(`/resolve/main/${one}`));
      const file = Object.entries(files).find(([one]) => one === name)?.[1] ?? 404;
      response.statusCode = typeof file === 'number' ? file : 200;
      response.end(typeof file === 'number' ? 'no' : file);
    });
    open.push(server);
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const cache = newFolder();
    const env = {
      HF_ENDPOINT: `http://127.0.0.1:${port}/`,
      XDG_CACHE_HOME: cache,
      HF_TOKEN: 'hf_secret',
      OPENAI_API_KEY: 'sk-secret',
    };
    return { asked, keys, env, cache };
  }
  const count = (env: NodeJS.ProcessEnv, base = 'owner/model') =>
    tokenCounter({ tuner: 'together', base, tokenizer: null, signal, env });

  it('is asked once, by public addresses and without a key; afterwards the cache answers', async () => {
    const { asked, keys, env } = await hub(BYTE_TOKENIZER);
    const first = await count(env, 'owner/model-Reference');
    expect(first.counter.row(ROW)).toEqual(BY_HAND);
    expect([first.counter.exact, first.counter.name, first.why]).toEqual([true, 'the tokenizer of owner/model', null]);
    expect(asked).toEqual(Object.keys(BYTE_TOKENIZER).map((name) => `/owner/model/resolve/main/${name}`));
    expect(keys).toEqual([undefined, undefined, undefined]);
    expect((await count(env)).counter.row(ROW)).toEqual(BY_HAND);
    expect(asked).toHaveLength(3);
  });

  it.each([
    ['closed to the public', { 'tokenizer.json': 401 }, /401/],
    ['without it', {}, /404/],
    ['half of it', { 'tokenizer.json': BYTE_TOKENIZER['tokenizer.json'] }, /404/],
    ['with something else', { ...BYTE_TOKENIZER, 'tokenizer.json': '<html>' }, /cannot be used/],
  ])('that is %s leaves an estimate that says so, and a cache that does not lie', async (_, files, why) => {
    const { env, cache } = await hub(files);
    const found = await count(env);
    expect(found.counter.exact).toBe(false);
    expect(found.counter.name).toContain('o200k_base');
    expect(found.why).toMatch(why);
    const folder = join(cache, 'homines/tokenizers/owner--model');
    if (Object.keys(files).length < 3) expect(existsSync(folder) ? readdirSync(folder) : []).toEqual([]);
  });

  it('that nobody answers for is no obstacle, and one that was named is', async () => {
    const env = { HF_ENDPOINT: 'http://127.0.0.1:9', XDG_CACHE_HOME: newFolder() };
    expect((await count(env)).why).toMatch(/does not answer/);
    await expect(tokenCounter({ tuner: 'openai', base: 'x', tokenizer: 'owner/model', signal, env })).rejects.toThrow(
      /owner\/model.*--tokenizer/,
    );
  });

  it('is not asked for a name that is none of its own', async () => {
    const { asked, env } = await hub(BYTE_TOKENIZER);
    for (const base of ['accounts/fireworks/models/qwen3-8b', 'gpt-3.5-turbo', '../x', 'a/../b'])
      expect((await count(env, base)).counter.exact).toBe(false);
    expect(asked).toEqual([]);
  });
});
