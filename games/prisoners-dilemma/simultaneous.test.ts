/** Both choose without knowing of the other: at once, or the second mover is not told. Rules, words, theory, and what Shafir & Tversky found. */
import { describe, expect, it } from 'vitest';
import { blocksAsText } from '../../src/core/blocks.ts';
import type { Belief, Names } from '../../src/core/game.ts';
import { rng } from '../../src/core/rng.ts';
import { solve } from '../../src/core/theory.ts';
import { playedByKappa, selfThreshold } from '../../src/core/thresholds.ts';
import { anyTaste, fallingPayoffs } from '../../test/random-payoffs.ts';
import { refusalIn } from '../../test/refusal.ts';
import { config, presets } from './config.ts';
import { at, IN_TURNS } from './form.ts';
import { game } from './index.ts';
import { cooperatesFrom, kappaStarOf, plans } from './plans.ts';
import type { State } from './rules.ts';

const disjunction = config.parse(presets.find(({ name }) => name === 'disjunction')!.config);
const untold = config.parse({ ...disjunction, told: 'nothing' });
const together = config.parse({ timing: 'together' });
const names: readonly Names[] = [
  ['you', 'the other player'],
  ['the other player', 'you'],
];

/** Answers every open question of a seat alike. */
function answered(state: State, answers: readonly [string | number, string | number]): State {
  const open = game.pending(state);
  const moves = open.map((decision) => ({ decision, answer: answers[decision.seat === 0 ? 0 : 1] }));
  return game.apply(state, moves, rng(1));
}

describe('what is refused, in one sentence', () => {
  const refusal = refusalIn(game);
  it('who is told what where nobody is second, three steps without knowing, numbers of another form', () => {
    expect(refusal('timing=together', 'told=nothing')).toBe(
      'With timing=together nobody is second, so told=nothing is told to nobody; take timing=turns, or leave told out.',
    );
    expect(refusal('steps=3', 'told=nothing')).toBe(
      'With steps=3 the second mover knows the first move; take steps=2 for told=nothing, or leave that out.',
    );
    expect(refusal('steps=3', 'timing=together')).toContain('take steps=2 for timing=together');
    expect(refusal('steps=4')).toContain('Steps are 2');
    expect(refusal('timing=together', 'beliefs=0.5,0.8,0.2')).toContain('one probability from 0 to 1');
    expect(refusal('steps=3', 'beliefs=0.5,0.8,0.2')).toContain('eight probabilities');
    expect(refusal('steps=3', 'beliefs=0.5,0.6,0,0,0,0,0,0')).toContain('no two of a pair above 1 together');
  });

  it('method and roles are of no account there: the same questions, and the same plan', () => {
    for (const form of [{ timing: 'together' }, { told: 'nothing' }]) {
      const set = config.parse({ ...form, method: 'strategy', roles: 'drawn', order: 'drawn' });
      const asked = game.pending(game.setup(set, rng(1), 2));
      expect(asked.map(({ key }) => key)).toEqual(form.timing === 'together' ? ['choice', 'choice'] : ['choice']);
      expect(plans(set).names).toEqual(['C', 'D']);
    }
  });

  it('settings that say what always was are left out: stored matches of before are the same', () => {
    expect(config.parse({ timing: 'turns', told: 'first-move', steps: 2 })).toEqual(config.parse({}));
    expect(Object.keys(config.parse({}))).not.toContain('steps');
  });
});

describe('both at once', () => {
  it('asks both in one turn, pays as the table says, and neither view tells of the other before', () => {
    const state = game.setup(together, rng(1), 2);
    expect(game.pending(state).map(({ seat, key }) => [seat, key])).toEqual([
      [0, 'choice'],
      [1, 'choice'],
    ]);
    const over = answered(state, ['C', 'D']);
    expect(game.payoffs(over)).toEqual([20, 80]);
    expect(game.pending(over)).toEqual([]);
  });

  it('is asked for one expectation, learns from what the other chose, and keeps to grim reversion', () => {
    const set = config.parse({
      ...{ timing: 'together', rounds: 3, askBeliefs: true, beliefs: 'observed' },
    });
    let state = game.setup(set, rng(1), 2);
    expect(game.pending(state).map(({ key }) => key)).toEqual(['belief_choice', 'belief_choice']);
    state = answered(answered(state, [70, 20]), ['C', 'D']);
    const [mine] = game.pending(state);
    expect(game.theory!(game.observe(state, 0), mine!, { kappa: 0 }, { kind: 'observed' }).answer).toBe(33);
    const [, theirs] = game.pending(state);
    expect(game.theory!(game.observe(state, 1), theirs!, { kappa: 0 }, { kind: 'observed' }).answer).toBe(67);

    const open = config.parse({ timing: 'together', ending: 'indefinite', delta: 0.9 });
    const grim = { kappa: 0, variant: 'grim' };
    const clean = game.setup(open, rng(3), 2);
    const asked = game.theory!(game.observe(clean, 0), game.pending(clean)[0]!, grim, { kind: 'uniform' });
    // Cooperating on is worth R/(1 − δ); defecting T now, then P.
    expect(asked.answer).toBe('C');
    expect(asked.utilities.map(({ utility }) => Math.round(utility))).toEqual([750, Math.round(80 + (0.9 * 30) / 0.1)]);
  });
});

describe('the second mover is not told', () => {
  it.each(['nothing', 'already-chosen'] as const)(
    '%s: asked after the first, and its view has no trace of the move',
    (told) => {
      const set = config.parse({ ...disjunction, told });
      const texts = (['C', 'D'] as const).map((move) => {
        const state = answered(game.setup(set, rng(1), 2), [move, move]);
        const [decision] = game.pending(state);
        expect([decision!.seat, decision!.key]).toEqual([1, 'choice']);
        const view = game.observe(state, 1);
        return JSON.stringify([view, blocksAsText(game.scene(view, decision!, names[1]!))]);
      });
      expect(texts[0]).toBe(texts[1]);
    },
  );

  it('says exactly what is so', () => {
    const said = (told: string, seat: 0 | 1): string => {
      const set = config.parse({ ...disjunction, told });
      let state = game.setup(set, rng(1), 2);
      if (seat === 1) state = answered(state, ['C', 'C']);
      return blocksAsText(game.scene(game.observe(state, seat), game.pending(state)[0]!, names[seat]!)).split('\n')[0]!;
    };
    expect(said('first-move', 1)).toBe('The other player moved first and cooperated. Your answer ends the round.');
    expect(said('nothing', 1)).toBe('The other player chooses first. You are not told what was chosen.');
    expect(said('already-chosen', 1)).toBe('The other player has already chosen. You are not told what.');
    expect(said('nothing', 0)).toBe(
      'You choose first. The other player then chooses without being told what you chose.',
    );
    expect(said('already-chosen', 0)).toBe(
      'You choose first. The other player is told that you have chosen, and not what.',
    );
    const instructed = (programs: readonly boolean[]): string =>
      blocksAsText(
        game.instructions(config.parse({ ...disjunction, told: 'already-chosen' }), 'second', names[1]!, programs),
      );
    expect(instructed([true, false])).toContain('the program has already chosen');
    expect(instructed([false, false])).toContain('the other player has already chosen');
    expect(instructed([false, false])).not.toContain('program');
  });
});

/** Alger & Weibull 2013 for one choice, written out: nothing of src/core or plans.ts. `p`: how likely the other cooperates. */
function worth(
  { T, R, P, S }: Readonly<Record<'T' | 'R' | 'P' | 'S', number>>,
  { kappa, alpha = 0, beta = 0 }: { readonly kappa: number; readonly alpha?: number; readonly beta?: number },
  p: number,
): readonly [C: number, D: number] {
  return [
    (1 - kappa) * (p * R + (1 - p) * S) + kappa * R - alpha * (1 - p) * (T - S),
    (1 - kappa) * (p * T + (1 - p) * P) + kappa * P - beta * p * (T - S),
  ];
}

describe('1,000 random configs', () => {
  const draw = rng(2013, 'simultaneous');
  const cases = Array.from({ length: 1000 }, () => {
    const [T, R, P, S] = fallingPayoffs(draw);
    return { payoffs: { T, R, P, S }, taste: anyTaste(draw), p: draw.below(4) === 0 ? draw.below(2) : draw.unit() };
  });

  it.each([{ timing: 'together' }, { told: 'nothing' }, { told: 'already-chosen', roles: 'drawn' }])(
    '%s: utilities and choices are those of the formula, under given, uniform and known beliefs',
    (form) => {
      const off: number[] = [];
      for (const { payoffs, taste, p } of cases) {
        const set = config.parse({ ...payoffs, ...form });
        const check = (belief: Belief, chance: number): void => {
          const { utilities, plan } = solve(plans(set), taste, belief);
          const [C, D] = worth(payoffs, taste, chance);
          off.push(Math.abs(utilities[0]! - C), Math.abs(utilities[1]! - D));
          if (Math.abs(C - D) > 1e-6) expect(plans(set).names[plan]).toBe(C > D ? 'C' : 'D');
        };
        check({ kind: 'given', numbers: [p] }, p);
        check({ kind: 'uniform' }, 0.5);
        const [C, D] = worth(payoffs, { kappa: p }, 0.5);
        if (Math.abs(C - D) > 1e-6) check({ kind: 'known', other: { kappa: p } }, C > D ? 1 : 0);
      }
      expect(Math.max(...off)).toBeLessThan(1e-6);
    },
  );

  it('C from κ(R − P) ≥ (1 − κ)[p(T − R) + (1 − p)(P − S)] on, and κ* = (T − R)/(T − P)', () => {
    for (const { payoffs, p } of cases) {
      const set = config.parse({ ...payoffs, timing: 'together' });
      const from = cooperatesFrom(payoffs, p);
      const pieces = playedByKappa(plans(set), {}, { kind: 'given', numbers: [p] });
      expect(pieces.find(({ plan }) => plan === 0)?.from).toBeCloseTo(from, 9);
      const [C, D] = worth(payoffs, { kappa: from }, p);
      expect(C).toBeCloseTo(D, 6);
      expect(kappaStarOf(set)).toBeCloseTo((payoffs.T - payoffs.R) / (payoffs.T - payoffs.P), 9);
      expect(selfThreshold(plans(set), 0)).toBeCloseTo(cooperatesFrom(payoffs, 1), 9);
    }
  });
});

describe('Shafir & Tversky: 85, 75, 30, 25', () => {
  it('κ* of the dilemma in turns is .2; who is told nothing cooperates from .10, .14, .18 for p = 0, ½, 1', () => {
    expect(kappaStarOf(disjunction)).toBeCloseTo(0.2, 9);
    expect([0, 0.5, 1].map((p) => Number(cooperatesFrom(untold, p).toFixed(2)))).toEqual([0.1, 0.14, 0.18]);
    expect(cooperatesFrom(untold, 0.5)).toBeCloseTo(1 / 7, 12);
  });

  /** The reply to what one was told, of somebody else who answers in kind: the told case is modelled as the sequential reply. */
  const told = (kappa: number, move: 'C' | 'D'): string => {
    const first = move === 'C' ? 1 : 0;
    const { plan } = solve(plans(disjunction), { kappa }, { kind: 'given', numbers: [first, 1, 0] });
    return at(IN_TURNS, plans(disjunction).names[plan]!, `after_${move}`);
  };
  const ignorant = (kappa: number): string =>
    plans(untold).names[solve(plans(untold), { kappa }, { kind: 'uniform' }).plan]!;

  it.each([0.143, 0.15, 0.17, 0.199])('κ = %s: defects when told either, cooperates when told nothing', (kappa) => {
    expect([told(kappa, 'D'), told(kappa, 'C'), ignorant(kappa)]).toEqual(['D', 'D', 'C']);
  });

  it('below it defects always, and from κ* on it answers cooperation with cooperation', () => {
    for (const kappa of [0, 0.05, 0.13]) expect([told(kappa, 'C'), ignorant(kappa)]).toEqual(['D', 'D']);
    for (const kappa of [0.201, 0.5])
      expect([told(kappa, 'D'), told(kappa, 'C'), ignorant(kappa)]).toEqual(['D', 'C', 'C']);
  });
});
