/** What a preference weighs at a contribution, for a model that is told it in words: the two terms of some contributions. */
import { memo } from '../../src/core/memo.ts';
import type { Belief, Decision, Taste, Weighed } from '../../src/core/game.ts';
import { fill } from '../../src/core/template.ts';
import { solutionAfter } from './belief.ts';
import { decimalsOf } from './config.ts';
import { expected, short } from './format.ts';
import { expectedMean, planOf, written } from './plans.ts';
import { CONTRIBUTE, type View } from './rules.ts';
import type { Words } from './words.ts';

export const weighIn = memo((words: Words) => {
  const said = words.weigh;

  /** Null where somebody is asked what it expects: a belief is not chosen by what it is worth. */
  function weigh(view: View, decision: Decision, taste: Taste, belief: Belief): Weighed | null {
    if (decision.key !== CONTRIBUTE) return null;
    const { config, history } = view;
    const solution = solutionAfter(config, taste, belief, history);
    const shown =
      decision.input.kind === 'choice'
        ? decision.input.options.map(({ value }) => Number(value))
        : (decision.grid ?? []);
    return {
      own: fill(said.own, {
        belief:
          solution.belief.kind === 'uniform'
            ? said.beliefs.uniform
            : fill(said.beliefs.mean, { mean: expected(config)(expectedMean(config, solution)) }),
      }),
      same: said.same,
      given: fill(said.given, { m: short(config.m), players: config.players }),
      answers: shown.map((contribution) => {
        const plan = planOf(config, contribution);
        return {
          answer: written(config, contribution),
          own: solution.terms.own[plan]!,
          same: solution.terms.same[plan]!,
        };
      }),
      // Enough that rounding turns no comparison of two contributions on the grid where κ is not next to κ*.
      decimals: 2 + decimalsOf(config),
      then: 'highest',
    };
  }

  return { weigh };
});
