/** What a run may spend: how many calls, how much money. Every call of its models passes here, repairs and further tries too. */
import type { Models, ModelSeat } from './agent.ts';
import { matchOfCall } from '../match/calls.ts';
import type { CallRow } from '../core/log.ts';
import { countedCost, dearestCost } from './cost.ts';

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
  /** USD, as servers and prices say it; null where something was paid and nobody says how much. */
  readonly cost: number | null;
  /** USD, as the cap counts: never less than was paid, as far as anybody can tell (cost.ts). 0 where there is no cap. */
  readonly counted: number;
};

const NOTHING_SPENT: Spent = { calls: 0, tokensIn: 0, tokensOut: 0, cost: 0, counted: 0 };

export type BudgetVerdict = 'go' | 'wait' | 'max-calls' | 'max-cost';

export type Budget = {
  spent(): Spent;
  /** Whether there is a cap in USD: then every call is weighed before it is sent. */
  readonly capped: boolean;
  /** Whether one more question may be asked while so many are being answered; wait: what those cost decides. */
  verdict(asking: number): BudgetVerdict;
  /** A call is about to be sent that costs `dearest` USD at most; wait: it may be when others have come back for less; else it may not be. */
  begin(dearest: number): BudgetVerdict;
  /** It has come back, with or without an answer: what was set aside for it is what it is counted as, USD. */
  end(dearest: number, counted: number): void;
  /** A call has been answered: what it took is told. */
  heard(call: CallRow): void;
};

/**
 * A budget. `before`: what was spent before this run went on with it; `dearest`: the most that a call may cost, USD, until
 * one may cost more. No call is begun past a cap: of money, what is spent, what calls under way may cost at most and what
 * the next one may cost at most fit into it together.
 */
export function newBudget(limits: Limits, before: Spent = NOTHING_SPENT, dearest = 0): Budget {
  let { calls, tokensIn, tokensOut, cost, counted } = before;
  let most = dearest;
  let underWay = 0;
  /** USD that calls under way may cost. */
  let aside = 0;
  const fits = (more: number): boolean => limits.cost === null || counted + aside + more <= limits.cost * (1 + 1e-9);
  return {
    spent: () => ({ calls, tokensIn, tokensOut, cost, counted }),
    capped: limits.cost !== null,
    verdict(asking) {
      // Whose turn it is and who has not asked yet will ask.
      const willAsk = Math.max(0, asking - underWay);
      if (limits.calls !== null) {
        if (calls >= limits.calls) return 'max-calls';
        if (calls + willAsk >= limits.calls) return 'wait';
      }
      if (!fits((willAsk + 1) * most)) return asking > 0 ? 'wait' : 'max-cost';
      return 'go';
    },
    begin(dearestHere) {
      if (limits.calls !== null && calls >= limits.calls) return 'max-calls';
      most = Math.max(most, dearestHere);
      if (!fits(dearestHere)) return underWay > 0 && fits(dearestHere - aside) ? 'wait' : 'max-cost';
      calls += 1;
      underWay += 1;
      aside += dearestHere;
      return 'go';
    },
    end(dearestHere, countedHere) {
      underWay -= 1;
      aside = underWay === 0 ? 0 : aside - dearestHere;
      counted += countedHere;
    },
    heard(call) {
      tokensIn += call.tokensIn ?? 0;
      tokensOut += call.tokensOut ?? 0;
      if (call.cost !== null) {
        if (cost !== null) cost += call.cost;
      } else if (call.request !== '' && (call.tokensIn !== null || call.outcome !== 'failed')) cost = null;
    },
  };
}

/** Models whose every call is paid from one budget, and the seats that were taken of them. */
export type BudgetedModels = {
  readonly models: Models;
  /** By the agent's id. */
  readonly seats: ReadonlyMap<string, ModelSeat>;
  /**
   * What is paid from here on, before the first question. `denied` is told the code of a match whose call may not be sent,
   * and which cap stands in its way; that call waits until its match is left.
   */
  payFrom(budget: Budget, denied: (match: string, why: 'max-calls' | 'max-cost') => void): void;
  spent(): Spent;
  /** How long the slowest server still asks to wait, milliseconds; 0: none does. */
  paused(): number;
};

/** The same models, each call of theirs counted; without limits until `payFrom` says otherwise. */
export function budgeted(models: Models): BudgetedModels {
  const seats = new Map<string, ModelSeat>();
  let budget = newBudget({ calls: null, cost: null });
  /** Calls that may be sent when others have come back. */
  const waiting: (() => void)[] = [];
  const ended = (): Promise<void> => new Promise((done) => void waiting.push(done));
  /** How many calls of a match are under way. */
  const underWay = new Map<string, number>();
  const setOut = (match: string): (() => void) => {
    underWay.set(match, (underWay.get(match) ?? 0) + 1);
    return () => {
      const left = (underWay.get(match) ?? 1) - 1;
      if (left === 0) underWay.delete(match);
      else underWay.set(match, left);
    };
  };
  let tell: (match: string, why: 'max-calls' | 'max-cost') => void = () => undefined;
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
      seat(id, provider, model, ask) {
        const seat = models.seat(id, provider, model, ask);
        const { client } = seat.connection;
        seats.set(seat.id, seat);
        const send: typeof client.send = async (body, signal, name = '', path) => {
          const price = budget.capped ? seat.price : null;
          const dearest = price === null ? 0 : dearestCost(price, body);
          for (let verdict = budget.begin(dearest); verdict !== 'go'; verdict = budget.begin(dearest)) {
            const match = matchOfCall(name);
            const why = verdict;
            const leave = (): void => (why === 'wait' ? undefined : tell(match, why));
            // Its match is left when what else it has under way has come back: that is paid, and kept.
            const wait = why === 'wait' || underWay.has(match);
            if (!wait) leave();
            await (wait ? Promise.race([ended(), aborted(signal, leave)]) : aborted(signal));
          }
          const gone = setOut(matchOfCall(name));
          // Until something else is known it costs what it may cost.
          let counted = dearest;
          try {
            const http = await client.send(body, signal, name, path);
            if (price !== null) counted = countedCost(price, http);
            return http;
          } finally {
            budget.end(dearest, counted);
            gone();
            for (const go of waiting.splice(0)) go();
          }
        };
        return { ...seat, connection: { ...seat.connection, client: { ...client, send } } };
      },
    },
  };
}

/** Rejects with the signal's reason when it is aborted, `before` being called first. */
const aborted = (signal: AbortSignal, before: () => void = () => undefined): Promise<never> =>
  new Promise((_, reject) => {
    const end = (): void => {
      before();
      reject(signal.reason);
    };
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
  });
