/** What a run with models will be like, said before it begins: estimates, and called so. */
import { createInterface } from 'node:readline/promises';
import { wilson } from '../../analysis/stats/rates.ts';
import { givesProbabilities } from '../../core/askable.ts';
import { readAgent } from '../../agents/index.ts';
import type { Ask } from '../../match/agent.ts';
import type { ModelSeat } from '../../model/agent.ts';
import { lineageOf } from '../../core/lineage.ts';
import type { Store } from '../../core/log.ts';
import { type ServedModel, servedWarnings } from '../../core/served-model.ts';
import type { BudgetedModels } from '../../model/budget.ts';
import { rehearse } from '../../model/rehearsal.ts';
import { shutdownOf, shutdownSentence } from '../../model/server.ts';
import { FIXED_ORDER, hasFixedOrder, ordersDrawn } from '../../core/option-order.ts';
import { MOST_ORDERS } from '../../core/distribution.ts';
import { orderBalance } from '../../core/presentation.ts';
import { seedsOf } from '../../run/session.ts';
import { counted, listed } from '../../core/format.ts';
import { timesEach } from '../../core/seat-groups.ts';
import { aligned, wrap } from '../shared/text-columns.ts';
import {
  answerOf,
  estimatedFrom,
  kindOf,
  LETTERS_A_TOKEN,
  priceText,
  questionsText,
  timeText,
  tokensText,
} from '../shared/call-estimates.ts';
import { printProblem } from '../shared/print.ts';
import { balancedTable, inOneOrder, type RunPlan } from './plan.ts';

/** How long a server may take to say until when it has a model, milliseconds. */
const ASK_MS = 2000;

type ModelCard = {
  readonly model: string;
  /** How it is asked. */
  readonly ask: Ask;
  readonly questions: number;
  readonly tokensIn: number;
  readonly tokensOut: number;
  /** USD; null: no price is known. */
  readonly price: number | null;
  /** The day on which its server switches it off; null: it tells none. */
  readonly shutdown: string | null;
};

/** How options stand in the matches of a run. */
type CardOrders =
  /** The same in every match, or by lot: a run that was begun before options were turned goes on as it was. */
  | { readonly how: 'fixed' }
  | { readonly how: 'drawn' }
  /** Every model is asked for probabilities, each question in all of its orders. */
  | { readonly how: 'all' }
  | {
      /** From match to match, so that every order is shown equally often. */
      readonly how: 'turned';
      /** It is exactly so where the number of matches is a multiple of this. */
      readonly orders: number;
      /** The most by which two orders of a question differ, in matches. */
      readonly apart: number;
      /** The next such number; null: this one is. */
      readonly next: number | null;
    };

export type Card = {
  /** Still to be played. */
  readonly matches: number;
  readonly decisions: number;
  /** Questions to models: one call each, unless answers have to be repaired. */
  readonly calls: number;
  /** Half of the 95 % interval of a rate of one half, one observation a match; 0–1. */
  readonly interval: { readonly n: number; readonly half: number | null };
  readonly tokens: { readonly in: number; readonly out: number };
  readonly price: number | null;
  /** USD, the most that one call may cost, its answer as long as is allowed; 0 where no price is known. */
  readonly dearest: number;
  readonly minutes: number;
  readonly concurrency: number;
  readonly models: readonly ModelCard[];
  /** How the order of options is spread over all matches of the run; null: nothing is chosen among options. */
  readonly orders: CardOrders | null;
  readonly estimated: string;
  readonly warnings: readonly string[];
};

/** Of what is missing: `missing` matches, less what was answered in those that are open. */
export async function cardOf(
  store: Store,
  plan: RunPlan,
  { missing, answered }: { readonly missing: number; readonly answered: ReadonlyMap<string, number> },
  atOnce: number,
  { seats, models }: BudgetedModels,
): Promise<Card> {
  const { game, config, agents, session, matches } = plan;
  const { decisions, asked } = await rehearse(game, config, session.seed, models, (dry) =>
    agents.map(({ id }) => readAgent(id, game, dry)),
  );
  const known = new Map<string, { readonly seen: boolean; readonly ms: number }>();
  const cards = await Promise.all(
    [...seats].map(async ([id, seat]): Promise<ModelCard> => {
      const { questions, letters, written } = asked.get(id) ?? { questions: 0, letters: 0, written: 0 };
      const means = await store.callMeans(seat.provider, seat.connection.model, kindOf(seat));
      const one = answerOf(means, written);
      known.set(id, { seen: means !== null, ms: one.ms });
      const asks = Math.max(0, missing * questions - (answered.get(id) ?? 0));
      const tokensIn = questions === 0 ? 0 : Math.round(((letters / questions) * asks) / LETTERS_A_TOKEN);
      const tokensOut = Math.round(asks * one.tokensOut);
      const price = seat.price === null ? null : (tokensIn * seat.price.in + tokensOut * seat.price.out) / 1e6;
      return {
        model: id,
        ask: seat.ask,
        questions: asks,
        tokensIn,
        tokensOut,
        price,
        shutdown: await switchedOff(seat),
      };
    }),
  );
  const sum = (of: (card: ModelCard) => number): number => cards.reduce((total, card) => total + of(card), 0);
  const [low, high] = wilson(matches / 2, matches) ?? [0, 1];
  const one = cards.reduce(
    (total, card) => total + (card.questions / Math.max(1, missing)) * (known.get(card.model)?.ms ?? 0),
    0,
  );
  const orders = ordersOf(plan);
  const seen = cards.every(({ model }) => known.get(model)?.seen === true);
  return {
    matches: missing,
    decisions: missing * decisions,
    calls: sum(({ questions }) => questions),
    interval: { n: matches, half: matches === 0 ? null : (high - low) / 2 },
    tokens: { in: sum(({ tokensIn }) => tokensIn), out: sum(({ tokensOut }) => tokensOut) },
    price: cards.some(({ price }) => price === null) ? null : sum(({ price }) => price ?? 0),
    dearest: Math.max(0, ...[...asked.values()].map(({ dearest }) => dearest)),
    minutes: missing === 0 ? 0 : Math.max(one, (one * missing) / atOnce) / 60_000,
    concurrency: atOnce,
    models: cards,
    orders,
    estimated: estimatedFrom('one rehearsed match', "this model's", seen),
    warnings: [
      ...servedWarnings(await lineagesOf(store, seats.values())),
      ...cards.flatMap(({ model, shutdown }) => shutdownSentence(model, shutdown, Date.now()) ?? []),
      ...new Set([...seats.values()].flatMap(({ decision }) => decision?.notes ?? [])),
      ...(orders?.how === 'fixed' ? [FIXED_ORDER] : []),
    ],
  };
}

/** How options stand in the matches of this plan; null: there are none. */
function ordersOf(plan: RunPlan): CardOrders | null {
  const { game, config, agents, session, matches } = plan;
  if (ordersDrawn(game, config).size === 0) return null;
  if (inOneOrder(agents).length === 0) return { how: 'all' };
  const table = balancedTable(plan);
  if (table === null) return { how: hasFixedOrder(game, config) ? 'fixed' : 'drawn' };
  const { orders, most } = orderBalance(table, seedsOf(session, matches));
  return {
    ...{ how: 'turned', orders, apart: most },
    next: matches % orders === 0 ? null : matches + orders - (matches % orders),
  };
}

/** The same in words; null: it is said as a warning, or of how models are asked. */
function ordersText(orders: CardOrders): string | null {
  if (orders.how === 'fixed' || orders.how === 'all') return null;
  if (orders.how === 'drawn') return 'drawn by lot, as the session began';
  const { apart, next } = orders;
  const turned = 'options turned from match to match';
  if (apart === 0) return `${turned}: each order equally often`;
  return next === null
    ? `${turned}: as even as lots allow, ${apart} apart`
    : `${turned}, exactly even with ${next.toLocaleString('en')} matches`;
}

/** What is said of a way of asking before the run; null: the usual one, of which nothing is. */
const ASKED: Readonly<Record<Ask, string | null>> = {
  json: null,
  words: 'for the bare answer, without reasons',
  decision: 'for probabilities in every order: 2 calls a choice of two',
  grid: `for probabilities in every order, numbers on a grid: ${MOST_ORDERS} calls a number`,
};

/** How models are asked, a row for each way but the usual one; by name where not all are asked so. */
function askedRows(models: readonly ModelCard[]): readonly (readonly string[])[] {
  return [...Map.groupBy(models, ({ ask }) => ask)].flatMap(([ask, alike]) => {
    const said = ASKED[ask];
    if (said === null) return [];
    return [['asked', said], ...(alike.length === models.length ? [] : alike.map(({ model }) => ['', model]))];
  });
}

async function switchedOff({ connection }: ModelSeat): Promise<string | null> {
  return shutdownOf(connection.client, connection.model, AbortSignal.timeout(ASK_MS)).catch(() => null);
}

/** The card as text, 80 columns at most. */
function cardText({ game, agents, resumed, batch }: RunPlan, card: Card): string {
  const orders = card.orders === null ? null : ordersText(card.orders);
  const half = card.interval.half === null ? '–' : `±${(100 * card.interval.half).toFixed(1)} points`;
  const rows = [
    ['questions', questionsText(card)],
    ...(agents.some((agent) => agent.kind === 'model' && givesProbabilities(agent))
      ? [['no interval', 'of probabilities: more matches of the same situation add nothing']]
      : []),
    ...(agents.some((agent) => agent.kind === 'model' && !givesProbabilities(agent))
      ? [['interval', `${half} around a rate of one half (95 %, n ${card.interval.n.toLocaleString('en')})`]]
      : []),
    ...askedRows(card.models),
    ...(orders === null ? [] : [['orders', orders]]),
    ['tokens', tokensText(card)],
    [
      'price',
      `${priceText(card)}${batch && card.price !== null ? ' before what the provider takes off for batches' : ''}`,
    ],
    [
      'time',
      batch
        ? 'a day at most for each wave; a match takes as many waves as it asks one after the other'
        : timeText(card, card.concurrency),
    ],
    ...card.models.flatMap(({ model, shutdown }) =>
      shutdown === null ? [] : [['until', `${shutdown}: then ${model} is switched off`]],
    ),
  ];
  const more = resumed ? ' more' : '';
  return [
    wrap(
      `${game.title}: ${counted(card.matches, `${more.trim()} match`.trim(), `${more.trim()} matches`.trim())}, ${listed(timesEach(agents.map(({ id }) => id)))}`,
    ),
    aligned(rows, 2),
    wrap(`Estimates: ${card.estimated}.`),
    ...card.warnings.map((warning) => wrap(`! ${warning}`)),
  ].join('\n');
}

/** Lines that come so soon after another were pasted with it, milliseconds. */
const PASTED = 300;

/** On a terminal waits for Enter alone; false: the run is not wanted. Text that was pasted with its line breaks begins nothing. */
export async function wanted(stop: AbortSignal): Promise<boolean> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  const closed = new Promise<null>((done) => lines.once('close', () => done(null)));
  lines.once('SIGINT', () => lines.close());
  stop.addEventListener('abort', () => lines.close(), { once: true });
  try {
    for (let heard = -Infinity; ;) {
      const typed = await Promise.race([lines.question('Enter begins, Ctrl-C leaves. '), closed]);
      if (typed === null) return false;
      const now = performance.now();
      if (typed.trim() === '' && now - heard > PASTED) return true;
      heard = now;
    }
  } finally {
    lines.close();
  }
}

export const printCard = (plan: RunPlan, card: Card): void => printProblem(`${cardText(plan, card)}\n`);

/** What the log knows of the tuned models among these. */
async function lineagesOf(store: Pick<Store, 'tunings'>, seats: Iterable<ModelSeat>): Promise<readonly ServedModel[]> {
  const tunings = await store.tunings();
  return [...seats].flatMap(({ provider, connection: { model } }) => {
    const lineage = lineageOf(tunings, provider, model, Date.now());
    return lineage === null ? [] : [{ provider, model, served: null, leftOut: [], lineage }];
  });
}
