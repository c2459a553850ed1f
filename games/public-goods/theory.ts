/** What economicus and moralis put in and why, solved from the utility for every config on the grid of contributions. */
import { manyRounds } from '../../src/core/rounds.ts';
import { memo } from '../../src/core/memo.ts';
import type { Belief, Decision, Reasoned, Taste } from '../../src/core/game.ts';
import { fill } from '../../src/core/template.ts';
import { type Solution, tabulate } from '../../src/core/theory.ts';
import { isGrim, isClean, manyEquilibria, solutionAfter } from './belief.ts';
import { type Config, decimalsOf } from './config.ts';
import { expected, kappaText } from './format.ts';
import { answerOf, expectedMean, given, grimDelta, planOf, plans, written } from './plans.ts';
import { EXPECT, type View } from './rules.ts';
import type { Words } from './words.ts';

export const theoryIn = memo((words: Words) => {
  const said = words.because;
  const reasons = new WeakMap<Solution, Reasoned>();

  function theory({ config, history }: View, { key }: Decision, taste: Taste, belief: Belief): Reasoned {
    const solution = solutionAfter(config, taste, belief, history);
    if (key === EXPECT) return expects(config, solution);
    if (isGrim(config, taste)) return grim(config, isClean(config, history));
    let reasoned = reasons.get(solution);
    if (reasoned === undefined) reasons.set(solution, (reasoned = reason(config, solution)));
    return reasoned;
  }

  /** The contribution with its utility, and beside it that of keeping everything; where nothing is put in, of giving everything. */
  function reason(config: Config, solution: Solution): Reasoned {
    const { plan, utilities } = solution;
    const choice = given(config, plan);
    const other = planOf(config, choice > 0 ? 0 : config.endowment);
    const show = expected(config);
    const because = fill(said.sentence, {
      belief: beliefText(config, solution),
      choice: written(config, choice),
      utility: show(utilities[plan]!),
      sum: sumText(config, solution),
      other: written(config, given(config, other)),
      otherUtility: show(utilities[other]!),
      tie: Math.abs(utilities[plan]! - utilities[other]!) <= tabulate(plans(config)).tie ? said.tie : '',
      repeated: repeatedText(config, solution.taste),
    });
    return {
      answer: answerOf(config, choice),
      because,
      utilities: utilities
        .map((utility, place) => ({ answer: answerOf(config, given(config, place)), utility }))
        .toReversed(),
    };
  }

  function sumText(config: Config, { taste, terms, plan }: Solution): string {
    const show = expected(config);
    const { kappa, alpha = 0, beta = 0 } = taste;
    const own = show(terms.own[plan]!);
    return [
      kappa === 0
        ? fill(said.own, { own })
        : fill(said.mix, { weight: kappaText(1 - kappa), own, kappa: kappaText(kappa), same: show(terms.same[plan]!) }),
      alpha === 0 ? '' : fill(said.behind, { alpha: kappaText(alpha), behind: show(terms.behind[plan]!) }),
      beta === 0 ? '' : fill(said.ahead, { beta: kappaText(beta), ahead: show(terms.ahead[plan]!) }),
    ].join('');
  }

  /** The belief in a few words that begin a sentence. */
  function beliefText(config: Config, solution: Solution): string {
    const { belief, fallback } = solution;
    const mean = expected(config)(expectedMean(config, solution));
    const said = words.belief;
    const two = config.players === 2;
    if (belief.kind === 'given') return fill(two ? said.meanTwo : said.mean, { mean });
    if (belief.kind === 'known') return fill(two ? said.knownTwo : said.known, { mean });
    if (belief.kind === 'like-minded')
      return fallback ? said.fallback : fill(two ? said.likeMindedTwo : said.likeMinded, { mean });
    return two ? said.uniformTwo : said.uniform;
  }

  function repeatedText(config: Config, taste: Taste): string {
    const threshold = grimDelta(config);
    const slots = { threshold: (threshold ?? 0).toFixed(3), delta: kappaText(config.delta) };
    if (manyEquilibria(config) && taste.variant !== 'grim') return fill(said.notUnique, slots);
    const grimNot = taste.variant === 'grim' ? fill(said.grimNot, slots) : '';
    return `${grimNot}${manyRounds(config) ? said.alone : ''}`;
  }

  /** Everything for as long as everybody has put in everything; then nothing. Both with their present values. */
  function grim(config: Config, clean: boolean): Reasoned {
    const { endowment, players, m, delta } = config;
    const later = (delta / (1 - delta)) * endowment;
    const all = { cooperating: (players * m * endowment) / (1 - delta), alone: m * endowment + later };
    const keeping = (clean ? endowment + m * (players - 1) * endowment : endowment) + later;
    return {
      answer: answerOf(config, clean ? endowment : 0),
      because: fill(said.grim, {
        delta: kappaText(delta),
        threshold: (grimDelta(config) ?? 0).toFixed(3),
        state: clean ? said.grimClean : said.grimSpoilt,
      }),
      utilities: [
        { answer: answerOf(config, 0), utility: keeping },
        { answer: answerOf(config, endowment), utility: clean ? all.cooperating : all.alone },
      ],
    };
  }

  /** What it expects of the others on average, with the decimals that may be typed. */
  function expects(config: Config, solution: Solution): Reasoned {
    return {
      answer: Number(expectedMean(config, solution).toFixed(decimalsOf(config))),
      because: fill(said.belief, { belief: beliefText(config, solution) }),
      utilities: [],
    };
  }

  return { theory, reason, beliefText };
});
