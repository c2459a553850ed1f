/** A model's turn over a whole match: its notes, its preference, its settings, its own wording, what is kept, what never is. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LLMock } from '@copilotkit/aimock';
import { describe, expect, onTestFinished, test } from 'vitest';
import { homines } from '../program.ts';
import { newFolder, play } from './at-table.ts';
import {
  answers,
  answersBy,
  type Asked,
  type Behaviour,
  fails,
  rejects,
  repeatsKey,
  says,
  saysWithLogprobs,
  type Server,
  serveAs,
  type Serving,
} from './server.ts';

async function serving(rules: Serving, ...behaviours: readonly Behaviour[]): Promise<Server> {
  const server = await serveAs(rules, ...behaviours);
  onTestFinished(() => server.close());
  return server;
}

const lastWords = ({ body }: Asked): string => body.messages?.at(-1)?.content ?? '';

describe('calls', () => {
  test('are rows on arrival, under the code of their match and the question they belong to', async () => {
    const { address } = await serving({}, fails(503), answers('E'), answers('C'));
    const { match, calls, decisions } = await play(address, ['local/small', 'economicus']);
    expect(
      calls.map(({ match: of, turn, seat, key, attempt, outcome }) => ({ of, turn, seat, key, attempt, outcome })),
    ).toEqual(
      (['failed', 'invalid', 'repaired'] as const).map((outcome, attempt) => ({
        of: match.code,
        turn: 0,
        seat: 0,
        key: 'first',
        attempt,
        outcome,
      })),
    );
    expect(decisions[0]).toMatchObject({ answer: 'C', source: 'repaired', because: 'because' });
    expect(match.ending).toBe('finished');
  });
  test('that fail for good end the match as failed', async () => {
    const { address } = await serving({}, fails(400));
    const { match, decisions } = await play(address, ['local/small', 'economicus']);
    expect({ ending: match.ending, decisions }).toEqual({ ending: 'failed', decisions: [] });
  });
});

describe('notes', () => {
  const market = { game: 'pricing-duopoly', config: { rounds: 3 } };
  /** Writes into its notes which round it was. */
  const writes = answersBy(({ body }) => {
    const round = Number(/round (\d+)/.exec(body.messages?.at(-1)?.content ?? '')?.[1]);
    return JSON.stringify({
      reasons: 'r',
      plans: `plan of ${round}`,
      insights: `insight of ${round}`,
      answer: 14 + round,
    });
  });
  test('plans and insights are asked for, kept, and read again the next round: the last ones only', async () => {
    const { address, journal } = await serving({}, writes);
    const { decisions } = await play(address, ['local/small', 'economicus'], market);
    const prompts = journal.map(lastWords);
    expect(prompts[0]).not.toContain('Your notes');
    expect(prompts[0]).toContain('"plans" (your plans');
    expect(prompts[2]).toContain('plan of 2');
    expect(prompts[2]).toContain('insight of 2');
    expect(prompts[2]).not.toContain('plan of 1');
    expect(decisions.filter(({ seat }) => seat === 0).map(({ notes }) => notes)).toEqual(
      [1, 2, 3].map((round) => ({ plans: `plan of ${round}`, insights: `insight of ${round}` })),
    );
    expect(JSON.stringify(journal[0]!.body['response_format'])).toContain(
      '"required":["reasons","plans","insights","answer"]',
    );
  });
  test('may be left out by the setting', async () => {
    const { address, journal } = await serving({}, writes);
    const { decisions } = await play(address, ['local/small', 'economicus'], {
      ...market,
      config: { rounds: 2, notes: false },
    });
    expect(journal.map(lastWords).join()).not.toContain('plans');
    expect(decisions.every(({ notes }) => notes === null)).toBe(true);
  });
  test('history is the window that people would see', async () => {
    const { address, journal } = await serving({}, writes);
    await play(address, ['local/small', 'script:11:12:13:14'], {
      game: 'pricing-duopoly',
      config: { rounds: 4, window: 2 },
    });
    const last = lastWords(journal.at(-1)!);
    expect(last).toContain('13.0');
    expect(last).not.toContain('11.0');
  });
});

describe('a preference by prompt', () => {
  test('stands in the question, with the values of this very question; without one there is none', async () => {
    const { address, journal } = await serving({}, answers('C'));
    const { match } = await play(address, ['local/small+moralis:0.25', 'local/small'], {
      config: { T: 80, R: 65, P: 25, S: 20 },
    });
    const [told, plain] = journal.map(lastWords);
    expect(told).toContain('u = 0.75·own + 0.25·same');
    expect(told).toContain('Compute u for both answers and choose the higher.');
    expect(plain).not.toContain('preference');
    expect(match.seats.map(({ id }) => id)).toEqual(['local/small+moralis:0.25', 'local/small']);
    expect(journal[0]!.body.model).toBe('small');
  });
  test('knows the plan of a disclosed opponent, as theory does', async () => {
    const { address, journal } = await serving({}, answers('C'));
    await play(address, ['local/small+economicus', 'moralis:0.5'], { config: { T: 80, R: 65, P: 25, S: 20 } });
    expect(lastWords(journal[0]!)).toContain(
      'if the other chooses cooperate when moving first and cooperate after cooperate and defect after defect',
    );
    expect(lastWords(journal[0]!)).toContain('cooperate: own = 72.50');
  });
});

describe('its own format', () => {
  test('a system prompt, a wording file, bare words instead of JSON', async () => {
    const { address, journal } = await serving({}, says('Defect'));
    const { decisions } = await play(address, ['local/tuned', 'economicus'], {
      lab: { agents: { 'local/tuned': { system: 'You are homo moralis.', wording: 'tuned.json' } } },
      files: {
        'tuned.json': JSON.stringify({
          format: 'words',
          system: '{own}',
          question: '{rules}\n\n{scene}\n\nChoice?',
          how: '',
        }),
      },
    });
    const [system, question] = journal[0]!.body.messages!;
    expect(system).toEqual({ role: 'system', content: 'You are homo moralis.' });
    expect(question!.content).toMatch(/^You play against a computer program called economicus\.[^]*\n\nChoice\?$/);
    expect(journal[0]!.body).not.toHaveProperty('response_format');
    expect(decisions[0]).toMatchObject({ answer: 'D', source: 'chosen' });
  });
});

describe('reasoning models', () => {
  test('get no temperature, and max_completion_tokens for max_tokens: learned from the server, once', async () => {
    const reasoning: Behaviour = rejects('temperature', (res, asked) => {
      if (!('max_tokens' in asked.body)) return answers('C')(res, asked);
      res.writeHead(400, { 'content-type': 'application/json' });
      const message =
        "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.";
      res.end(
        JSON.stringify({
          error: { message, type: 'invalid_request_error', param: 'max_tokens', code: 'unsupported_parameter' },
        }),
      );
    });
    const { address, journal } = await serving({}, reasoning);
    const { match } = await play(address, ['local/o', 'local/o'], {
      lab: { agents: { 'local/o': { settings: { temperature: 0, max_tokens: 900 } } } },
    });
    expect(match.ending).toBe('finished');
    expect(journal).toHaveLength(4);
    for (const { body } of journal.slice(2)) {
      expect(body).toMatchObject({ max_completion_tokens: 900 });
      expect(body).not.toHaveProperty('temperature');
      expect(body).not.toHaveProperty('max_tokens');
    }
  });
  test('a server that takes no schema is asked without one, and the answer is checked all the same', async () => {
    const { address, journal } = await serving({}, rejects('response_format', answers('C')));
    const { match } = await play(address, ['local/small', 'economicus']);
    expect(match.ending).toBe('finished');
    expect(journal.map(({ body }) => 'response_format' in body)).toEqual([true, false]);
  });
});

describe('token probabilities', () => {
  const probe = {
    at: 1,
    schema: 'yes',
    seed: 'no',
    logprobs: 'yes',
    system: 'yes',
    stop: 'yes',
    ms: 1,
    shutdown: null,
  };
  const tokens = saysWithLogprobs([
    ['{"reasons":"r","answer":"', {}],
    ['co', { co: 0.75, def: 0.2, x: 0.05 }],
    ['operate', {}],
    ['"}', {}],
  ]);
  test('are asked for where the probe found them, and kept: of a choice one for each option', async () => {
    const { address, journal } = await serving({}, tokens);
    const { decisions } = await play(address, ['local/small', 'economicus'], {
      lab: { agents: { 'local/small': { probe } } },
    });
    expect(journal[0]!.body).toMatchObject({ logprobs: true, top_logprobs: 5 });
    expect(JSON.parse(decisions[0]!.notes!['probabilities']!)).toEqual({ C: 0.75, D: 0.2 });
  });
  test('of a number are those of the number given', async () => {
    const { address } = await serving(
      {},
      saysWithLogprobs([
        ['{"plans":"p","insights":"i","answer":', {}],
        ['14', { 14: 0.5 }],
        ['.', { '.': 0.9 }],
        ['7', { 7: 0.8 }],
        ['}', {}],
      ]),
    );
    const { decisions } = await play(address, ['local/small', 'economicus'], {
      game: 'pricing-duopoly',
      config: { rounds: 1 },
      lab: { agents: { 'local/small': { settings: { logprobs: true } } } },
    });
    expect(JSON.parse(decisions.find(({ seat }) => seat === 0)!.notes!['probabilities']!)).toEqual({ '14.7': 0.36 });
  });
  test('are not asked for otherwise', async () => {
    const { address, journal } = await serving({}, answers('C'));
    const { decisions } = await play(address, ['local/small', 'economicus']);
    expect(journal[0]!.body).not.toHaveProperty('logprobs');
    expect(decisions[0]!.notes).toBeNull();
  });
});

describe('a key', () => {
  const key = 'sk-canary-4711-"quoted"-4711';
  const nowhere = (folder: string, ...said: readonly string[]): void => {
    for (const text of said) expect(text).not.toContain('canary');
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile())) {
      const found = readFileSync(join(entry.parentPath, entry.name)).includes('canary');
      expect({ file: entry.name, found }).toEqual({ file: entry.name, found: false });
    }
  };
  test.each([
    ['401', repeatsKey(401)],
    ['500', repeatsKey(500)],
    ['a 200', repeatsKey(200)],
    ['an answer', answersBy(({ key: mine }) => JSON.stringify({ reasons: `my key is ${mine}`, answer: 'C' }))],
    ['prose', answersBy(({ key: mine }) => `no JSON, but ${mine}`)],
  ])('that a server repeats in %s is in no row, reason or file', async (_, behaviour) => {
    const { address, journal } = await serving({}, behaviour);
    const { folder, calls, decisions } = await play(address, ['local/small', 'economicus'], {
      provider: { key: 'MY_KEY' },
      env: { MY_KEY: key },
      limitMs: 700,
    });
    expect(journal[0]!.key).toBe(`Bearer ${key}`);
    expect(calls.length).toBeGreaterThan(0);
    nowhere(folder, JSON.stringify(calls), JSON.stringify(decisions));
  });
  test('is in no output, database or export of the program, whatever the server says and however one asks', async () => {
    const folder = newFolder();
    const { address } = await serving({}, answers('C'), answers('C'), repeatsKey(401));
    const env = { MY_KEY: key, OPENAI_API_KEY: key, OPENAI_BASE_URL: address, HOMINES_DEBUG: '1', OPENAI_LOG: 'debug' };
    const said: string[] = [];
    for (const line of [
      `agents add local ${address} --key MY_KEY --model small`,
      'agents',
      'agents --json',
      'run prisoners-dilemma --seats local/small,economicus',
      'run prisoners-dilemma --seats openai/small,economicus --json',
      'agents test local/small',
      'agents test openai/small --json',
      'sessions --json',
      'export --out rows.csv',
      'backup copy.sqlite',
      'doctor --json',
    ]) {
      const { out, err } = await homines(line.split(' '), { cwd: folder, env });
      said.push(out, err);
    }
    expect(said.join()).toContain('the key is not accepted (401)');
    nowhere(folder, ...said);
  });
});

describe('a server written by others', () => {
  test('plays a whole dilemma unchanged: strategy method, five rounds, both seats', async () => {
    const mock = new LLMock({ port: 0 });
    mock.onMessage(/If you move first/, { content: '{"reasons": "to begin well", "answer": "cooperate"}' });
    mock.onMessage(/If the other player cooperates/, { content: '{"reasons": "in kind", "answer": "cooperate"}' });
    mock.onMessage(/If the other player defects/, { content: '{"reasons": "in kind", "answer": "defect"}' });
    await mock.start();
    onTestFinished(() => mock.stop());
    const { match, decisions, calls } = await play(`${mock.url}/v1`, ['local/gpt-4.1', 'local/gpt-4.1+moralis'], {
      config: { method: 'strategy', roles: 'drawn', rounds: 5 },
    });
    expect(match).toMatchObject({ ending: 'finished', payoffs: [{ points: 375 }, { points: 375 }] });
    expect(decisions).toHaveLength(30);
    expect(calls.map(({ outcome }) => outcome)).toEqual(Array.from({ length: 30 }, () => 'answered'));
    expect(mock.getRequests().filter(({ path }) => path.includes('chat/completions'))).toHaveLength(30);
  });
  test('is added, and its error on demand is tried again', async () => {
    const mock = new LLMock({ port: 0 });
    mock.onMessage(/./, { content: '{"reasons": "r", "answer": "defect"}' });
    await mock.start();
    onTestFinished(() => mock.stop());
    const folder = newFolder();
    const { code, out } = await homines(['agents', 'add', 'mock', mock.url, '--model', 'gpt-4o'], { cwd: folder });
    expect(out).toContain('defect (stored as D), because: r');
    expect(code).toBe(0);
    mock.nextRequestError(429, { message: 'slow down' });
    const { calls } = await play(`${mock.url}/v1`, ['local/gpt-4.1', 'economicus']);
    expect(calls.map(({ outcome }) => outcome)).toEqual(['failed', 'answered']);
  });
});

describe('a group of questions', () => {
  test('each request shows what was answered in the group before it, as a person sees it, and no more', async () => {
    const { address, journal } = await serving({}, answers('C'), answers('D'), answers('C'));
    await play(address, ['local/small', 'economicus'], { config: { method: 'strategy', roles: 'drawn' } });
    const asked = journal.map(lastWords);
    expect(asked).toHaveLength(3);
    expect(asked[0]).not.toContain('So far you have answered');
    expect(asked[1]).toContain('So far you have answered: If you move first, you cooperate.');
    expect(asked[2]).toContain(
      'So far you have answered: If you move first, you cooperate. If the other player cooperates, you defect.',
    );
  });
  test('of another turn says nothing', async () => {
    const { address, journal } = await serving({}, answers('C'), answers('D'));
    await play(address, ['local/small', 'economicus'], { config: { rounds: 2 } });
    expect(journal.map(lastWords).filter((words) => words.includes('So far you have answered'))).toEqual([]);
  });
});
