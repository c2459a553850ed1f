/** How a model is asked, in the lab: chosen where its server was found to answer so, seen on the table, refused where it cannot be. */
import { describe, expect, it } from 'vitest';
import type { CallRow } from '../core/log.ts';
import type { Ask } from '../match/agent.ts';
import type { Models } from '../model/agent.ts';
import { newDialect } from '../model/dialect.ts';
import { storedQuestion } from '../model/decision/stored-question.ts';
import type { HttpAnswer } from '../model/http.ts';
import { rateLimiter } from '../model/rate-limiter.ts';
import { formatted, standardWording } from '../model/wording.ts';
import { bench, type Bench } from '../terminal/bench.test-data.ts';
import { viewOf } from '../terminal/plain/views.ts';
import { askedAs, askOf, type AtHand, castAs, type LanguageModels, NONE_AT_HAND } from './models.ts';
import { commandOf } from './set-up.ts';
import { linesOf } from './set-up-lines.ts';

const words = {
  ask: 'json',
  asks: ['json', 'words'],
  decides: 'No choice probabilities: the server has no /systemone',
} as const;
const all = {
  ask: 'json',
  asks: ['json', 'words', 'decision', 'grid'],
  decides: 'Choice probabilities: systemone',
} as const;
const atHand = (ask: Ask = 'json'): AtHand => ({
  ...NONE_AT_HAND,
  providers: [{ name: 'local', address: 'http://localhost:1/v1', key: 'wants no key', away: null }],
  models: [
    { id: 'local/small', ...words, probed: null, until: null },
    { id: 'local/whole', ...all, ask, probed: null, until: null },
  ],
});

/** Says cooperate with .8 where it stands first, and with .6 where it stands second. */
function answer(body: Readonly<Record<string, unknown>>): HttpAnswer {
  const asked = storedQuestion({ request: JSON.stringify(body), response: '' });
  const [first, second] = asked?.options.map(({ label }) => label) ?? [];
  const p = first === 'cooperate' ? 0.8 : 0.4;
  const raw = { answers: { choice: { type: 'choice', probabilities: { [first!]: p, [second!]: 1 - p } } } };
  return {
    ...{ request: JSON.stringify(body), raw: JSON.stringify(raw), status: 200, headers: new Map() },
    ...{ ms: 12, trouble: null, detail: '' },
  };
}

const SYSTEMONE = { dialect: 'systemone', mostOptions: 26, notes: [] } as const;
const nothing = () => Promise.reject(new Error('not asked'));

function house(): LanguageModels {
  let known = atHand();
  const models: Models = {
    ids: known.models.map(({ id }) => id),
    providers: ['local'],
    castOf: () => null,
    seat(id, provider, model, typed = 'usual') {
      const ask = typed === 'usual' || typed === 'as written' ? askOf(id, known)! : typed;
      const decides = ask === 'decision' || ask === 'grid';
      return {
        ...{ id, provider, label: id, ask, decision: decides ? SYSTEMONE : null, system: null, limitMs: 20_000 },
        ...{ price: null, settings: {}, logprobs: false },
        expects: false,
        wording: formatted(standardWording, decides ? 'decision' : 'json'),
        connection: {
          client: {
            get: nothing,
            post: nothing,
            upload: nothing,
            content: nothing,
            send: async (body) => answer(body),
          },
          ...{ model, limiter: rateLimiter(4), dialect: newDialect() },
        },
      };
    },
  };
  return {
    ...{ models, cap: 1, limitMs: 20_000, atHand: () => known, untrusted: () => [], trust: () => known },
    look: async () => known,
    askAs(id, ask) {
      known = { ...known, models: known.models.map((one) => (one.id === id ? { ...one, ask } : one)) };
      return known;
    },
    bind: () => known,
    estimate: async () => ({ questions: 2, cost: null, seconds: null }),
    read(row: CallRow) {
      const { messages, instruction, ...told } = storedQuestion(row)!;
      return {
        prompt: messages.map(({ content }) => ({ role: 'state', text: content })),
        answer: null,
        reasons: instruction,
        told,
      };
    },
  };
}

/** The table against this model in the game that home calls so. */
async function setFor(lab: Bench, id: string, game = "Prisoner's dilemma"): Promise<void> {
  await lab.open(game);
  const { form } = lab.screen('set-up');
  lab.lab.act({ type: 'show', screen: { at: 'set-up', form: { ...form, against: `id ${id}` }, line: 0 } });
  await lab.lab.settled();
}
const flat = (lab: Bench): string => lab.text().replace(/\s+/g, ' ');

describe('ids', () => {
  it('say how a model is asked, else it is asked as is usual for it; a preference stays behind it', () => {
    const usual = atHand('decision');
    expect([askOf('local/whole', usual), askOf('local/whole?ask=json', usual), askOf('local/gone', usual)]).toEqual([
      'decision',
      'json',
      null,
    ]);
    expect(askedAs('local/whole', 'grid', usual)).toBe('local/whole?ask=grid');
    expect(askedAs('local/whole?ask=grid+moralis:0.5', 'json', usual)).toBe('local/whole?ask=json+moralis:0.5');
    expect(askedAs('local/whole?ask=grid+moralis:0.5', 'decision', usual)).toBe('local/whole+moralis:0.5');
  });
  it('a model is cast however it is asked', () => {
    const cast = { ...atHand(), cast: { economicus: null, moralis: 'local/whole', baseline: null } };
    expect([castAs('local/whole?ask=decision', cast), castAs('local/small?ask=decision', cast)]).toEqual([
      'moralis',
      null,
    ]);
  });
});

describe('the models’ screen', () => {
  it('offers what was found possible, keeps what is chosen, and says why there is no more', async () => {
    const lab = await bench({ house: house() });
    await lab.keys('m', '↓', '↓', '↓');
    expect(lab.text()).toMatch(/local\/small +‹json› words *\n/);
    expect(flat(lab)).toContain('No choice probabilities: the server has no /systemone.');
    await lab.keys('↓', '→', '→');
    expect(lab.text()).toMatch(/local\/whole +json +words ‹decision› grid/);
    expect(lab.state().atHand.models[1]!.ask).toBe('decision');
    await lab.keys('←', '←', '←');
    expect(lab.state().atHand.models[1]!.ask).toBe('grid');
  });
  it('can be heard and answered line by line', async () => {
    const lab = await bench({ house: house() });
    await lab.keys('m');
    const heard = () => viewOf(lab.state());
    expect(heard().says.join('\n')).toContain('5: local/whole is asked for json');
    expect(heard().take('5')).toContain('5 3: decision');
    expect(heard().take('5 3')).toEqual([{ type: 'ask as', id: 'local/whole', ask: 'decision' }]);
  });
});

describe('the table', () => {
  it('shows how its model is asked, changes it for this table alone, and says the same by hand', async () => {
    const lab = await bench({ house: house() });
    await setFor(lab, 'local/whole');
    await lab.keys('↓', '→', '→');
    expect(lab.text()).toMatch(/Asked for +json +words ‹decision› grid/);
    const { form } = lab.screen('set-up');
    expect(form.against).toBe('id local/whole?ask=decision');
    expect(commandOf(form, atHand())).toContain('local/whole?ask=decision');
    // Under a table with many lines the command stands where there is room for it.
    expect(lab.text(80, 30)).toContain("--against 'local/whole?ask=decision'");
    expect(lab.state().atHand.models[1]!.ask).toBe('json');
    // The same model, once.
    expect(linesOf(form, { atHand: atHand(), estimate: null })[0]!.options.map(({ label }) => label)).toEqual(
      expect.arrayContaining(['local/small', 'local/whole']),
    );
    expect(lab.text().match(/local\/whole›/g)).toHaveLength(1);
  });
  it('whose model cannot be asked what the game asks does not begin: the question and the seat are named', async () => {
    const lab = await bench({ house: house() });
    await setFor(lab, 'local/whole?ask=decision', 'Price duopoly');
    await lab.keys('Enter');
    expect(lab.state().screen.at).toBe('set-up');
    for (const part of ['seat 2', '(price)', '?ask=grid']) expect(lab.state().notice).toContain(part);
    await setFor(lab, 'local/whole?ask=grid', 'Price duopoly');
    await lab.keys('Enter');
    expect(lab.state().screen.at).toBe('instructions');
  });
});

it('a person plays against its probabilities: what is drawn is theirs, and the transcript has both orders', async () => {
  const lab = await bench({ house: house() });
  await setFor(lab, 'local/whole?ask=decision');
  await lab.keys('Enter');
  expect(lab.text()).not.toContain('ask=decision');
  await lab.keys('Enter', 'c', 'Enter');
  expect(lab.text()).not.toContain('ask=decision');
  const theirs = lab.store.of('decision').find(({ seat }) => seat === 1)!;
  expect(theirs.distribution!.mean.map((p) => p.toFixed(2))).toEqual(['0.70', '0.30']);
  expect(lab.store.of('match')[0]!.seats[1]).toMatchObject({
    id: 'local/whole?ask=decision',
    ask: 'decision',
    shown: 'whole',
  });
  await lab.keys('d');
  const first = flat(lab);
  expect(first).toContain('order 1 of 2');
  expect(first).toMatch(
    /cooperate 0.8000 defect 0.2000 .*cooperate 0.7000 \(0.8000, 0.6000\) defect 0.3000 \(0.2000, 0.4000\)/,
  );
  expect(first).toContain(`chance of the match: ${theirs.answer === 'C' ? 'cooperate' : 'defect'}`);
  await lab.keys('→');
  expect(flat(lab)).toMatch(/order 2 of 2 .*defect 0.4000 cooperate 0.6000/);
  lab.lab.act({ type: 'look', match: theirs.match });
  await lab.lab.settled();
  expect(flat(lab)).toContain(`drawn: it had ${theirs.answer === 'C' ? 70 : 30} % over 2 orders`);
  expect(lab.text()).not.toContain('ask=decision');
});
