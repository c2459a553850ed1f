/**
 * The baseline (`core/stand-in.ts`) in the public good: a stand-in for a GPT-4o-class model, not the model. The other's payoff is
 * the mean of the others' here (ours: the source is of two players), and every contribution of theirs is expected alike.
 */
import type { Decision, Draw, Reasoned } from '../../src/core/game.ts';
import { memo } from '../../src/core/memo.ts';
import { drawnPlan, standinChances } from '../../src/core/stand-in.ts';
import { fill } from '../../src/core/template.ts';
import { type Config, decimalsOf } from './config.ts';
import { expected } from './format.ts';
import { answerOf, given, plans } from './plans.ts';
import { EXPECT, type View } from './rules.ts';
import type { Words } from './words.ts';

/** How likely each contribution is, and what is put in on average. */
export const chances = memo((config: Config) => {
  const { solution, plans: likely } = standinChances(plans(config));
  const mean = likely.reduce((sum, chance, place) => sum + chance * given(config, place), 0);
  return { likely, mean, utilities: solution.utilities };
});

export const standinIn = memo((words: Words) => {
  function standin({ config }: View, { key, round }: Decision, draw: Draw): Reasoned {
    const { mean, utilities } = chances(config);
    const show = expected(config);
    if (key === EXPECT) {
      const half = Number((config.endowment / 2).toFixed(decimalsOf(config)));
      return { answer: half, because: fill(words.because.standinBelief, { mean: show(half) }), utilities: [] };
    }
    const drawn = drawnPlan(standinChances(plans(config)), draw(`contribution ${round}`));
    return {
      answer: answerOf(config, given(config, drawn)),
      because: fill(words.because.standin, { mean: show(mean) }),
      utilities: utilities.map((utility, plan) => ({ answer: answerOf(config, given(config, plan)), utility })),
    };
  }

  return { standin };
});
