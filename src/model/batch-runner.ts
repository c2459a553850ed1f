/**
 * Questions in batches: whatever can be asked now, over all matches, is one wave. A wave goes when every match stands
 * still; its answers move the matches to their next questions. The ids of batches are kept with the session, so that a
 * run that was interrupted reads what it had asked.
 */
import type { EventBody } from '../core/events.ts';
import type { Models } from './agent.ts';
import { matchOfCall } from '../match/calls.ts';
import type { Gate } from './gate.ts';
import {
  type ProviderBatch,
  BatchTrouble,
  batchesOf,
  complaintOf,
  createBatch,
  endOf,
  lineOf,
  MOST_LETTERS,
  MOST_QUESTIONS,
  type BatchQuestion,
  type BatchReply,
  resultsOf,
} from './batch-api.ts';
import { pace } from './pace.ts';
import type { Client, Wire } from './http.ts';

/** How long one decision may take: a batch a day, several waves of repairs. As long as a timer can be. */
const LIMIT_MS = 24 * 24 * 3600_000;
const LOOK_MS = 50;

export type Flown = {
  readonly id: string;
  readonly model: string;
  readonly questions: number;
  status: string;
  answered: number;
};

export type Waves = {
  /** Models whose questions wait for a wave. */
  readonly models: Models;
  /** Everything that was sent, in order. */
  readonly batches: readonly Flown[];
  /** Told how far the batch under way is. */
  onFar: (text: string) => void;
  /** Why a batch was not taken; null: none was refused. */
  trouble(): string | null;
  /** Reads the batches that an interrupted run had sent. Before the first question. */
  recover(ids: readonly { readonly id: string; readonly model: string }[], signal: AbortSignal): Promise<void>;
  /** Looks for moments in which every match stands still, until the signal ends it. */
  fly(gate: Gate, signal: AbortSignal): Promise<void>;
  /** What was sent and read to its end is marked so. */
  settle(): Promise<void>;
};

/** What the session remembers of a batch. */
type Kept = {
  [Kind in 'batch' | 'batch read']: { readonly kind: Kind; readonly body: EventBody<Kind> };
}['batch' | 'batch read'];

export type WavesRequest = {
  readonly session: () => string;
  /** Keeps an event of the session. */
  keep(event: Kept): Promise<void>;
};

type Waiting = BatchQuestion & { readonly client: Client; readonly model: string; answer(wire: Wire): void };

export function newWaves(house: Models, { session, keep }: WavesRequest): Waves {
  const clients = new Map<string, Client>();
  const batches: Flown[] = [];
  const read = new Set<string>();
  const early = new Map<string, BatchReply>();
  const waiting = new Set<Waiting>();
  let trouble: string | null = null;
  const told = (text: string): void => all.onFar(text);

  const send =
    (client: Client, model: string): Client['send'] =>
    (body, signal, name = '') =>
      new Promise((done, gone) => {
        const found = early.get(name);
        if (found !== undefined) {
          early.delete(name);
          return done(wireOf(found, { body }));
        }
        const left = (): void => {
          waiting.delete(question);
          gone(signal.reason);
        };
        const question: Waiting = {
          name,
          body,
          client,
          model,
          answer(wire) {
            signal.removeEventListener('abort', left);
            done(wire);
          },
        };
        if (signal.aborted) return left();
        signal.addEventListener('abort', left, { once: true });
        waiting.add(question);
      });

  const flight = async (questions: readonly Waiting[], gate: Gate, signal: AbortSignal): Promise<void> => {
    const { client, model } = questions[0]!;
    const leave = (): void => questions.forEach(({ name }) => gate.leave(matchOfCall(name)));
    try {
      const made = await createBatch(client, questions, session(), signal);
      const flown: Flown = { id: made.id, model, questions: questions.length, status: made.status, answered: 0 };
      batches.push(flown);
      await keep({ kind: 'batch', body: { id: made.id, model, questions: questions.length } });
      const ended = await endOf(client, made.id, signal, (now) => told(farOf(model, now, questions.length)));
      const results = await resultsOf(client, ended, signal);
      flown.status = ended.status;
      if (ended.status === 'failed') {
        trouble = `${model}: ${complaintOf(ended) ?? 'the batch failed'}`;
        gate.stop('batch');
      }
      for (const question of questions) {
        const result = results.get(question.name) ?? { status: null, raw: JSON.stringify(ended) };
        if (result.status !== null) flown.answered += 1;
        question.answer(wireOf(result, question));
        // Not done by the provider: nothing was paid, and the match goes on another day.
        if (result.status === null) gate.leave(matchOfCall(question.name));
      }
      read.add(made.id);
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof BatchTrouble)) throw error;
      trouble = `${model}: ${error.message}`;
      gate.stop('batch');
      leave();
    }
  };

  const all: Waves = {
    onFar: () => undefined,
    models: {
      ...house,
      seat(id, provider, model) {
        const seat = house.seat(id, provider, model);
        const name = `${provider}/${model}`;
        clients.set(name, seat.line.client);
        const client = { ...seat.line.client, send: send(seat.line.client, name) };
        return { ...seat, limitMs: LIMIT_MS, line: { ...seat.line, client, pace: pace(Infinity) } };
      },
    },
    batches,
    trouble: () => trouble,
    async recover(ids, signal) {
      const sent = new Map(ids.map(({ id, model }) => [id, model]));
      // A run that was killed between making a batch and keeping its id left it with the session's code on it.
      for (const [model, client] of clients)
        for (const id of await batchesOf(client, session(), signal)) if (!sent.has(id)) sent.set(id, model);
      for (const [id, model] of sent) {
        const client = clients.get(model);
        if (client === undefined) continue;
        const ended = await endOf(client, id, signal, (now) => told(farOf(model, now, now.request_counts?.total ?? 0)));
        const results = await resultsOf(client, ended, signal);
        const done = [...results].filter(([, { status }]) => status !== null);
        for (const [name, result] of done) early.set(name, result);
        batches.push({
          id,
          model,
          questions: ended.request_counts?.total ?? results.size,
          status: ended.status,
          answered: done.length,
        });
        read.add(id);
      }
    },
    async fly(gate, signal) {
      while (!signal.aborted) {
        await new Promise((looked) => setTimeout(looked, LOOK_MS));
        const asked = new Map<string, number>();
        for (const { name } of waiting) asked.set(matchOfCall(name), (asked.get(matchOfCall(name)) ?? 0) + 1);
        if (waiting.size === 0 || !gate.standsStill((match) => asked.get(match) ?? 0)) continue;
        const wave = [...waiting];
        waiting.clear();
        await Promise.all(fitting(wave).map((questions) => flight(questions, gate, signal)));
      }
    },
    async settle() {
      for (const id of read) await keep({ kind: 'batch read', body: { id } });
      read.clear();
    },
  };
  return all;
}

/** A wave by model, in pieces that a provider takes. */
function fitting(wave: readonly Waiting[]): readonly (readonly Waiting[])[] {
  const pieces: Waiting[][] = [];
  const open = new Map<string, { piece: Waiting[]; letters: number }>();
  for (const question of wave) {
    const letters = lineOf(question, '/v1/chat/completions').length;
    let now = open.get(question.model);
    if (now === undefined || now.piece.length >= MOST_QUESTIONS || now.letters + letters > MOST_LETTERS) {
      now = { piece: [], letters: 0 };
      open.set(question.model, now);
      pieces.push(now.piece);
    }
    now.piece.push(question);
    now.letters += letters;
  }
  return pieces;
}

/** A result as if it had come over the wire. What was not done is an answer that never came. */
function wireOf({ status, raw }: BatchReply, { body }: Pick<BatchQuestion, 'body'>): Wire {
  const trouble = status === null ? 'aborted' : status >= 400 ? 'status' : null;
  // How long a provider let it lie says nothing about the model.
  return { request: JSON.stringify(body), raw, status, headers: new Map(), ms: 0, trouble, detail: raw };
}

const farOf = (model: string, { status, request_counts: counts }: ProviderBatch, questions: number): string =>
  `batch to ${model}: ${(counts?.completed ?? 0).toLocaleString('en')} of ${(counts?.total || questions).toLocaleString('en')} answered, ${status.replace('_', ' ')}`;
