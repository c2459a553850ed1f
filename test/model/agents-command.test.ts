/** `homines agents` as it is used: the real program, real servers, a real terminal where one chooses by number. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { LAB_FILE } from '../../src/model/lab-file.ts';
import { openLog } from '../../src/store/log-reader.ts';
import { type Ended, homines, hominesApart, source } from '../program.ts';
import { open } from '../terminal.ts';
import { foremost, leans, serveDecisions } from './decision-server.ts';
import { selfSigned } from './self-signed.ts';
import { trusted } from '../config-folder.ts';
import {
  answers,
  answersBy,
  type Behaviour,
  fails,
  rejects,
  says,
  type Server,
  serveAs,
  type Serving,
  stalls,
} from './server.ts';

const all = mkdtempSync(join(tmpdir(), 'homines-agents-'));
afterAll(() => rmSync(all, { recursive: true, force: true }));
const newFolder = (): string => mkdtempSync(join(all, 'lab-'));

/** Open until all are done: of tests that run beside each other, which one has finished is told to another. */
const servers: Server[] = [];
afterAll(() => Promise.all(servers.map((server) => server.close())));

async function serving(rules: Serving, ...behaviours: readonly Behaviour[]): Promise<Server> {
  const server = await serveAs(rules, ...behaviours);
  servers.push(server);
  return server;
}

type Lab = {
  readonly folder: string;
  do(command: string, env?: Readonly<Record<string, string>>): Promise<Ended>;
  /** In a process of its own: what Node reads of the environment or into it, it reads at its start. */
  doApart(command: string, env?: Readonly<Record<string, string>>): Promise<Ended>;
  file(): unknown;
};

/** A lab folder of its own, with what its file says. */
function lab(file?: unknown): Lab {
  const folder = newFolder();
  if (file !== undefined) writeFileSync(join(folder, LAB_FILE), typeof file === 'string' ? file : JSON.stringify(file));
  trusted(file);
  return {
    folder,
    do: (command, env = {}) => homines(command.split(' '), { cwd: folder, env }),
    doApart: (command, env = {}) => hominesApart(command.split(' '), { cwd: folder, env }),
    file: () => JSON.parse(readFileSync(join(folder, LAB_FILE), 'utf8')),
  };
}

async function expectRefused(ended: Promise<Ended>, ...words: readonly (string | RegExp)[]): Promise<void> {
  const { code, out, err } = await ended;
  expect(err).toMatch(/^[^\n]+\n$/);
  for (const word of words) expect(err).toMatch(word);
  expect({ code, out }).toEqual({ code: 2, out: '' });
}

describe.concurrent('listing', () => {
  it('needs no network: agents, the provider without configuration, the cast', async () => {
    const { code, out, err } = await lab().do('agents');
    for (const word of ['economicus', 'stand-in', 'https://api.openai.com/v1', 'OPENAI_API_KEY (empty', 'Cast'])
      expect(out).toContain(word);
    expect({ code, err }).toEqual({ code: 0, err: '' });
  });
  it('says as JSON what there is, and of keys only whether they are set', async () => {
    const { out } = await lab({ providers: { local: { address: 'http://127.0.0.1:1/v1', key: 'LOCAL_KEY' } } }).do(
      'agents --json',
      {
        LOCAL_KEY: 'sk-canary-4711-4711',
        OPENAI_BASE_URL: 'http://127.0.0.1:2/v1',
      },
    );
    expect(JSON.parse(out)).toMatchObject({
      providers: [
        { name: 'openai', address: 'http://127.0.0.1:2/v1', key: 'OPENAI_API_KEY', keySet: false },
        { name: 'local', address: 'http://127.0.0.1:1/v1', key: 'LOCAL_KEY', keySet: true },
      ],
      cast: { economicus: null, moralis: null, baseline: null },
    });
    expect(out).not.toContain('canary');
  });
  it('loads no package that speaks to servers, nor does a run of theory agents', async () => {
    const folder = newFolder();
    const hook = join(folder, 'hook.mjs');
    writeFileSync(
      hook,
      `import { registerHooks } from 'node:module';
       registerHooks({ resolve: (name, context, next) => { if (/^openai/.test(name)) console.error('LOADED ' + name); return next(name, context); } });`,
    );
    const watched = { cwd: folder, node: ['--import', pathToFileURL(hook).href], file: source };
    const { err: listed } = await hominesApart(['agents'], watched);
    const { err: played } = await hominesApart(['run', 'prisoners-dilemma', '--seats', 'economicus,baseline'], watched);
    const { address } = await serving({}, answers('C'));
    const { err: added } = await hominesApart(['agents', 'add', 'local', address, '--model', 'small'], watched);
    expect({ listed, played }).toEqual({ listed: '', played: '' });
    expect(added).toContain('LOADED openai');
  });
});

describe.concurrent('adding', () => {
  it('a model too slow in words is kept for its probabilities, and one that gives neither is not', async () => {
    await using slow = await serveDecisions({
      slow: { rule: leans(foremost, 0.7), chat: stalls, speaks: ['systemone'] },
    });
    const kept = lab();
    const { code, err } = await kept.do(`agents add local ${slow.address} --model slow`, { HOMINES_TIMEOUT_S: '4' });
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(kept.file()).toMatchObject({ agents: { 'local/slow': { decision: { dialect: 'systemone' } } } });
    const { address } = await serving({}, stalls);
    const refused = lab();
    await expectRefused(
      refused.do(`agents add local ${address} --model small`, { HOMINES_TIMEOUT_S: '1' }),
      'within 1 s',
      'HOMINES_TIMEOUT_S',
    );
    expect(() => refused.file()).toThrow('ENOENT');
  });
  it('shows one exchange whole and keeps the provider and the model', async () => {
    const { address, journal } = await serving({}, answers('C', 'it pays'));
    const here = lab();
    const { code, out, err } = await here.do(`agents add local ${address} --model small`);
    for (const word of [
      'Possible answers: "cooperate", "defect".',
      '"content":"{',
      'cooperate (stored as C), because: it pays',
      '100 + 20 tokens',
    ])
      expect(out).toContain(word);
    expect(out).toMatch(/\d+ ms · .* · cost not known/);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(here.file()).toMatchObject({
      providers: { local: { address } },
      agents: { 'local/small': { decision: { dialect: null } } },
      cast: {},
    });
    // One question as in a game, and one in each way of asking for probabilities.
    expect(journal).toHaveLength(4);
  });
  it.each([
    ['without /v1, where there is one', '/v1', ''],
    ['with /v1, where there is one', '/v1', '/v1'],
    ['without /v1, where there is none', '/serve', '/serve'],
    ['with /v1, where there is none', '/serve', '/serve/v1'],
  ])('finds the server from an address %s', async (_, under, typed) => {
    const { address } = await serving({ under }, answers('C'));
    const base = address.replace('/v1', '');
    const here = lab();
    expect((await here.do(`agents add local ${base}${typed} --model small`)).code).toBe(0);
    expect(here.file()).toMatchObject({ providers: { local: { address: `${base}${under}` } } });
  });
  it('takes an address without its scheme', async () => {
    const { address } = await serving({}, answers('C'));
    expect((await lab().do(`agents add local ${address.replace('http://', '')} --model small`)).code).toBe(0);
  });
  it('counts the cost where the file has a price', async () => {
    const { address } = await serving({}, answers('C'));
    const here = lab({ providers: { local: { address, prices: { small: { in: 1, out: 2 } } } } });
    const { out } = await here.do(`agents add local ${address} --model small --json`);
    expect(JSON.parse(out)).toMatchObject({
      id: 'local/small',
      exchange: { answer: 'C', outcome: 'answered', cost: 0.00014 },
    });
    expect(here.file()).toMatchObject({ providers: { local: { prices: { small: { in: 1, out: 2 } } } } });
  });
  it('without a terminal prints the models, and keeps nothing', async () => {
    const { address } = await serving({}, answers('C'));
    const here = lab();
    const { code, out, err } = await here.do(`agents add local ${address}`);
    expect({ code, out }).toEqual({ code: 2, out: 'small\ntuned\n' });
    expect(err).toContain('--model');
    expect(() => here.file()).toThrow('ENOENT');
  });
  it('on a terminal asks for a number, and asks again', async () => {
    const { address } = await serving(
      {},
      answersBy(({ body }) => JSON.stringify({ reasons: 'r', answer: body.model === 'tuned' ? 'D' : 'C' })),
    );
    const folder = newFolder();
    await using terminal = open({ args: ['agents', 'add', 'local', address], cwd: folder, rows: 60 });
    await terminal.waitFor(/1 {2}small\s+2 {2}tuned\s+Which one\? 1 to 2:/);
    terminal.type('7\r');
    await terminal.waitFor(/1 to 2: 7\s+Which one\? 1 to 2:/);
    terminal.type('2\r');
    await terminal.waitFor('defect (stored as D)');
    expect(await terminal.exit).toMatchObject({ code: 0 });
  });
  it('keeps a model that answers nonsense, and says so', async () => {
    const { address } = await serving({}, says('I could do many things.'));
    const here = lab();
    const { code, out } = await here.do(`agents add local ${address} --model small`);
    expect(out).toContain('invalid: Choose cooperate or defect; got "I could do many things.".');
    expect(code).toBe(0);
  });
});

describe.concurrent('Azure', () => {
  it('is an address with an api-version: deployments in the path, the key in a header of its own', async () => {
    const { address, journal } = await serving({ models: null }, answers('C'));
    const here = lab();
    const base = address.replace('/v1', '');
    const add = `agents add azure ${base}?api-version=2024-10-21 --key AZURE_OPENAI_API_KEY`;
    await expectRefused(here.do(add, { AZURE_OPENAI_API_KEY: 'az-secret' }), /\(404\)|--model/);
    const { code, err } = await here.do(`${add} --model my-gpt`, { AZURE_OPENAI_API_KEY: 'az-secret' });
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(here.file()).toMatchObject({
      providers: { azure: { kind: 'azure', address: base, version: '2024-10-21', key: 'AZURE_OPENAI_API_KEY' } },
    });
    const asked = journal.at(-1)!;
    expect(asked.path).toBe('/openai/deployments/my-gpt/chat/completions?api-version=2024-10-21');
    expect(asked.headers['api-key']).toBe('az-secret');
    expect(asked.key).toBeUndefined();
    const played = await here.do('run prisoners-dilemma --seats azure/my-gpt,economicus --json', {
      AZURE_OPENAI_API_KEY: 'az-secret',
    });
    expect(JSON.parse(played.out)).toMatchObject({ matches: 1, decisions: 2 });
  });
});

describe.concurrent('what is wrong with a server is said in one sentence', () => {
  const added = (address: string, more = '', env = {}) => lab().do(`agents add local ${address} ${more}`.trim(), env);
  it('a wrong key, which is not repeated', async () => {
    const { address } = await serving({ key: 'sk-right-key-1234' }, answers('C'));
    const env = { MY_KEY: 'sk-canary-wrong-1234' };
    const ended = added(address, '--key MY_KEY --model small', env);
    await expectRefused(ended, 'the key is not accepted (401)', 'MY_KEY', /provided: Bearer \[key\]/);
    expect((await ended).err).not.toContain('canary');
  });
  it('no key where one is wanted', async () => {
    const { address } = await serving({ key: 'sk-right-key-1234' }, answers('C'));
    await expectRefused(added(address, '--model small'), '401', '--key NAME');
  });
  it('an empty variable', () => expectRefused(added('http://127.0.0.1:1', '--key MY_KEY'), 'MY_KEY, and it is empty'));
  it('a key in the place of its variable, which is not repeated', async () => {
    const ended = added('http://127.0.0.1:1', '--key sk-canary-4711-4711');
    await expectRefused(ended, 'name of the environment variable');
    expect((await ended).err).not.toContain('canary');
  });
  it('an address where nobody listens', async () => {
    const { address, close } = await serveAs({}, answers('C'));
    await close();
    await expectRefused(added(address), 'no server answers at that address', 'ECONNREFUSED');
  });
  it('an address that is none', () => expectRefused(added('ftp://here'), 'http://localhost:11434/v1', '"ftp://here"'));
  it('an address with a password in it, which is not repeated', async () => {
    const ended = added('http://me:canary@127.0.0.1:1');
    await expectRefused(ended, 'carries a password');
    expect((await ended).err).not.toContain('canary');
  });
  it('a server of another kind', async () => {
    const { address } = await serving({ models: null, under: '/nowhere' }, answers('C'));
    await expectRefused(added(address), 'OpenAI-compatible', '404');
  });
  it('an unknown model, with the nearest', async () => {
    const { address } = await serving({}, answers('C'));
    await expectRefused(added(address, '--model smal'), 'has no model "smal"', 'small, tuned', 'Did you mean "small"');
  });
  it('an empty account', async () => {
    const { address } = await serving({}, fails(429, {}, 'You exceeded your current quota: insufficient_quota'));
    await expectRefused(added(address, '--model small'), 'no quota left');
  });
  it('a certificate that nobody vouches for, on a real TLS server; trusted once it is named', async () => {
    const tls = selfSigned();
    const { address } = await serving({ tls }, answers('C'));
    await expectRefused(added(address, '--model small'), 'certificate', 'NODE_EXTRA_CA_CERTS');
    const file = join(newFolder(), 'certificate.pem');
    writeFileSync(file, tls.cert);
    const add = `agents add local ${address} --model small`;
    expect((await lab().doApart(add, { NODE_EXTRA_CA_CERTS: file })).code).toBe(0);
  });
  it('a server that never answers, after HOMINES_TIMEOUT_S', async () => {
    const { address } = await serving({}, stalls);
    const here = lab({ providers: { local: { address } } });
    await expectRefused(here.do('agents test local/small', { HOMINES_TIMEOUT_S: '0.5' }), 'no answer in time');
  });
  it('a limit that is none', () =>
    expectRefused(
      lab().do('agents test openai/x', { HOMINES_TIMEOUT_S: 'soon', OPENAI_API_KEY: 'x' }),
      'HOMINES_TIMEOUT_S',
      '"soon"',
    ));
});

/** A server that honours everything: it reads the request as a model would. */
const honours: Behaviour = (res, asked) => {
  const { messages = [], response_format: format, stop, seed, logprobs } = asked.body;
  const words = messages.at(-1)?.content ?? '';
  const text =
    format !== undefined
      ? '{"answer":"blue"}'
      : messages[0]?.role === 'system'
        ? 'Pineapple'
        : stop !== undefined
          ? 'alpha beta '
          : /digits/.test(words)
            ? `1234567${String(seed)}`
            : 'yes';
  res.writeHead(200, { 'content-type': 'application/json' });
  res.end(
    JSON.stringify({
      choices: [
        {
          message: { role: 'assistant', content: text },
          finish_reason: 'stop',
          ...(logprobs === true
            ? { logprobs: { content: [{ token: text, logprob: 0, top_logprobs: [{ token: text, logprob: 0 }] }] } }
            : {}),
        },
      ],
    }),
  );
};

describe.concurrent('testing', () => {
  const withProbe = z.object({ agents: z.record(z.string(), z.object({ probe: z.record(z.string(), z.unknown()) })) });
  it('finds what a server honours, in seven requests and three for its probabilities, and keeps it', async () => {
    const { address, journal } = await serving({}, honours);
    const here = lab({ providers: { local: { address } } });
    const { code, out } = await here.do('agents test local/small');
    for (const what of ['schema', 'seed', 'temperature', 'logprobs', 'system', 'stop'])
      expect(out).toMatch(new RegExp(`  ${what} +yes`));
    expect(code).toBe(0);
    // It knows chats only, and answers one whatever the address; of its token probabilities none is of an option.
    expect(journal.filter(({ body }) => !('questions' in body) && body['max_tokens'] !== 1)).toHaveLength(7);
    expect(journal.filter(({ body }) => 'questions' in body)).toHaveLength(2);
    expect(withProbe.parse(here.file()).agents['local/small']!.probe).toMatchObject({
      schema: 'yes',
      seed: 'yes',
      logprobs: 'yes',
      shutdown: null,
    });
    expect((await here.do('agents')).out.replace(/\s+/g, ' ')).toContain(
      'schema yes, seed yes, temperature yes, logprobs yes',
    );
  });
  it('finds what a server ignores, and what it refuses', async () => {
    let n = 0;
    const { address } = await serving(
      {},
      rejects(
        'stop',
        rejects(
          'seed',
          answersBy(() => `12345678 gamma ${n++}`),
        ),
      ),
    );
    const { out } = await lab({ providers: { local: { address } } }).do('agents test local/small --json');
    expect(JSON.parse(out)).toMatchObject({
      schema: 'no',
      seed: 'refused',
      logprobs: 'no',
      system: 'no',
      stop: 'refused',
    });
  });
  it('keeps what it learned where one request has no answer in time', async () => {
    const { address } = await serving({}, (res, asked) =>
      asked.body['response_format'] === undefined ? honours(res, asked) : stalls(res, asked),
    );
    const here = lab({ providers: { local: { address } } });
    const { code, out } = await here.do('agents test local/small --json', { HOMINES_TIMEOUT_S: '2' });
    expect(code).toBe(0);
    const found = { schema: 'unclear', seed: 'yes', logprobs: 'yes', system: 'yes', stop: 'yes', unanswered: 1 };
    expect(JSON.parse(out)).toMatchObject(found);
    expect(withProbe.parse(here.file()).agents['local/small']!.probe).toMatchObject(found);
  });
  it('says it in one sentence where none has an answer, without two marks at its end', async () => {
    const { address, journal } = await serving({}, stalls);
    const test = lab({ providers: { local: { address } } }).do('agents test local/small', { HOMINES_TIMEOUT_S: '1' });
    await expectRefused(test, /still loading the model\?\n$/);
    expect(journal).toHaveLength(2);
  });
  it('finds log-probabilities only where they can be read', async () => {
    const { address } = await serving({}, (res, asked) => {
      res.writeHead(200, { 'content-type': 'application/json' });
      const logprobs = asked.body['logprobs'] === true ? { logprobs: { content: [], tokens: ['yes'] } } : {};
      res.end(JSON.stringify({ choices: [{ message: { content: 'yes' }, finish_reason: 'stop', ...logprobs }] }));
    });
    const { out } = await lab({ providers: { local: { address } } }).do('agents test local/small --json');
    expect(JSON.parse(out)).toMatchObject({ logprobs: 'no' });
  });
  it('tells an unknown model with the nearest, and a retired one', async () => {
    const { address } = await serving(
      { strict: true, models: [{ id: 'small' }, { id: 'old', shutdown_date: '2025-01-31' }] },
      honours,
    );
    const here = lab({ providers: { local: { address } } });
    await expectRefused(here.do('agents test local/smal'), 'has no model "smal"', 'Did you mean "small"');
    await expectRefused(here.do('agents test local/older'), 'Did you mean "old"');
    const { out } = await here.do('agents test local/old');
    expect(out).toContain('local/old was retired on 2025-01-31');
  });
  it.each([
    ['a retired model', fails(404), 'retired "old" on 2025-01-31: choose another model', 'old'],
    [
      'a model that is gone from the list',
      fails(404, {}, 'The model has been deprecated'),
      'has retired "older"',
      'older',
    ],
    // What is there may answer typed questions: it is looked for in both ways.
    ['an address without chat', fails(404), 'lists "small", but it cannot be asked to chat', 'small', 3],
    ['no quota', fails(429, {}, 'insufficient_quota'), 'no quota left', 'small'],
    ['no money', fails(402, {}, 'Insufficient balance'), 'the server answered 402: Insufficient balance', 'small'],
    ['a wrong key', fails(401, {}, 'Incorrect API key'), 'the key is not accepted (401): Incorrect API key', 'small'],
    ['a proxy that answers with a page', fails(502, {}, 'Bad gateway'), '502', 'small'],
  ])('%s is said after one request', async (_, behaviour, sentence, model, requests = 1) => {
    const { address, journal } = await serving(
      { models: [{ id: 'small' }, { id: 'old', shutdown_date: '2025-01-31' }] },
      behaviour,
    );
    await expectRefused(lab({ providers: { local: { address } } }).do(`agents test local/${model}`), sentence);
    expect(journal).toHaveLength(requests);
  });
  it('reads the key from a .env file in the folder', async () => {
    const { address } = await serving({ key: 'sk-from-the-file-1' }, honours);
    const here = lab({ providers: { local: { address, key: 'FILED_KEY' } } });
    writeFileSync(join(here.folder, '.env'), 'FILED_KEY=sk-from-the-file-1\n');
    expect(await here.doApart('agents test local/small')).toMatchObject({ code: 0, err: '' });
  });
  it('warns of a model that is switched off within 90 days', async () => {
    const day = (days: number): string => new Date(Date.now() + days * 24 * 3600_000).toISOString().slice(0, 10);
    const models = [
      { id: 'soon', shutdown_date: day(30) },
      { id: 'later', shutdown_date: day(200) },
    ];
    const { address } = await serving({ models }, honours);
    const here = lab({ providers: { local: { address } } });
    expect(JSON.parse((await here.do('agents test local/soon --json')).out).warning).toMatch(
      /switched off on .*, in 30 days/,
    );
    expect(JSON.parse((await here.do('agents test local/later --json')).out).warning).toBeNull();
    expect((await here.do('agents')).out).toContain('in 30 days');
  });
});

describe.concurrent('casting and removing', () => {
  it('binds a label to a model, so that the label plays it, and rows keep both', async () => {
    const { address, journal } = await serving({}, answers('C'));
    const here = lab({ providers: { local: { address } } });
    expect((await here.do('agents cast moralis local/small')).out).toContain('moralis     local/small');
    await here.do('run prisoners-dilemma --seats moralis,theory/moralis:0.5 --db lab.sqlite');
    expect(journal).toHaveLength(1);
    const store = await openLog(join(here.folder, 'lab.sqlite'));
    expect((await store.matches({}))[0]?.seats).toMatchObject([
      { label: 'moralis', kind: 'model', id: 'local/small' },
      { label: 'moralis', kind: 'theory', id: 'moralis:0.5' },
    ]);
    store.close();
    expect((await here.do('agents cast moralis theory')).out).toContain('moralis     theory');
    await here.do('run prisoners-dilemma --seats moralis,economicus --db lab.sqlite');
    expect(journal).toHaveLength(1);
  });
  it('takes a preference, and keeps its weight', async () => {
    const here = lab({ providers: { local: { address: 'http://127.0.0.1:1' } } });
    await here.do('agents cast moralis local/llama3.2:3b+moralis');
    expect(here.file()).toMatchObject({ cast: { moralis: 'local/llama3.2:3b+moralis:0.5' } });
    await expectRefused(here.do('agents cast baseline local/llama3.2:3b+moralis'), 'cast as moralis already');
  });
  it('removes a provider with its models and what they played', async () => {
    const here = lab({
      providers: { local: { address: 'http://127.0.0.1:1' } },
      agents: { 'local/a': {} },
      cast: { moralis: 'local/a' },
    });
    const { out } = await here.do('agents remove local');
    expect(out).toContain('moralis');
    expect(here.file()).toEqual({ providers: {}, agents: {}, cast: {} });
  });
  it.each([
    ['agents frobnicate', 'Unknown part', 'list, add, test, remove, cast'],
    ['agents tets local/x', 'Did you mean "test"'],
    ['agents cast kantian local/x', 'Unknown label', 'economicus'],
    ['agents cast moralis', 'theory'],
    ['agents cast moralis nowhere/x', 'Unknown provider "nowhere"', 'agents add'],
    ['agents remove nobody', 'Unknown provider or model'],
    ['agents remove', 'needs a provider'],
    ['agents add local', 'a name and an address'],
    ['agents add moralis http://127.0.0.1:1', 'already names an agent'],
    ['agents test', 'needs a model'],
    ['agents test openai/gpt', 'OPENAI_API_KEY'],
    ['agents test a b c', 'does not know what to do with "c"'],
  ])('refuses "%s"', async (command, ...words) => expectRefused(lab().do(command), ...words));
});
