/**
 * Whose turn it is to be asked: so many questions at once for each key, none while its server has asked for a pause, none
 * past what the run may spend. It stands before the agents, so that the time that a model has for a decision does not run
 * while the decision waits for its turn; within that turn the key's rate limiter (rate-limiter.ts) lets single calls go.
 *
 * When everything is stopped, answers under way are waited for, and each match is left where it can go on.
 */
import type { CallRow } from '../core/log.ts';
import type { Agent } from '../match/agent.ts';
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
  const waiting = new Set<() => void>();
  let all = 0;
  let stopped: Stop | null = null;

  const wake = (): void => {
    for (const go of waiting) go();
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
  /** Until something changes: an answer, a stop, the end of a pause. */
  const changed = (signal: AbortSignal, pauseMs: number): Promise<void> =>
    new Promise((done, gone) => {
      if (signal.aborted) return gone(signal.reason);
      const over = (end: () => void) => (): void => {
        waiting.delete(go);
        callOff();
        signal.removeEventListener('abort', left);
        end();
      };
      const go = over(done);
      const left = over(() => gone(signal.reason));
      const callOff = pauseMs > 0 ? after(pauseMs, go) : () => undefined;
      waiting.add(go);
      signal.addEventListener('abort', left, { once: true });
    });

  /** Waits until it is the turn of a question; returns what ends its turn. */
  const turn = async (match: string, limiter: RateLimiter | undefined, signal: AbortSignal): Promise<() => void> => {
    const here = admitted.get(match);
    const count = (change: 1 | -1): void => {
      all += change;
      asking.set(limiter, (asking.get(limiter) ?? 0) + change);
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
      if (verdict === 'go' && pauseMs === 0 && (asking.get(limiter) ?? 0) < atOnce) {
        // Counted at once: whoever else was waiting looks in the same moment.
        count(1);
        return () => {
          count(-1);
          wake();
        };
      }
      if (here !== undefined) here.waiting += 1;
      leaveIfStopped(match);
      try {
        await changed(signal, pauseMs);
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
          const done = await turn(request.match ?? '', limiter, signal);
          try {
            return await agent.choose(request, signal);
          } finally {
            done();
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
