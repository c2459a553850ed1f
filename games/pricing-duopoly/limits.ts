/** What a market with these settings cannot tell, for whoever sets the table: a sentence each with what would change it. */
import type { Config } from './config.ts';
import { price } from './format.ts';
import { priceIndex } from './measures.ts';
import { solved } from './solution.ts';

export function limitsOf(config: Config): readonly string[] {
  const lab = solved(config);
  const limit = price(lab, lab.limit);
  const none = ([0, 1] as const).some((firm) => priceIndex(lab, firm, 0) === null);
  const cost = lab.currency * Math.max(...lab.market.c);
  return [
    ...(lab.top < cost
      ? [
          `No multiple of the step from the cost of ${price(lab, cost)} to the ceiling of ${limit}: agents can only lose, so take a smaller step.`,
        ]
      : []),
    ...(config.horizon === 'finite' && config.rounds === 1
      ? ['In one round nobody can answer a price or learn what buyers want: take 10 rounds, or practice.']
      : []),
    ...(none && lab.forbidden.nash.includes(true)
      ? [`Nash and the joint monopoly both stand at the ceiling of ${limit}, so no price is between them: raise it.`]
      : lab.forbidden.monopoly.includes(true)
        ? [
            `The ceiling of ${limit} lies below the joint-monopoly price: what sellers would ask without it stays unknown.`,
          ]
        : []),
  ];
}
