/** A seat that is asked for probabilities: every order a call, the move drawn by the match's chance, nothing asked twice. */
import { expect, test } from 'vitest';
import { drawKey, drawnFrom, servedOrders } from '../../core/distribution.ts';
import type { CallRow } from '../../core/log.ts';
import { rng } from '../../core/rng.ts';
import { callsOf } from '../../match/calls.ts';
import type { Request } from '../../match/agent.ts';
import { loadGame } from '../../disk/games.ts';
import type { ModelSeat } from '../agent.ts';
import { newDialect } from '../dialect.ts';
import type { Client, HttpAnswer } from '../http.ts';
import { rateLimiter } from '../rate-limiter.ts';
import { formatted, standardWording } from '../wording.ts';
import { decisionAgent } from './agent.ts';

const DECISION = { dialect: 'systemone', mostOptions: 26, notes: [] } as const;

const game = await loadGame('prisoners-dilemma');
const config = game.config.parse({});
const state = game.setup(config, rng(1, 'setup'), 2);
const decision = game.pending(state)[0]!;
const unused = () => Promise.reject(new Error('not asked'));

type Sent = { readonly state: string; readonly questions: { readonly choice: { readonly criteria: object } } };

/** A seat whose server prefers the option shown first by this much in log-odds, and cooperation by as much. */
function seated(answer: (body: Sent, call: number) => Partial<HttpAnswer>) {
  const sent: { readonly path: string | undefined; readonly body: Sent }[] = [];
  const client: Client = {
    ...{ get: unused, post: unused, upload: unused, content: unused },
    async send(body, _signal, _name, path) {
      sent.push({ path, body: body as Sent });
      const http = { status: 200, headers: new Map(), ms: 5, trouble: null, detail: '', raw: '' };
      return { ...http, request: JSON.stringify(body), ...answer(body as Sent, sent.length) };
    },
  };
  const seat: ModelSeat = {
    ...{
      id: 'local/m?ask=decision',
      label: 'local/m',
      provider: 'local',
      ask: 'decision',
      decision: DECISION,
    },
    ...{ system: null, expects: false, limitMs: 4000, price: { in: 1, out: 0 }, logprobs: false, settings: {} },
    wording: formatted(standardWording, 'decision'),
    connection: { client, model: 'm', limiter: rateLimiter(4), dialect: newDialect() },
  };
  return { seat, sent };
}

const labels = (body: Sent): readonly string[] => Object.keys(body.questions.choice.criteria);
const told = (probabilities: object, model = 'm') => ({
  raw: JSON.stringify({
    model,
    answers: { choice: { type: 'choice', probabilities } },
    usage: { input_tokens: 9 },
  }),
});
const biased = (body: Sent) => {
  const first = 1 / (1 + Math.exp(-1 - (labels(body)[0] === 'cooperate' ? 1 : -1)));
  return told({ [labels(body)[0]!]: first, [labels(body)[1]!]: 1 - first });
};

const asked = (calls: readonly CallRow[], kept: CallRow[], match = 'm'): Request => ({
  ...{ game, config, view: game.observe(state, decision.seat), names: ['you', 'the other player'], decision, turn: 0 },
  ...{ draw: (key) => rng(1, key), past: [], programs: [], earlier: [], others: [null, null], match },
  calls: callsOf(calls),
  keep: (row) => void kept.push(row),
});

test('both orders are asked and kept; the answer is what the chance of the match draws from their mean', async () => {
  const { seat, sent } = seated(biased);
  const calls: CallRow[] = [];
  const reply = await decisionAgent(seat, DECISION).choose(asked([], calls), new AbortController().signal);
  expect(sent.map(({ path }) => path)).toEqual(['/systemone', '/systemone']);
  expect(sent.map(({ body }) => labels(body))).toEqual([
    ['cooperate', 'defect'],
    ['defect', 'cooperate'],
  ]);
  expect(calls.map(({ rotation, outcome, reading, tokensIn }) => [rotation, outcome, reading, tokensIn])).toEqual([
    [0, 'answered', 'probabilities', 9],
    [1, 'answered', 'probabilities', 9],
  ]);
  const { distribution } = reply;
  // First: 1/(1 + e^−2) = .8808; second: 1/2.
  expect(distribution!.options).toEqual(['C', 'D']);
  expect(distribution!.mean[0]).toBeCloseTo((0.880797 + 0.5) / 2, 6);
  expect(distribution!.orders.map(({ probabilities }) => probabilities[0]!.toFixed(4))).toEqual(['0.8808', '0.5000']);
  expect(reply.answer).toBe(drawnFrom(distribution!, rng(1, drawKey(0, decision.key))));
  expect(reply.because).toBeUndefined();
});

test('the state has rules and scene, and nothing of how to answer', async () => {
  const { seat, sent } = seated(biased);
  await decisionAgent(seat, DECISION, { kappa: 0.5 }).choose(asked([], []), new AbortController().signal);
  const { state: read } = sent[0]!.body;
  expect(read).toContain('κ = 0.5');
  expect(read).not.toContain('JSON');
  expect(read).not.toContain('Possible answers');
  expect(read).not.toContain(decision.ask);
});

test('what had arrived is read again and not asked again', async () => {
  const { seat } = seated(biased);
  const calls: CallRow[] = [];
  const whole = await decisionAgent(seat, DECISION).choose(asked([], calls), new AbortController().signal);
  const again = seated(biased);
  const more: CallRow[] = [];
  const reply = await decisionAgent(again.seat, DECISION).choose(
    asked(calls.slice(1), more),
    new AbortController().signal,
  );
  expect(again.sent.map(({ body }) => labels(body)[0])).toEqual(['cooperate']);
  expect(more.map(({ attempt, rotation }) => [attempt, rotation])).toEqual([[1, 0]]);
  expect(reply.distribution).toEqual(whole.distribution);
  expect(reply.answer).toBe(whole.answer);
});

test('one order without a usable answer leaves the question without one, and says why', async () => {
  const { seat } = seated((body, call) => (call === 1 ? biased(body) : told({ cooperate: 0.5, defect: 0.1 })));
  const calls: CallRow[] = [];
  const reply = await decisionAgent(seat, DECISION).choose(asked([], calls), new AbortController().signal);
  expect(reply.failed?.outcome).toBe('invalid');
  expect(reply.failed?.why).toContain('0.6');
  expect(calls.map(({ outcome }) => outcome)).toEqual(['answered', 'invalid']);
});

test('orders that different models answered are known as such', async () => {
  const half = { cooperate: 0.5, defect: 0.5 };
  const mixed = seated((_, call) => told(half, call === 1 ? 'm' : 'other'));
  const reply = await decisionAgent(mixed.seat, DECISION).choose(asked([], []), new AbortController().signal);
  expect(servedOrders(reply.distribution!)).toEqual(['m', 'other']);
  const one = seated(() => told(half));
  const usual = await decisionAgent(one.seat, DECISION).choose(asked([], []), new AbortController().signal);
  expect(servedOrders(usual.distribution!)).toEqual(['m']);
});
