/**
 * A model before people who wait. The stand-in can be let in for one answer; by the table's policy it takes the seat, in a room
 * for that answer only; past the cap no call is made. The policy was chosen before the match: nothing is asked here.
 */
import { withoutAsk } from '../agents/offline.ts';
import type { Agent, Reply, Request } from '../match/agent.ts';
import type { CallRow } from '../core/log.ts';
import { ASKED_AT_MOST, type LivePolicy, type NoAnswer } from '../core/no-answer.ts';
import type { ModelBreaker } from './model-breaker.ts';

/** What a seat in a room keeps to, beside its own match. */
export type RoomRules = {
  readonly breaker: ModelBreaker;
  /** A question is put to a model from now on, until what it gives back is called. */
  asks(): () => void;
  /** Why no further question may be put while those are out that are, in a sentence without its full stop; null: one may. */
  crowded(): string | null;
};

export type LiveRules = {
  readonly onFailure: LivePolicy;
  /** Why no further call may be made, in a sentence without its full stop; null: one may. */
  spent(): string | null;
  /** A call is on disk. */
  heard(call: CallRow): void;
  /** Nobody can answer: the match ends unpaid. */
  end(): void;
  /** Where many matches ask the same models; left out: this is the only one. */
  readonly room?: RoomRules | undefined;
};

export type LiveSeat = {
  readonly agent: Agent;
  /** Lets the stand-in give the answer that is being thought about; false: nothing is, or there is no stand-in. */
  standIn(): boolean;
  /** Resolves when the rows of calls that were cut off are written. */
  done(): Promise<void>;
};

const STAND_IN = 'the stand-in was asked for';
const SPENT = 'the cap was reached';
/** What the row of a call says that ended without a byte of an answer. */
const CUT = 'no answer in time';

/**
 * The seat of a model at a table where people wait: it answers as the model does, under these rules. A question that no
 * call may be made for, and one that was cut off, leaves its row of the log too.
 */
export function liveSeat(model: Agent, rules: LiveRules): LiveSeat {
  /** The policy has given the seat to the stand-in. */
  let taken = false;
  let place = '';
  let failures = 0;
  let thinking: AbortController | null = null;
  let has = true;
  const open = new Set<Promise<unknown>>();

  const substitute = ({ game, view, decision, draw }: Request, shownAt: number): Reply => ({
    ...game.standin!(view, decision, draw),
    substitute: true,
    shownAt,
  });

  const failed = (outcome: NoAnswer, why: string, shownAt: number): Reply => {
    failures += 1;
    // In a room a question that was lost says nothing of the next: whether the model is asked at all the breaker knows.
    if (rules.onFailure === 'stand-in' && rules.room === undefined) taken = true;
    return { answer: null, shownAt, failed: { outcome, why } };
  };

  const choose = async (request: Request, signal: AbortSignal): Promise<Reply> => {
    const shownAt = Date.now();
    const here = `${request.turn} ${request.decision.key}`;
    if (here !== place) [place, failures] = [here, 0];
    has = request.game.standin !== undefined;
    const over = rules.spent() ?? rules.room?.crowded() ?? null;
    // Asking again past the cap, or a fourth time, would bring nothing new.
    const hopeless = failures >= (over === null ? ASKED_AT_MOST : 1);
    if (taken || hopeless) {
      if (has) return substitute(request, shownAt);
      rules.end();
      signal.throwIfAborted();
    }
    if (over !== null) {
      await request.keep(noCall(model, request, over));
      return failed('failed', over, shownAt);
    }
    // Where no stand-in may answer, the model is asked however often it has failed.
    const guarded = has && rules.onFailure !== 'unpaid';
    const asking = guarded ? rules.room?.breaker.ask(nameOf(model)) : undefined;
    if (asking !== undefined && 'rests' in asking) {
      await request.keep(noCall(model, request, asking.rests));
      return substitute(request, shownAt);
    }
    const back = rules.room?.asks();
    const inner = (thinking = new AbortController());
    const keep = async (call: CallRow): Promise<void> => {
      const cut =
        call.response === CUT
          ? inner.signal.aborted
            ? `cut off: ${String(inner.signal.reason)}`
            : signal.aborted
              ? 'cut off: the player left'
              : null
          : null;
      const row = cut === null ? call : { ...call, response: cut };
      await request.keep(row);
      rules.heard(row);
      if (rules.spent() !== null) inner.abort(SPENT);
    };
    try {
      const reply = await model.choose({ ...request, keep }, AbortSignal.any([signal, inner.signal]));
      if (reply.failed) {
        asking?.failed(reply.failed.outcome, reply.failed.why);
        return failed(reply.failed.outcome, reply.failed.why, shownAt);
      }
      asking?.answered();
      return reply;
    } catch (error) {
      if (signal.aborted || !inner.signal.aborted) throw error;
      if (inner.signal.reason === STAND_IN) return substitute(request, shownAt);
      return failed('failed', rules.spent() ?? SPENT, shownAt);
    } finally {
      asking?.left();
      back?.();
      if (thinking === inner) thinking = null;
    }
  };

  return {
    agent: {
      ...model,
      choose(request, signal) {
        const reply = choose(request, signal);
        open.add(reply);
        const close = (): void => void open.delete(reply);
        reply.then(close, close);
        return reply;
      },
    },
    standIn() {
      if (thinking === null || !has) return false;
      thinking.abort(STAND_IN);
      return true;
    },
    done: async () => void (await Promise.allSettled(open)),
  };
}

/** "provider/model", however it is asked and whatever it is told to want. */
const nameOf = ({ id }: Agent): string => withoutAsk(id).replace(/\+(economicus|moralis)\S*$/, '');

/** A question that was not sent leaves a row too, which says why. */
const noCall = (agent: Agent, { turn, decision, calls }: Request, why: string): CallRow => ({
  match: '',
  turn,
  seat: decision.seat,
  key: decision.key,
  attempt: calls?.asked({ turn, seat: decision.seat, key: decision.key }) ?? 0,
  provider: agent.id.slice(0, agent.id.indexOf('/')),
  model: nameOf(agent).slice(agent.id.indexOf('/') + 1),
  request: '',
  response: why,
  outcome: 'failed',
  ...{ served: null, reading: null, leftOut: [], rotation: null },
  tokensIn: null,
  tokensOut: null,
  cost: null,
  ms: 0,
  at: Date.now(),
});
