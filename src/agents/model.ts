/** A language model at the table: it reads what a person reads, and every outcome of asking it has a name and a row. */
import { type Input, problemSentence, read, type Taste } from '../game.ts';
import type { CallRow } from '../log.ts';
import { saidIn } from '../model/answer.ts';
import { call, type Heard, type Line } from '../model/call.ts';
import { messagesOf, repairOf, schemaOf } from '../model/prompt.ts';
import type { Price } from '../model/provider.ts';
import type { Message, Wire } from '../model/wire.ts';
import type { Agent, Reply, Request } from './agent.ts';

export type ModelSeat = {
  readonly id: string;
  /** What a cast calls it (economicus, moralis, baseline); else the id. */
  readonly label: string;
  readonly provider: string;
  readonly line: Line;
  /** Its own system prompt, before the rules. */
  readonly system: string | null;
  /** Milliseconds for one decision, the repair turn included. */
  readonly limitMs: number;
  readonly price: Price | null;
  /** Sent with every request, as far as the server takes it: temperature, seed, max_completion_tokens. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly taste?: Taste;
};

/** Asks once, and once more with the problem quoted if the answer cannot be read. */
export function modelAgent(seat: ModelSeat): Agent {
  return {
    id: seat.id,
    label: seat.label,
    kind: 'model',
    async choose(request, signal): Promise<Reply> {
      const shownAt = Date.now();
      const messages: Message[] = [...messagesOf(request, seat.system)];
      const { input } = request.decision;
      let attempt = 0;
      const keep = (wire: Wire | null, outcome: CallRow['outcome'], heard: Heard | null): void | Promise<void> =>
        request.keep(callRow(seat, request, attempt++, wire, outcome, heard));
      let problem = '';
      for (const turn of ['answered', 'repaired'] as const) {
        const left = seat.limitMs - (Date.now() - shownAt);
        if (left <= 0) return { answer: null, shownAt, failed: { outcome: 'timed out', why: problem } };
        const heard = await call(seat.line, messages, { ...seat.settings, response_format: format(input) }, left, signal, (wire) =>
          keep(wire, 'failed', null),
        );
        if (heard.kind !== 'completion') {
          await keep(heard.wire, heard.kind, null);
          return { answer: null, shownAt, failed: { outcome: heard.kind, why: heard.why } };
        }
        const { completion } = heard;
        if (completion.kind === 'refused') {
          await keep(heard.wire, 'refused', heard);
          return { answer: null, shownAt, failed: { outcome: 'refused', why: completion.text } };
        }
        const said = saidIn(completion.text);
        const result = read(input, said.answer);
        await keep(heard.wire, result.ok ? turn : 'invalid', heard);
        if (result.ok)
          return {
            answer: result.answer,
            shownAt,
            ...(said.reasons === null ? {} : { because: said.reasons }),
            ...(turn === 'repaired' ? { repaired: true as const } : {}),
          };
        problem = problemSentence(result.problem);
        messages.push(...repairOf(completion.text, problem));
      }
      return { answer: null, shownAt, failed: { outcome: 'invalid', why: problem } };
    },
  };
}

const format = (input: Input) => ({ type: 'json_schema', json_schema: { name: 'answer', strict: true, schema: schemaOf(input) } });

function callRow(
  seat: ModelSeat,
  { decision, turn }: Request,
  attempt: number,
  wire: Wire | null,
  outcome: CallRow['outcome'],
  heard: Heard | null,
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
    model: seat.line.model,
    request: wire?.request ?? '',
    response: wire === null ? '' : wire.raw || wire.detail,
    outcome,
    tokensIn: tokens.tokensIn,
    tokensOut: tokens.tokensOut,
    cost,
    ms: wire?.ms ?? 0,
    at: Date.now(),
  };
}
