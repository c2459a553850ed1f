/**
 * Who may think: so many questions at once for each key, none while its server has asked for a pause, none past what the
 * run may spend. When it is stopped, answers under way are waited for, and then each match is left so that it can go on.
 */
import type { Agent } from '../match/agent.ts';
import type { Meter } from './budget.ts';
import type { Pace } from './pace.ts';

/** Why no more questions are asked. interrupted: by a signal; unanswered: nothing was answered any more; batch: a batch was not taken. */
export type Stop = 'interrupted' | 'max-calls' | 'max-cost' | 'unanswered' | 'batch';

export type Gate = {
  /** The agent, which thinks only when it is its turn. */
  guarded(agent: Agent): Agent;
  sitsDown(match: string, leaving: AbortController): void;
  getsUp(match: string): void;
  stop(why: Stop): void;
  stopped(): Stop | null;
  /** Leaves a match if everything is stopped, it has a question to ask, and none of its questions is being answered. */
  leaveIfStopped(match: string): void;
  /** Whether every match stands still: its questions are being answered, as many as `asked` says, or wait for their turn. */
  standsStill(asked: (match: string) => number): boolean;
  /** Leaves a match at once. */
  leave(match: string): void;
  leaveAll(): void;
};

type Seated = { readonly leaving: AbortController; thinking: number; waiting: number };

export function newGate(atOnce: number, meter: Meter, queues: ReadonlyMap<string, Pace>): Gate {
  const seated = new Map<string, Seated>();
  const busy = new Map<Pace | undefined, number>();
  const waiting = new Set<() => void>();
  let thinking = 0;
  let stopped: Stop | null = null;

  const wake = (): void => {
    for (const go of waiting) go();
  };
  const stop = (why: Stop): void => {
    stopped ??= why;
    wake();
  };
  const leave = (match: string): void => seated.get(match)?.leaving.abort('left');
  const leaveIfStopped = (match: string): void => {
    const here = seated.get(match);
    if (stopped !== null && here !== undefined && here.thinking === 0 && here.waiting > 0) leave(match);
  };
  /** Until something changes: an answer, a stop, the end of a pause. */
  const changed = (signal: AbortSignal, pauseMs: number): Promise<void> =>
    new Promise((done, gone) => {
      if (signal.aborted) return gone(signal.reason);
      const over = (end: () => void) => (): void => {
        waiting.delete(go);
        clearTimeout(timer);
        signal.removeEventListener('abort', left);
        end();
      };
      const go = over(done);
      const left = over(() => gone(signal.reason));
      const timer = pauseMs > 0 ? setTimeout(go, pauseMs) : undefined;
      waiting.add(go);
      signal.addEventListener('abort', left, { once: true });
    });

  /** Waits until it is the turn of a question; returns what ends its turn. */
  const enter = async (match: string, queue: Pace | undefined, signal: AbortSignal): Promise<() => void> => {
    const here = seated.get(match);
    const count = (change: 1 | -1): void => {
      thinking += change;
      busy.set(queue, (busy.get(queue) ?? 0) + change);
      if (here !== undefined) here.thinking += change;
    };
    for (;;) {
      signal.throwIfAborted();
      const pauseMs = queue?.pausedFor() ?? 0;
      const verdict = stopped === null ? meter.verdict(thinking) : 'wait';
      if (verdict === 'max-calls' || verdict === 'max-cost') stop(verdict);
      if (verdict === 'go' && pauseMs === 0 && (busy.get(queue) ?? 0) < atOnce) {
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
    guarded(agent) {
      if (agent.kind !== 'model') return agent;
      const queue = queues.get(agent.id);
      return {
        ...agent,
        async choose(request, signal) {
          const done = await enter(request.match ?? '', queue, signal);
          try {
            return await agent.choose(request, signal);
          } finally {
            done();
          }
        },
      };
    },
    sitsDown: (match, leaving) => void seated.set(match, { leaving, thinking: 0, waiting: 0 }),
    getsUp: (match) => void seated.delete(match),
    stop,
    stopped: () => stopped,
    leaveIfStopped,
    standsStill: (asked) =>
      seated.size > 0 &&
      [...seated].every(([match, here]) => here.thinking + here.waiting > 0 && here.thinking === asked(match)),
    leave,
    leaveAll: () => seated.forEach(({ leaving }) => leaving.abort('left')),
  };
}
