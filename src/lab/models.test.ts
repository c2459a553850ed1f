import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Models } from '../model/agent.ts';
import type { CallRow, SeatRow } from '../core/log.ts';
import { newDialect } from '../model/dialect.ts';
import { rateLimiter } from '../model/rate-limiter.ts';
import { standardWording } from '../model/wording.ts';
import type { HttpAnswer } from '../model/http.ts';
import { bench, type Bench } from '../terminal/bench.test-data.ts';
import { expectWhole } from '../../test/whole-screen.ts';
import { modelsLog } from './models-log.ts';
import {
  type AtHand,
  isModelId,
  type LanguageModels,
  modelLabel,
  modelWords,
  NONE_AT_HAND,
  opponentsAtHand,
  theoryFor,
  usdWords,
} from './models.ts';
import type { CastLabel } from '../match/agent.ts';
import { viewOf } from '../terminal/plain/views.ts';
import { optionsOf } from '../terminal/screens/models.ts';
import { commandOf, defaults, formOf } from './set-up.ts';
import { linesOf } from './set-up-lines.ts';

type Answer = (signal: AbortSignal, asked: number) => Promise<HttpAnswer> | HttpAnswer;

const heard = (over: Partial<HttpAnswer>): HttpAnswer => ({
  ...{
    request: '{"messages":[{"role":"system","content":"Rules."},{"role":"user","content":"Your answer?"}]}',
    raw: '',
  },
  ...{ status: 200, headers: new Map(), ms: 1200, trouble: null, detail: '' },
  ...over,
});
const said = (content: string): HttpAnswer =>
  heard({
    raw: JSON.stringify({
      choices: [{ message: { content } }],
      usage: { prompt_tokens: 200_000, completion_tokens: 1000 },
    }),
  });
const cooperates = said('{"reasons": "Trust pays here.", "answer": "cooperate"}');
/** Never answers; ends when it is cut off, as the wire does. */
const never: Answer = (signal) =>
  new Promise((cut) =>
    signal.addEventListener('abort', () =>
      cut(heard({ trouble: 'aborted', status: null, detail: 'no answer in time' })),
    ),
  );

const bySchema = { ask: 'json', asks: ['json', 'words'], decides: 'Choice probabilities: nobody looked' } as const;
const atHand = (over: Partial<AtHand> = {}): AtHand => ({
  ...NONE_AT_HAND,
  providers: [{ name: 'local', address: 'http://localhost:11434/v1', key: 'wants no key', away: null }],
  models: [
    { id: 'local/small', ...bySchema, probed: null, until: null },
    {
      id: 'local/moralis-lora',
      ...bySchema,
      probed: 'tested 2026-05-01 10:00: schema yes, seed no; 120 ms',
      until: 'local/moralis-lora is switched off soon.',
    },
  ],
  ...over,
});
const CAST = { economicus: null, moralis: 'local/moralis-lora', baseline: null };

const nothing = async (): Promise<HttpAnswer> => heard({});
const unused = { post: nothing, upload: nothing, content: nothing };

/** Language models whose server is a function. 1 USD a million tokens in: a call costs 0.2 USD. */
function house(
  answer: Answer,
  given: { readonly known?: AtHand; readonly limitMs?: number; readonly cap?: number; readonly away?: string } = {},
) {
  let known = given.known ?? atHand();
  let asked = 0;
  const models: Models = {
    ids: known.models.map(({ id }) => id),
    providers: ['local'],
    castOf: () => null,
    seat: (id, provider, model) => ({
      ...{ ask: 'json' as const, decision: null },
      ...{ id, provider, label: Object.entries(known.cast).find(([, bound]) => bound === id)?.[0] ?? id },
      connection: {
        client: { ...unused, send: async (_, signal) => answer(signal, asked++), get: async () => heard({}) },
        ...{ model, limiter: rateLimiter(4), dialect: newDialect() },
      },
      ...{
        system: null,
        expects: false,
        wording: standardWording,
        limitMs: given.limitMs ?? 20_000,
        price: { in: 1, out: 0 },
        settings: {},
        logprobs: false,
      },
    }),
  };
  const all: LanguageModels = {
    ...{ models, cap: given.cap ?? 1, limitMs: given.limitMs ?? 20_000 },
    atHand: () => known,
    untrusted: () => [],
    trust: () => known,
    async look() {
      if (given.away !== undefined)
        known = { ...known, providers: known.providers.map((one) => ({ ...one, away: given.away! })) };
      return known;
    },
    askAs(id, ask) {
      known = { ...known, models: known.models.map((one) => (one.id === id ? { ...one, ask } : one)) };
      return known;
    },
    bind(label: CastLabel, id) {
      known = { ...known, cast: { ...known.cast, [label]: id } };
      return known;
    },
    estimate: async () => ({ questions: 1, cost: 0.0012, seconds: 1.2 }),
    read: (row: CallRow) => ({
      prompt: [{ role: 'system', text: 'Rules.' }],
      answer: row.response.includes('choices') ? 'cooperate' : null,
      reasons: row.outcome === 'answered' ? 'Trust pays here.' : null,
    }),
  };
  return { all, asked: () => asked };
}

/** Sits down against local/small and cooperates; waits for nothing. */
async function begun(
  lab: Bench,
  onFailure: 'stand-in' | 'ask again' | 'unpaid' = 'stand-in',
  id = 'local/small',
): Promise<void> {
  await lab.keys('Enter');
  const { form } = lab.screen('set-up');
  lab.lab.act({ type: 'show', screen: { at: 'set-up', form: { ...form, against: `id ${id}`, onFailure }, line: 0 } });
  await lab.keys('Enter', 'Enter', 'c');
}
/** What is on the screen, however it is wrapped. */
const flat = (lab: Bench): string => lab.text().replace(/\s+/g, ' ');
/** What people read holds no cost, no seconds and no network. */
const plain = (lab: Bench): void =>
  expect(flat(lab)).not.toMatch(/USD|cost|token|\d s\b|server|address|timed out|status|HTTP|cap of|stand-in/);
const calls = (lab: Bench) => lab.store.of('call').map(({ outcome, attempt }) => [outcome, attempt]);
const theirs = (lab: Bench) => lab.store.of('decision').find(({ seat }) => seat === 1);

describe('ids', () => {
  it('a model is called by the cast, by its own label, or by its id, however it is asked and whatever it is told', () => {
    const told = { ask: 'words', asks: ['words'], decides: '', probed: null, until: null } as const;
    const atHand = {
      ...NONE_AT_HAND,
      models: [
        { id: 'far/lab/x-1', label: 'kant', ...told },
        { id: 'far/y', ...told },
      ],
    };
    const cast = { ...atHand, cast: { ...NONE_AT_HAND.cast, moralis: 'far/lab/x-1' } };
    expect(modelLabel('far/lab/x-1', atHand)).toBe('kant');
    expect(modelLabel('far/lab/x-1?ask=json+moralis:0.5', atHand)).toBe('kant');
    expect(modelLabel('far/y', atHand)).toBe('far/y');
    expect(modelLabel('far/lab/x-1', cast)).toBe('moralis');
    expect(modelWords('far/lab/x-1', atHand)).toBe('kant · far/lab/x-1');
  });
  it.each([
    ['local/small', true],
    ['together/meta-llama/Llama:4', true],
    ['moralis:0.5/sellers', false],
    ['moralis/sellers', false],
    ['theory/economicus', false],
    ['script:C:D', false],
    ['human', false],
  ])('%s is a model: %s', (id, is) => expect(isModelId(id)).toBe(is));

  it('the theory agent in a model’s place is that of its label, or of what it is told to want', () => {
    const cast = atHand({ cast: { economicus: 'local/a', moralis: 'local/b', baseline: 'local/c' } });
    const ids = ['local/a', 'local/b', 'local/c', 'local/d', 'local/d+moralis:0.3', 'local/d+economicus'];
    expect(ids.map((id) => theoryFor(id, cast))).toEqual([
      'economicus',
      'moralis:0.5',
      'baseline',
      'moralis:0.5',
      'moralis:0.3',
      'economicus',
    ]);
  });

  it('a small sum keeps its digits, an unknown one is called unknown', () => {
    expect([0, 0.00033, 0.0421, 1, null].map(usdWords)).toEqual([
      '0.00 USD',
      '0.00033 USD',
      '0.042 USD',
      '1.00 USD',
      'cost not known',
    ]);
  });
});

describe('the cast', () => {
  it('offers every model once, never one that plays another label', () => {
    const known = atHand({ cast: CAST });
    expect(optionsOf('economicus', known)).toEqual([
      null,
      'local/small',
      'local/small+economicus',
      'local/moralis-lora+economicus',
    ]);
    expect(optionsOf('moralis', known)).toEqual([
      null,
      'local/small',
      'local/small+moralis:0.5',
      'local/moralis-lora',
      'local/moralis-lora+moralis:0.5',
    ]);
    expect(opponentsAtHand(known)).toEqual(['local/moralis-lora', 'local/small']);
  });

  it('stands on home, is bound by arrow keys, and plays by default', async () => {
    const lab = await bench({ house: house(() => cooperates).all });
    expect(lab.text()).toMatch(/moralis +also asks/);
    await lab.keys('m', '↓', '→', '→', '→');
    expect(lab.state().atHand.cast.moralis).toBe('local/moralis-lora');
    await lab.keys('Escape');
    expect(lab.text()).toContain('moralis · local/moralis-lora');
    await lab.keys('Enter');
    expect(lab.text()).toContain('‹▲ moralis · local/moralis-lora›');
    expect(lab.text()).toContain('homines play prisoners-dilemma --against local/moralis-lora');
    expect(lab.text()).toMatch(/One match +‹about 0.00120 USD, about 1.2 s›/);
  });

  it('theory of a label that is cast is called so in the command', () => {
    const known = atHand({ cast: { ...CAST, economicus: 'local/small' } });
    const form = { ...defaults(bench_game, known), against: 'economicus' as const };
    expect(commandOf(form, known)).toContain('theory/economicus');
    expect(commandOf(form)).toContain('economicus');
    expect(linesOf(form, { atHand: known, estimate: null })[0]!.options.map((o) => o.label)).toEqual(
      expect.arrayContaining([
        'economicus · local/small',
        'moralis · local/moralis-lora',
        'economicus (theory)',
        'moralis (theory)',
      ]),
    );
  });

  it('a policy stands in the command, and comes back with the table', () => {
    const form = { ...defaults(bench_game), against: 'id local/small' as const, onFailure: 'ask again' as const };
    expect(commandOf(form).join(' ')).toBe('play prisoners-dilemma --against local/small --on-failure again');
    expect(commandOf({ ...form, against: 'moralis' }).join(' ')).not.toContain('on-failure');
    expect(
      formOf({
        game: bench_game,
        config: bench_game.config.parse({}),
        preset: null,
        role: 'first',
        against: ['local/small'],
        explain: 'each',
        seed: null,
        onFailure: 'unpaid',
      }).onFailure,
    ).toBe('unpaid');
  });
});

const bench_game = (await bench()).state().games.find(({ name }) => name === 'prisoners-dilemma')!;

describe('a match against a model', () => {
  it('answered: its row, no cost and no seconds where people play, both on the screen of the models, the transcript behind d', async () => {
    const lab = await bench({ house: house(() => cooperates).all });
    await begun(lab);
    plain(lab);
    await lab.keys('Enter');
    expect(calls(lab)).toEqual([['answered', 0]]);
    expect(theirs(lab)).toMatchObject({ answer: 'C', source: 'chosen', because: 'Trust pays here.' });
    const result = lab.screen('result');
    plain(lab);
    lab.lab.act({ type: 'show', screen: { at: 'models', line: 0, first: 0 } });
    expect(flat(lab)).toMatch(/calls: 0.200 USD. .*local\/small: 1 answer, 1 call, 1.2 s, 0.200 USD/);
    lab.lab.act({ type: 'show', screen: result });
    expect(lab.state().spent).toBeCloseTo(0.2, 10);
    await lab.keys('d');
    expect(lab.text()).toMatch(
      /call 1 of 1[\s\S]*answered · 1200 ms · 200000 tokens in, 1000 out ·\s+0\.200 USD[\s\S]*Its reasons\s+Trust pays here[\s\S]*Rules, as sent/,
    );
    await lab.keys('Escape');
    expect(lab.screen('result')).toBeDefined();
  });

  it('repaired: nothing changed for whoever plays, and the minutes say that it took a second try', async () => {
    const lab = await bench({ house: house((_, asked) => (asked === 0 ? said('Hm.') : cooperates)).all });
    await begun(lab);
    await lab.keys('Enter');
    expect(calls(lab)).toEqual([
      ['invalid', 0],
      ['repaired', 1],
    ]);
    expect(theirs(lab)).toMatchObject({ source: 'repaired' });
    plain(lab);
    expect(lab.state().minute).toContain('at the second try');
  });

  it.each([
    ['stand-in', 2, 'substituted', 'A simple computer program played in the place of small.'],
    ['ask again', 6, 'substituted', 'A simple computer program played in the place of small.'],
    ['unpaid', 2, undefined, 'small does not answer: the match ends here.'],
  ] as const)('nonsense, policy %s: %i calls, source %s', async (policy, count, source, words) => {
    const lab = await bench({ house: house(() => said('I could not say.'), { cap: 9 }).all });
    await begun(lab, policy);
    await lab.keys('Enter');
    expect(calls(lab).map(([outcome]) => outcome)).toEqual(Array.from({ length: count }, () => 'invalid'));
    expect(theirs(lab)?.source).toBe(source);
    expect(flat(lab)).toContain(words);
    plain(lab);
    expect(lab.store.of('ending').map(({ how }) => how)).toEqual([policy === 'unpaid' ? 'unpaid' : 'finished']);
    expect(lab.state().screen.at).toBe(policy === 'unpaid' ? 'unpaid' : 'result');
  });

  it.each(['stand-in', 'ask again', 'unpaid'] as const)(
    'sentences about the other player begin as sentences do, %s',
    (policy) => {
      const row = { kind: 'model', label: 'local/small', shown: 'the other player' } as SeatRow;
      const log = modelsLog([row], policy, []);
      const said = [
        log.failed(0, 'timed out', 'slow'),
        log.answered(0, 'substituted', 10),
        log.answered(0, 'chosen', 10),
      ];
      for (const sentence of said.flatMap(({ log: told, shown }) => [told, ...(shown === null ? [] : [shown])]))
        expect(sentence).toMatch(/^[A-Z]/);
    },
  );

  it('takes the seat for good: over five rounds the model is asked once', async () => {
    const { all, asked } = house(() => heard({ trouble: 'status', status: 401 }));
    const lab = await bench({ house: all });
    await lab.keys('Enter');
    const rounds = linesOf(lab.screen('set-up').form)
      .find(({ label }) => label === 'Rounds')!
      .options.find(({ label }) => label === '5')!;
    lab.lab.act({
      type: 'show',
      screen: { at: 'set-up', form: { ...rounds.set, against: 'id local/small' }, line: 0 },
    });
    await lab.keys('Enter', 'Enter', ...Array.from({ length: 5 }, () => ['c', 'Enter']).flat());
    expect(asked()).toBe(1);
    const sources = lab.store
      .of('decision')
      .filter(({ seat }) => seat === 1)
      .map(({ source }) => source);
    expect(sources).toEqual(Array.from({ length: 5 }, () => 'substituted'));
  });

  it('the cap: no further call is made, the policy follows, and one sentence says so', async () => {
    const { all, asked } = house(() => cooperates, { cap: 0.3 });
    const lab = await bench({ house: all });
    await begun(lab);
    await lab.keys('Enter', 'Enter', 'Enter', 'a', 'c', 'Enter');
    expect(asked()).toBe(1);
    expect(calls(lab)).toEqual([
      ['answered', 0],
      ['failed', 0],
    ]);
    expect(lab.store.of('call')[1]).toMatchObject({
      request: '',
      response: expect.stringContaining('cap of 0.300 USD') as string,
      model: 'small',
    });
    plain(lab);
    expect(lab.state().minute).toContain("the session's cap of 0.300 USD is reached, and --max-cost raises it");
    expect(
      lab.store
        .of('decision')
        .filter(({ seat }) => seat === 1)
        .map(({ source }) => source),
    ).toEqual(['chosen', 'substituted']);
  });

  it('the cap holds between an answer and its repair', async () => {
    const { all, asked } = house(() => said('Hm.'), { cap: 0.1 });
    const lab = await bench({ house: all });
    await begun(lab, 'ask again');
    await lab.keys('Enter');
    expect(asked()).toBe(1);
    expect(theirs(lab)?.source).toBe('substituted');
  });
});

describe('waiting', () => {
  afterEach(() => void vi.useRealTimers());
  const send = (lab: Bench, key: string): void => {
    lab.lab.press(key === 'Enter' ? '' : key, { return: key === 'Enter' } as never);
  };

  it('says who thinks, answers keys, and after 8 s lets the stand-in answer', async () => {
    let now = 1_000_000;
    const clock = (): number => now;
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const lab = await bench({ house: house(never).all, clock });
    await begun(lab);
    send(lab, 'Enter');
    await vi.waitUntil(() => lab.text().includes('is thinking'), 60_000);
    const later = (seconds: number): void => {
      now += seconds * 1000;
      vi.advanceTimersByTime(seconds * 1000);
    };
    later(6);
    expect(lab.text()).toContain('small is thinking…');
    expect(lab.text()).not.toContain('lets a simple program');
    send(lab, 's');
    expect(calls(lab)).toEqual([]);
    send(lab, 'i');
    expect(lab.text()).toContain('the question waits');
    send(lab, 'i');
    later(3);
    expect(lab.text()).toContain('small is thinking… s lets a simple program answer.');
    send(lab, 's');
    await lab.lab.settled();
    expect(calls(lab)).toEqual([['failed', 0]]);
    expect(lab.store.of('call')[0]!.response).toBe('cut off: the stand-in was asked for');
    expect(theirs(lab)).toMatchObject({ source: 'substituted' });
    expect(lab.text()).toContain('A simple computer program played in the place of small.');
    expect(vi.getTimerCount()).toBe(0);
  });

  it('of several that think says each, and one press lets the stand-in answer for all of them', async () => {
    let now = 1_000_000;
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const lab = await bench({ house: house(never).all, clock: () => now });
    await lab.open('Public good');
    const { form } = lab.screen('set-up');
    lab.lab.act({ type: 'show', screen: { at: 'set-up', form: { ...form, against: 'id local/small' }, line: 0 } });
    await lab.keys('Enter', 'Enter', '5');
    send(lab, 'Enter');
    await vi.waitUntil(() => flat(lab).includes('small 3 are thinking'), 60_000);
    now += 9000;
    vi.advanceTimersByTime(9000);
    expect(flat(lab)).toContain('small, small 2 and small 3 are thinking… s lets a simple program answer.');
    send(lab, 's');
    await lab.lab.settled();
    expect(lab.store.of('call').map(({ response }) => response)).toEqual(
      Array.from({ length: 3 }, () => 'cut off: the stand-in was asked for'),
    );
    const theirOwn = lab.store.of('decision').filter(({ seat }) => seat > 0);
    expect(theirOwn.map(({ source }) => source)).toEqual(['substituted', 'substituted', 'substituted']);
    expect(lab.state().screen.at).toBe('result');
    expect(vi.getTimerCount()).toBe(0);
  });

  it('leaving cuts the call off at once, and its row is there', async () => {
    const lab = await bench({ house: house(never).all });
    await begun(lab);
    send(lab, 'Enter');
    await vi.waitUntil(() => lab.text().includes('is thinking'), 60_000);
    lab.lab.act({ type: 'leave' });
    await lab.lab.settled();
    expect(lab.store.of('call')[0]).toMatchObject({ outcome: 'failed', response: 'cut off: the player left' });
    expect(lab.store.of('event').map(({ kind }) => kind)).toEqual(['table', 'left']);
    expect(lab.text()).toContain('Continue');
  });

  it('times out at its limit, by the policy chosen before', async () => {
    const lab = await bench({ house: house(never, { limitMs: 80 }).all });
    await begun(lab);
    await lab.keys('Enter');
    expect(calls(lab)).toEqual([['timed out', 0]]);
    plain(lab);
    expect(lab.state().minute).toContain('timed out (no answer within 0.1 s): the stand-in takes its seat.');
  });
});

describe('no key, no server, no file', () => {
  it('the same table opens with the theory agent and one sentence', async () => {
    const { all, asked } = house(() => cooperates, { away: 'local: no server answers at that address' });
    const lab = await bench({ house: all });
    await lab.keys('Enter');
    const { form } = lab.screen('set-up');
    lab.lab.act({ type: 'show', screen: { at: 'set-up', form: { ...form, against: 'id local/small' }, line: 0 } });
    await lab.keys('Enter');
    expect(flat(lab)).toContain('Not the model but moralis:0.5 plays here');
    plain(lab);
    await lab.keys('Enter', 'c', 'Enter');
    expect(asked()).toBe(0);
    expect(lab.store.of('match')[0]!.seats[1]).toMatchObject({ id: 'moralis:0.5', kind: 'theory' });
    expect(lab.store.of('event')[0]!.body).toMatchObject({
      against: 'local/small',
      instead: { against: 'moralis:0.5' },
    });
  });

  it('home says who of the cast cannot play, and why', async () => {
    const lab = await bench({
      house: house(() => cooperates, { known: atHand({ cast: CAST }), away: 'local: nobody is there' }).all,
    });
    await vi.waitUntil(() => lab.text().includes('nobody is there'), 60_000);
    expect(flat(lab)).toContain('moralis plays without a model for now: local: nobody is there.');
  });
});

it('the minutes count answers, repairs, stand-ins, calls, time and cost', () => {
  const rows = [{ label: 'moralis', kind: 'model', id: 'local/x', shown: 'moralis', participant: null } as const];
  const call = { seat: 0, ms: 500, tokensIn: 10, tokensOut: 1, cost: null } as CallRow;
  const told = modelsLog(rows, 'ask again', []);
  for (let n = 0; n < 3; n++) told.heard(call);
  expect(told.answered(0, 'chosen', 500)).toEqual({ shown: null, log: 'moralis answered in 0.5 s.' });
  expect(told.failed(0, 'refused', 'I would rather not.').log).toBe(
    'moralis would not answer (I would rather not): it is asked again.',
  );
  expect(told.answered(0, 'substituted', 0)).toEqual({
    shown: 'moralis did not answer. A simple computer program gave this answer in its place.',
    log: 'moralis would not answer (I would rather not): the stand-in answers.',
  });
  expect(told.replaced()).toEqual(['A simple computer program gave 1 of 2 answers in the place of moralis.']);
  expect(told.whole()).toEqual([
    'moralis would not answer (I would rather not): the stand-in answers.',
    'moralis (local/x): 2 answers, 1 by the stand-in, 3 calls, 1.5 s, cost not known.',
  ]);
});

describe('every screen is whole at four sizes, and can be read aloud', () => {
  const whole = (lab: Bench): void => {
    expectWhole(lab.state());
    expect(viewOf(lab.state()).says.join('').trim() + viewOf(lab.state()).asks).not.toBe('');
  };
  it('with a cast, a long match and a transcript', async () => {
    const known = atHand({ cast: CAST });
    const lab = await bench({
      house: house((_, asked) => (asked % 2 === 0 ? said('Hm.') : cooperates), { known, cap: 50 }).all,
    });
    const steps = [
      ...['m', '↓', '→', '↓', '↓', '↓', 'space', '↑', 'h', 'Escape', 'Escape'],
      ...[
        'Enter',
        '↓',
        '→',
        '→',
        '↓',
        '↑',
        '↑',
        'Enter',
        'Enter',
        'c',
        'Enter',
        'd',
        '→',
        '↓',
        'h',
        'Escape',
        'Escape',
        'Enter',
        'c',
        'Escape',
      ],
    ];
    for (const key of steps) {
      await lab.keys(key);
      whole(lab);
    }
  });
  it('with a match that ended unpaid', async () => {
    const lab = await bench({ house: house(() => said('Hm.')).all });
    await begun(lab, 'unpaid');
    await lab.keys('Enter');
    whole(lab);
    await lab.keys('d');
    whole(lab);
  });
});
