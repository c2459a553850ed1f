/**
 * Probabilities as estimation averages them: in logarithms, over the orders of the options and the wordings of the
 * question. What is added to log-odds for a place cancels there over all orders; in the mean of the probabilities it
 * does not (true log-odds 1 and a bias of 1 give .69 there, log-odds .80).
 *
 * Probabilities that were told with few decimals are intervals: .00 is anything below .005. Each is taken at the middle
 * of its interval (of .00 and 1.00 at .0025 and .9975), and the interval is kept beside it.
 */
import type { Distribution, OrderReading } from '../../core/distribution.ts';

/** Of each option the logarithm of its probability, and between what it may lie; without rounding all three are the same. */
export type LogProbabilities = {
  readonly logs: readonly number[];
  readonly low: readonly number[];
  readonly high: readonly number[];
};

/** A 0 that was told with all digits is less than a number can hold: it is taken for the least that one can (its logarithm is −744.4). */
const log = (p: number): number => Math.log(Math.max(p, Number.MIN_VALUE));

/** What was told in one order, in logarithms: options in their canonical order. */
export function logsOf({
  probabilities,
  sum,
  decimals,
}: Pick<OrderReading, 'probabilities' | 'sum' | 'decimals'>): LogProbabilities {
  if (decimals === null) {
    const logs = probabilities.map(log);
    return { logs, low: logs, high: logs };
  }
  // As they were told, before they were made to sum to 1.
  const half = 0.5 * 10 ** -decimals;
  const ends = probabilities.map((p): readonly [number, number] => [
    Math.max(0, p * sum - half),
    Math.min(1, p * sum + half),
  ]);
  return {
    logs: ends.map(([low, high]) => log((low + high) / 2)),
    low: ends.map(([low]) => log(low)),
    high: ends.map(([, high]) => log(high)),
  };
}

/** The mean of logarithms, each list with the same weight. */
export function meanLogs(several: readonly LogProbabilities[]): LogProbabilities {
  const over = (of: (one: LogProbabilities) => readonly number[]): readonly number[] =>
    of(several[0]!).map((_, at) => several.reduce((sum, one) => sum + of(one)[at]!, 0) / several.length);
  return { logs: over(({ logs }) => logs), low: over(({ low }) => low), high: over(({ high }) => high) };
}

/** Logarithms up to a constant as probabilities, which sum to 1. */
export function probabilitiesOf(logs: readonly number[]): readonly number[] {
  const most = Math.max(...logs);
  const odds = logs.map((one) => Math.exp(one - most));
  const total = odds.reduce((sum, one) => sum + one, 0);
  return odds.map((one) => one / total);
}

/** The least and the largest probability of each option that the intervals allow. */
export function probabilityEnds({ low, high }: LogProbabilities): readonly (readonly [low: number, high: number])[] {
  const at = (option: number, mine: readonly number[], others: readonly number[]): number =>
    probabilitiesOf(mine.map((_, j) => (j === option ? mine[j]! : others[j]!)))[option]!;
  return low.map((_, option) => [at(option, low, high), at(option, high, low)]);
}

/** What estimation takes of a distribution: probabilities from the mean of the logarithms over its orders, in canonical order. */
export const estimatedProbabilities = ({ orders }: Pick<Distribution, 'orders'>): readonly number[] =>
  probabilitiesOf(meanLogs(orders.map(logsOf)).logs);
