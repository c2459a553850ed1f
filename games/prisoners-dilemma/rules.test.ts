import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Answer, Decision } from '../../src/core/game.ts';
import { rng } from '../../src/core/rng.ts';
import { config, type Config } from './config.ts';
import { game } from './index.ts';
import { bestSum, efficiency } from './measures.ts';
import { firstSeat, other, type State } from './rules.ts';

const cheap = { numRuns: 200 };

/** Four numbers that fall: T > R > P > S. */
const payoffs = fc
  .uniqueArray(fc.integer({ min: -50, max: 200 }), { minLength: 4, maxLength: 4 })
  .map((numbers) => numbers.toSorted((a, b) => b - a))
  .map(([T, R, P, S]) => ({ T, R, P, S }));

const anyConfig: fc.Arbitrary<Config> = fc
  .record({
    payoffs,
    method: fc.constantFrom('direct', 'strategy'),
    roles: fc.constantFrom('fixed', 'drawn', 'alternating'),
    rounds: fc.integer({ min: 1, max: 6 }),
    ending: fc.constantFrom('finite', 'indefinite'),
    delta: fc.double({ min: 0, max: 0.8, noNaN: true }),
    order: fc.constantFrom('fixed', 'drawn'),
    labels: fc.constantFrom('cooperate', 'neutral'),
    askBeliefs: fc.boolean(),
  })
  .map(({ payoffs: numbers, ...rest }) => config.parse({ ...numbers, ...rest }));

type Answering = (decision: Decision) => Answer;

function play(set: Config, seed: number, answer: Answering, each: (state: State) => void = () => undefined): State {
  let state = game.setup(set, rng(seed, 'setup'), 2);
  for (let turn = 0; game.pending(state).length > 0; turn++) {
    each(state);
    const moves = game.pending(state).map((decision) => ({ decision, answer: answer(decision) }));
    state = game.apply(state, moves, rng(seed, 'turn', turn));
  }
  return state;
}

const byLot =
  (seed: number): Answering =>
  ({ key, seat, round, input }) =>
    input.kind === 'choice'
      ? rng(seed, key, seat, round).pick(input.options).value
      : rng(seed, key, seat, round).below(101);

const settings = (more: object): Config => config.parse(more);

describe('payoffs', () => {
  it.each([
    ['C', 'C', 75, 75],
    ['C', 'D', 20, 80],
    ['D', 'C', 80, 20],
    ['D', 'D', 30, 30],
  ])('gentle: %s then %s pays %d and %d', (move, reply, first, second) => {
    const state = play(settings({}), 1, ({ key }) => (key === 'first' ? move : reply));
    expect(game.payoffs(state)).toEqual([first, second]);
  });

  it('add up over rounds, whoever moves first', () => {
    // Seat 1 moves first in rounds 1 and 3, seat 2 in round 2; the first mover always defects, the second cooperates.
    const state = play(settings({ roles: 'alternating', rounds: 3 }), 1, ({ key }) => (key === 'first' ? 'D' : 'C'));
    expect(game.payoffs(state)).toEqual([80 + 20 + 80, 20 + 80 + 20]);
    expect(game.observe(state, 0).history.map((round) => round.first)).toEqual([0, 1, 0]);
  });

  it('of a round sum to 2R, S + T or 2P, and efficiency is 1 at the best sum, 0 where both defect', () => {
    fc.assert(
      fc.property(anyConfig, fc.nat(), (set, seed) => {
        for (const { points, move, reply } of game.observe(play(set, seed, byLot(seed)), 0).history) {
          const sum = points[0] + points[1];
          expect(sum).toBe(move === reply ? (move === 'C' ? 2 * set.R : 2 * set.P) : set.S + set.T);
          expect(efficiency(set, sum)).toBeLessThanOrEqual(1);
          if (move === 'D' && reply === 'D') expect(efficiency(set, sum)).toBe(0);
          if (sum === bestSum(set)) expect(efficiency(set, sum)).toBe(1);
          if (sum >= 2 * set.P) expect(efficiency(set, sum)).toBeGreaterThanOrEqual(0);
        }
      }),
      cheap,
    );
  });

  it('are what the rounds paid, and the same points for both seats’ views', () => {
    fc.assert(
      fc.property(anyConfig, fc.nat(), (set, seed) => {
        const state = play(set, seed, byLot(seed));
        const [mine, theirs] = [game.observe(state, 0), game.observe(state, 1)];
        const total = (seat: 0 | 1): number => mine.history.reduce((sum, round) => sum + round.points[seat], 0);
        expect(game.payoffs(state)).toEqual([total(0), total(1)]);
        expect(theirs.history.map((round) => round.points)).toEqual(mine.history.map((round) => round.points));
      }),
      cheap,
    );
  });
});

describe('the second mover', () => {
  it('sees the first move under direct response, and is asked about it only', () => {
    let state = game.setup(settings({}), rng(1), 2);
    const [first] = game.pending(state);
    expect(first).toMatchObject({ key: 'first', seat: 0, role: 'first' });
    state = game.apply(state, [{ decision: first!, answer: 'D' }], rng(1));
    expect(game.pending(state)).toMatchObject([{ key: 'after_D', seat: 1, role: 'second' }]);
    expect(game.observe(state, 1).move).toBe('D');
  });

  it('answers either move beforehand under the strategy method, and the answer that fits counts', () => {
    const set = settings({ method: 'strategy' });
    const open = game.pending(game.setup(set, rng(1), 2));
    expect(open.map(({ seat, key }) => `${seat} ${key}`)).toEqual(['0 first', '1 after_C', '1 after_D']);
    const state = play(set, 1, ({ key }) => (key === 'after_C' ? 'C' : 'D'));
    expect(game.observe(state, 0).history[0]).toMatchObject({
      move: 'D',
      reply: 'D',
      theirs: { after_C: 'C', after_D: 'D' },
    });
  });

  it('learns no answer of the other before the match is over', () => {
    fc.assert(
      fc.property(anyConfig, fc.nat(), (set, seed) => {
        const end = play(set, seed, byLot(seed), (state) => {
          for (const seat of [0, 1]) {
            const view = game.observe(state, seat);
            expect(view.history.every((round) => round.theirs === null)).toBe(true);
            if (set.method === 'strategy') expect(view.move).toBeNull();
            if (set.ending === 'indefinite') expect(view.rounds).toBeNull();
          }
        });
        for (const seat of [0, 1] as const) {
          const [mine, theirs] = [game.observe(end, seat), game.observe(end, other(seat))];
          expect(mine.history.map((round) => round.theirs)).toEqual(theirs.history.map((round) => round.mine));
        }
      }),
      cheap,
    );
  });
});

describe('roles', () => {
  it('drawn with the strategy method, both decide for both places before the lot falls', () => {
    const open = game.pending(game.setup(settings({ method: 'strategy', roles: 'drawn' }), rng(3), 2));
    expect(open.map(({ seat, key, role }) => `${seat} ${key} ${role}`)).toEqual([
      '0 first drawn',
      '0 after_C drawn',
      '0 after_D drawn',
      '1 first drawn',
      '1 after_C drawn',
      '1 after_D drawn',
    ]);
  });

  it('drawn: each seat moves first about half the time', () => {
    const set = settings({ roles: 'drawn' });
    const seats = Array.from({ length: 2000 }, (_, seed) => firstSeat(game.setup(set, rng(seed, 'setup'), 2)));
    const share = seats.filter((seat) => seat === 0).length / seats.length;
    expect(share).toBeGreaterThan(0.46);
    expect(share).toBeLessThan(0.54);
  });
});

describe('length', () => {
  it('finite: as announced', () => {
    expect(
      game.observe(
        play(settings({ rounds: 4 }), 1, () => 'C'),
        0,
      ),
    ).toMatchObject({ rounds: 4, over: true, round: 4 });
  });

  it('indefinite: geometric with mean 1/(1 − δ), the same for the same seed', () => {
    const set = settings({ ending: 'indefinite', delta: 0.75 });
    const lengths = Array.from({ length: 4000 }, (_, seed) => game.setup(set, rng(seed, 'setup'), 2).length);
    expect(lengths).toEqual(Array.from({ length: 4000 }, (_, seed) => game.setup(set, rng(seed, 'setup'), 2).length));
    const mean = lengths.reduce((sum, n) => sum + n, 0) / lengths.length;
    expect(Math.abs(mean - 4)).toBeLessThan(4 * Math.sqrt(12 / 4000));
    expect(lengths.filter((n) => n === 1).length / lengths.length).toBeCloseTo(0.25, 1);
    expect(game.setup(settings({ ending: 'indefinite', delta: 0 }), rng(9), 2).length).toBe(1);
  });
});

describe('options', () => {
  it('neutral labels are A and B, stored as C and D', () => {
    const [decision] = game.pending(game.setup(settings({ labels: 'neutral' }), rng(1), 2));
    expect(decision?.input).toMatchObject({
      options: [
        { value: 'C', label: 'A' },
        { value: 'D', label: 'B' },
      ],
    });
  });

  it('drawn order turns about half the seats, for a whole match', () => {
    const set = settings({ order: 'drawn', rounds: 3, roles: 'alternating' });
    let turned = 0;
    for (let seed = 0; seed < 400; seed++) {
      const orders = new Map<number, Set<string>>();
      play(set, seed, byLot(seed), (state) => {
        for (const { seat, input } of game.pending(state))
          if (input.kind === 'choice')
            orders.set(seat, (orders.get(seat) ?? new Set()).add(input.options.map((o) => o.value).join('')));
      });
      for (const seen of orders.values()) expect(seen.size).toBe(1);
      if (orders.get(0)?.has('DC')) turned++;
    }
    expect(turned).toBeGreaterThan(150);
    expect(turned).toBeLessThan(250);
  });
});

describe('belief questions', () => {
  it('come before the choices, about the nodes at which the other may act', () => {
    const asked: string[] = [];
    const state = play(settings({ askBeliefs: true }), 1, (decision) => {
      asked.push(`${decision.seat} ${decision.key}`);
      return decision.key.startsWith('belief') ? 40 : 'C';
    });
    expect(asked).toEqual(['0 belief_after_C', '0 belief_after_D', '1 belief_first', '0 first', '1 after_C']);
    expect(game.observe(state, 0).history[0]?.stated).toEqual({ after_C: 40, after_D: 40 });
    expect(game.observe(state, 1).history[0]?.stated).toEqual({ first: 40 });
  });
});
