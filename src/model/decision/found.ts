/** What was found out about asking a model for probabilities: as it is stored beside the agent, and in words. */
import { z } from 'zod';
import { DECISION_DIALECTS } from '../../core/distribution.ts';
import { percent } from '../../core/format.ts';
import type { ModelSeat } from '../agent.ts';
import { obstacleWords, OBSTACLES } from './obstacle.ts';
import { PROTOCOLS } from './protocols.ts';

const COUNT = 'takes a whole number from 2 on';
const SHARE = 'takes a number from 0 to 1';
const DECIMALS = 'takes a whole number from 0 to 20';

/** Stored in the lab's file, beside the probe. */
export const decisionFound = z.strictObject({
  /** Unix milliseconds. */
  at: z.number(),
  /** How its server is asked; null: in no way that is known. */
  dialect: z.enum(DECISION_DIALECTS).nullable(),
  /** What was tried before it, or in vain: what stands in the way, and the server's own words. */
  tried: z
    .array(z.strictObject({ dialect: z.enum(DECISION_DIALECTS), obstacle: z.enum(OBSTACLES), said: z.string() }))
    .readonly()
    .exactOptional(),
  /** Settings without which the first token is none of an answer: a model that thinks is told not to. */
  settings: z.record(z.string(), z.json()).exactOptional(),
  /** Options that it takes in one question, where they are fewer than games ask. */
  most: z.int({ error: COUNT }).min(2, COUNT).exactOptional(),
  /** The mass on whatever is no option, mean over both orders. */
  outside: z.number().min(0, SHARE).max(1, SHARE).exactOptional(),
  /** Decimals to which its probabilities are rounded. */
  decimals: z.int({ error: DECIMALS }).min(0, DECIMALS).max(20, DECIMALS).exactOptional(),
  /** It told the same to the last digit in both orders. */
  orderLost: z.literal(true).exactOptional(),
  /** The model that answered, where it is called otherwise than the one asked. */
  served: z.string().exactOptional(),
  /** What says that it was made to sort and not to play: its server lists it so, or it answers no chat. */
  sorts: z.enum(['listed', 'no chat']).exactOptional(),
});
export type DecisionFound = z.infer<typeof decisionFound>;

/** How it is asked, in a line: "first token; 24 % of the mass on no option". */
export function foundWords({ dialect, outside, decimals, most, settings }: DecisionFound): string {
  if (dialect === null) return 'none';
  return [
    dialect,
    ...(outside === undefined ? [] : [`${percent(outside)} of the mass on no option`]),
    ...(decimals === undefined ? [] : [`rounded to ${decimals} decimals`]),
    ...(most === undefined ? [] : [`${most} options at most`]),
    ...(settings === undefined ? [] : [`asked with ${JSON.stringify(settings)}`]),
  ].join(', ');
}

/** What stood in the way, in its order, each in words without a full stop. */
export const obstaclesIn = ({ tried = [] }: DecisionFound): readonly string[] =>
  tried.length === 0
    ? ['no way of asking it was found']
    : tried.map(({ dialect, obstacle, said }) => obstacleWords(PROTOCOLS[dialect].path, dialect, obstacle, said));

/** What else was seen and matters before a study, in sentences. `id`: of the model. */
export function foundNotes(id: string, { dialect, outside = 0, orderLost, sorts }: DecisionFound): readonly string[] {
  if (dialect === null) return [];
  return [
    ...(sorts === undefined ? [] : [sortsSentence(id, sorts)]),
    ...(orderLost === true ? [`${id}: ${ORDER_LOST}`] : []),
    ...(outside > MOSTLY
      ? [
          `${id} has ${percent(outside)} of its first token's mass on no option: its probabilities are those of an answer that it would mostly not give.`,
        ]
      : []),
  ];
}

/** From here on most of what a model would say is no option. */
const MOSTLY = 0.5;

/** Of seats that have been asked: whose probabilities were the same in all orders of every question. */
export const ordersLost = (seats: Iterable<ModelSeat>): readonly string[] =>
  [...seats].flatMap(({ id, connection: { dialect } }) =>
    dialect.orders.told > 0 && dialect.orders.lost === dialect.orders.told ? [`${id}: ${ORDER_LOST}`] : [],
  );

/** Said wherever equal numbers in all orders are seen. */
const ORDER_LOST =
  'the same probabilities to the last digit whatever stood first: the order may not reach the model, and then position is neither seen nor balanced.';

/** Said once of a model that is no player. */
const sortsSentence = (id: string, sorts: NonNullable<DecisionFound['sorts']>): string =>
  `${id} was made to sort, not to play: ${
    sorts === 'listed' ? 'its server lists it for decisions and not for text' : 'it answers typed questions and no chat'
  }. Models of this kind route and label; what it chooses here need be no preference.`;
