/** A rate of choices as a measure: said of one answer, and counted over a seat's moves. */
import type { Measure } from './game.ts';

/**
 * A measure that is the rate of an answer: `counts` says what each answer counts in it, 0 to 1, null where the question is
 * none of it; its values are that over a seat's moves, in order.
 *
 *     choiceRate({ name: 'accepts', …, counts: ({ key }, answer) => (key !== 'offer' ? null : answer === 'yes' ? 1 : 0) })
 */
export const choiceRate = <View>(
  rate: Omit<Measure<View>, 'scale' | 'values' | 'counts'> & Required<Pick<Measure<View>, 'counts'>>,
): Measure<View> => ({
  ...rate,
  scale: 'rate',
  values({ moves, views }, seat) {
    const values: number[] = [];
    for (const { decision, answer } of moves) {
      if (decision.seat !== seat) continue;
      const counted = rate.counts(decision, answer, views[seat]!);
      if (counted !== null) values.push(counted);
    }
    return values;
  },
});
