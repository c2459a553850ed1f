/** A language model at the table: it reads what a person reads, and every outcome of asking it has a name and a row. */
import { type Input, problemSentence, read, type Taste } from '../core/game.ts';
import { callName } from '../match/calls.ts';
import type { CallRow } from '../core/log.ts';
import { parseAnswer } from './answer.ts';
import { call, type CallResult, type ModelConnection } from './call.ts';
import { completionOf } from './completion.ts';
import { likelihoods } from './likelihoods.ts';
import { messagesOf, type Note, type Prompt, repairOf, schemaOf } from './prompt.ts';
import type { Price } from './provider.ts';
import { hashOfWording, type Wording } from './wording.ts';
import type { Message, HttpAnswer } from './http.ts';
import type { Agent, Reply, Request } from '../match/agent.ts';
import { beliefOf } from '../match/belief.ts';

export type ModelSeat = {
  readonly id: string;
  /** What a cast or the lab's file calls it (economicus, moralis, baseline); else the id. */
  readonly label: string;
  readonly provider: string;
  readonly connection: ModelConnection;
  /** Its own system prompt, before the rules. */
  readonly system: string | null;
  /** The words around a question. */
  readonly wording: Wording;
  /** Milliseconds for one decision, the repair turn included. */
  readonly limitMs: number;
  readonly price: Price | null;
  /** Sent with every request, as far as the server takes it: temperature, seed, max_completion_tokens. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Whether the server gives token probabilities: asked for only then. */
  readonly logprobs: boolean;
};

/** Where models sit down: which there are, and who plays economicus, moralis and baseline. Made by registry.ts. */
export interface Models {
  /** The models that the lab's file names. */
  readonly ids: readonly string[];
  /** The providers that can be named before a slash. */
  readonly providers: readonly string[];
  /** The model that a label is bound to; null: its theory or stand-in plays. */
  castOf(label: string): string | null;
  /** A seat for `provider/model`; `id` with what it is told to want. Refused where there is no such provider, or no key. */
  seat(id: string, provider: string, model: string): ModelSeat;
}

/** Asks once, and once more with the problem quoted if the answer cannot be read. `taste`: what it is told to want. */
export function modelAgent(seat: ModelSeat, taste: Taste | null = null): Agent {
  const { wording } = seat;
  return {
    id: seat.id,
    label: seat.label,
    kind: 'model',
    wording: hashOfWording(seat.system, wording),
    async choose(request, signal): Promise<Reply> {
      const shownAt = Date.now();
      const { input } = request.decision;
      const notes = request.game.notes?.(request.config) ?? [];
      const keys = notes.map(({ key }) => key);
      const messages: Message[] = [...messagesOf(request, promptOf(seat, request, taste))];
      const extra = { ...seat.settings, ...(seat.logprobs ? LOGPROBS : {}), ...formatOf(wording, input, notes) };
      const place = { turn: request.turn, seat: request.decision.seat, key: request.decision.key };
      let attempt = request.calls?.asked(place) ?? 0;
      const keep = (
        http: HttpAnswer | null,
        outcome: CallRow['outcome'],
        heard: CallResult | null,
      ): void | Promise<void> => request.keep(callRow(seat, request, attempt++, http, outcome, heard));
      let problem = '';
      for (const turn of ['answered', 'repaired'] as const) {
        const left = seat.limitMs - (Date.now() - shownAt);
        if (left <= 0) {
          await keep(null, 'timed out', null);
          return { answer: null, shownAt, failed: { outcome: 'timed out', why: problem } };
        }
        // What had arrived before the match was interrupted is read again, not asked again; its row is there.
        const before = storedAnswer(request.calls?.stored(place) ?? null);
        const heard: CallResult =
          before ??
          (await call(
            seat.connection,
            messages,
            extra,
            left,
            signal,
            (http) => keep(http, 'failed', null),
            () => callName(request.match ?? '', place, attempt),
          ));
        if (heard.kind !== 'completion') {
          await keep(heard.http, heard.kind, null);
          return { answer: null, shownAt, failed: { outcome: heard.kind, why: heard.why } };
        }
        const { completion } = heard;
        if (completion.kind === 'refused') {
          if (before === null) await keep(heard.http, 'refused', heard);
          return { answer: null, shownAt, failed: { outcome: 'refused', why: completion.text } };
        }
        const said = parseAnswer(completion.text, keys);
        const result = read(input, said.answer);
        if (before === null) await keep(heard.http, result.ok ? turn : 'invalid', heard);
        if (result.ok) {
          const likely = likelihoods(completion.logprobs, said.answer, input);
          const written = { ...said.notes, ...(likely === null ? {} : { probabilities: JSON.stringify(likely) }) };
          return {
            answer: result.answer,
            shownAt,
            ...(said.reasons === null ? {} : { because: said.reasons }),
            ...(Object.keys(written).length === 0 ? {} : { notes: written }),
            ...(turn === 'repaired' ? { repaired: true as const } : {}),
          };
        }
        problem = problemSentence(result.problem);
        messages.push(...repairOf(wording, notes, completion.text, problem));
      }
      return { answer: null, shownAt, failed: { outcome: 'invalid', why: problem } };
    },
  };
}

/** Alternatives to each token: enough for every option's first letters. */
const LOGPROBS = { logprobs: true, top_logprobs: 5 };

/** What a stored call had brought; null where there is none to be read. */
function storedAnswer(row: CallRow | null): CallResult | null {
  if (row === null) return null;
  const http: HttpAnswer = {
    request: row.request,
    raw: row.response,
    status: 200,
    headers: new Map(),
    ms: row.ms,
    trouble: null,
    detail: '',
  };
  const completion = completionOf(http);
  return completion.kind === 'broken' ? null : { kind: 'completion', completion, http };
}

function promptOf({ system, wording }: ModelSeat, request: Request, taste: Taste | null): Prompt {
  const { game, view, decision } = request;
  const weighed = taste === null ? null : (game.weigh?.(view, decision, taste, beliefOf(request)) ?? null);
  return { system, wording, preference: taste === null || weighed === null ? null : { taste, weighed } };
}

const formatOf = (wording: Wording, input: Input, notes: readonly Note[]) =>
  wording.format === 'words'
    ? {}
    : {
        response_format: {
          type: 'json_schema',
          json_schema: { name: 'answer', strict: true, schema: schemaOf(input, notes) },
        },
      };

function callRow(
  seat: ModelSeat,
  { decision, turn }: Request,
  attempt: number,
  http: HttpAnswer | null,
  outcome: CallRow['outcome'],
  heard: CallResult | null,
): CallRow {
  const tokens = heard?.kind === 'completion' ? heard.completion : { tokensIn: null, tokensOut: null };
  const cost =
    seat.price === null || tokens.tokensIn === null || tokens.tokensOut === null
      ? null
      : (tokens.tokensIn * seat.price.in + tokens.tokensOut * seat.price.out) / 1e6;
  return {
    // Filled by the match's keeper, which alone knows the code.
    match: '',
    turn,
    seat: decision.seat,
    key: decision.key,
    attempt,
    provider: seat.provider,
    model: seat.connection.model,
    request: http?.request ?? '',
    response: http === null ? '' : http.raw || http.detail,
    outcome,
    tokensIn: tokens.tokensIn,
    tokensOut: tokens.tokensOut,
    cost,
    ms: http?.ms ?? 0,
    at: Date.now(),
  };
}
