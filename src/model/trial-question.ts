/** One question put to a model as in a game, whole: what it was sent, what came back, how that was read. */
import type { ModelSeat } from './agent.ts';
import { modelSeated } from './seated.ts';
import type { AnyGame } from '../core/game.ts';
import type { AnswerReading, CallRow } from '../core/log.ts';
import { isLost } from '../core/no-answer.ts';
import type { ServedModel } from '../core/served-model.ts';
import { rng } from '../core/rng.ts';
import type { Message } from './http.ts';
import { jsonOf } from './server-error.ts';
import { z } from 'zod';

export type TrialAnswer = {
  readonly messages: readonly Message[];
  /** The last answer's bytes. */
  readonly raw: string;
  readonly outcome: CallRow['outcome'];
  /** As stored; null: there is none. */
  readonly answer: string | number | null;
  /** The answer as the option is called. */
  readonly label: string | null;
  readonly reasons: string | null;
  /** How the answer was read; null: there is none. */
  readonly reading: AnswerReading | null;
  /** Who answered, and what was left out as the server refuses it. */
  readonly served: ServedModel;
  /** Why there is no answer. */
  readonly why: string | null;
  readonly calls: readonly CallRow[];
  readonly ms: number;
  readonly tokensIn: number | null;
  readonly tokensOut: number | null;
  /** USD; null: no price is known. */
  readonly cost: number | null;
};

/** Asks the first question of a game as it is by default. */
export async function askTrialQuestion(seat: ModelSeat, game: AnyGame, signal: AbortSignal): Promise<TrialAnswer> {
  const config = game.config.parse({});
  const state = game.setup(config, rng(1, 'setup'), game.seats(config).least);
  const decision = game.pending(state)[0]!;
  const calls: CallRow[] = [];
  const reply = await modelSeated(seat).choose(
    {
      game,
      config,
      view: game.observe(state, decision.seat),
      names: ['you', 'the other player'],
      decision,
      turn: 0,
      draw: (key) => rng(1, key),
      past: [],
      programs: [],
      earlier: [],
      others: [null, null],
      keep: (call) => void calls.push(call),
    },
    signal,
  );
  const last = calls.at(-1);
  // A request that was refused as such has used nothing.
  const counted = calls.filter(({ outcome, tokensIn }) => !isLost(outcome) || tokensIn !== null);
  const answer = typeof reply.answer === 'string' || typeof reply.answer === 'number' ? reply.answer : null;
  return {
    messages: messagesIn(last?.request ?? ''),
    raw: last?.response ?? '',
    outcome: last?.outcome ?? 'failed',
    answer,
    label:
      decision.input.kind === 'choice'
        ? (decision.input.options.find(({ value }) => value === answer)?.label ?? null)
        : null,
    reasons: reply.because ?? null,
    why: reply.failed?.why ?? null,
    reading: last?.reading ?? null,
    served: {
      provider: seat.provider,
      model: seat.connection.model,
      served: calls.findLast(({ served }) => served !== null)?.served ?? null,
      leftOut: last?.leftOut ?? [],
    },
    calls,
    ms: sum(calls.map((call) => call.ms)) ?? 0,
    tokensIn: sum(counted.map((call) => call.tokensIn)),
    tokensOut: sum(counted.map((call) => call.tokensOut)),
    cost: sum(counted.map((call) => call.cost)),
  };
}

const sent = z.object({
  messages: z.array(z.object({ role: z.enum(['system', 'user', 'assistant']), content: z.string() })),
});

function messagesIn(request: string): readonly Message[] {
  const parsed = sent.safeParse(jsonOf(request));
  return parsed.success ? parsed.data.messages : [];
}

/** Null where one of them is not known. */
function sum(values: readonly (number | null)[]): number | null {
  let total = 0;
  for (const value of values) {
    if (value === null) return null;
    total += value;
  }
  return total;
}
