/** What a belief says of the others, in words with its numbers: for a model that is told what to expect. */
import type { Belief, Decision } from '../../src/core/game.ts';
import { memo } from '../../src/core/memo.ts';
import { fill } from '../../src/core/template.ts';
import { solved } from '../../src/core/theory.ts';
import { held } from './belief.ts';
import { expectedMean, plans, written } from './plans.ts';
import type { View } from './rules.ts';
import type { Words } from './words.ts';

export const expectationIn = memo((words: Words) => {
  const said = words.expects;

  /**
   * A mean is told to two decimals: with points that are linear in what each of the others puts in, and contributions in steps, own
   * payoff and being behind or ahead hang on nothing else. Of every contribution alike the range is told too: being behind does.
   */
  function expectation({ config, history }: View, _: Decision, belief: Belief): string {
    const two = config.players === 2;
    if (belief.kind === 'like-minded') return two ? said.likeMindedTwo : said.likeMinded;
    const now = held(config, belief, history);
    const mean = String(Number(expectedMean(config, solved(plans(config), { kappa: 0 }, now)).toFixed(2)));
    if (now.kind !== 'uniform') return fill(two ? said.meanTwo : said.mean, { mean });
    const { endowment, step } = config;
    return fill(two ? said.uniformTwo : said.uniform, { mean, most: written(config, endowment), step });
  }

  return { expectation };
});
