/** What a run may spend: how many calls, how much money. Every call of its models passes here. */
import type { Models, ModelSeat } from './agent.ts';
import { matchOfCall } from '../match/calls.ts';
import type { CallRow } from '../core/log.ts';
import type { Pace } from './pace.ts';

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

export type BudgetVerdict = 'go' | 'wait' | 'max-calls' | 'max-cost';

export type Meter = {
  spent(): Spent;
  /** Whether one more question may be asked while so many are being answered; wait: what those cost decides. */
  verdict(thinking: number): BudgetVerdict;
  /** A call is about to be sent; false: it may not be. */
  begin(): boolean;
  /** It has come back, with or without an answer. */
  end(): void;
  /** A call has been answered. */
  heard(call: CallRow): void;
};

/** `before`: what was spent before this run went on with it; `dearest`: the most that a call is expected to cost, until one has. */
export function newMeter(limits: Limits, before: Spent = nothing, dearest = 0): Meter {
  let { calls, tokensIn, tokensOut, cost } = before;
  let most = dearest;
  let underWay = 0;
  return {
    spent: () => ({ calls, tokensIn, tokensOut, cost }),
    verdict(thinking) {
      if (limits.calls !== null) {
        if (calls >= limits.calls) return 'max-calls';
        // Who thinks and has not asked yet will ask.
        if (calls + Math.max(0, thinking - underWay) >= limits.calls) return 'wait';
      }
      if (limits.cost !== null && cost !== null) {
        if (cost >= limits.cost) return 'max-cost';
        if (cost + (thinking + 1) * most > limits.cost) return thinking > 0 ? 'wait' : 'max-cost';
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

export const nothing: Spent = { calls: 0, tokensIn: 0, tokensOut: 0, cost: 0 };

/** Models whose every call is metered; which seats were taken, and the queue of each one's key. */
export type Metered = {
  readonly models: Models;
  /** By the agent's id. */
  readonly seats: ReadonlyMap<string, ModelSeat>;
  readonly queues: ReadonlyMap<string, Pace>;
  /** Set before the first question. */
  meter: Meter;
  /** Told the code of a match whose call may not be sent; the call then waits until its match is left. */
  onDenied: (match: string) => void;
};

export function metered(models: Models): Metered {
  const seats = new Map<string, ModelSeat>();
  const queues = new Map<string, Pace>();
  const all: Metered = {
    seats,
    queues,
    meter: newMeter({ calls: null, cost: null }),
    onDenied: () => undefined,
    models: {
      ...models,
      seat(id, provider, model) {
        const seat = models.seat(id, provider, model);
        const { client, pace } = seat.line;
        seats.set(id, seat);
        queues.set(id, pace);
        const send: typeof client.send = async (body, signal, name = '') => {
          if (!all.meter.begin()) {
            all.onDenied(matchOfCall(name));
            await gone(signal);
          }
          try {
            return await client.send(body, signal, name);
          } finally {
            all.meter.end();
          }
        };
        return { ...seat, line: { ...seat.line, client: { ...client, send } } };
      },
    },
  };
  return all;
}

const gone = (signal: AbortSignal): Promise<never> =>
  new Promise((_, left) => {
    if (signal.aborted) left(signal.reason);
    else signal.addEventListener('abort', () => left(signal.reason), { once: true });
  });
