import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Agent, Reply, Request } from './agent.ts';
import { human } from '../agents/human.ts';
import { script } from '../agents/script.ts';
import type { Distribution } from '../core/distribution.ts';
import { defineGame } from '../core/define-game.ts';
import { type AnyGame, type Decision, type Move, read } from '../core/game.ts';
import type { StoredAnswer } from '../core/log.ts';
import { type MatchEvent, playMatch, type Table } from './match.ts';
import { replay } from './replay.ts';

/** Two seats answer two questions each at the same time, twice: the smallest game with groups, simultaneity and turns. */
type State = { readonly turn: number; readonly sums: readonly number[]; readonly log: readonly string[] };
const question = (seat: number, key: string, round: number): Decision => ({
  key,
  seat,
  role: `role ${seat}`,
  round,
  practice: false,
  ask: `${key}?`,
  input: { kind: 'number', min: 0, max: 9, step: 1, decimals: 0 },
});
const twice = defineGame<Record<string, never>, State, State>({
  name: 'twice',
  version: 1,
  title: 'Twice',
  summary: '',
  sources: [],
  words: { en: {} },
  config: z.strictObject({}) as z.ZodType<Record<string, never>>,
  presets: [{ name: 'only', sentence: '', config: {} }],
  presetsLabel: '',
  roles: [],
  lines: [],
  measures: [],
  seats: () => ({ least: 2, most: 2 }),
  minutes: () => 1,
  setup: () => ({ turn: 0, sums: [0, 0], log: [] }),
  pending: (s) =>
    s.turn === 2 ? [] : [0, 1].flatMap((seat) => [question(seat, 'a', s.turn + 1), question(seat, 'b', s.turn + 1)]),
  apply: (s, moves: readonly Move[]) => ({
    turn: s.turn + 1,
    sums: s.sums.map(
      (sum, seat) => sum + moves.filter((m) => m.decision.seat === seat).reduce((a, m) => a + Number(m.answer), 0),
    ),
    log: [...s.log, moves.map((m) => `${m.decision.seat}${m.decision.key}${m.answer}`).join(' ')],
  }),
  payoffs: (s) => s.sums,
  observe: (s) => s,
  instructions: () => [],
  heading: () => ({ about: '', where: '' }),
  scene: () => [],
  result: () => [],
  debrief: () => ({ blocks: [], kappa: false, more: [] }),
  predict: () => ({ document: {}, blocks: [] }),
});
const game: AnyGame = twice;

const table = (agents: readonly Agent[], more: Partial<Table> = {}): Table => ({
  game,
  config: {},
  seed: 7,
  agents,
  names: [
    ['you', 'other'],
    ['other', 'you'],
  ],
  disclosed: true,
  signal: new AbortController().signal,
  stored: [],
  ...more,
});
const collect = async (t: Table): Promise<readonly MatchEvent[]> => {
  const events: MatchEvent[] = [];
  for await (const event of playMatch(t)) events.push(event);
  return events;
};
const answersOf = (events: readonly MatchEvent[]): readonly StoredAnswer[] =>
  events.flatMap((e) =>
    e.type === 'answered'
      ? [
          {
            turn: e.turn,
            seat: e.decision.seat,
            key: e.decision.key,
            position: e.position,
            answer: e.answer,
            because: null,
            notes: null,
            distribution: null,
            source: e.source,
          },
        ]
      : [],
  );

/** A person who answers when told to. */
function person(): {
  agent: Agent;
  waiting: { request: Request; answer(reply: Reply): void }[];
  next(): Promise<{ request: Request; answer(reply: Reply): void }>;
} {
  const waiting: { request: Request; answer(reply: Reply): void }[] = [];
  const wakers: (() => void)[] = [];
  const agent = human(
    (request, signal) =>
      new Promise((resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason));
        waiting.push({ request, answer: resolve });
        wakers.shift()?.();
      }),
  );
  const next = async () => {
    if (waiting.length === 0) await new Promise<void>((wake) => wakers.push(wake));
    return waiting.shift()!;
  };
  return { agent, waiting, next };
}

describe('playMatch', () => {
  test('asks, applies and ends; payoffs are the rules', async () => {
    const events = await collect(table([script('s', ['1', '2', '3', '4']), script('t', ['5', '6', '7', '8'])]));
    expect(events.map((e) => e.type)).toEqual([
      'started',
      ...Array(4).fill('answered'),
      'moved',
      ...Array(4).fill('answered'),
      'moved',
      'ended',
    ]);
    expect(events.at(-1)).toMatchObject({ how: 'finished', payoffs: [10, 26] });
  });

  test('a quick answer does not wait for a slow one, whatever the seat', async () => {
    const slow = person();
    const seen: string[] = [];
    const playing = (async () => {
      for await (const e of playMatch(table([slow.agent, script('t', ['5', '6', '7', '8'])])))
        if (e.type === 'answered') seen.push(`${e.decision.seat}${e.decision.key}`);
    })();
    const first = await slow.next();
    await new Promise(setImmediate);
    expect(seen).toEqual(['1a', '1b']);
    first.answer({ answer: 1 });
    for (let i = 0; i < 3; i++) (await slow.next()).answer({ answer: 1 });
    await playing;
    expect(seen).toEqual(['1a', '1b', '0a', '0b', '1a', '1b', '0a', '0b']);
  });

  test('going back asks the question before again; the later answer counts, both are told', async () => {
    const me = person();
    const events: MatchEvent[] = [];
    const playing = (async () => {
      for await (const e of playMatch(table([me.agent, script('t', ['0', '0', '0', '0'])]))) events.push(e);
    })();
    (await me.next()).answer({ answer: 3 });
    (await me.next()).answer({ answer: null, back: true });
    const again = await me.next();
    expect(again.request.decision.key).toBe('a');
    again.answer({ answer: 5 });
    (await me.next()).answer({ answer: 1 });
    for (let i = 0; i < 2; i++) (await me.next()).answer({ answer: 1 });
    await playing;
    const mine = events.filter((e) => e.type === 'answered' && e.decision.seat === 0);
    expect(mine).toMatchObject([{ answer: 3, revision: 0 }, { answer: 5, revision: 1 }, { answer: 1 }, {}, {}]);
    expect(events.at(-1)).toMatchObject({ payoffs: [8, 0] });
  });

  test('resuming from every prefix of the stored answers asks only what is missing and ends the same', async () => {
    const scripts = (): readonly Agent[] => [script('s', ['1', '2', '3', '4']), script('t', ['5', '6', '7', '8'])];
    const whole = answersOf(await collect(table(scripts())));
    for (let known = 0; known <= whole.length; known++) {
      const events = await collect(table(scripts(), { stored: whole.slice(0, known) }));
      expect(answersOf(events)).toEqual(whole.slice(known));
      expect(events.at(-1)).toMatchObject({ how: 'finished', payoffs: [10, 26] });
    }
    expect(replay(game, {}, 7, 2, whole)).toMatchObject({ finished: true, payoffs: [10, 26], turns: 2 });
    expect(replay(game, {}, 7, 2, whole.slice(0, 5))).toMatchObject({ finished: false, turns: 1 });
  });

  test('what an answer was drawn from comes back in the place of its move', async () => {
    const whole = answersOf(
      await collect(table([script('s', ['1', '2', '3', '4']), script('t', ['5', '6', '7', '8'])])),
    );
    expect(replay(game, {}, 7, 2, whole).told).toEqual([]);
    const distribution: Distribution = {
      ...{ options: ['0', '7'], mean: [0.25, 0.75], dialect: 'systemone', served: null },
      orders: [{ rotation: 0, probabilities: [0.25, 0.75], sum: 1, outside: null, decimals: null }],
    };
    const drawn = whole.map((one) => (one.turn === 1 && one.key === 'b' ? { ...one, distribution } : one));
    const { told, moves } = replay(game, {}, 7, 2, drawn);
    expect(moves.map(({ decision }, at) => [decision.key, told[at]?.mean ?? null])).toEqual([
      ...Array.from({ length: 2 }, () => [
        ['a', null],
        ['b', null],
      ]).flat(),
      ...Array.from({ length: 2 }, () => [
        ['a', null],
        ['b', [0.25, 0.75]],
      ]).flat(),
    ]);
  });

  test('a replaced answer is replaced when resumed: the next question is the one after it', async () => {
    const stored = [
      ['a', 3],
      ['b', 1],
      ['a', 5],
    ].map(([key, answer], i) => ({
      turn: 0,
      seat: 0,
      key: String(key),
      position: i % 2,
      answer: answer!,
      because: null,
      notes: null,
      distribution: null,
      source: 'chosen' as const,
    }));
    const me = person();
    const playing = collect(table([me.agent, script('t', ['0', '0', '0', '0'])], { stored }));
    const next = await me.next();
    expect(next.request.decision.key).toBe('b');
    expect(next.request.past.map((r) => r.answer)).toEqual([3, 1, 5]);
    next.answer({ answer: 1 });
    for (let i = 0; i < 2; i++) (await me.next()).answer({ answer: 0 });
    expect((await playing).at(-1)).toMatchObject({ payoffs: [6, 0] });
  });

  test('leaving ends it without payoffs, however many seats wait', async () => {
    const [one, two, leave] = [person(), person(), new AbortController()];
    const playing = collect(table([one.agent, two.agent], { signal: leave.signal }));
    await one.next();
    await two.next();
    leave.abort('left');
    expect((await playing).at(-1)).toMatchObject({ type: 'ended', how: 'left', payoffs: null });
  });

  test('leaving ends it even when an agent does not listen to the signal', async () => {
    const leave = new AbortController();
    const deaf = human(() => new Promise(() => undefined));
    const playing = collect(table([deaf, deaf], { signal: leave.signal }));
    await new Promise(setImmediate);
    leave.abort('left');
    expect((await playing).at(-1)).toMatchObject({ type: 'ended', how: 'left' });
  });

  test('an illegal answer names agent, seat, question and what is possible', async () => {
    await expect(collect(table([script('script:12', ['12']), script('t', ['0'])]))).rejects.toThrow(
      'script:12 (seat 1, round 1) was asked "a?" Type a number from 0 to 9; got "12".',
    );
  });

  test('a script that runs out says so', async () => {
    await expect(collect(table([script('script:1', ['1']), script('t', ['0', '0'])]))).rejects.toThrow(
      'script:1 has 1 answer and is asked for one more',
    );
  });

  test('an answer after the end, or to no question, fails the replay with its turn and seat', () => {
    const bad = [
      {
        turn: 0,
        seat: 1,
        key: 'z',
        position: 0,
        answer: 1,
        because: null,
        notes: null,
        distribution: null,
        source: 'chosen' as const,
      },
    ];
    expect(() => replay(game, {}, 7, 2, bad)).toThrow('turn 1, seat 2');
  });
});

describe('read', () => {
  const price = { kind: 'number', min: 0, max: 30, step: 0.1, decimals: 1 } as const;
  test.each([
    ['16,5', 16.5],
    [' 7 ', 7],
    ['.5', 0.5],
    [16.5, 16.5],
    [0, 0],
  ])('%s is read as %s', (raw, answer) => expect(read(price, raw)).toEqual({ ok: true, answer }));
  test.each([
    ['16.55', 'too fine'],
    ['31', 'outside'],
    ['-1', 'outside'],
    ['ten', 'not a number'],
    ['1e3', 'not a number'],
    ['', 'nothing'],
    [NaN, 'not a number'],
    [null, 'nothing'],
  ])('%s is refused: %s', (raw, kind) => expect(read(price, raw)).toMatchObject({ ok: false, problem: { kind } }));
});
