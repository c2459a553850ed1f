/** A language model at the table: it reads what a person reads, and every outcome of asking it has a name and a row. */
import type { DecisionDialect } from '../core/distribution.ts';
import type { Input, Taste } from '../core/game.ts';
import { callName } from '../match/calls.ts';
import type { CallRow, AnswerReading } from '../core/log.ts';
import type { NoAnswer } from '../core/no-answer.ts';
import { declines, readAnswer } from './answer.ts';
import { call, type CallResult, chatExchange, type Heard, type ModelConnection, type Said } from './call.ts';
import { completionOf } from './completion.ts';
import { answerTokens } from './dialect.ts';
import { likelihoods } from './likelihoods.ts';
import { expectedBy, isCopied, messagesOf, type Note, type Prompt, repaired, schemaOf } from './prompt.ts';
import type { Price } from './provider.ts';
import { jsonOf } from './server-error.ts';
import { hashOfWording, type Wording } from './wording.ts';
import type { HttpAnswer } from './http.ts';
import { z } from 'zod';
import type { Agent, Ask, Reply, Request } from '../match/agent.ts';
import { beliefOf } from '../match/belief.ts';

/** How a seat is asked for probabilities, as it was found out: in no other way. */
export type SeatDecision = {
  readonly dialect: DecisionDialect;
  /** Options that its server takes in one question. */
  readonly mostOptions: number;
  /** What has to be known of probabilities that are read so, in sentences. */
  readonly notes: readonly string[];
};

export type ModelSeat = {
  readonly id: string;
  /** What a cast or the lab's file calls it (economicus, moralis, baseline); else the id. */
  readonly label: string;
  readonly provider: string;
  readonly connection: ModelConnection;
  /** Its own system prompt, before the rules. */
  readonly system: string | null;
  /** How it is asked: for JSON, for the bare answer, for probabilities, or for those with numbers on the game's grid. */
  readonly ask: Ask;
  /** How its server is asked for probabilities; null: it is not. */
  readonly decision: SeatDecision | null;
  /** The words around a question. */
  readonly wording: Wording;
  /** Whether it is told what theory in its place would expect of the others: what a model was tuned on has to be there to be read. */
  readonly expects: boolean;
  /** Milliseconds for one decision, the repair turn included. */
  readonly limitMs: number;
  readonly price: Price | null;
  /** Sent with every request, as far as the server takes it, and as far as this way of asking has any: temperature, seed, max_completion_tokens (else dialect.ts says how many). */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Whether the server gives token probabilities: asked for only then. */
  readonly logprobs: boolean;
};

/** How a model is asked whose id does not say: as is usual here, or as its words are written. */
export type Unsaid = 'usual' | 'as written';

/** Where models sit down: which there are, and who plays economicus, moralis and baseline. Made by registry.ts. */
export interface Models {
  /** The models that the lab's file names. */
  readonly ids: readonly string[];
  /** The providers that can be named before a slash. */
  readonly providers: readonly string[];
  /** The model that a label is bound to; null: its theory or stand-in plays. */
  castOf(label: string): string | null;
  /** Since when a model is being woken that slept, Unix milliseconds, the first of them; null: none is. */
  waking?(): number | null;
  /**
   * A seat for `provider/model`; `id` with what it is told to want, and with how it is asked where that was typed. Where
   * nothing was, `ask` is usual: as a flag, the lab's file or its wording says; or as written: an id that is stored says
   * all, and means its wording's format, whatever flag and file say by now. Refused where there is no such provider, no
   * key, or no known way to be asked so.
   */
  seat(id: string, provider: string, model: string, ask?: Ask | Unsaid): ModelSeat;
}

/**
 * Asks once, and once more with the problem quoted if the answer cannot be read; where a model thought until its tokens were
 * used up, the same question is put again with more of them. `taste`: what it is told to want.
 */
export function modelAgent(seat: ModelSeat, taste: Taste | null = null): Agent {
  const { wording, connection } = seat;
  const { dialect } = connection;
  return {
    id: seat.id,
    label: seat.label,
    kind: 'model',
    ...wordsRead(seat, taste),
    ...(seat.ask === 'words' ? { ask: seat.ask } : {}),
    async choose(request, signal): Promise<Reply> {
      const shownAt = Date.now();
      const slept = connection.wake?.spent() ?? 0;
      const { input } = request.decision;
      const notes = request.game.notes?.(request.config) ?? [];
      const keys = notes.map(({ key }) => key);
      let messages = messagesOf(request, promptOf(seat, request, taste));
      const extra = { ...seat.settings, ...(seat.logprobs ? LOGPROBS : {}), ...formatOf(wording, input, notes) };
      const place = { turn: request.turn, seat: request.decision.seat, key: request.decision.key };
      let attempt = request.calls?.asked(place) ?? 0;
      const keep = (outcome: CallRow['outcome'], heard: Heard | null, reading: AnswerReading | null = null, why = '') =>
        request.keep(callRow(seat, request, attempt++, outcome, heard, reading, why));
      const failed = (outcome: NoAnswer, why: string): Reply => ({ answer: null, shownAt, failed: { outcome, why } });
      let problem = '';
      let [corrected, longer] = [false, false];
      for (;;) {
        const left = seat.limitMs - (Date.now() - shownAt) + (connection.wake?.spent() ?? 0) - slept;
        if (left <= 0) {
          await keep('timed out', null);
          return failed('timed out', problem);
        }
        // What had arrived before the match was interrupted is read again, not asked again; its row is there.
        const before = storedAnswer(request.calls?.stored(place) ?? null);
        const heard: CallResult<Said> =
          before ??
          (await call(
            ...[connection, chatExchange(connection, messages, extra), left, signal],
            (tried) => keep('failed', tried),
            () => callName(request.match ?? '', place, attempt),
          ));
        if (heard.kind !== 'answer') {
          await keep(heard.kind, heard, null, heard.why);
          return failed(heard.kind, heard.why);
        }
        const { said: completion } = heard;
        if (completion.kind === 'refused') {
          if (before === null) await keep('refused', heard);
          return failed('refused', completion.text);
        }
        const { text, cut, thought } = completion;
        const found = readAnswer(text, input, cut, keys);
        // What it thought is not told by every server: an answer that used all its tokens for nothing was thought.
        if (thought || (cut && text.trim() === '')) dialect.thinks = true;
        // Asked twice it says in words that it will not: that is a refusal, whatever its server calls it.
        const unread = corrected && declines(text, input) ? 'refused' : 'invalid';
        if (before === null)
          await keep(found.ok ? (corrected ? 'repaired' : 'answered') : unread, heard, found.ok ? found.reading : null);
        if (found.ok) {
          const likely = likelihoods(completion.logprobs, found.said, input);
          const own = Object.entries(found.notes).filter(([, note]) => !isCopied(wording, notes, note));
          const written = Object.fromEntries([
            ...own,
            ...(likely === null ? [] : [['probabilities', JSON.stringify(likely)] as const]),
          ]);
          const { reasons } = found;
          return {
            answer: found.answer,
            shownAt,
            ...(reasons === null || isCopied(wording, notes, reasons) ? {} : { because: reasons }),
            ...(Object.keys(written).length === 0 ? {} : { notes: written }),
            ...(corrected ? { repaired: true as const } : {}),
          };
        }
        problem = found.problem;
        if (cut && !longer && answerTokens(dialect, seat.settings) > budgetOf(heard.http)) {
          longer = true;
          continue;
        }
        if (corrected) return failed(unread, unread === 'refused' ? text : problem);
        corrected = true;
        messages = repaired(messages, wording, notes, text, problem);
      }
    },
  };
}

const budgeted = z.object({ max_completion_tokens: z.number().optional(), max_tokens: z.number().optional() });

/** Tokens that an answer was allowed; Infinity: the request names no limit. */
function budgetOf(http: HttpAnswer | null): number {
  const body = budgeted.safeParse(jsonOf(http?.request ?? ''));
  return (body.success ? (body.data.max_completion_tokens ?? body.data.max_tokens) : undefined) ?? Infinity;
}

/** Alternatives to each token: enough for every option's first letters. */
const LOGPROBS = { logprobs: true, top_logprobs: 5 };

/** What a stored call had brought; null where there is none to be read. */
function storedAnswer(row: CallRow | null): CallResult<Said> | null {
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
  return completion.kind === 'broken'
    ? null
    : {
        ...{ kind: 'answer', said: completion, refused: completion.kind === 'refused' },
        ...{ http, told: completion, leftOut: row.leftOut },
      };
}

export function promptOf(seat: ModelSeat, request: Request, taste: Taste | null): Prompt {
  const { system, wording } = seat;
  const { game, view, decision } = request;
  const weighed = taste === null ? null : (game.weigh?.(view, decision, taste, beliefOf(request)) ?? null);
  return {
    ...{ system, wording, preference: taste === null || weighed === null ? null : { taste, weighed } },
    expects: isTold(seat, taste) ? expectedBy(request) : null,
  };
}

/** Who is told what to want is told what to expect in the same breath, by the terms that it weighs: not twice. */
const isTold = ({ expects }: ModelSeat, taste: Taste | null): boolean => expects && taste === null;

/** Which words this seat reads beside the game's own. */
export const wordsRead = (seat: ModelSeat, taste: Taste | null): Pick<Agent, 'wording' | 'expects'> => {
  const told = isTold(seat, taste);
  return { wording: hashOfWording(seat.system, seat.wording, told), ...(told ? { expects: true } : {}) };
};

const formatOf = (wording: Wording, input: Input, notes: readonly Note[]) =>
  wording.format === 'words'
    ? {}
    : {
        response_format: {
          type: 'json_schema',
          json_schema: { name: 'answer', strict: true, schema: schemaOf(input, notes) },
        },
      };

export function callRow(
  seat: ModelSeat,
  { decision, turn }: Request,
  attempt: number,
  outcome: CallRow['outcome'],
  heard: Heard | null,
  reading: AnswerReading | null,
  why: string,
  rotation: number | null = null,
): CallRow {
  const http = heard?.http ?? null;
  const { tokensIn = null, tokensOut = null, served = null } = heard?.told ?? {};
  const cost =
    seat.price === null || tokensIn === null || tokensOut === null
      ? null
      : (tokensIn * seat.price.in + tokensOut * seat.price.out) / 1e6;
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
    // Of a question that was not sent: why not.
    response: http === null ? why : http.raw || http.detail,
    outcome,
    ...{ tokensIn, tokensOut, cost, served, reading },
    leftOut: heard?.leftOut ?? [],
    rotation,
    ms: http?.ms ?? 0,
    at: Date.now(),
  };
}
