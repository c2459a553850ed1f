/** Whether estimated preferences give back what was chosen: rates by game and node, observed and predicted. */
import type { Answer } from '../../core/game.ts';
import { type Interval, wilson } from '../stats/rates.ts';
import type { ChoiceCell, ChoiceSample } from './cells.ts';
import { planProbabilities, type Point } from './logit.ts';

/**
 * How often one answer was chosen at one node of one game, of so many answers, and how often the estimate expects it;
 * rates are 0–1. Of probabilities their sum, of so many situations.
 */
export type ChoiceRate = {
  readonly game: string;
  readonly node: string;
  /** The answer whose rate it is. */
  readonly answer: Answer;
  readonly chosen: number;
  readonly of: number;
  readonly observed: number;
  /** Wilson's; null where a unit answered more than once, so that answers are not independent, and of probabilities. */
  readonly interval: Interval | null;
  /** What the estimate expects of the same answers. */
  readonly predicted: number;
};

/**
 * Rates of each node's named answer, observed and as a point (κ, α, β, ln λ) expects them. `of`: draws, each of which stands
 * for itself (a model's); units, each of which may count once in a rate with an interval; or probabilities, without one.
 */
export function choiceRates(
  sample: Pick<ChoiceSample, 'cells' | 'counts' | 'units'>,
  point: Point,
  of: 'draws' | 'units' | 'probabilities',
): readonly ChoiceRate[] {
  const rates = new Map<
    string,
    { game: string; node: string; answer: Answer; chosen: number; of: number; predicted: number; cells: ChoiceCell[] }
  >();
  for (const cell of sample.cells) {
    const { plans, features, nodes, classOf, classes, at, game } = cell;
    const probabilities = planProbabilities(features, point);
    for (const { key, answer } of plans.nodes.filter((node) => nodes.includes(node.key))) {
      const name = `${game} ${key} ${answer}`;
      let rate = rates.get(name);
      if (rate === undefined)
        rates.set(name, (rate = { game, node: key, answer, chosen: 0, of: 0, predicted: 0, cells: [] }));
      rate.cells.push(cell);
      const yes = plans.names.map((_, plan) => plans.answer(plan, key) === answer);
      const likely = probabilities.reduce((sum, p, plan) => sum + (yes[plan] ? p : 0), 0);
      for (let c = 0; c < classes; c++) {
        const n = sample.counts[at + c]!;
        rate.of += n;
        rate.predicted += n * likely;
        if (yes[classOf.indexOf(c)]) rate.chosen += n;
      }
    }
  }
  const drawn = (cells: readonly ChoiceCell[]): boolean =>
    of === 'draws' || (of === 'units' && onceEach(sample, cells));
  return [...rates.values()].map(({ cells, chosen, of: n, predicted, ...names }) => ({
    ...names,
    chosen,
    of: n,
    observed: chosen / n,
    interval: drawn(cells) ? wilson(chosen, n) : null,
    predicted: predicted / n,
  }));
}

const onceEach = ({ units }: Pick<ChoiceSample, 'units'>, cells: readonly ChoiceCell[]): boolean =>
  [...units.values()].every(
    (places) => places.filter((p) => cells.some(({ at, classes }) => p >= at && p < at + classes)).length <= 1,
  );
