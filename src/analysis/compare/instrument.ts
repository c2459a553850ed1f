/** With which instrument a model was read, where it told probabilities: what a reader must know beside its shares. */
import {
  decimalsOver,
  type DecisionDialect,
  DECISION_DIALECTS,
  type Distribution,
  orderMayBeLost,
  servedOrders,
} from '../../core/distribution.ts';
import { counted, listed } from '../../core/format.ts';
import { isSameModel } from '../../core/served-model.ts';
import type { ToldObservation } from './observations.ts';

/** Facts about everything that one group told. */
export type Instrument = {
  readonly ask: 'decision' | 'grid';
  /** Of numbers on a grid: from how many they were chosen; null: none was. */
  readonly grid: number | null;
  readonly dialects: readonly DecisionDialect[];
  /** Answers that were told, each in all of its orders; and what they were told of. */
  readonly answers: number;
  readonly situations: number;
  /** Orders a question: the least and the most. */
  readonly orders: readonly [number, number];
  readonly wordings: number;
  /** The models that answered, as their server calls them; none: it does not say. */
  readonly served: readonly string[];
  /** Those of them that are not the model that was asked. */
  readonly others: readonly string[];
  /** Answers whose orders were not all answered by one model. */
  readonly mixed: number;
  /** Mass on whatever is no option, over all orders; null: never told. `readings`: of how many it is known, of how many. */
  readonly outside: {
    readonly mean: number;
    readonly largest: number;
    readonly readings: readonly [told: number, of: number];
  } | null;
  /** To which every answer was rounded: 2 makes .00 an interval up to .005; null: none was, or not all. */
  readonly decimals: number | null;
  /** Of first tokens: in how many readings some option was not among the tokens told, and the most that it may have had. */
  readonly unseen: { readonly readings: number; readonly below: number } | null;
  /** The sum of the options before they were made to sum to 1: the least and the most. */
  readonly sums: readonly [number, number];
  /** Whether every answer was the same to the last digit in all orders: then the order may not reach the model. */
  readonly sameInAllOrders: boolean;
};

/** What was told by one group, at least once. `id`: the agent, `provider/model` with whatever follows. */
export const instrumentOf = (
  observations: readonly ToldObservation[],
  ask: Instrument['ask'],
  id: string,
): Instrument =>
  instrumentFrom(
    observations.flatMap(({ told }) => told.distributions),
    {
      ...{ ask, id },
      situations: new Set(observations.flatMap(({ told }) => told.situations)).size,
      wordings: new Set(observations.map(({ wording, phrasing }) => `${wording} ${phrasing}`)).size,
    },
  );

/** The same of these distributions, at least one, told of so many situations in so many wordings. */
export function instrumentFrom(
  all: readonly Distribution[],
  { ask, id, situations, wordings }: Pick<Instrument, 'ask' | 'situations' | 'wordings'> & { readonly id: string },
): Instrument {
  const readings = all.flatMap(({ orders }) => orders);
  const orders = all.map((one) => one.orders.length);
  const outside = readings.flatMap((one) => one.outside ?? []);
  const typed = all.find(({ dialect }) => dialect !== 'first token');
  const cut = all.flatMap((one) => (one.dialect === 'first token' ? one.orders.flatMap((o) => o.decimals ?? []) : []));
  const served = [...new Set(all.flatMap(servedOrders))].sort();
  const unsure = all.map(asRounded(decimalsOver(all))).filter(isUnsure);
  return {
    ask,
    grid: all.reduce<number | null>((most, one) => (one.grid ? Math.max(most ?? 0, one.options.length) : most), null),
    dialects: DECISION_DIALECTS.filter((dialect) => all.some((one) => one.dialect === dialect)),
    answers: all.length,
    situations,
    orders: [least(orders), most(orders)],
    wordings,
    served,
    others: served.filter((name) => !isSameModel(modelIn(id), name)),
    mixed: all.filter((one) => servedOrders(one).length > 1).length,
    outside:
      outside.length === 0
        ? null
        : {
            mean: outside.reduce((sum, one) => sum + one, 0) / outside.length,
            largest: most(outside),
            readings: [outside.length, readings.length],
          },
    decimals: typed === undefined ? null : decimalsOver(all)(typed.dialect, typed.orders[0]!),
    unseen: cut.length === 0 ? null : { readings: cut.length, below: 0.5 / 10 ** least(cut) },
    sums: [least(readings.map(({ sum }) => sum)), most(readings.map(({ sum }) => sum))],
    sameInAllOrders: unsure.length > 0 && unsure.every((one) => orderMayBeLost(one.orders)),
  };
}

/** The same with the decimals of the instrument: .5 and .5 of one that rounds nothing were not rounded. */
const asRounded =
  (decimalsOf: ReturnType<typeof decimalsOver>) =>
  (one: Distribution): Distribution => ({
    ...one,
    orders: one.orders.map((order) => ({ ...order, decimals: decimalsOf(one.dialect, order) })),
  });

/** Told in several orders, and in none of them all or nothing, which any order leaves as it is. */
const isUnsure = ({ orders }: Distribution): boolean =>
  orders.length > 1 && orders.some(({ probabilities }) => probabilities.every((p) => p < 1));

/** "qwen3" of local/qwen3?ask=decision+moralis:0.5. */
const modelIn = (id: string): string => id.slice(id.indexOf('/') + 1).replace(/[?+].*$/, '');

const least = (values: readonly number[]): number => values.reduce((a, b) => Math.min(a, b), Infinity);
const most = (values: readonly number[]): number => values.reduce((a, b) => Math.max(a, b), -Infinity);

/**
 * The instrument in sentences: how it was read and by which model, what lay outside, how it was rounded, and what may be wrong
 * with it.
 *
 * `played`: whether what was drawn led to further questions.
 *
 *     "local/qwen3 (probabilities): from probabilities, no reasoning; systemone, 12 answers in 2 orders each, …"
 */
export function instrumentWords(label: string, one: Instrument, { played = true } = {}): readonly string[] {
  const { dialects, answers, orders, wordings, served, others, outside, decimals, unseen, sums, grid } = one;
  const [fewest, all] = orders;
  const ways = [
    fewest === all ? `in ${counted(all, 'order')} each` : `in ${fewest} to ${all} orders`,
    ...(wordings > 1 ? [`in ${counted(wordings, 'wording')}`] : []),
  ];
  const facts = [
    `read by ${listed(dialects)}`,
    `${counted(answers, 'answer')} ${ways.join(', ')}`,
    ...(grid === null ? [] : [`numbers chosen from a grid of ${grid}`]),
    ...(played ? ['play went on with an answer drawn from the mean of the orders'] : []),
    served.length === 0 ? 'which model answered is not told' : `answered by ${listed(served)}`,
    outside === null
      ? 'mass outside the options not told'
      : `mass outside the options ${share(outside.mean)} on average, ${share(outside.largest)} at most${outside.readings[0] < outside.readings[1] ? ` (told of ${outside.readings[0]} of ${outside.readings[1]} readings)` : ''}`,
    ...(decimals === null
      ? []
      : [
          `told to ${counted(decimals, 'decimal')}, so that ${(0).toFixed(decimals).slice(1)} means less than ${half(decimals)}`,
        ]),
    ...(unseen === null
      ? []
      : [
          `${counted(unseen.readings, 'reading')} without some option among the tokens told, which then had less than ${share(unseen.below)}`,
        ]),
    ...(Math.max(1 - sums[0], sums[1] - 1) > 0.0005
      ? [
          `summing to ${sum(sums[0])}${sums[0] === sums[1] ? '' : ` to ${sum(sums[1])}`} before they were made to sum to 1`,
        ]
      : []),
  ];
  return [
    `${label}: ${facts.join('; ')}.`,
    ...(others.length === 0 ? [] : [`${label}: another model answered than was asked: ${listed(others)}.`]),
    ...(one.mixed === 0
      ? []
      : [
          `${label}: the orders of ${counted(one.mixed, 'answer')} were not answered by one model: their means and the range over orders mix models.`,
        ]),
    ...(one.sameInAllOrders
      ? [
          `${label}: every answer is the same to the last digit in all orders: the order may not reach the model, and then nothing is known of what hangs on it.`,
        ]
      : []),
  ];
}

/** ".024", and "< .001" of less that is not nothing. */
const share = (value: number): string =>
  value === 0 ? '0' : value < 0.001 ? '< .001' : value.toFixed(3).replace(/^0/, '');
const half = (decimals: number): string => (0.5 / 10 ** decimals).toFixed(decimals + 1).slice(1);
const sum = (value: number): string => value.toFixed(3).replace(/^0/, '').replace(/0+$/, '').replace(/\.$/, '');
