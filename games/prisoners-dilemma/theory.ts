/**
 * What economicus and moralis choose here and why, solved from the utility for every config. An agent has a plan for
 * either place before the lot falls, and answers at a node what its plan says there.
 */
import { memo } from '../../src/core/memo.ts';
import type { Belief, Decision, Reasoned, Taste } from '../../src/core/game.ts';
import { learned, likely, type Solution, solved, tabulate } from '../../src/core/theory.ts';
import { fill } from '../../src/core/template.ts';
import type { Config } from './config.ts';
import { expected, kappa as kappaText, percent } from './format.ts';
import { at, grimDelta, planIndex, planName, plans, withChoice } from './plans.ts';
import { type Choice, type Node, NODES, other, type Seen, type View } from './rules.ts';
import type { Words } from './words.ts';

const OBSERVED = new WeakMap<readonly Seen[], Belief>();

/** How likely the other cooperates at each node, learned from what it did there in this match. */
export function observed(history: readonly Seen[], seat: number): Belief {
  let belief = OBSERVED.get(history);
  if (belief === undefined) {
    const numbers = NODES.map((node) => {
      const seen = history.map((round) => seenAt(round, other(seat), node)).filter((choice) => choice !== null);
      return learned(seen.filter((choice) => choice === 'C').length, seen.length);
    });
    OBSERVED.set(history, (belief = { kind: 'given', numbers }));
  }
  return belief;
}

/** What a seat was seen to do at a node in a round; null: it was not called upon. */
export function seenAt(round: Pick<Seen, 'first' | 'move' | 'reply'>, seat: number, node: Node): Choice | null {
  if (node === 'first') return round.first === seat ? round.move : null;
  if (round.first === seat) return null;
  return (round.move === 'C') === (node === 'after_C') ? round.reply : null;
}

export function solutionFor(view: View, taste: Taste, belief: Belief): Solution {
  return solved(plans(view.config), taste, belief.kind === 'observed' ? observed(view.history, view.seat) : belief);
}

export const nodeOf = (key: string): Node => (key === 'after_C' || key === 'after_D' ? key : 'first');

/** Whether mutual cooperation under grim reversion is an equilibrium for economicus: the horizon is open and δ high enough. */
export const manyEquilibria = (config: Config): boolean =>
  config.ending === 'indefinite' && config.delta >= grimDelta(config) - 1e-12;

const isGrim = (config: Config, { kappa, alpha = 0, beta = 0 }: Taste): boolean =>
  kappa === 0 && alpha === 0 && beta === 0 && manyEquilibria(config);

export const theoryIn = memo((words: Words) => {
  const reasons = new WeakMap<Solution, Map<string, Reasoned>>();

  function theory(view: View, decision: Decision, taste: Taste, belief: Belief): Reasoned {
    const { key } = decision;
    if (taste.variant === 'grim' && isGrim(view.config, taste) && !key.startsWith('belief_'))
      return grim(view, nodeOf(key));
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
      sum: sumText(config, solution, solution.plan),
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

  const lettersText = ({ labels }: Config): string =>
    labels === 'neutral'
      ? fill(words.because.letters, { C: words.labels.neutral.C.label, D: words.labels.neutral.D.label })
      : '';

  /** "0.50 × 50.0 for itself + 0.50 × 75.0 if everyone did the same": what a plan's utility is made of. */
  function sumText(config: Config, { taste, terms }: Solution, plan: number): string {
    const show = expected(config);
    const own = show(terms.own[plan]!);
    const { kappa, alpha = 0, beta = 0 } = taste;
    const mix = { weight: kappaText(1 - kappa), own, kappa: kappaText(kappa), same: show(terms.same[plan]!) };
    return [
      kappa === 0 ? fill(words.because.own, { own }) : fill(words.because.mix, mix),
      alpha === 0 ? '' : fill(words.because.behind, { alpha: kappaText(alpha), behind: show(terms.behind[plan]!) }),
      beta === 0 ? '' : fill(words.because.ahead, { beta: kappaText(beta), ahead: show(terms.ahead[plan]!) }),
    ].join('');
  }

  function beliefText({ belief, weights, fallback }: Solution): string {
    const sure = planName(weights.indexOf(1));
    switch (belief.kind) {
      case 'given': {
        const [first = 0.5, afterC = 0.5, afterD = 0.5] = belief.numbers;
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
    const clean = node !== 'after_D' && history.every(({ move, reply }) => move === 'C' && reply === 'C');
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
    const chance = likely(plans(config), solution.weights)[NODES.indexOf(node)] ?? 0.5;
    return {
      answer: Math.round(100 * chance),
      because: fill(words.because.belief, { belief: beliefText(solution) }),
      utilities: [],
    };
  }

  return { theory, reason, sumText, beliefText };
});
