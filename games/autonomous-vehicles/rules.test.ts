import { describe, expect, test } from 'vitest';
import type { Agent, Reply, Request } from '../../src/match/agent.ts';
import { human } from '../../src/agents/human.ts';
import { readOfflineAgent } from '../../src/agents/offline.ts';
import { type AnyGame, read, SKIPPED } from '../../src/core/game.ts';
import type { StoredAnswer } from '../../src/core/log.ts';
import { type AnswerEvent, type MatchEvent, playMatch } from '../../src/match/match.ts';
import { replay } from '../../src/match/replay.ts';
import { rng } from '../../src/core/rng.ts';
import { config, itemsOf } from './config.ts';
import { game } from './index.ts';
import { type Item, questionOf, RIDERS } from './items.ts';
import { answersAsked, setup, type View, rulesIn } from './rules.ts';
import { words } from './words.en.ts';

const { pending } = rulesIn(words);

const any: AnyGame = game;
const classItems = config.parse({});
const full = config.parse(game.presets.find(({ name }) => name === 'full')?.config);
const started = (set: typeof classItems, seed: number, seats = 1) => setup(set, rng(seed, 'setup'), seats);
const text = ({ pedestrians, riders, law }: Item): string => `${pedestrians}/${riders}/${law}`;

async function play(
  agents: readonly Agent[],
  set: unknown,
  more: { readonly seed?: number; readonly stored?: readonly StoredAnswer[] } = {},
) {
  const events: MatchEvent[] = [];
  const names = agents.map((_, me) => agents.map((agent, seat) => (seat === me ? 'you' : agent.label)));
  const { seed = 5, stored = [] } = more;
  const signal = new AbortController().signal;
  for await (const event of playMatch({ game: any, config: set, seed, agents, names, disclosed: true, signal, stored }))
    events.push(event);
  const answers = events.filter((event) => event.type === 'answered');
  return { events, answers };
}

const stored = (event: AnswerEvent): StoredAnswer => ({
  turn: event.turn,
  seat: event.decision.seat,
  key: event.decision.key,
  position: event.position,
  answer: event.answer,
  because: null,
  notes: null,
  distribution: null,
  source: event.source,
});

/** A person who answers what `say` says, at once. */
const person = (say: (request: Request) => Reply): Agent => human((request) => Promise.resolve(say(request)));
const middling = ({ decision }: Request): Reply => ({ answer: decision.input.kind === 'choice' ? 'swerve' : 40 });

describe('items and questions', () => {
  test('class: 8 items, three questions each, 24 answers, 3 minutes', () => {
    expect(itemsOf(classItems)).toHaveLength(8);
    expect(answersAsked(itemsOf(classItems), classItems.questions)).toBe(24);
    expect(game.minutes(classItems)).toBe(3);
    for (let seed = 0; seed < 20; seed++) expect(pending(started(classItems, seed))).toHaveLength(3);
  });

  test('full: 56 items, six questions, five under the law: 308 answers', async () => {
    expect(new Set(itemsOf(full).map(text)).size).toBe(56);
    expect(answersAsked(itemsOf(full), full.questions)).toBe(28 * 6 + 28 * 5);
    const { answers } = await play([readOfflineAgent('random', any)], full);
    expect(answers).toHaveLength(308);
    expect(answers.some(({ decision }) => /^buy-protective\/.*\/required$/.test(decision.key))).toBe(false);
  });

  test('single items, typed as words', () => {
    const set = config.parse({ items: '20/child,5/alone/required', questions: 'law' });
    expect(itemsOf(set)).toEqual([
      { pedestrians: 20, riders: 'child', law: 'none' },
      { pedestrians: 5, riders: 'alone', law: 'required' },
    ]);
  });

  test('a list may be typed: one number, or several between commas', () => {
    expect(config.parse({ pedestrians: '3', riders: 'child' })).toMatchObject({ pedestrians: [3], riders: ['child'] });
    expect(config.parse({ pedestrians: '1, 20' }).pedestrians).toEqual([1, 20]);
  });

  test.each([
    [{ pedestrians: [0] }],
    [{ pedestrians: [101] }],
    [{ pedestrians: [2.5] }],
    [{ pedestrians: [] }],
    [{ pedestrians: [5, 5] }],
    [{ riders: ['dog'] }],
    [{ items: ['20'] }],
    [{ items: ['0/child'] }],
    [{ items: ['5/child', '5/child/none'] }],
    [{ questions: [] }],
    [{ questions: ['buy-protective'], laws: ['none', 'required'] }],
    [{ walkers: 3 }],
  ])('refuses %j', (wrong) => {
    expect(config.safeParse(wrong).success).toBe(false);
  });
});

describe('order', () => {
  test('is drawn from the seed: the same again for the same seed, another for another', () => {
    const order = (seed: number): string => started(classItems, seed).items.map(text).join(' ');
    expect(order(1)).toBe(order(1));
    expect(new Set(Array.from({ length: 40 }, (_, seed) => order(seed))).size).toBeGreaterThan(30);
  });

  test('blocks: each holds every party under every law once, and all numbers as evenly as they divide', () => {
    for (let seed = 0; seed < 25; seed++) {
      const { items } = started(full, seed);
      expect(new Set(items.map(text)).size).toBe(56);
      for (let block = 0; block < 7; block++) {
        const cells = items.slice(8 * block, 8 * block + 8);
        expect(new Set(cells.map(({ riders, law }) => `${riders} ${law}`)).size).toBe(8);
        expect(new Set(cells.map(({ pedestrians }) => pedestrians)).size).toBe(7);
      }
      const four = started(classItems, seed).items.slice(0, 4);
      expect(new Set(four.map(({ riders }) => riders)).size).toBe(RIDERS.length);
      expect(four.filter(({ pedestrians }) => pedestrians === 1)).toHaveLength(2);
    }
  });

  test('every item comes first about equally often', () => {
    const firsts = new Map<string, number>();
    for (let seed = 0; seed < 1600; seed++) {
      const first = text(started(classItems, seed).items[0]!);
      firsts.set(first, (firsts.get(first) ?? 0) + 1);
    }
    expect(firsts.size).toBe(8);
    for (const count of firsts.values()) expect(Math.abs(count - 200)).toBeLessThan(60);
  });

  test('judgements or purchases first: drawn with equal chance, the same for a whole match, and visible in the stored positions', async () => {
    const moralFirst = Array.from({ length: 1000 }, (_, seed) => started(classItems, seed).first === 'moral').filter(
      Boolean,
    ).length;
    expect(Math.abs(moralFirst - 500)).toBeLessThan(70);
    for (const first of ['moral', 'buy'] as const) {
      const { answers } = await play([readOfflineAgent('economicus', any)], { ...classItems, first });
      const positions = answers
        .filter(({ position }) => position === 0)
        .map(({ decision }) => questionOf(decision.key));
      expect(new Set(positions)).toEqual(new Set([first === 'moral' ? 'moral' : 'buy-minimising']));
    }
  });

  test('listed keeps the order of the settings; drawn options are turned round in about half of the matches', () => {
    const listed = started({ ...classItems, order: 'listed' }, 3).items.map(text);
    expect(listed.slice(0, 3)).toEqual(['1/alone/none', '20/alone/none', '1/co-worker/none']);
    const drawn = { ...classItems, options: 'drawn' as const };
    const turned = Array.from({ length: 400 }, (_, seed) => started(drawn, seed).flipped).filter(Boolean).length;
    expect(Math.abs(turned - 200)).toBeLessThan(50);
    expect(started(classItems, 1).flipped).toBe(false);
  });
});

describe('a match', () => {
  test('an item is one turn; its questions are one group a seat', async () => {
    const { events, answers } = await play([person(middling), readOfflineAgent('moralis:0.5', any)], classItems);
    expect(events.filter(({ type }) => type === 'moved')).toHaveLength(8);
    expect(answers).toHaveLength(48);
    expect(answers.filter(({ decision }) => decision.seat === 0).map(({ turn, position }) => [turn, position])).toEqual(
      Array.from({ length: 24 }, (_, i) => [Math.floor(i / 3), i % 3]),
    );
    expect(events.at(-1)).toMatchObject({ type: 'ended', how: 'finished', payoffs: null });
  });

  test('back works within the item and replaces the answer', async () => {
    let asked = 0;
    const hesitant = person((request) => {
      asked += 1;
      return asked === 3
        ? { answer: null, back: true }
        : { answer: request.decision.input.kind === 'choice' ? 'swerve' : 10 + asked };
    });
    const { answers, events } = await play([hesitant], { ...classItems, first: 'moral' });
    const first = answers.filter(({ turn }) => turn === 0);
    expect(first.map(({ position, revision, answer }) => [position, revision, answer])).toEqual([
      [0, 0, 'swerve'],
      [1, 0, 12],
      [1, 1, 14],
      [2, 0, 15],
    ]);
    const end = events.at(-1);
    const view = end?.type === 'ended' ? end.look(0) : null;
    expect(
      mine(view)
        .slice(0, 3)
        .map(({ answer }) => answer),
    ).toEqual(['swerve', 14, 15]);
    expect(replay(any, { ...classItems, first: 'moral' }, 5, 1, answers.map(stored)).views[0]).toEqual(view);
  });

  test('it resumes from any number of stored answers and ends in the same place', async () => {
    const agents = [person(middling), readOfflineAgent('economicus', any)];
    const whole = await play(agents, classItems);
    const rows = whole.answers.map(stored);
    for (const known of [1, 2, 4, 5, 17, 47]) {
      const rest = await play(agents, classItems, { stored: rows.slice(0, known) });
      expect(rest.answers).toHaveLength(48 - known);
      const ends = [whole, rest]
        .map(({ events }) => events.at(-1))
        .map((end) => (end?.type === 'ended' ? end.look(0) : null));
      expect(ends[1]).toEqual(ends[0]);
    }
  });

  test('every question may be left out', async () => {
    const { answers } = await play([person(() => ({ answer: 'rather not say' }))], full);
    expect(new Set(answers.map(({ answer }) => answer))).toEqual(new Set([SKIPPED]));
  });

  test('what theory and the stand-in answer is read without a change', async () => {
    const { answers } = await play(
      ['economicus', 'moralis:0.5', 'moralis:1', 'baseline'].map((id) => readOfflineAgent(id, any)),
      full,
    );
    expect(answers).toHaveLength(4 * 308);
    for (const { decision, reply, answer } of answers)
      expect(read(decision.input, reply.answer)).toEqual({ ok: true, answer });
  });

  test('nobody sees the answers of another before the end', async () => {
    const { events } = await play([readOfflineAgent('moralis:0.5', any), readOfflineAgent('random', any)], classItems);
    const looks = events.flatMap((event) => (event.type === 'moved' || event.type === 'ended' ? [event.look] : []));
    expect(looks.length).toBe(9);
    // `look` reads the state as it is now, over; so the views before it are made by hand.
    let state = started(classItems, 5, 2);
    for (let item = 0; item < 8; item++) {
      const view = game.observe(state, 0);
      expect(view).toMatchObject({ over: false, all: null });
      expect(view.mine).toHaveLength(3 * item);
      expect(JSON.stringify(view)).not.toContain('77');
      const moves = pending(state).map((decision) => ({
        decision,
        answer: decision.input.kind === 'choice' ? 'keep' : decision.seat === 1 ? 77 : 12,
      }));
      state = game.apply(state, moves, rng(5, 'turn', item));
    }
    expect(game.observe(state, 0).all?.[1]?.map(({ answer }) => answer)).toContain(77);
  });

  test('one to eight seats', async () => {
    expect(game.seats(classItems)).toEqual({ least: 1, most: 8 });
    const { answers } = await play(
      Array.from({ length: 8 }, () => readOfflineAgent('random', any)),
      classItems,
    );
    expect(answers).toHaveLength(8 * 24);
  });
});

const mine = (view: unknown): View['mine'] => (isView(view) ? view.mine : []);
const isView = (view: unknown): view is View => typeof view === 'object' && view !== null && 'mine' in view;

test('a config that was stored before items could be mirrored asks what it asked then', () => {
  const { mirrored: _, ...stored } = config.parse({});
  const keys = (set: unknown): readonly string[] =>
    any.pending(any.setup(set, rng(5, 'setup'), 2)).map(({ key }) => key);
  expect(keys(stored)).toEqual(keys(config.parse({})));
  expect(keys(stored).join()).not.toContain('mirrored');
});
