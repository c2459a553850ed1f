/** The forms beside each other: hashes of words, what is asked of three steps, and what measures count in each. */
import { describe, expect, it } from 'vitest';
import type { Decision, Move } from '../../src/core/game.ts';
import { rng } from '../../src/core/rng.ts';
import { wordingHash, wordingOf } from '../../src/core/wording.ts';
import { config, presets } from './config.ts';
import { game, gameIn } from './index.ts';
import type { State } from './rules.ts';
import { words as german } from './words.de.ts';

const trento = config.parse(presets.find(({ name }) => name === 'trento')!.config);

describe('hashes of words', () => {
  it('of the game of before are what they were before it had further forms', () => {
    expect(wordingHash(game)).toBe('43d5e2287bb8');
    expect(wordingHash(gameIn(german))).toBe('cfd0643f9e47');
    expect(wordingOf(game, [], 0, config.parse({}))).toBe(wordingHash(game));
    expect(wordingOf(game, [], 0, config.parse({ rounds: 5, neutral: true }))).toBe(wordingHash(game));
  });

  it('of each further form are its own', () => {
    const hashes = [{}, { timing: 'together' }, { steps: 3 }].map((set) => wordingOf(game, [], 0, config.parse(set)));
    expect(new Set(hashes).size).toBe(3);
    expect(wordingOf(game, [], 0, config.parse({ told: 'nothing' }))).toBe(hashes[1]);
  });
});

describe('three steps', () => {
  const play = (set: object, answer: (decision: Decision) => string | number) => {
    let state: State = game.setup(config.parse(set), rng(1), 2);
    const turns: (readonly Decision[])[] = [];
    const moves: Move[] = [];
    for (let open = game.pending(state); open.length > 0; open = game.pending(state)) {
      turns.push(open);
      const given = open.map((decision) => ({ decision, answer: answer(decision) }));
      moves.push(...given);
      state = game.apply(state, given, rng(1));
    }
    return { turns, state, moves };
  };
  const CHOICES: Readonly<Record<string, string>> = { first: 'H', after_C: 'C', after_H: 'H', after_D: 'D' };

  it('ask how likely all is, then half of what that leaves; where all is certain nothing is asked', () => {
    const all: Readonly<Record<string, number>> = { first: 60, after_C: 100, after_H: 0, after_D: 30 };
    const { turns, state } = play(trento, ({ key }) => {
      const [, node, of] = /^belief_(\w+)_([CH])$/.exec(key) ?? [];
      return node === undefined ? CHOICES[key]! : of === 'C' ? all[node]! : 10;
    });
    const [first, second, third] = turns.map((open) => open.filter(({ seat }) => seat === 0));
    expect(first!.map(({ key }) => key)).toEqual(
      ['first', 'after_C', 'after_H', 'after_D'].map((node) => `belief_${node}_C`),
    );
    expect(second!.map(({ key, input }) => [key, input.kind === 'number' && input.max])).toEqual([
      ['belief_first_H', 40],
      ['belief_after_H_H', 100],
      ['belief_after_D_H', 70],
    ]);
    expect(third!.map(({ key }) => key)).toEqual(['first', 'after_C', 'after_H', 'after_D']);
    expect(game.observe(state, 0).history[0]!.stated).toEqual({
      ...{ first_C: 60, first_H: 10, after_C_C: 100, after_H_C: 0, after_H_H: 10, after_D_C: 30, after_D_H: 10 },
    });
  });

  it('state what a solved agent expects, both numbers of a node', () => {
    const set = config.parse({ ...trento, beliefs: [0.5, 0.3, 0.6, 0.2, 0.2, 0.6, 0.1, 0.4] });
    const expected = [0.5, 0.6, 0.2, 0.1, 0.3, 0.2, 0.6, 0.4].map((number) => 100 * number);
    let state = game.setup(set, rng(1), 2);
    const said: (string | number)[] = [];
    for (let turn = 0; turn < 2; turn++) {
      const moves = game.pending(state).map((decision) => ({
        decision,
        answer: game.theory!(game.observe(state, decision.seat), decision, { kappa: 0.5 }, game.belief!(set)!).answer,
      }));
      said.push(...moves.filter(({ decision }) => decision.seat === 0).map(({ answer }) => answer));
      state = game.apply(state, moves, rng(1));
    }
    expect(said).toEqual(expected);
  });

  it('count shares and rates of their own, and none of two steps', () => {
    const { state, moves } = play({ ...trento, askBeliefs: false }, ({ key }) => CHOICES[key]!);
    const match = {
      config: trento,
      views: [0, 1].map((seat) => game.observe(state, seat)),
      moves,
      payoffs: game.payoffs(state),
    };
    const counted = Object.fromEntries(game.measures.map(({ name, values }) => [name, values(match, 0)]));
    expect(counted).toMatchObject({
      ...{ 'share sent first': [0.5], 'share sent after all': [1], 'share sent after half': [0.5] },
      ...{ 'share sent after nothing': [0], 'sends all first': [0], 'sends all after all': [1] },
      ...{ 'sends nothing after all': [0], 'sends anything after nothing': [0] },
      ...{ 'cooperates first': [], 'cooperates after C': [], cooperates: [] },
    });
    // Both open with half and answer half with half: 200 each, half way from 200 to 600 together.
    expect(counted['efficiency']).toEqual([0.5]);
  });

  it('draw every measure that a figure has, for every mind', () => {
    for (const set of [trento, config.parse({ timing: 'together' }), config.parse({ told: 'nothing' })])
      for (const seat of [0, 1]) {
        const rows = game.comparison!.figures!(set, seat).flatMap((figure) =>
          figure.rows.map(({ measure }) => measure),
        );
        for (const mind of ['standin', { kappa: 0 }, { kappa: 0.5 }] as const) {
          const expected = game.comparison!.expected!(set, mind, { seat, other: null });
          expect(Object.keys(expected).toSorted()).toEqual(rows.toSorted());
          for (const value of Object.values(expected)) expect(value >= 0 && value <= 1).toBe(true);
        }
      }
  });
});

it('in rounds of both at once cooperation is counted after the other’s last choice', () => {
  let state = game.setup(config.parse({ timing: 'together', rounds: 3 }), rng(1), 2);
  const moves: Move[] = [];
  for (const [mine, theirs] of [
    ['C', 'D'],
    ['D', 'C'],
    ['C', 'C'],
  ] as const) {
    const given = game.pending(state).map((decision) => ({ decision, answer: decision.seat === 0 ? mine : theirs }));
    moves.push(...given);
    state = game.apply(state, given, rng(1));
  }
  const match = { config: state.config, views: [0, 1].map((seat) => game.observe(state, seat)), moves, payoffs: null };
  const values = (name: string) => game.measures.find((one) => one.name === name)!.values(match, 0);
  expect([
    values('cooperates'),
    values('cooperates after the other’s D'),
    values('cooperates after the other’s C'),
  ]).toEqual([[1, 0, 1], [0], [1]]);
});
