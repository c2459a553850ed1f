import { describe, expect, it } from 'vitest';
import type { PlayedMatch, Taste } from '../../src/core/game.ts';
import { rng } from '../../src/core/rng.ts';
import { config } from './config.ts';
import { game } from './index.ts';
import type { View } from './rules.ts';

function match(
  set: object,
  answer: (key: string, seat: number) => string,
  disclosed?: readonly (Taste | null)[],
): PlayedMatch<View> {
  const parsed = config.parse(set);
  let state = game.setup(parsed, rng(1, 'setup'), 2);
  const moves = [];
  for (let open = game.pending(state); open.length > 0; open = game.pending(state)) {
    const given = open.map((decision) => ({ decision, answer: answer(decision.key, decision.seat) }));
    moves.push(...given);
    state = game.apply(state, given, rng(1));
  }
  return {
    config: parsed,
    views: [0, 1].map((seat) => game.observe(state, seat)),
    moves,
    payoffs: game.payoffs(state),
    ...(disclosed ? { disclosed } : {}),
  };
}

const values = (name: string, played: PlayedMatch<View>, seat: number): readonly number[] =>
  game.measures.find((measure) => measure.name === name)!.values(played, seat);

describe('measures', () => {
  const played = match({ rounds: 2 }, (key) => (key === 'first' ? 'C' : 'D'));

  it('cooperation counts only the nodes that were answered', () => {
    expect(values('cooperates first', played, 0)).toEqual([1, 1]);
    expect(values('cooperates after C', played, 1)).toEqual([0, 0]);
    expect(values('cooperates after C', played, 0)).toEqual([]);
    expect(values('cooperates after D', played, 1)).toEqual([]);
  });

  it('payoff and efficiency', () => {
    expect(values('payoff', played, 0)).toEqual([40]);
    expect(values('payoff', played, 1)).toEqual([160]);
    // (20 + 80 − 60) / (150 − 60)
    expect(values('efficiency', played, 0)).toEqual([40 / 90, 40 / 90]);
  });

  it('distance is the share of answers that differ from every best plan', () => {
    // Under uniform beliefs economicus plays DDD, moralis .5 CCD.
    expect(values('distance to economicus', played, 0)).toEqual([1]);
    expect(values('distance to moralis', played, 0)).toEqual([0]);
    expect(values('distance to economicus', played, 1)).toEqual([0]);
    expect(values('distance to moralis', played, 1)).toEqual([1]);
  });

  it('against a disclosed opponent the distance is under known beliefs', () => {
    // Knowing that moralis .5 plays CCD, economicus cooperates first.
    const known = match({}, () => 'C', [null, { kappa: 0.5 }]);
    expect(values('distance to economicus', known, 0)).toEqual([0]);
    expect(
      values(
        'distance to economicus',
        match({}, () => 'C'),
        0,
      ),
    ).toEqual([1]);
  });

  it('a node at which tied plans disagree is no distance', () => {
    // At κ = 1 CCD and CCC tie: what a Kantian answers to D is open. Here moralis .5 in turns plays DDC.
    const strategy = match({ T: 90, R: 45, P: 15, S: 10, method: 'strategy', roles: 'drawn' }, (key) =>
      key === 'after_D' ? 'C' : 'D',
    );
    expect(values('distance to moralis', strategy, 0)).toEqual([0]);
    expect(values('distance to economicus', strategy, 0)).toEqual([1 / 3]);
  });
});

describe('predict', () => {
  const { document } = game.predict(config.parse({}), { kappa: 0.5, belief: null });

  it('is the documented document', () => {
    expect(Object.keys(document)).toEqual([
      'game',
      'config',
      'kappa',
      'beliefs',
      'plan',
      'ties',
      'threshold',
      'best',
      'kappaStar',
      'because',
      'utilities',
    ]);
    expect(document).toMatchObject({
      game: 'prisoners-dilemma',
      kappa: 0.5,
      beliefs: 'uniform',
      plan: ['C', 'C', 'D'],
      ties: [],
    });
    expect(document['threshold']).toBeCloseTo(0.1, 9);
    expect(document['kappaStar']).toBeCloseTo(1 / 11, 9);
    expect(document['utilities']).toHaveLength(8);
    expect(document['utilities']).toContainEqual({ plan: ['C', 'C', 'D'], utility: 62.5, own: 50, same: 75 });
  });

  it('lists ties, and null where there is no threshold', () => {
    const turns = game.predict(config.parse({ T: 90, R: 45, P: 15, S: 10 }), {
      kappa: 1,
      belief: { kind: 'given', numbers: [0.5, 0.5, 0.5] },
    }).document;
    expect(turns).toMatchObject({ threshold: null, kappaStar: null, beliefs: [0.5, 0.5, 0.5] });
    expect(turns['ties']).toHaveLength(4);
    expect(turns['ties']).toContainEqual(turns['plan']);
  });
});
