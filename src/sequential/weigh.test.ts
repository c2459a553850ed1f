/** What a model is told of its preference leads to theory's answer, and the reason states the numbers that it was told. */
import { expect, it } from 'vitest';
import { game as trust } from '../../games/trust/index.ts';
import { game as ultimatum } from '../../games/ultimatum/index.ts';
import type { AnyGame, Belief } from '../core/game.ts';
import { rng } from '../core/rng.ts';
import { conditionPresets } from '../core/settings.ts';

it.each([
  ['trust', trust],
  ['ultimatum', ultimatum],
] as readonly (readonly [string, AnyGame])[])(
  '%s: the answer with the highest mix is the one that theory gives',
  (_, game) => {
    const lot = rng(5, 'weigh');
    const broken: unknown[] = [];
    for (let i = 0; i < 300; i++) {
      const config = game.config.parse({
        ...Object(lot.pick(conditionPresets(game)).config),
        ...{ roles: 'drawn', method: 'strategy', order: 'drawn', neutral: lot.below(2) === 1 },
      });
      const belief: Belief = lot.pick([
        { kind: 'uniform' } as const,
        { kind: 'like-minded' } as const,
        { kind: 'known', other: { kappa: lot.pick([0, 0.5]) } } as const,
        { kind: 'given', numbers: [lot.unit(), lot.unit()] } as const,
      ]);
      const taste = { kappa: lot.unit() };
      const state = game.setup(config, rng(i, 'setup'), 2);
      const view = game.observe(state, 0);
      for (const decision of game.pending(state).filter(({ seat }) => seat === 0)) {
        const { answer, utilities, because } = game.theory!(view, decision, taste, belief);
        const told = game.weigh!(view, decision, taste, belief)!;
        const labels = decision.input.kind === 'choice' ? decision.input.options : [];
        const worth = told.answers.map(({ own, same }) => (1 - taste.kappa) * own + taste.kappa * same);
        const best = labels.filter((_, at) => worth[at]! >= Math.max(...worth) - 1e-9).map(({ value }) => value);
        const stated = labels.every(({ value }, at) =>
          utilities.some((one) => one.answer === value && Math.abs(one.utility - worth[at]!) < 1e-9),
        );
        const said = because.includes(`is worth ${Math.max(...worth).toFixed(1)} `);
        if (
          !best.includes(String(answer)) ||
          !stated ||
          !said ||
          told.answers.some((one, at) => one.answer !== labels[at]!.label)
        )
          broken.push({ config, belief, taste, answer, worth, because });
      }
    }
    expect(broken).toEqual([]);
  },
);

it('nobody weighs what it expects', () => {
  const config = trust.config.parse({ askBeliefs: true });
  const state = trust.setup(config, rng(1), 2);
  const [first] = trust.pending(state);
  expect(trust.weigh!(trust.observe(state, 0), first!, { kappa: 0.5 }, { kind: 'uniform' })).toBeNull();
  const known: Belief = { kind: 'known', other: { kappa: 0.5 } };
  expect(trust.theory!(trust.observe(state, 0), first!, { kappa: 0 }, known).answer).toBe(100);
});
