/** What a run may spend: how many calls, how much money. Every call of its models passes here. */
import type { Models, ModelSeat } from './agent.ts';
import { matchOfCall } from '../match/calls.ts';
import type { CallRow } from '../core/log.ts';

export type Limits = {
  /** How many calls in all; null: as many as it takes. */
  readonly calls: number | null;
  /** USD in all; null: no cap. */
  readonly cost: number | null;
};

export type Spent = {
  readonly calls: number;
  readonly tokensIn: number;
  readonly tokensOut: number;
  /** USD; null where something was paid whose price is unknown. */
  readonly cost: number | null;
};

const NOTHING_SPENT: Spent = { calls: 0, tokensIn: 0, tokensOut: 0, cost: 0 };

export type BudgetVerdict = 'go' | 'wait' | 'max-calls' | 'max-cost';

export type Budget = {
  spent(): Spent;
  /** Whether one more question may be asked while so many are being answered; wait: what those cost decides. */
  verdict(asking: number): BudgetVerdict;
  /** A call is about to be sent; false: it may not be. */
  begin(): boolean;
  /** It has come back, with or without an answer. */
  end(): void;
  /** A call has been answered: what it took is counted. */
  heard(call: CallRow): void;
};

/**
 * A budget. `before`: what was spent before this run went on with it; `dearest`: the most that a call is expected to cost,
 * USD, until one has cost more. No call is begun past the cap on calls; of money what is under way may still go over.
 */
export function newBudget(limits: Limits, before: Spent = NOTHING_SPENT, dearest = 0): Budget {
  let { calls, tokensIn, tokensOut, cost } = before;
  let most = dearest;
  let underWay = 0;
  return {
    spent: () => ({ calls, tokensIn, tokensOut, cost }),
    verdict(asking) {
      if (limits.calls !== null) {
        if (calls >= limits.calls) return 'max-calls';
        // Whose turn it is and who has not asked yet will ask.
        if (calls + Math.max(0, asking - underWay) >= limits.calls) return 'wait';
      }
      if (limits.cost !== null && cost !== null) {
        if (cost >= limits.cost) return 'max-cost';
        if (cost + (asking + 1) * most > limits.cost) return asking > 0 ? 'wait' : 'max-cost';
      }
      return 'go';
    },
    begin() {
      if (limits.calls !== null && calls >= limits.calls) return false;
      calls += 1;
      underWay += 1;
      return true;
    },
    end: () => void (underWay -= 1),
    heard(call) {
      tokensIn += call.tokensIn ?? 0;
      tokensOut += call.tokensOut ?? 0;
      if (call.cost !== null) {
        most = Math.max(most, call.cost);
        if (cost !== null) cost += call.cost;
      } else if (call.tokensIn !== null) cost = null;
    },
  };
}

/** Models whose every call is paid from one budget, and the seats that were taken of them. */
export type BudgetedModels = {
  readonly models: Models;
  /** By the agent's id. */
  readonly seats: ReadonlyMap<string, ModelSeat>;
  /**
   * What is paid from here on, before the first question. `denied` is told the code of a match whose call may not be sent;
   * that call waits until its match is left.
   */
  payFrom(budget: Budget, denied: (match: string) => void): void;
  spent(): Spent;
  /** How long the slowest server still asks to wait, milliseconds; 0: none does. */
  paused(): number;
};

/** The same models, each call of theirs counted; without limits until `payFrom` says otherwise. */
export function budgeted(models: Models): BudgetedModels {
  const seats = new Map<string, ModelSeat>();
  let budget = newBudget({ calls: null, cost: null });
  let tell: (match: string) => void = () => undefined;
  return {
    seats,
    spent: () => budget.spent(),
    paused: () => Math.max(0, ...[...seats.values()].map(({ connection }) => connection.limiter.paused())),
    payFrom(from, denied) {
      budget = from;
      tell = denied;
    },
    models: {
      ...models,
      seat(id, provider, model) {
        const seat = models.seat(id, provider, model);
        const { client } = seat.connection;
        seats.set(id, seat);
        const send: typeof client.send = async (body, signal, name = '') => {
          if (!budget.begin()) {
            tell(matchOfCall(name));
            await aborted(signal);
          }
          try {
            return await client.send(body, signal, name);
          } finally {
            budget.end();
          }
        };
        return { ...seat, connection: { ...seat.connection, client: { ...client, send } } };
      },
    },
  };
}

/** Rejects with the signal's reason when it is aborted. */
const aborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    else signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
