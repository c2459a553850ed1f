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
import { expected, kappa as kappaText } from './format.ts';
import { at, type Choice, formOf, type Node, nodeOf, withChoice } from './form.ts';
import { chancesByNode, formWordsIn } from './form-words.ts';
import { grimDelta, planNamed, plans } from './plans.ts';
import { movedAt, questionsIn } from './questions.ts';
import { pay, statedKey, type View } from './rules.ts';
import type { Words } from './words.ts';

export const solutionFor = ({ config, history, seat }: View, taste: Taste, belief: Belief): Solution =>
  solved(plans(config), taste, held(config, belief, history, seat));

/** Where in `plans.nodes` stands what a question about a belief asks for. */
function statedPlace(config: Config, key: string): number {
  const { nodes, choices } = formOf(config);
  const about = statedKey(key);
  const node = nodes.findIndex(
    (one) => about === one || (about.startsWith(`${one}_`) && about.length === one.length + 2),
  );
  return Math.max(0, node) * (choices.length - 1) + (about.endsWith('_H') && about !== 'after_H' ? 1 : 0);
}

export const theoryIn = memo((words: Words) => {
  const reasons = new WeakMap<Solution, Map<string, Reasoned>>();
  const { saidIn } = formWordsIn(words);
  const { labelsOf } = questionsIn(words);

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
          ? expects(view.config, solution, key)
          : reason(view.config, solution, nodeOf(key))),
      );
    return reasoned;
  }

  /** The plan's answer at a node, with the utility of the plans that answer otherwise there and are the same elsewhere. */
  function reason(config: Config, solution: Solution, node: Node): Reasoned {
    const form = formOf(config);
    const said = saidIn(config).because;
    const plan = planNamed(config, solution.plan);
    const answer = at(form, plan, node);
    const show = expected(config);
    const worth = (choice: Choice) => {
      const instead = withChoice(form, plan, node, choice);
      return { choice, plan: instead, utility: solution.utilities[form.plans.indexOf(instead)]! };
    };
    const all = form.choices.map(worth);
    const utility = solution.utilities[solution.plan]!;
    const { tie } = tabulate(plans(config));
    const others = all.filter(({ choice }) => choice !== answer);
    const because = fill(said.sentence, {
      belief: beliefText(config, solution),
      choice: answer,
      utility: show(utility),
      plan,
      sum: sumText(said, solution, solution.plan, show),
      ...othersText(others.map((one) => ({ ...one, utility: show(one.utility) }))),
      tie: others.some((one) => Math.abs(utility - one.utility) <= tie) ? said.tie : '',
      letters: lettersText(config),
      repeated: repeatedText(config, solution.taste),
    });
    return { answer, because, utilities: all.map((one) => ({ answer: one.choice, utility: one.utility })) };
  }

  /** The alternative, or both of three steps: "H 250.0 (HCHD), D 230.0 (DCHD)". */
  function othersText(others: readonly { readonly choice: string; readonly plan: string; readonly utility: string }[]) {
    const [first] = others;
    return {
      ...(first === undefined ? {} : { other: first.choice, otherUtility: first.utility, otherPlan: first.plan }),
      others: others.map((one) => fill(words.forms.threeSteps.other, one)).join(', '),
    };
  }

  const lettersText = (config: Config): string => {
    const { C, H, D } = labelsOf(config);
    return isNeutral(config) ? fill(saidIn(config).because.letters, { C: C.label, H: H.label, D: D.label }) : '';
  };

  /** The belief in a few words that begin a sentence. */
  function beliefText(config: Config, { belief, weights, fallback }: Solution): string {
    const said = saidIn(config).belief;
    const sure = planNamed(config, weights.indexOf(1));
    switch (belief.kind) {
      case 'given': {
        const even = 1 / formOf(config).choices.length;
        if (belief.numbers.every((number) => number === even)) return said.uniform;
        return fill(said.given, chancesByNode(config, belief.numbers));
      }
      case 'known':
        return fill(said.known, { plan: sure });
      case 'like-minded':
        return fallback ? said.fallback : fill(said.likeMinded, { plan: sure });
      default:
        return said.uniform;
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
    const clean = node !== 'after_D' && node !== 'after_H' && isClean(history);
    const because = fill(words.because.grim, {
      delta: kappaText(config.delta),
      threshold: grimDelta(config).toFixed(3),
      state: clean ? words.because.grimClean : words.because.grimSpoilt,
    });
    const { R, P, delta } = config;
    // Present values: cooperating on, or taking what less gives now and P ever after.
    const paid = (choice: Choice): number => {
      if (node === 'choice') return pay(config, choice, clean ? 'C' : 'D')[0];
      if (node === 'first') return pay(config, choice, clean && choice === 'C' ? 'C' : 'D')[0];
      return pay(config, movedAt(node), choice)[1];
    };
    const worth = (choice: Choice): number =>
      clean && choice === 'C' ? R / (1 - delta) : paid(choice) + (delta * P) / (1 - delta);
    return {
      answer: clean ? 'C' : 'D',
      because,
      utilities: formOf(config).choices.map((answer) => ({ answer, utility: worth(answer) })),
    };
  }

  function expects(config: Config, solution: Solution, key: string): Reasoned {
    const because = fill(words.because.belief, { belief: beliefText(config, solution) });
    return expectedAnswer(plans(config), solution, statedPlace(config, key), because);
  }

  /** The same where a sentence is about every κ: its like plays another plan at another κ. */
  const beliefForAll = (config: Config, solution: Solution): string =>
    solution.belief.kind === 'like-minded' ? words.belief.like : beliefText(config, solution);

  return { theory, reason, beliefText, beliefForAll };
});
