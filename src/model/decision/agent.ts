/**
 * A language model that tells what it would do, whole: the probability of every legal answer, in every order of the options,
 * each order a call of its own. Its move is drawn from their mean by the match's own chance. Nothing is reasoned before.
 */
import { type ChoiceOption, choiceOptions, unaskable, unaskableSentence } from '../../core/askable.ts';
import {
  canonical,
  type DecisionDialect,
  type Distribution,
  drawKey,
  drawnFrom,
  meanOverOrders,
  orderMayBeLost,
  type OrderReading,
  rotationsOf,
  turned,
} from '../../core/distribution.ts';
import type { Taste } from '../../core/game.ts';
import type { CallRow } from '../../core/log.ts';
import type { NoAnswer } from '../../core/no-answer.ts';
import { UserError } from '../../core/user-error.ts';
import type { Agent, Reply, Request } from '../../match/agent.ts';
import { callName } from '../../match/calls.ts';
import { callRow, type ModelSeat, type SeatDecision, promptOf, wordsRead } from '../agent.ts';
import { call, type CallResult, type Heard } from '../call.ts';
import { messagesOf } from '../prompt.ts';
import type { DecisionProtocol, DecisionReading, ProbabilityReading } from './protocol.ts';
import { PROTOCOLS } from './protocols.ts';
import { decisionExchange } from './exchange.ts';

/** What one order brought, or why nothing. */
type Asked =
  | { readonly reading: ProbabilityReading; readonly rotation: number }
  | { readonly failed: { readonly outcome: NoAnswer; readonly why: string } };

/** `decision`: how its server gives probabilities; it is asked in no other way. `taste`: what it is told to want. */
export function decisionAgent(seat: ModelSeat, decision: SeatDecision, taste: Taste | null = null): Agent {
  const { dialect, mostOptions } = decision;
  const protocol = PROTOCOLS[dialect];
  const instrument = { onGrid: seat.ask === 'grid', mostOptions };
  const { connection } = seat;
  return {
    id: seat.id,
    label: seat.label,
    kind: 'model',
    ...wordsRead(seat, taste),
    ask: seat.ask === 'grid' ? 'grid' : 'decision',
    unaskable: (decision) => unaskable(decision, instrument),
    async choose(request, signal): Promise<Reply> {
      const shownAt = Date.now();
      const slept = connection.wake?.spent() ?? 0;
      const { decision, turn } = request;
      const why = unaskable(decision, instrument);
      if (why !== null) throw new UserError(unaskableSentence(request.game.name, decision.seat, [decision.key], why));
      const options = choiceOptions(decision);
      const prompt = promptOf(seat, request, taste);
      const before = storedReadings(request, protocol, options);
      const place = { turn, seat: decision.seat, key: decision.key };
      let attempt = request.calls?.asked(place) ?? 0;

      const inOrder = async (rotation: number): Promise<Asked> => {
        const known = before.get(rotation);
        if (known !== undefined) return { reading: known, rotation };
        const keep = (outcome: CallRow['outcome'], heard: Heard | null, why = '') =>
          request.keep(
            callRow(
              seat,
              request,
              attempt++,
              outcome,
              heard,
              outcome === 'answered' ? 'probabilities' : null,
              why,
              rotation,
            ),
          );
        const failed = async (outcome: NoAnswer, heard: Heard | null, why: string): Promise<Asked> => {
          await keep(outcome, heard, why);
          return { failed: { outcome, why } };
        };
        const left = seat.limitMs - (Date.now() - shownAt) + (connection.wake?.spent() ?? 0) - slept;
        if (left <= 0) return failed('timed out', null, '');
        const asked = {
          messages: messagesOf(alone(request, rotation), prompt),
          instruction: decision.ask,
          options: turned(options, rotation),
        };
        const heard: CallResult<DecisionReading> = await call(
          connection,
          decisionExchange(connection, protocol, asked, seat.settings),
          left,
          signal,
          (tried) => keep('failed', tried),
          () => callName(request.match ?? '', place, attempt),
        );
        if (heard.kind !== 'answer') return failed(heard.kind, heard, heard.why);
        const reading = heard.said;
        if (reading.kind === 'refused') return failed('refused', heard, reading.text);
        if (reading.kind === 'broken') return failed('invalid', heard, reading.why);
        await keep('answered', heard);
        return { reading, rotation };
      };

      // Whoever is left is left when every order has been kept that came back.
      const settled = await Promise.allSettled(rotationsOf(options.length).map(inOrder));
      const all = settled.map((one) => {
        if (one.status === 'rejected') throw one.reason;
        return one.value;
      });
      const lost = all.find((one) => 'failed' in one);
      if (lost !== undefined) return { answer: null, shownAt, failed: lost.failed };
      const distribution = distributionOf(
        all.filter((one) => 'reading' in one),
        options,
        dialect,
        decision.input.kind === 'number',
      );
      const { orders } = connection.dialect;
      orders.told += 1;
      if (orderMayBeLost(distribution.orders)) orders.lost += 1;
      return {
        answer: drawnFrom(distribution, request.draw(drawKey(turn, decision.key))),
        shownAt,
        distribution,
      };
    },
  };
}

/**
 * The question as it is put in one order: whatever the scene lists turns with the options, and what was drawn for questions
 * before it in the same group is not told, so that its probabilities hang on no draw.
 */
function alone(request: Request, rotation: number): Request {
  const { decision } = request;
  const { input } = decision;
  const order = input.kind === 'choice' ? { ...input, options: turned(canonical(input.options), rotation) } : input;
  return { ...request, decision: { ...decision, input: order }, earlier: [] };
}

/** What the orders told, back in canonical order. */
function distributionOf(
  asked: readonly { readonly reading: ProbabilityReading; readonly rotation: number }[],
  options: readonly ChoiceOption[],
  dialect: DecisionDialect,
  onGrid: boolean,
): Distribution {
  const orders = asked.map(({ reading, rotation }): OrderReading => ({
    rotation,
    probabilities: turned(reading.probabilities, -rotation),
    sum: reading.sum,
    outside: reading.outside,
    decimals: reading.decimals,
  }));
  const [served = null, ...servedToo] = new Set(asked.flatMap(({ reading }) => reading.told.served ?? []));
  return {
    options: options.map(({ value }) => value),
    orders,
    mean: meanOverOrders(orders),
    dialect,
    served,
    ...(servedToo.length === 0 ? {} : { servedToo }),
    ...(onGrid ? { grid: true as const } : {}),
  };
}

/** By rotation: what had arrived before the match was interrupted; it is read again, not asked again. */
function storedReadings(
  { calls, turn, decision: { seat, key } }: Request,
  protocol: DecisionProtocol,
  options: readonly ChoiceOption[],
): ReadonlyMap<number, ProbabilityReading> {
  const found = new Map<number, ProbabilityReading>();
  const next = (): CallRow | null => calls?.stored({ turn, seat, key }) ?? null;
  for (let row = next(); row !== null; row = next()) {
    if (row.rotation === null) continue;
    const asked = { messages: [], instruction: '', options: turned(options, row.rotation) };
    const reading = protocol.read({ raw: row.response, status: 200 }, asked);
    if (reading.kind === 'probabilities') found.set(row.rotation, reading);
  }
  return found;
}
