/** What may be typed for a model, what the lab's file may hold, and what looks like a key. */
import { LINEAR, looks } from '../growth.ts';
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { agentChosen, agentTyped, readAgent } from '../../src/agents/index.ts';
import { readModelId, withoutAsk } from '../../src/agents/offline.ts';
import { loadGame } from '../../src/disk/games.ts';
import { openModels } from '../../src/model/registry.ts';
import { changeLab, LAB_FILE, readLab } from '../../src/model/lab-file.ts';
import { looksLikeKey, withoutKey } from '../../src/model/secrets.ts';
import { wordingHash, wordingOf } from '../../src/core/wording.ts';
import type { Ask } from '../../src/match/agent.ts';
import { configFolder, trusted } from '../config-folder.ts';

const all = mkdtempSync(join(tmpdir(), 'homines-names-'));
afterAll(() => rmSync(all, { recursive: true, force: true }));
const newFolder = (): string => mkdtempSync(join(all, 'lab-'));
const [dilemma, market] = await Promise.all([loadGame('prisoners-dilemma'), loadGame('pricing-duopoly')]);

/** The models of a lab whose file says this. */
function models(
  file: object,
  env: NodeJS.ProcessEnv = {},
  more: Readonly<Record<string, string>> = {},
  ask?: Ask | undefined,
) {
  const folder = newFolder();
  writeFileSync(join(folder, LAB_FILE), JSON.stringify(file));
  for (const [name, text] of Object.entries(more)) writeFileSync(join(folder, name), text);
  trusted(file);
  return openModels({ folder, env: { XDG_CONFIG_HOME: configFolder, ...env }, limitMs: 1000, atOnce: 4, ask });
}
const local = {
  providers: { local: { address: 'http://127.0.0.1:1/v1' }, together: { address: 'http://127.0.0.1:2/v1' } },
};

describe('ids', () => {
  test.each([
    ['local/llama3.2:3b', 'local/llama3.2:3b', 'local', 'llama3.2:3b', null],
    ['together/meta-llama/Llama-4', 'together/meta-llama/Llama-4', 'together', 'meta-llama/Llama-4', null],
    ['local/base+economicus', 'local/base+economicus', 'local', 'base', { kappa: 0 }],
    ['local/base+moralis', 'local/base+moralis:0.5', 'local', 'base', { kappa: 0.5 }],
    ['local/base:7b+moralis:0.25', 'local/base:7b+moralis:0.25', 'local', 'base:7b', { kappa: 0.25 }],
    ['local/command-r+', 'local/command-r+', 'local', 'command-r+', null],
    ['local/command-r++moralis:1', 'local/command-r++moralis:1', 'local', 'command-r+', { kappa: 1 }],
    ['local/a+tools', 'local/a+tools', 'local', 'a+tools', null],
  ])('%s', (typed, id, provider, model, taste) =>
    expect(readModelId(typed, dilemma, ['local', 'together'])).toEqual({ id, provider, model, ask: null, taste }),
  );
  test.each([
    ['local/base?ask=decision', 'local/base?ask=decision', 'decision', null],
    ['local/base?ask=grid+moralis', 'local/base?ask=grid+moralis:0.5', 'grid', { kappa: 0.5 }],
    ['local/base+moralis:0.25?ask=words', 'local/base?ask=words+moralis:0.25', 'words', { kappa: 0.25 }],
    ['local/command-r+?ask=json', 'local/command-r+?ask=json', 'json', null],
  ])('%s says how it is asked', (typed, id, ask, taste) => {
    expect(readModelId(typed, dilemma, ['local'])).toMatchObject({ id, provider: 'local', ask, taste });
    expect(withoutAsk(id)).not.toContain('ask');
  });
  test('a preference may be a reading that the game has', () => {
    expect(readModelId('local/base+moralis:0.5/buyers', market, ['local']).taste).toEqual({
      kappa: 0.5,
      variant: 'buyers',
    });
    expect(() => readModelId('local/base+moralis:0.5/buyers', dilemma, ['local'])).toThrow(
      'no variant in prisoners-dilemma',
    );
  });
  test.each([
    ['nowhere/x', 'Unknown provider "nowhere"'],
    ['locl/x', 'Did you mean "local"'],
    ['morals/x', 'Did you mean "moralis"'],
    ['local/', "A model's id is provider/model"],
    ['local/+moralis', "A model's id is provider/model"],
    ['local/base+moralis:2', 'from 0 to 1'],
    ['local/base+morals', 'Did you mean "+moralis"'],
    ['local/base+economicus:grim', 'grim is a strategy'],
    ['local/base?ask=decison', 'Did you mean "?ask=decision"'],
    ['local/base?ask=decision?ask=json', '"?ask=decision" and "?ask=json"'],
    ['local/base?ask=decision+moralis?ask=decision', 'in one way'],
    ['moralis:0.5?ask=decision', 'write moralis:0.5'],
    ['economicus?ask=grid', 'write economicus'],
    ['local/base?aks=grid', '?ask=grid'],
    ['local/base?ask=decision', 'agents test local/base'],
  ])('%s is refused: %s', (typed, sentence) =>
    expect(() => readAgent(typed, dilemma, models(local))).toThrow(sentence),
  );
  test('what was typed wins over the flag, the flag over the lab’s file, the file over the words; a stored id says all', () => {
    const decides = { decision: { dialect: 'systemone', at: 1 } };
    const agents = { 'local/base': { ask: 'grid', ...decides }, 'local/plain': decides };
    const [here, flagged] = [undefined, 'decision' as const].map((ask) => models({ ...local, agents }, {}, {}, ask));
    const asked = (id: string, where = here) => {
      const agent = agentChosen(id, dilemma, where);
      return [agent.id, agent.ask ?? 'json'];
    };
    expect(asked('local/base')).toEqual(['local/base?ask=grid', 'grid']);
    expect(asked('local/base+moralis:1')).toEqual(['local/base?ask=grid+moralis:1', 'grid']);
    expect(asked('local/plain')).toEqual(['local/plain', 'json']);
    expect(asked('local/base', flagged)).toEqual(['local/base?ask=decision', 'decision']);
    expect(asked('local/base?ask=json', flagged)).toEqual(['local/base?ask=json', 'json']);
    for (const where of [here, flagged])
      for (const id of ['local/base', 'local/base?ask=grid', 'local/plain?ask=decision'])
        expect(readAgent(id, dilemma, where).id).toBe(id);
    expect(readAgent('local/base', dilemma, flagged).ask).toBeUndefined();
  });
  test('nobody sits down where there is no house of models', () => {
    expect(() => readAgent('local/x', dilemma)).toThrow('cannot sit down here');
  });
  test('openai is there without a file, wants a key, and takes its address from the environment', () => {
    const folder = newFolder();
    const house = (env: NodeJS.ProcessEnv) => openModels({ folder, env, limitMs: 1000, atOnce: 1 });
    expect(() => readAgent('openai/x', dilemma, house({}))).toThrow('OPENAI_API_KEY');
    expect(
      readAgent('openai/x', dilemma, house({ OPENAI_API_KEY: 'k', OPENAI_BASE_URL: 'http://127.0.0.1:1' })),
    ).toMatchObject({
      id: 'openai/x',
      label: 'openai/x',
      kind: 'model',
    });
    for (const key of ['sk-a\r\nX-Evil: 1', 'ключ-от-дома', 'sk-two words'])
      expect(() => readAgent('openai/x', dilemma, house({ OPENAI_API_KEY: key }))).toThrow(
        /^(?!.*(?:Evil|ключ|words)).*value of OPENAI_API_KEY is no key/s,
      );
    expect(() => house({ OPENAI_BASE_URL: 'nonsense here' })).toThrow('OPENAI_BASE_URL');
  });
  test('seats of one key share a queue, seats of one model a line', () => {
    const house = models(
      {
        providers: {
          a: { address: 'http://127.0.0.1:1', key: 'K' },
          b: { address: 'http://127.0.0.1:2', key: 'K' },
          c: { address: 'http://127.0.0.1:3' },
        },
      },
      { K: 'secret' },
    );
    const line = (provider: string, model: string) => house.seat(`${provider}/${model}`, provider, model).connection;
    expect(line('a', 'x')).toBe(line('a', 'x'));
    expect(line('a', 'x')).not.toBe(line('a', 'y'));
    expect(line('a', 'x').limiter).toBe(line('b', 'y').limiter);
    expect(line('a', 'x').limiter).not.toBe(line('c', 'x').limiter);
  });
});

describe('a cast', () => {
  const house = models({ ...local, cast: { moralis: 'local/lora', economicus: 'local/base+economicus' } });
  test('lets a bare label be the model, which is called so; the theory has a name of its own', () => {
    expect(agentTyped('moralis', dilemma, house)).toMatchObject({ id: 'local/lora', label: 'moralis', kind: 'model' });
    expect(agentTyped('economicus', dilemma, house)).toMatchObject({
      id: 'local/base+economicus',
      label: 'economicus',
      kind: 'model',
    });
    expect(agentTyped('theory/economicus', dilemma, house)).toMatchObject({ id: 'economicus', kind: 'theory' });
    expect(agentTyped('moralis:0.5', dilemma, house)).toMatchObject({ id: 'moralis:0.5', kind: 'theory' });
    expect(agentTyped('baseline', dilemma, house)).toMatchObject({ id: 'baseline', kind: 'standin' });
  });
  test('what is stored is read as it is: economicus is the theory', () => {
    expect(readAgent('economicus', dilemma, house)).toMatchObject({ kind: 'theory' });
  });
});

describe('wording', () => {
  const worded = (agents: object, more: Readonly<Record<string, string>> = {}) =>
    readAgent('local/base', dilemma, models({ ...local, agents }, {}, more));
  test('its own system prompt or file changes the hash of the match, whoever sits where; people keep the game alone', () => {
    const plain = worded({});
    const own = worded({ 'local/base': { system: 'You are an economist.' } });
    const filed = worded(
      { 'local/base': { wording: 'w.json' } },
      { 'w.json': '{"how": "Answer.", "format": "words"}' },
    );
    const economicus = readAgent('economicus', dilemma);
    const hashes = [plain, own, filed].map((agent) => wordingOf(dilemma, [agent, economicus]));
    expect(new Set([...hashes, wordingHash(dilemma)]).size).toBe(4);
    expect(wordingOf(dilemma, [economicus, own])).toBe(hashes[1]);
    expect(wordingOf(dilemma, [economicus, economicus])).toBe(wordingHash(dilemma));
  });
  test.each([
    ['{"hwo": "x"}', 'has "hwo"'],
    ['{"format": "xml"}', 'format is json, words or decision'],
    ['{"how": 3}', 'how must be a text'],
    ['{"how": "{secret}"}', 'how has no {secret}'],
    ['{"question": "{rules} {scenes}"}', 'question has no {scenes}'],
    ['{"how": ', 'is no JSON'],
  ])('%s is refused: %s', (text, sentence) => {
    expect(() => worded({ 'local/base': { wording: 'w.json' } }, { 'w.json': text })).toThrow(sentence);
  });
  test('a file that is not there is refused', () => {
    expect(() => worded({ 'local/base': { wording: 'gone.json' } })).toThrow('gone.json cannot be read');
  });
});

describe("the lab's file", () => {
  const written = (text: string): string => {
    const folder = newFolder();
    writeFileSync(join(folder, LAB_FILE), text);
    return folder;
  };
  test.each([
    ['{', 'is no JSON (it ends too early)'],
    ['{\n  "providers": {,}\n}', 'is no JSON (line 2, column 17)'],
    ['{"providers": {"local": {"address": 3}}}', 'providers.local.address must be text in quotes'],
    ['{"providers": {"local": {"address": "nowhere land"}}}', 'providers.local.address takes an address such as'],
    ['{"providers": {"local": {}}}', 'providers.local.address must be'],
    ['{"providers": {"lo cal": {"address": "http://a"}}}', '"lo cal" in providers is no name'],
    ['{"providers": {"local": {"address": "http://a", "keys": "K"}}}', 'providers.local has "keys"'],
    [
      '{"providers": {"local": {"address": "http://a", "key": "my key"}}}',
      'providers.local.key takes the name of an environment variable',
    ],
    [
      '{"providers": {"local": {"address": "http://a", "prices": {"m": {"in": -1, "out": 0}}}}}',
      'providers.local.prices.m.in takes USD',
    ],
    ['{"agents": {"base": {}}}', '"base" in agents is no name'],
    ['{"agents": {"local/x": {"settings": {"messages": []}}}}', 'takes no "messages"'],
    ['{"agents": {"local/x": {"settings": {"Model": "y"}}}}', 'takes no "Model"'],
    ['{"agents": {"local/x": {"settings": {"extra_body": {"model": "y"}}}}}', 'takes no "extra_body"'],
    ['{"agents": {"local/x": {"settings": {"max_tokens": -1}}}}', 'takes "max_tokens" as a whole number'],
    ['{"agents": {"local/x": {"settings": {"max_completion_tokens": "5"}}}}', 'as a whole number of tokens'],
    ['{"cast": {"kantian": "local/x"}}', 'cast has "kantian"'],
    ['{"cast": {"moralis": "x"}}', 'cast.moralis takes provider/model'],
    ['[]', 'it must be'],
  ])('%s is refused with the place: %s', (text, sentence) => {
    expect(() => readLab(written(text))).toThrow(sentence);
  });
  test.each([
    ['{"providers": {"local": {"address": "http://a", "key": "sk-canary-123456"}}}', 'providers.local.key'],
    ['{"agents": {"local/x": {"system": "Bearer canary.abcdefghijk"}}}', 'agents.local/x.system'],
    ['{"providers": {"sk-canary-123456": {}}}', 'providers'],
    ['{"key": sk-canary-123456', ''],
  ])('a file with what looks like a key is refused, says what to do and does not repeat it: %s', (text, place) => {
    const folder = written(text);
    const said = (): string => {
      try {
        readLab(folder);
        return '';
      } catch (error) {
        return String(error);
      }
    };
    expect(said()).toContain('holds what looks like a key');
    expect(said()).toContain('.env');
    expect(said()).toContain(place);
    expect(said()).not.toContain('canary');
  });
  test('is written whole, through a link, with nothing left beside it; a change that it cannot hold leaves it as it was', () => {
    const folder = newFolder();
    const real = join(newFolder(), 'shared.json');
    writeFileSync(real, '{}');
    symlinkSync(real, join(folder, LAB_FILE));
    changeLab(folder, (lab) => ({ ...lab, ...local }));
    expect(JSON.parse(readFileSync(real, 'utf8'))).toMatchObject(local);
    expect(readdirSync(folder)).toEqual([LAB_FILE]);
    expect(() =>
      changeLab(folder, (lab) => ({ ...lab, agents: { 'local/x': { system: 'sk-canary-123456' } } })),
    ).toThrow('looks like a key');
    expect(readFileSync(real, 'utf8')).not.toContain('canary');
  });
  test('what is written is read again the same', () =>
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.stringMatching(/^[a-z]{1,8}$/),
          fc.record({ address: fc.webUrl({ validSchemes: ['http', 'https'] }) }),
          {
            maxKeys: 3,
          },
        ),
        fc.option(fc.stringMatching(/^[a-z]{1,5}\/[a-z:.\d]{1,8}$/), { nil: undefined }),
        (providers, id) => {
          const folder = newFolder();
          fc.pre(!looksLikeKey(JSON.stringify(providers)));
          const lab = {
            providers,
            agents: id === undefined ? {} : { [id]: {} },
            cast: id === undefined ? {} : { moralis: id },
          };
          changeLab(folder, () => lab);
          expect(readLab(folder)).toEqual(lab);
        },
      ),
      { numRuns: 30 },
    ));
});

describe('keys', () => {
  test.each([
    'sk-proj-abcdefgh',
    'sk-canary-1',
    'gsk_4711abcdef4711abcdef',
    'hf_AbCd1234EfGh5678',
    'AIzaSyA1234567890abcdefghijk',
    'Bearer abcdefghijklmnop',
    '0123456789abcdef0123456789abcdef',
  ])('%s looks like one', (text) => expect(looksLikeKey(`a "${text}" b`)).toBe(true));
  test.each([
    'OPENAI_API_KEY',
    'local/llama3.2:3b-instruct-q4_K_M',
    'ft:gpt-4.1-2025-04-14:my-org::AbCd1234',
    'https://x.openai.azure.com',
    'a key-performance-indicator',
    'risk-averse',
  ])('%s does not', (text) => expect(looksLikeKey(text)).toBe(false));
  test('whatever a key is, it is struck out of whatever surrounds it, however it is quoted', () =>
    fc.assert(
      fc.property(fc.string({ minLength: 8, maxLength: 40 }), fc.string(), fc.string(), (key, before, after) => {
        fc.pre(!'[key]'.includes(key) && key.trim() === key);
        for (const form of [key, JSON.stringify(key).slice(1, -1)])
          expect(withoutKey(`${before}${form}${after}`, key)).not.toContain(key);
      }),
    ));

  const KEY = 'sk-canary-8f3kd02mfa91xq+/Z';
  const escaped = (way: (code: number) => string): string =>
    Array.from(KEY, (letter, at) => (at % 2 === 0 ? way(letter.charCodeAt(0)) : letter)).join('');
  const hex = (code: number, width: number): string => code.toString(16).padStart(width, '0');
  test.each([
    ['a letter of JSON', escaped((code) => `\\u${hex(code, 4)}`)],
    ['the same in capitals', escaped((code) => `\\u${hex(code, 4).toUpperCase()}`)],
    ['JSON in JSON', JSON.stringify(escaped((code) => `\\u${hex(code, 4)}`)).slice(1, -1)],
    ['only its first letter', KEY.replace('s', '\\u0073')],
    ['slashes of JSON', KEY.replace('/', '\\/')],
    ['an address', encodeURIComponent(KEY)],
    ['all of an address', escaped((code) => `%${hex(code, 2)}`)],
    ['an address in an address', escaped((code) => `%25${hex(code, 2)}`)],
    ['HTML', escaped((code) => `&#${code};`)],
    ['HTML in hexadecimals', escaped((code) => `&#x${hex(code, 2)};`)],
    ['base64', Buffer.from(KEY).toString('base64')],
    ['base64 of a header', Buffer.from(`Bearer ${KEY}`).toString('base64')],
    ['base64 of another header', Buffer.from(`user:${KEY}`).toString('base64url')],
    ['hexadecimals', Buffer.from(KEY).toString('hex')],
    ['capitals', KEY.toUpperCase()],
  ])('a key written as %s is struck out, whole or cut off', (_, form) => {
    const struck = withoutKey(`{"error": "no good with ${form}"}`, KEY);
    expect(struck).toContain('[key]');
    expect(struck).not.toContain(form.slice(8, 22));
    expect(struck.startsWith('{"error": "no good with ')).toBe(true);
    expect(struck.endsWith('"}')).toBe(true);
    for (let length = 70; length > 36 && length < form.length; length--)
      if (/^(\\u|%|&#)/.test(form)) expect(withoutKey(`x ${form.slice(0, length)}`, KEY)).toMatch(/^x \[key\]$/);
  });

  test.each([
    ['beginnings of keys', `{"reasons": "${'sk-can sk-cana \\\\\\u0073k- %73 '.repeat(6000)}"}`],
    ['backslashes', '\\'.repeat(200_000)],
    ['percent signs', '%25'.repeat(70_000)],
    ['one word', 'sk-cana'.repeat(30_000) + '!'],
  ])('what is no key stays, and a text of %s takes as much longer as it is longer', (_, text) => {
    expect(withoutKey(text, KEY)).toBe(text);
    expect(looks(text, (one) => withoutKey(one, KEY))).toBeLessThan(LINEAR);
  });
});
