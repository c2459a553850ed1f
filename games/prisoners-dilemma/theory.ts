/**
 * What economicus and moralis choose here and why, solved from the utility for every config. An agent has a plan for
 * either place before the lot falls, and answers at a node what its plan says there.
 */
import { memo } from '../../src/core/memo.ts';
import type { Decision, Belief, Reasoned, Taste } from '../../src/core/game.ts';
import { expectedAnswer, type Solution, solved, tabulate } from '../../src/core/theory.ts';
import { fill } from '../../src/core/template.ts';
import { sumText } from '../../src/sequential/solution-words.ts';
import { held, isClean, isGrim, manyEquilibria } from './belief.ts';
import { type Config, isNeutral } from './config.ts';
import { expected, kappa as kappaText, percent } from './format.ts';
import { at, grimDelta, planIndex, planName, plans, withChoice } from './plans.ts';
import { type Node, NODES, type View } from './rules.ts';
import type { Words } from './words.ts';

export const solutionFor = ({ config, history, seat }: View, taste: Taste, belief: Belief): Solution =>
  solved(plans(config), taste, held(config, belief, history, seat));

export const nodeOf = (key: string): Node => (key === 'after_C' || key === 'after_D' ? key : 'first');

export const theoryIn = memo((words: Words) => {
  const reasons = new WeakMap<Solution, Map<string, Reasoned>>();

  function theory(view: View, decision: Decision, taste: Taste, belief: Belief): Reasoned {
    const { key } = decision;
    if (isGrim(view.config, taste) && !key.startsWith('belief_')) return grim(view, nodeOf(key));
    const solution = solutionFor(view, taste, belief);
    let known = reasons.get(solution);
    if (known === undefined) reasons.set(solution, (known = new Map()));
    let reasoned = known.get(key);
    if (reasoned === undefined)
      known.set(
        key,
        (reasoned = key.startsWith('belief_')
          ? expects(view.config, solution, nodeOf(key.slice(7)))
          : reason(view.config, solution, nodeOf(key))),
      );
    return reasoned;
  }

  /** The plan's answer at a node, with the utility of the plan that answers otherwise there and is the same elsewhere. */
  function reason(config: Config, solution: Solution, node: Node): Reasoned {
    const plan = planName(solution.plan);
    const answer = at(plan, node);
    const alternative = answer === 'C' ? 'D' : 'C';
    const otherPlan = withChoice(plan, node, alternative);
    const utility = solution.utilities[solution.plan]!;
    const otherUtility = solution.utilities[planIndex(otherPlan)]!;
    const show = expected(config);
    const because = fill(words.because.sentence, {
      belief: beliefText(solution),
      choice: answer,
      utility: show(utility),
      plan,
      sum: sumText(words.because, solution, solution.plan, show),
      other: alternative,
      otherUtility: show(otherUtility),
      otherPlan,
      tie: Math.abs(utility - otherUtility) <= tabulate(plans(config)).tie ? words.because.tie : '',
      letters: lettersText(config),
      repeated: repeatedText(config, solution.taste),
    });
    const both = { [answer]: utility, [alternative]: otherUtility };
    return {
      answer,
      because,
      utilities: (['C', 'D'] as const).map((choice) => ({ answer: choice, utility: both[choice]! })),
    };
  }

  const lettersText = (config: Config): string =>
    isNeutral(config)
      ? fill(words.because.letters, { C: words.labels.neutral.C.label, D: words.labels.neutral.D.label })
      : '';

  /** The belief in a few words that begin a sentence. */
  function beliefText({ belief, weights, fallback }: Solution): string {
    const sure = planName(weights.indexOf(1));
    switch (belief.kind) {
      case 'given': {
        const [first = 0.5, afterC = 0.5, afterD = 0.5] = belief.numbers;
        if (belief.numbers.every((number) => number === 0.5)) return words.belief.uniform;
        return fill(words.belief.given, { first: percent(first), afterC: percent(afterC), afterD: percent(afterD) });
      }
      case 'known':
        return fill(words.belief.known, { plan: sure });
      case 'like-minded':
        return fallback ? words.belief.fallback : fill(words.belief.likeMinded, { plan: sure });
      default:
        return words.belief.uniform;
    }
  }

  function repeatedText(config: Config, taste: Taste): string {
    const threshold = grimDelta(config).toFixed(3);
    if (manyEquilibria(config) && taste.variant !== 'grim')
      return fill(words.because.notUnique, { threshold, delta: kappaText(config.delta) });
    const once = config.ending === 'finite' && config.rounds === 1;
    return `${taste.variant === 'grim' ? fill(words.because.grimNot, { threshold }) : ''}${once ? '' : words.because.alone}`;
  }

  /** Cooperates for as long as nobody has defected, this round included; then never again. */
  function grim(view: View, node: Node): Reasoned {
    const { config, history } = view;
    const clean = node !== 'after_D' && isClean(history);
    const because = fill(words.because.grim, {
      delta: kappaText(config.delta),
      threshold: grimDelta(config).toFixed(3),
      state: clean ? words.because.grimClean : words.because.grimSpoilt,
    });
    const { R, T, P, S, delta } = config;
    // Present values: cooperating on, or taking what defection gives now and P ever after.
    const after = (delta * P) / (1 - delta);
    const now = clean
      ? { C: R / (1 - delta), D: (node === 'first' ? P : T) + after }
      : { C: (node === 'after_C' ? R : S) + after, D: (node === 'after_C' ? T : P) + after };
    return {
      answer: clean ? 'C' : 'D',
      because,
      utilities: (['C', 'D'] as const).map((answer) => ({ answer, utility: now[answer] })),
    };
  }

  function expects(config: Config, solution: Solution, node: Node): Reasoned {
    const because = fill(words.because.belief, { belief: beliefText(solution) });
    return expectedAnswer(plans(config), solution, NODES.indexOf(node), because);
  }

  /** The same where a sentence is about every κ: its like plays another plan at another κ. */
  const beliefForAll = (solution: Solution): string =>
    solution.belief.kind === 'like-minded' ? words.belief.like : beliefText(solution);

  return { theory, reason, beliefText, beliefForAll };
});
