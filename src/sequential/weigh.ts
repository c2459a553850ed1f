/** What a preference weighs at a choice, for a model that is told it in words: the terms of the plan with either answer there. */
import type { Belief, Decision, Plans, Taste, Weighed } from '../core/game.ts';
import { fill } from '../core/template.ts';
import { likely, type Solution } from '../core/theory.ts';
import { solutionAfter } from './beliefs.ts';
import { at, type FormNode, nodeOf, nodesOf, planIndex, planName, withLetter } from './form.ts';
import { percentText } from './format.ts';
import type { SequentialView } from './rules.ts';
import type { SequentialConfig } from './settings.ts';
import { labelsIn, optionIn, spanOf, type SpokenForm } from './spoken-form.ts';

/** What a taste weighs in a game of this form, in its words. */
export function weighOf<Config extends SequentialConfig>(
  spoken: SpokenForm<Config>,
  plansOf: (config: Config) => Plans,
) {
  const { form, words } = spoken;
  const nodes = nodesOf(form);
  const said = words.weigh;

  /** Null where somebody is asked what it expects: a belief is not chosen by what it is worth. */
  function weigh(
    { config, history, seat }: SequentialView<Config>,
    { key, input }: Decision,
    taste: Taste,
    belief: Belief,
  ): Weighed | null {
    if (key.startsWith('belief_') || input.kind !== 'choice') return null;
    const node = nodeOf(form, key);
    const solution = solutionAfter(form, plansOf(config), taste, belief, history, seat);
    const plan = planName(form, solution.plan);
    const labels = labelsIn(spoken, config);
    const elsewhere = nodes.filter((one) => one.key !== node.key);
    return {
      own: fill(said.own, { belief: expecting(config, solution) }),
      same: said.same,
      given: fill(said.elsewhere, { choices: chosen(config, plan, elsewhere) }),
      answers: input.options.map(({ value }) => {
        const place = planIndex(form, withLetter(form, plan, node, value));
        return {
          answer: labels[value] ?? value,
          own: solution.terms.own[place]!,
          same: solution.terms.same[place]!,
        };
      }),
      decimals: decimalsOf(spanOf(spoken, config)),
      then: 'highest',
    };
  }

  const where = (config: Config, choice: string, { after }: FormNode): string =>
    after === null
      ? fill(said.first, { choice })
      : fill(said.after, { choice, move: optionIn(spoken, config, after).noun });

  /** "trust when moving first and share after trust". */
  const chosen = (config: Config, plan: string, of: readonly FormNode[]): string =>
    of.map((node) => where(config, optionIn(spoken, config, at(form, plan, node)).do, node)).join(said.and);

  function expecting(config: Config, { belief, weights, fallback }: Solution): string {
    const sure = weights.indexOf(1);
    if (belief.kind !== 'given' && !fallback && sure >= 0)
      return fill(said.sure, { choices: chosen(config, planName(form, sure), nodes) });
    if (belief.kind !== 'given') return said.uniform;
    const chances = likely(plansOf(config), weights);
    const choices = nodes.map((node, place) => {
      const choice = optionIn(spoken, config, node.options[0]).do;
      return where(config, fill(said.chance, { choice, percent: percentText(chances[place] ?? 0.5) }), node);
    });
    return fill(said.given, { choices: choices.join(said.and) });
  }

  return { weigh };
}

/** Terms are means over two places and the other's plans: enough digits that rounding turns no comparison. */
const decimalsOf = (span: number): number => (span >= 10 ? 2 : span >= 1 ? 3 : 4);
