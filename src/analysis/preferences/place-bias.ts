/** How much an option gains by standing first, in log-odds: what averaging over orders takes out of κ. */
import type { Distribution } from '../../core/distribution.ts';
import { mean } from '../stats/sample.ts';
import { logsOf } from './log-odds.ts';

/**
 * The bias of one distribution towards the option that stands first: the mean, over the options that did, of the logarithm
 * of its probability (less the mean of all options in the same order) when it stood first less what it is elsewhere. With
 * two options half of what lies between the log-odds of both orders; a bias that adds b to the log-odds of the first
 * option gives b. null: the options stood in one order only.
 */
export function placeBias({ options, orders }: Pick<Distribution, 'options' | 'orders'>): number | null {
  const centred = orders.map((order) => {
    const { logs } = logsOf(order);
    const middle = mean(logs);
    return { rotation: order.rotation, logs: logs.map((one) => one - middle) };
  });
  const gains = options.flatMap((_, option) => {
    const [first, elsewhere] = [true, false].map((stood) =>
      centred.flatMap(({ rotation, logs }) => ((rotation === option) === stood ? [logs[option]!] : [])),
    );
    return first!.length === 0 || elsewhere!.length === 0 ? [] : [mean(first!) - mean(elsewhere!)];
  });
  return gains.length === 0 ? null : mean(gains);
}
