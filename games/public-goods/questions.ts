/**
 * Which questions are open: what each puts in, all at the same time; before that, where asked, what it expects. Nobody learns
 * anything between the two, so they are one group: a keyboard that is shared goes round once a round.
 */
import { memo } from '../../src/core/memo.ts';
import type { Decision, Input } from '../../src/core/game.ts';
import { type Config, contributions, decimalsOf, isTyped } from './config.ts';
import { written } from './plans.ts';
import { CONTRIBUTE, EXPECT, type State } from './rules.ts';
import type { Words } from './words.ts';

const NONE: readonly Decision[] = [];
/** Letters of a list: without h, i, q and x, which are help, instructions, quit and "rather not say". */
const LETTERS = 'abcdefgjk';
/** Intervals between the numbers of a grid: of an endowment of 20 or 100 each is a tenth. */
const INTERVALS = 10;

/** About ten of the numbers from 0 to the endowment in units of this size, evenly spread. */
function gridOf(endowment: number, unit: number): readonly number[] {
  const steps = Math.round(endowment / unit);
  const intervals = Math.min(INTERVALS, steps);
  return Array.from({ length: intervals + 1 }, (_, i) =>
    Number((Math.round((i * steps) / intervals) * unit).toFixed(2)),
  );
}

export const questionsIn = memo((words: Words) => {
  const prepared = memo((config: Config) => {
    const two = config.players === 2;
    const decimals = decimalsOf(config);
    const unit = isTyped(config) ? config.step : 10 ** -decimals;
    const number: Input = {
      ...{ kind: 'number', min: 0, max: config.endowment, step: unit, decimals, unit: words.unit },
    };
    const contribution: Pick<Decision, 'input' | 'grid'> = isTyped(config)
      ? { input: number, grid: gridOf(config.endowment, unit) }
      : {
          input: {
            kind: 'choice',
            options: contributions(config).map((amount, place) => ({
              value: written(config, amount),
              label: written(config, amount),
              key: LETTERS[place]!,
            })),
          },
        };
    const asked = two ? 'expectTwo' : 'expectMany';
    const questions = {
      contribute: {
        ...{ key: CONTRIBUTE, ask: words.ask.contribute, paraphrases: words.paraphrases.contribute },
        ...contribution,
      },
      expect: {
        ...{ key: EXPECT, ask: words.ask[asked], paraphrases: words.paraphrases[asked] },
        ...{ input: number, grid: gridOf(config.endowment, unit) },
      },
    };
    const asks = config.askBeliefs ? [questions.expect, questions.contribute] : [questions.contribute];
    return memo((round: number): readonly Decision[] =>
      Array.from({ length: config.players }, (_, seat) =>
        asks.map((question) => ({ ...question, seat, role: 'player', round, practice: false })),
      ).flat(),
    );
  });

  /** Decisions are made once a config and round: playing a million matches makes no new ones. */
  const pending = ({ config, round, over }: State): readonly Decision[] => (over ? NONE : prepared(config)(round));

  return { pending };
});
