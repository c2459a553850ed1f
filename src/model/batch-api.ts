/** The Batch API of a provider: a file of questions put down, a batch made of it, both its files read however it ended. */
import { z } from 'zod';
import { jsonOf } from './server-error.ts';
import { explain } from './call.ts';
import { sleep } from './waiting.ts';
import type { Client, HttpAnswer } from './http.ts';

export type BatchQuestion = { readonly name: string; readonly body: Readonly<Record<string, unknown>> };

/** What a provider says of a batch. */
const batch = z.object({
  id: z.string(),
  status: z.string(),
  output_file_id: z.string().nullish(),
  error_file_id: z.string().nullish(),
  errors: z.object({ data: z.array(z.object({ message: z.string().nullish() }).loose()).nullish() }).nullish(),
  request_counts: z.object({ completed: z.number(), failed: z.number(), total: z.number() }).nullish(),
  metadata: z.record(z.string(), z.unknown()).nullish(),
});
export type ProviderBatch = z.infer<typeof batch>;

/** A line of an output or error file, and the bytes of it. */
const line = z.object({
  custom_id: z.string(),
  response: z.object({ status_code: z.number(), body: z.unknown() }).nullish(),
  error: z.unknown(),
});
export type BatchReply = { readonly status: number | null; readonly raw: string };

/** Something is wrong with the batch as a whole; in one sentence. */
export class BatchTrouble extends Error {
  override readonly name = 'BatchTrouble';
}

/** Of one batch at most, as OpenAI has them: requests, and letters of the file (its 200 MB with room for other alphabets). */
export const MOST_QUESTIONS = 50_000;
export const MOST_LETTERS = 90_000_000;
const ENDED = ['completed', 'failed', 'expired', 'cancelled'];
const MOST_POLLS_MS = 30_000;
/** Asked again so often in a row where the connection fails or the server is not well. */
const PATIENCE = 20;

/** A question as a line of a batch's file, without the line's end. */
export const lineOf = ({ name, body }: BatchQuestion, url: string): string =>
  JSON.stringify({ custom_id: name, method: 'POST', url, body });

/** Puts the questions down and makes a batch of them. `session` is written on it, so that it can be found again. */
export async function createBatch(
  client: Client,
  questions: readonly BatchQuestion[],
  session: string,
  signal: AbortSignal,
): Promise<ProviderBatch> {
  const url = client.batchPath ?? '/v1/chat/completions';
  const text = questions.map((question) => `${lineOf(question, url)}\n`).join('');
  const file = z
    .object({ id: z.string() })
    .safeParse(
      jsonOf((await lasting(() => client.upload('questions.jsonl', text, signal), 'take the file', signal)).raw),
    );
  if (!file.success) throw new BatchTrouble('the provider took the file and gave it no id');
  const body = { input_file_id: file.data.id, endpoint: url, completion_window: '24h', metadata: { homines: session } };
  return batchIn(await lasting(() => client.post('/batches', body, signal), 'make the batch', signal));
}

/** The batches of a session that the provider knows of, the latest hundred; none where it has no list. */
export async function batchesOf(client: Client, session: string, signal: AbortSignal): Promise<readonly string[]> {
  const http = await client.get('/batches?limit=100', signal);
  const listed = z.object({ data: z.array(batch) }).safeParse(jsonOf(http.raw));
  if (http.trouble !== null || !listed.success) return [];
  return listed.data.data.filter(({ metadata }) => metadata?.['homines'] === session).map(({ id }) => id);
}

/** Whether there is a Batch API at all; else why not. */
export async function noBatches(client: Client, signal: AbortSignal): Promise<string | null> {
  const http = await client.get('/batches?limit=1', signal);
  return http.trouble === 'status' && [401, 403, 404, 405, 501].includes(http.status ?? 0) ? explain(http) : null;
}

/** Asks how far it is until it has ended. */
export async function endOf(
  client: Client,
  id: string,
  signal: AbortSignal,
  told: (batch: ProviderBatch) => void,
): Promise<ProviderBatch> {
  for (let wait = 1000; ; wait = Math.min(MOST_POLLS_MS, wait * 1.5)) {
    const now = batchIn(
      await lasting(() => client.get(`/batches/${encodeURIComponent(id)}`, signal), `tell how far ${id} is`, signal),
    );
    told(now);
    if (ENDED.includes(now.status)) return now;
    await sleep(wait, signal);
  }
}

/** What came of each request, by its name, out of the output file and the error file, as far as there are any. */
export async function resultsOf(
  client: Client,
  ended: ProviderBatch,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, BatchReply>> {
  const results = new Map<string, BatchReply>();
  for (const file of [ended.output_file_id, ended.error_file_id]) {
    if (!file) continue;
    const { raw } = await lasting(() => client.content(file, signal), `hand out the file ${file}`, signal);
    for (const text of raw.split('\n')) {
      const read = line.safeParse(jsonOf(text));
      if (!read.success) continue;
      const { custom_id: name, response } = read.data;
      const answered = response !== null && response !== undefined;
      // A request that has an answer in one file and a complaint in the other has its answer.
      if (!answered && results.has(name)) continue;
      results.set(
        name,
        answered ? { status: response.status_code, raw: JSON.stringify(response.body) } : { status: null, raw: text },
      );
    }
  }
  return results;
}

/** What a provider says is wrong with a batch as a whole. */
export const complaintOf = ({ errors }: ProviderBatch): string | null =>
  errors?.data
    ?.flatMap(({ message }) => message ?? [])
    .slice(0, 3)
    .join('; ') || null;

function batchIn(http: HttpAnswer): ProviderBatch {
  const read = batch.safeParse(jsonOf(http.raw));
  if (!read.success) throw new BatchTrouble('the provider answered with something that is no batch');
  return read.data;
}

/** Does something again while the connection fails or the server is not well. */
async function lasting(ask: () => Promise<HttpAnswer>, what: string, signal: AbortSignal): Promise<HttpAnswer> {
  for (let attempt = 0; ; attempt++) {
    const http = await ask();
    signal.throwIfAborted();
    if (http.trouble === null) return http;
    const passing =
      http.trouble === 'connection' || http.status === 429 || http.status === 408 || (http.status ?? 0) >= 500;
    if (!passing || attempt >= PATIENCE) throw new BatchTrouble(`the provider did not ${what}: ${explain(http)}`);
    await sleep(Math.min(MOST_POLLS_MS, 500 * 2 ** attempt), signal);
  }
}
