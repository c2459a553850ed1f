/** Agents without wants: a script that says its answers in order, a rule that the game names, and chance. */
import { type Decision, type NamedScript, SKIPPED } from '../core/game.ts';
import { UserError } from '../core/user-error.ts';
import type { Rng } from '../core/rng.ts';
import type { Agent } from '../match/agent.ts';

/** `script:C:D` answers C, then D; a script that has run out is refused, because a guess would not be the script's. */
export function script(id: string, answers: readonly string[]): Agent {
  return {
    id,
    label: 'script',
    kind: 'script',
    choose({ past, decision }) {
      const answer = answers[past.length];
      if (answer === undefined) {
        const written = `${answers.length} answer${answers.length === 1 ? '' : 's'}`;
        throw new UserError(
          `${id} has ${written} and is asked for one more (round ${decision.round}, "${decision.ask}"): write one for every question, separated by colons.`,
        );
      }
      return { answer, because: `line ${past.length + 1} of its script` };
    },
  };
}

/** `script:conditional` answers by the rule of that name: every answer follows from what its seat sees. */
export const scriptNamed = (id: string, rule: NamedScript<unknown>): Agent => ({
  id,
  label: 'script',
  kind: 'script',
  choose: ({ view, decision }) => rule.answer(view, decision),
});

/** Every option with equal chance; a number uniformly among those that may be typed. It never declines to answer. */
export const random: Agent = {
  id: 'random',
  label: 'random',
  kind: 'script',
  choose: ({ decision, turn, draw }) => ({
    answer: randomAnswer(decision, draw(`random ${turn} ${decision.key}`)),
    because: 'drawn at random, every answer equally likely',
  }),
};

/** One of the legal answers, each equally likely: an option's value, or a number of the input's unit from its least to its most. */
export function randomAnswer({ input }: Decision, chance: Rng): string | number {
  if (input.kind === 'choice') return input.options.length > 0 ? chance.pick(input.options).value : SKIPPED;
  const unit = 10 ** input.decimals;
  const low = Math.ceil(input.min * unit - 1e-9);
  const high = Math.floor(input.max * unit + 1e-9);
  return (low + chance.below(high - low + 1)) / unit;
}
