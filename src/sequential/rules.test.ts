/** The rules of games of two moves, on trust and the ultimatum: who is asked what when, what it pays, and what nobody is shown. */
import { describe, expect, it } from 'vitest';
import { config as trustConfig } from '../../games/trust/config.ts';
import { game as trust } from '../../games/trust/index.ts';
import { config as ultimatumConfig } from '../../games/ultimatum/config.ts';
import { game as ultimatum } from '../../games/ultimatum/index.ts';
import type { Answer, AnyGame, Decision, Move } from '../core/game.ts';
import { rng, type Rng } from '../core/rng.ts';
import type { SequentialView } from './rules.ts';
import type { SequentialConfig } from './settings.ts';

type Played = { readonly asked: readonly string[]; readonly views: readonly SequentialView<SequentialConfig>[] };

/** Plays a match by what `answer` says; `look` sees every state in which somebody is asked. */
function play(
  game: AnyGame,
  set: object,
  answer: (decision: Decision) => Answer,
  { seed = 1, look = () => {} }: { seed?: number; look?: (state: unknown, open: readonly Decision[]) => void } = {},
): Played & { readonly points: readonly number[] } {
  let state = game.setup(game.config.parse(set), rng(seed, 'setup'), 2);
  const asked: string[] = [];
  for (let open = game.pending(state); open.length > 0; open = game.pending(state)) {
    look(state, open);
    const moves = open.map((decision): Move => ({ decision, answer: answer(decision) }));
    asked.push(...open.map(({ seat, key }) => `${seat} ${key}`));
    state = game.apply(state, moves, rng(seed, 'apply'));
  }
  const views = [0, 1].map((seat) => game.observe(state, seat) as SequentialView<SequentialConfig>);
  return { asked, views, points: game.payoffs(state)! };
}
const by =
  (plan: Readonly<Record<string, string>>) =>
  ({ key, input }: Decision) =>
    plan[key] ?? (input.kind === 'choice' ? input.options[0]!.value : 40);
const byLot =
  (chance: Rng) =>
  ({ input }: Decision) =>
    input.kind === 'choice' ? chance.pick(input.options).value : chance.below(101);

describe('what a round pays', () => {
  it.each([
    ['trust', trust, { first: 'O' }, ['0 first'], [30, 30]],
    ['trust', trust, { first: 'T', after_T: 'S' }, ['0 first', '1 after_T'], [70, 70]],
    ['trust', trust, { first: 'T', after_T: 'K' }, ['0 first', '1 after_T'], [20, 80]],
    ['ultimatum', ultimatum, { first: 'E' }, ['0 first'], [50, 50]],
    ['ultimatum', ultimatum, { first: 'U', after_U: 'A' }, ['0 first', '1 after_U'], [80, 20]],
    ['ultimatum', ultimatum, { first: 'U', after_U: 'R' }, ['0 first', '1 after_U'], [10, 10]],
  ] as const)('%s, direct response: a move that ends the round asks nobody else', (_, game, plan, asked, points) => {
    const played = play(game, {}, by(plan));
    expect([played.asked, played.points]).toEqual([asked, points]);
  });

  it('strategy method: the same, with both asked at once', () => {
    for (const [game, plans] of [
      [
        trust,
        [
          ['T', 'S'],
          ['T', 'K'],
          ['O', 'S'],
          ['O', 'K'],
        ],
      ],
      [
        ultimatum,
        [
          ['E', 'A'],
          ['E', 'R'],
          ['U', 'A'],
          ['U', 'R'],
        ],
      ],
    ] as const)
      for (const [first, answer] of plans) {
        const plan = { first, after_T: answer, after_U: answer };
        const [direct, said] = ['direct', 'strategy'].map((method) => play(game, { method }, by(plan)));
        expect(said!.points).toEqual(direct!.points);
        expect(said!.asked).toHaveLength(2);
      }
  });
});

describe('roles', () => {
  it('drawn: each seat is first about half of the time, and strategy asks both everything beforehand', () => {
    let first = 0;
    for (let seed = 0; seed < 400; seed++) {
      const { asked, views } = play(trust, { roles: 'drawn', method: 'strategy' }, by({}), { seed });
      expect(asked).toEqual(['0 first', '0 after_T', '1 first', '1 after_T']);
      if (views[0]!.history[0]!.first === 0) first++;
    }
    expect(Math.abs(first - 200)).toBeLessThan(40);
  });

  it('drawn: it pays by the place that the coin gave', () => {
    for (let seed = 0; seed < 20; seed++) {
      const answer = ({ seat, key }: Decision) => (key === 'first' ? 'T' : seat === 0 ? 'K' : 'S');
      const { views, points } = play(trust, { roles: 'drawn', method: 'strategy' }, answer, { seed });
      expect(points).toEqual(views[0]!.history[0]!.first === 0 ? [70, 70] : [80, 20]);
    }
  });

  it('alternating: seat 1 in odd rounds, and of one round nothing alternates', () => {
    const { asked } = play(trust, { roles: 'alternating', rounds: 3 }, by({ first: 'O' }));
    expect(asked).toEqual(['0 first', '1 first', '0 first']);
  });
});

describe('what is shown', () => {
  it('nothing of what the other has answered where it was not called upon, until the match is over', () => {
    for (const [game, ends] of [
      [trust, 'O'],
      [ultimatum, 'E'],
    ] as const) {
      const seen: string[] = [];
      const set =
        game === trust ? { method: 'strategy', roles: 'drawn', rounds: 2 } : { method: 'strategy', roles: 'drawn' };
      const { views } = play(game, set, by({ first: ends, after_T: 'K', after_U: 'R' }), {
        look: (state) => seen.push(...[0, 1].map((seat) => JSON.stringify((game as AnyGame).observe(state, seat)))),
      });
      for (const view of seen) expect(view).not.toMatch(/"theirs":\{/);
      for (const view of views) for (const { theirs } of view.history) expect(theirs).toHaveProperty('first', ends);
    }
  });

  it('a second mover who answers beforehand does not see the first move', () => {
    play(trust, { method: 'strategy' }, by({}), {
      look: (state) => expect(trust.observe(state as never, 1)).toMatchObject({ move: null }),
    });
    play(trust, {}, by({ first: 'T' }), {
      look: (state, [open]) => {
        if (open!.seat === 1) expect(trust.observe(state as never, 1)).toMatchObject({ move: 'T' });
      },
    });
  });

  it('options are turned for about half of the seats, for a whole match, in question and drawing alike', () => {
    let turned = 0;
    for (let seed = 0; seed < 200; seed++) {
      const orders = new Map<number, Set<string>>();
      play(trust, { order: 'drawn', rounds: 2, roles: 'alternating' }, byLot(rng(seed, 'lot')), {
        seed,
        look: (state, open) => {
          for (const decision of open) {
            if (decision.input.kind !== 'choice') continue;
            const values = decision.input.options.map(({ value }) => value).join('');
            orders.set(decision.seat, (orders.get(decision.seat) ?? new Set()).add(values));
            const scene = trust.scene(trust.observe(state as never, decision.seat), decision, ['you', 'x']);
            const tree = scene.find((block) => block.kind === 'tree');
            const branches = tree?.kind === 'tree' ? (tree.root.branches ?? []) : [];
            const [top] = branches;
            expect(top!.label!.startsWith('stay')).toBe(/^(OT|KS)/.test(values));
          }
        },
      });
      const mine = [...(orders.get(0) ?? [])].map((values) => /^(OT|KS)/.test(values));
      expect(new Set(mine).size).toBe(1);
      if (mine[0]) turned++;
    }
    expect(Math.abs(turned - 100)).toBeLessThan(30);
  });
});

describe('beliefs', () => {
  it('are asked before the choices, about where the other may act, and stated of what stands first', () => {
    const fixed = play(trust, { askBeliefs: true }, by({ first: 'T' }));
    expect(fixed.asked).toEqual(['0 belief_after_T', '1 belief_first', '0 first', '1 after_T']);
    expect(fixed.views.map(({ history }) => history[0]!.stated)).toEqual([{ after_T: 40 }, { first: 40 }]);
    const drawn = play(ultimatum, { askBeliefs: true, roles: 'drawn', method: 'strategy' }, by({}));
    expect(drawn.asked.slice(0, 4)).toEqual([
      ...['0 belief_first', '0 belief_after_U', '1 belief_first', '1 belief_after_U'],
    ]);
    expect(drawn.views[0]!.history[0]!.stated).toEqual({ first: 40, after_U: 40 });
  });

  it('are asked by themselves where a full plan is, unless somebody said otherwise', () => {
    for (const game of [trust, ultimatum] as readonly AnyGame[]) {
      expect(game.implied!({ method: 'strategy', roles: 'drawn' })).toEqual({ askBeliefs: true });
      expect(game.implied!({ method: 'direct', roles: 'drawn' })).toEqual({});
      expect(game.implied!({ method: 'strategy', roles: 'drawn', rounds: 3 })).toEqual({});
    }
  });
});

describe('rounds', () => {
  it('indefinite: geometric with mean 1/(1 − δ), drawn in advance and told to nobody', () => {
    const set = trustConfig.parse({ ending: 'indefinite', delta: 0.75 });
    const lengths = Array.from({ length: 3000 }, (_, seed) => trust.setup(set, rng(seed, 'setup'), 2).length);
    const mean = lengths.reduce((sum, n) => sum + n, 0) / lengths.length;
    expect(Math.abs(mean - 4)).toBeLessThan(4 * Math.sqrt(12 / 3000));
    expect(trust.observe(trust.setup(set, rng(5, 'setup'), 2), 0).rounds).toBeNull();
  });

  it('the ultimatum has one, and says so by refusing more', () => {
    expect(ultimatumConfig.safeParse({ rounds: 2 }).success).toBe(false);
    expect(ultimatumConfig.safeParse({ roles: 'alternating' }).success).toBe(false);
    expect(ultimatumConfig.safeParse({ beliefs: 'observed' }).success).toBe(false);
  });

  it('seats differ where places are fixed, or taken unevenly in turns', () => {
    const differ = (set: object) => trust.seatsDiffer!(trustConfig.parse(set));
    expect(differ({})).toBe(true);
    expect(differ({ roles: 'drawn' })).toBe(false);
    expect(differ({ roles: 'alternating', rounds: 4 })).toBe(false);
    for (const more of [{ rounds: 3 }, { rounds: 4, beliefs: 'observed' }, { ending: 'indefinite' }])
      expect(differ({ roles: 'alternating', ...more })).toBe(true);
    expect(ultimatum.seatName!(ultimatumConfig.parse({}), 1)).toBe('responder');
  });
});
