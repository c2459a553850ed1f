/**
 * Whose turn it is to be asked: so many questions at once for each key, none while its server has asked for a pause, none
 * past what the run may spend. It stands before the agents, so that the time that a model has for a decision does not run
 * while the decision waits for its turn; within that turn the key's rate limiter (rate-limiter.ts) lets single calls go.
 *
 * When everything is stopped, answers under way are waited for, and each match is left where it can go on.
 */
import type { CallRow } from '../core/log.ts';
import type { Agent, Request } from '../match/agent.ts';
import type { Budget, BudgetedModels } from './budget.ts';
import type { RateLimiter } from './rate-limiter.ts';
import { after } from './waiting.ts';

/**
 * Why no more questions are asked. interrupted: by a signal; unanswered: nothing was answered any more; batch: a batch was
 * not taken; pause: a server asks to wait longer than anybody looks on.
 */
export type Stop = 'interrupted' | 'max-calls' | 'max-cost' | 'unanswered' | 'batch' | 'pause';

/** Milliseconds: a server that asks to wait longer is not waited for. Ours. */
const LONGEST_PAUSE_MS = 600_000;

export type Scheduler = {
  /** The same agent, asked only when it is its turn. Agents that answer at once are handed back as they are. */
  limited(agent: Agent): Agent;
  /** A match is in play from here on; aborting `leaving` leaves it. */
  admit(match: string, leaving: AbortController): void;
  /** It is in play no longer, however it ended. */
  release(match: string): void;
  /** No question is asked any more; the first reason counts. */
  stop(why: Stop): void;
  stopped(): Stop | null;
  /** Whether a server asks to wait longer than is waited for: then everything is stopped, and what it did not answer can go on. */
  waitsTooLong(): boolean;
  /** Leaves a match at once, so that it can go on later. */
  leave(match: string): void;
  /** Leaves a match if everything is stopped, it has a question to ask, and none of its questions is being answered. */
  leaveIfStopped(match: string): void;
  leaveAll(): void;
  /** Whether no match can move: each has as many questions under way as `asked` says, or they wait for their turn. */
  atStandstill(asked: (match: string) => number): boolean;
  /** A call has been answered: the budget pays for it. */
  heard(call: CallRow): void;
};

/** A question that waits for its turn: for a place, and for nothing else, or for something that changes for all. */
type Waiter = { readonly limiter: RateLimiter | undefined; readonly forPlace: boolean; go(): void };

/** A question's turn. It costs what it may cost until it is over; its place is free once it was answered. */
type Turn = { answered(): void; over(): void };

/** Whether a call answers its question: of probabilities there is one an order. */
const isLastOf = ({ outcome, rotation }: CallRow): boolean =>
  rotation === null && (outcome === 'answered' || outcome === 'repaired');

type Admitted = { readonly leaving: AbortController; asking: number; waiting: number };

/**
 * A scheduler of `atOnce` questions for each key; from here on the calls of these models are paid from this budget.
 * `longPause`: what a server does that asks to wait too long, end everything or go without answers by itself.
 */
export function newScheduler(
  atOnce: number,
  budget: Budget,
  models: BudgetedModels,
  longPause: 'stop' | 'unanswered' = 'stop',
): Scheduler {
  const admitted = new Map<string, Admitted>();
  const asking = new Map<RateLimiter | undefined, number>();
  const waiting = new Set<Waiter>();
  let all = 0;
  let stopped: Stop | null = null;

  const wake = (which: (one: Waiter) => boolean = () => true): void => {
    for (const one of waiting) if (which(one)) one.go();
  };
  /** A place is free: whoever has waited longest for nothing else is woken, and hands it on where it cannot take it. */
  const freed = (limiter: RateLimiter | undefined): void => {
    for (const one of waiting) if (one.forPlace && one.limiter === limiter) return one.go();
  };
  const stop = (why: Stop): void => {
    stopped ??= why;
    wake();
  };
  const leave = (match: string): void => admitted.get(match)?.leaving.abort('left');
  const leaveIfStopped = (match: string): void => {
    if (stopped === null) return;
    const here = admitted.get(match);
    if (here !== undefined && here.asking === 0 && here.waiting > 0) leave(match);
  };
  models.payFrom(budget, (match, why) => {
    stop(why);
    leave(match);
  });
  /** Until something changes: a place is free, an answer was paid, a stop, the end of a pause. */
  const changed = (signal: AbortSignal, pauseMs: number, waits: Pick<Waiter, 'limiter' | 'forPlace'>): Promise<void> =>
    new Promise((done, gone) => {
      if (signal.aborted) return gone(signal.reason);
      const over = (end: () => void) => (): void => {
        waiting.delete(waiter);
        callOff();
        signal.removeEventListener('abort', left);
        end();
      };
      const waiter: Waiter = { ...waits, go: over(done) };
      const left = over(() => gone(signal.reason));
      const callOff = pauseMs > 0 ? after(pauseMs, waiter.go) : () => undefined;
      waiting.add(waiter);
      signal.addEventListener('abort', left, { once: true });
    });

  /** Waits until it is the turn of a question; returns what gives its place to the next, and what ends its turn. */
  const turn = async (match: string, limiter: RateLimiter | undefined, signal: AbortSignal): Promise<Turn> => {
    const here = admitted.get(match);
    const place = (change: 1 | -1): void => void asking.set(limiter, (asking.get(limiter) ?? 0) + change);
    const count = (change: 1 | -1): void => {
      all += change;
      if (here !== undefined) here.asking += change;
    };
    for (;;) {
      signal.throwIfAborted();
      const asked = limiter?.paused() ?? 0;
      if (asked > LONGEST_PAUSE_MS && longPause === 'stop') stop('pause');
      // Whoever asks now is told at once that there is no answer in time.
      const pauseMs = asked > LONGEST_PAUSE_MS ? 0 : asked;
      const verdict = stopped === null ? budget.verdict(all) : 'wait';
      if (verdict === 'max-calls' || verdict === 'max-cost') stop(verdict);
      const may = verdict === 'go' && pauseMs === 0;
      if (may && (asking.get(limiter) ?? 0) < atOnce) {
        // Counted at once: whoever else was waiting looks in the same moment.
        count(1);
        place(1);
        let placed = true;
        const leavePlace = (): void => {
          if (!placed) return;
          placed = false;
          place(-1);
          freed(limiter);
        };
        return {
          answered: leavePlace,
          over() {
            count(-1);
            leavePlace();
            wake(({ forPlace }) => !forPlace);
          },
        };
      }
      if (here !== undefined) here.waiting += 1;
      leaveIfStopped(match);
      try {
        await changed(signal, pauseMs, { limiter, forPlace: may });
        signal.throwIfAborted();
      } catch (error) {
        freed(limiter);
        throw error;
      } finally {
        if (here !== undefined) here.waiting -= 1;
      }
    }
  };

  return {
    limited(agent) {
      if (agent.kind !== 'model') return agent;
      const limiter = models.seats.get(agent.id)?.connection.limiter;
      return {
        ...agent,
        async choose(request, signal) {
          const mine = await turn(request.match ?? '', limiter, signal);
          // A call that was answered leaves nothing to ask: while it is stored the next question is put.
          const keep: Request['keep'] = (call) => {
            if (isLastOf(call)) mine.answered();
            return request.keep(call);
          };
          try {
            return await agent.choose({ ...request, keep }, signal);
          } finally {
            mine.over();
          }
        },
      };
    },
    admit: (match, leaving) => void admitted.set(match, { leaving, asking: 0, waiting: 0 }),
    release: (match) => void admitted.delete(match),
    stop,
    stopped: () => stopped,
    waitsTooLong() {
      if (longPause !== 'stop' || models.paused() <= LONGEST_PAUSE_MS) return false;
      stop('pause');
      return true;
    },
    leave,
    leaveIfStopped,
    leaveAll: () => admitted.forEach(({ leaving }) => leaving.abort('left')),
    atStandstill: (asked) =>
      admitted.size > 0 &&
      [...admitted].every(([match, here]) => here.asking + here.waiting > 0 && here.asking === asked(match)),
    heard: (call) => budget.heard(call),
  };
}
