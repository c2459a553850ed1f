/**
 * The baseline: a stand-in for a GPT-4o-class model, not the model. It weighs its own payoff and the mean of the others'
 * equally (b = .5; Mei, Xie, Yuan & Jackson, PNAS 2024, second-hand, of two players; the mean over several is ours), expects
 * every contribution of the others alike, and chooses with logit noise λ = 2 points, P(x) ∝ exp(u/λ). Noise and weights: ours.
 */
import type { Decision, Draw, Reasoned, Taste } from '../../src/core/game.ts';
import { memo } from '../../src/core/memo.ts';
import { fill } from '../../src/core/template.ts';
import { solved } from '../../src/core/theory.ts';
import { type Config, decimalsOf } from './config.ts';
import { expected } from './format.ts';
import { answerOf, given, plans } from './plans.ts';
import { EXPECT, type View } from './rules.ts';
import type { Words } from './words.ts';

/** ½ own + ½ the others' mean = own − α·behind − β·ahead with α = −½ and β = ½, since others' mean − own = behind − ahead. */
const EQUAL_WEIGHTS: Taste = { kappa: 0, alpha: -0.5, beta: 0.5 };

const NOISE = 2;

/** How likely each plan is, and what is put in on average. */
export const chances = memo((config: Config) => {
  const { utilities, plan } = solved(plans(config), EQUAL_WEIGHTS, { kind: 'uniform' });
  const odds = utilities.map((u) => Math.exp((u - utilities[plan]!) / NOISE));
  const total = odds.reduce((sum, odd) => sum + odd, 0);
  const likely = odds.map((odd) => odd / total);
  const mean = likely.reduce((sum, chance, place) => sum + chance * given(config, place), 0);
  return { likely, mean, best: plan, utilities };
});

export const standinIn = memo((words: Words) => {
  function standin({ config }: View, { key, round }: Decision, draw: Draw): Reasoned {
    const { likely, mean, best, utilities } = chances(config);
    const show = expected(config);
    if (key === EXPECT) {
      const half = Number((config.endowment / 2).toFixed(decimalsOf(config)));
      return { answer: half, because: fill(words.because.standinBelief, { mean: show(half) }), utilities: [] };
    }
    let left = draw(`contribution ${round}`).unit();
    const place = likely.findIndex((chance) => (left -= chance) < 0);
    return {
      answer: answerOf(config, given(config, place < 0 ? best : place)),
      because: fill(words.because.standin, { mean: show(mean) }),
      utilities: utilities.map((utility, plan) => ({ answer: answerOf(config, given(config, plan)), utility })),
    };
  }

  return { standin };
});
