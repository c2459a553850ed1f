/** What a belief says of the other, in words with its numbers: for a model that is told what to expect. */
import type { Belief, Decision, Plans } from '../core/game.ts';
import { fill } from '../core/template.ts';
import { chancesOf } from '../core/theory.ts';
import { held } from './beliefs.ts';
import { nodesOf } from './form.ts';
import { likelierText } from './likelier.ts';
import type { SequentialView } from './rules.ts';
import type { SequentialConfig } from './settings.ts';
import { optionIn, type SpokenForm } from './spoken-form.ts';

/** What is expected in a game of this form, in its words. */
export function expectationOf<Config extends SequentialConfig>(
  spoken: SpokenForm<Config>,
  plansOf: (config: Config) => Plans,
) {
  const { form, words } = spoken;
  const said = words.expects;

  return ({ config, history, seat }: SequentialView<Config>, _: Decision, belief: Belief): string => {
    const chances = chancesOf(plansOf(config), held(form, belief, history, seat));
    if (chances === null) return said.likeMinded;
    const choices = nodesOf(form).map(({ after, options: [one, other] }, place) => {
      const does = (letter: string): string => optionIn(spoken, config, letter).does;
      const chance = likelierText(said, [does(one), does(other)], chances[place]!);
      return after === null
        ? fill(said.first, { chance })
        : fill(said.after, { chance, did: optionIn(spoken, config, after).did });
    });
    return fill(said.other, { choices: choices.join(said.and) });
  };
}
