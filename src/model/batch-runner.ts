/**
 * Questions in a provider's batches, cheaper and within a day. Whatever can be asked now, over all matches, is one wave; it
 * is sent when no match can move, and its answers move the matches to their next questions. The ids of batches are kept
 * with the session, so that a run that was interrupted reads what it had asked.
 */
import type { EventBody } from '../core/events.ts';
import type { Models, ModelSeat } from './agent.ts';
import { matchOfCall } from '../match/calls.ts';
import type { SessionRow, Store } from '../core/log.ts';
import { UserError } from '../core/user-error.ts';
import type { Scheduler } from './scheduler.ts';
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
  noBatches,
  resultsOf,
} from './batch-api.ts';
import { rateLimiter } from './rate-limiter.ts';
import type { Client, HttpAnswer } from './http.ts';

/** How long one decision may take: a batch a day, several waves of repairs. As long as a timer can be. */
const LIMIT_MS = 24 * 24 * 3600_000;
/** How often it is looked whether no match can move, milliseconds. */
const LOOK_MS = 50;

/** A batch that was sent: its id at the provider, how it ended there, and how many of its questions were answered. */
export type SentBatch = {
  readonly id: string;
  readonly model: string;
  readonly questions: number;
  status: string;
  answered: number;
};

export type BatchRunner = {
  /** The same models, whose questions wait for a wave. */
  readonly models: Models;
  /** Everything that was sent, in order. */
  readonly sent: readonly SentBatch[];
  /** Told how far the batch under way is: "batch to openai/MODEL: 12 of 40 answered, in progress". */
  onProgress: (text: string) => void;
  /** Why a batch was not taken; null: none was refused. */
  trouble(): string | null;
  /** Reads the batches that an interrupted run of the session had sent. Before the first question. */
  recover(signal: AbortSignal): Promise<void>;
  /** Sends waves until the signal ends it. Where that fails the run is stopped first. */
  run(scheduler: Scheduler, signal: AbortSignal): Promise<void>;
  /** Marks in the log what was read to its end. */
  markRead(): Promise<void>;
};

/** What the session remembers of a batch. */
type KeptBatch = {
  [Kind in 'batch' | 'batch read']: { readonly kind: Kind; readonly body: EventBody<Kind> };
}['batch' | 'batch read'];

type Waiting = BatchQuestion & { readonly client: Client; readonly model: string; answer(answer: HttpAnswer): void };

/** A runner of these models for one session, whose code is written on every batch. */
export function newBatchRunner(models: Models, store: Store, session: Pick<SessionRow, 'code'>): BatchRunner {
  const clients = new Map<string, Client>();
  const sent: SentBatch[] = [];
  const read = new Set<string>();
  const early = new Map<string, BatchReply>();
  const waiting = new Set<Waiting>();
  let trouble: string | null = null;
  const tell = (text: string): void => runner.onProgress(text);
  const keep = (event: KeptBatch): Promise<void> => {
    const row = { session: session.code, match: null, participant: null, ...event, at: Date.now() };
    return store.record([{ table: 'event', row }]);
  };

  const send =
    (client: Client, model: string): Client['send'] =>
    (body, signal, name = '') =>
      new Promise((done, gone) => {
        const found = early.get(name);
        if (found !== undefined) {
          early.delete(name);
          return done(answerOf(found, { body }));
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
          answer(answer) {
            signal.removeEventListener('abort', left);
            done(answer);
          },
        };
        if (signal.aborted) return left();
        signal.addEventListener('abort', left, { once: true });
        waiting.add(question);
      });

  const sendBatch = async (questions: readonly Waiting[], scheduler: Scheduler, signal: AbortSignal): Promise<void> => {
    const { client, model } = questions[0]!;
    try {
      const made = await createBatch(client, questions, session.code, signal);
      const batch: SentBatch = { id: made.id, model, questions: questions.length, status: made.status, answered: 0 };
      sent.push(batch);
      await keep({ kind: 'batch', body: { id: made.id, model, questions: questions.length } });
      const ended = await endOf(client, made.id, signal, (now) => tell(progressText(model, now, questions.length)));
      const results = await resultsOf(client, ended, signal);
      batch.status = ended.status;
      if (ended.status === 'failed') {
        trouble = `${model}: ${complaintOf(ended) ?? 'the batch failed'}`;
        scheduler.stop('batch');
      }
      for (const question of questions) {
        const result = results.get(question.name) ?? { status: null, raw: JSON.stringify(ended) };
        if (result.status !== null) batch.answered += 1;
        question.answer(answerOf(result, question));
        // Not done by the provider: nothing was paid, and the match goes on another day.
        if (result.status === null) scheduler.leave(matchOfCall(question.name));
      }
      read.add(made.id);
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof BatchTrouble)) throw error;
      trouble = `${model}: ${error.message}`;
      scheduler.stop('batch');
      for (const { name } of questions) scheduler.leave(matchOfCall(name));
    }
  };

  const sendWaves = async (scheduler: Scheduler, signal: AbortSignal): Promise<void> => {
    while (!signal.aborted) {
      await new Promise((looked) => setTimeout(looked, LOOK_MS));
      const asked = new Map<string, number>();
      for (const { name } of waiting) asked.set(matchOfCall(name), (asked.get(matchOfCall(name)) ?? 0) + 1);
      if (waiting.size === 0 || !scheduler.atStandstill((match) => asked.get(match) ?? 0)) continue;
      const wave = [...waiting];
      waiting.clear();
      await Promise.all(fitting(wave).map((questions) => sendBatch(questions, scheduler, signal)));
    }
  };

  const runner: BatchRunner = {
    onProgress: () => undefined,
    models: {
      ...models,
      seat(id, provider, model, ask) {
        const seat = models.seat(id, provider, model, ask);
        const name = `${provider}/${model}`;
        clients.set(name, seat.connection.client);
        // A wave is put together of all that can be asked: nobody goes alone.
        seat.connection.dialect.first = null;
        const client = { ...seat.connection.client, send: send(seat.connection.client, name) };
        return {
          ...seat,
          limitMs: LIMIT_MS,
          connection: { ...seat.connection, client, limiter: rateLimiter(Infinity) },
        };
      },
    },
    sent,
    trouble: () => trouble,
    async recover(signal) {
      const batches = new Map((await unread(store, session.code)).map(({ id, model }) => [id, model]));
      // A run that was killed between making a batch and keeping its id left it with the session's code on it.
      for (const [model, client] of clients)
        for (const id of await batchesOf(client, session.code, signal)) if (!batches.has(id)) batches.set(id, model);
      for (const [id, model] of batches) {
        const client = clients.get(model);
        if (client === undefined) continue;
        const ended = await endOf(client, id, signal, (now) =>
          tell(progressText(model, now, now.request_counts?.total ?? 0)),
        );
        const results = await resultsOf(client, ended, signal);
        const done = [...results].filter(([, { status }]) => status !== null);
        for (const [name, result] of done) early.set(name, result);
        const questions = ended.request_counts?.total ?? results.size;
        sent.push({ id, model, questions, status: ended.status, answered: done.length });
        read.add(id);
      }
    },
    async run(scheduler, signal) {
      try {
        await sendWaves(scheduler, signal);
      } catch (error) {
        scheduler.stop('batch');
        scheduler.leaveAll();
        throw error;
      }
    },
    async markRead() {
      for (const id of read) await keep({ kind: 'batch read', body: { id } });
      read.clear();
    },
  };
  return runner;
}

/** Throws a UserError where a provider of these seats takes no batches. */
export async function refuseWithoutBatches(seats: Iterable<ModelSeat>): Promise<void> {
  for (const { id, provider, connection, decision } of seats) {
    if (decision !== null)
      throw new UserError(
        `${id} tells its probabilities one call at a time, and batches are for answers that are written: leave out --batch, or ask it for JSON.`,
      );
    const why = await noBatches(connection.client, AbortSignal.timeout(10_000));
    if (why !== null)
      throw new UserError(
        `${provider} does not take batches (${why}): leave out --batch, and the same run asks one question at a time.`,
      );
  }
}

/** The batches that a session's log has as sent and not as read. */
async function unread(store: Store, session: string): Promise<readonly EventBody<'batch'>[]> {
  const events = await store.events(session);
  const read = new Set(events.flatMap((event) => (event.kind === 'batch read' ? [event.body.id] : [])));
  return events.flatMap((event) => (event.kind === 'batch' && !read.has(event.body.id) ? [event.body] : []));
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

/** A result as if the server had answered at once. What was not done is an answer that never came. */
function answerOf({ status, raw }: BatchReply, { body }: Pick<BatchQuestion, 'body'>): HttpAnswer {
  const trouble = status === null ? 'aborted' : status >= 400 ? 'status' : null;
  // How long a provider let it lie says nothing about the model.
  return { request: JSON.stringify(body), raw, status, headers: new Map(), ms: 0, trouble, detail: raw };
}

const progressText = (model: string, { status, request_counts: counts }: ProviderBatch, questions: number): string =>
  `batch to ${model}: ${(counts?.completed ?? 0).toLocaleString('en')} of ${(counts?.total || questions).toLocaleString('en')} answered, ${status.replace('_', ' ')}`;
