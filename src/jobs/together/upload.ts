/**
 * Files at Together, as lib/upload of together-ai 0.52 puts them: the API is told of a file and answers with a signed address of its
 * storage, to which the bytes go without the key; then it is checked there. That function itself is not used: it sends the key to
 * api.together.xyz whatever address the client has, tells the file's path on this computer, and cannot be stopped. Not tried on the service.
 *
 * Pieces of a file cannot be gone on with: the signed address takes it whole. What was cut is sent again, once; what arrived whole though
 * its answer was lost is found by its name, which is made of its hash, and by its bytes.
 */
import { createReadStream } from 'node:fs';
import { z } from 'zod';
import { UserError } from '../../core/user-error.ts';
import { bodyOf, TooLarge } from '../../model/http-body.ts';
import { sleep } from '../../model/waiting.ts';
import { wordsOf } from '../asked.ts';
import type { TogetherCalls } from './client.ts';
import { Refused } from '../told-apart.ts';
import type { RowFile } from '../tuning-provider.ts';
import { BadStatus, thrown } from '../wire.ts';

const stored = z.object({
  id: z.string().min(1),
  filename: z.string().nullish().catch(null),
  bytes: z.number().nullish().catch(null),
  purpose: z.string().nullish().catch(null),
  Processed: z.boolean().nullish().catch(null),
  processing_status: z.string().nullish().catch(null),
  validation_report: z
    .object({ error: z.string().nullish().catch(null) })
    .nullish()
    .catch(null),
});
type Stored = z.infer<typeof stored>;

const stock = z.object({ data: z.array(stored).nullish() }).transform(({ data }) => data ?? []);

/** Checking a file takes seconds to minutes; it is waited for so many times as long as one call may take. */
const CHECKING = 15;

/** Puts a file there and waits until it is checked, or finds the same one there. Gives its id. */
export async function uploaded(calls: TogetherCalls, file: RowFile, signal: AbortSignal): Promise<string> {
  const there = await sameThere(calls, file, signal);
  return checkedThere(calls, file, there ?? (await sent(calls, file, signal)), signal);
}

/** The same file, where it is there whole: of this name, which is made of its hash, and with as many bytes. */
async function sameThere({ ask, v1 }: TogetherCalls, file: RowFile, signal: AbortSignal): Promise<string | null> {
  const all = await ask({ wanted: 'the list of its files', again: true }, stock, signal, (one) =>
    v1.files.list({ signal: one }),
  );
  const same = all.find(
    (one) => one.filename === file.name && one.bytes === file.bytes && one.purpose === PURPOSE && !isRejected(one),
  );
  return same?.id ?? null;
}

const PURPOSE = 'fine-tune';

const isRejected = ({ processing_status }: Stored): boolean =>
  processing_status === 'FAILED' || processing_status === 'INVALID_FORMAT';

/** Sends it, and once more where the connection broke on the way. */
async function sent(calls: TogetherCalls, file: RowFile, signal: AbortSignal): Promise<string> {
  try {
    return await sentOnce(calls, file, signal);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof UserError) throw error;
    await sleep(calls.pace.pause, signal);
    // It may have arrived, and its answer been lost.
    const there = await sameThere(calls, file, signal);
    if (there !== null) return there;
  }
  try {
    return await sentOnce(calls, file, signal);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof UserError) throw error;
    const inner = thrown(error);
    throw new UserError(
      `The file ${file.name} broke off on its way to ${calls.whom.label} twice (${wordsOf(inner instanceof Error ? inner.message : String(inner))}): look at the network, and go on later.`,
    );
  }
}

/** Throws a UserError where it is refused, and whatever broke it off. */
async function sentOnce(calls: TogetherCalls, file: RowFile, signal: AbortSignal): Promise<string> {
  const { id, to } = await place(calls, file, signal);
  file.hear({ upload: id, pieces: [], sent: 0 });
  const stall = new AbortController();
  let timer = setTimeout(() => {}, 0);
  const moved = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => stall.abort(new Error('nothing moved')), calls.pace.limit);
  };
  moved();
  try {
    const response = await fetch(to, {
      method: 'PUT',
      // Nothing else: the key is for the API, not for its storage.
      headers: { 'content-type': 'application/octet-stream', 'content-length': String(file.bytes) },
      body: ReadableStream.from(pieces(file, id, moved)),
      duplex: 'half',
      redirect: 'error',
      signal: AbortSignal.any([signal, stall.signal]),
    });
    const said = response.ok ? '' : await refusalIn(response);
    await response.body?.cancel().catch(() => undefined);
    if (response.status >= 500) throw new Error(`status ${response.status}`);
    if (!response.ok)
      throw new Refused(`The storage of ${calls.whom.label} refuses the file ${file.name}: "${wordsOf(said)}".`);
  } finally {
    clearTimeout(timer);
  }
  file.hear({ upload: id, pieces: [id], sent: file.bytes });
  return id;
}

/** Bytes that are taken of a refusal at most, and letters that are kept of it. */
const [MOST_BYTES, KEPT] = [1_000_000, 1000];

/** What the storage refuses with: its beginning, where there is more than is taken. */
async function refusalIn(response: Response): Promise<string> {
  let said = '';
  try {
    await bodyOf(response, MOST_BYTES, (raw) => (said = raw));
  } catch (error) {
    if (!(error instanceof TooLarge)) throw error;
  }
  return said.slice(0, KEPT);
}

/** A step of what is heard of a file on its way, bytes. */
const STEP = 1_000_000;

/** The file's bytes, as they are handed to the connection; `hear` is told each million of them. */
async function* pieces(file: RowFile, id: string, moved: () => void): AsyncGenerator<Uint8Array> {
  let [sent, told] = [0, 0];
  for await (const piece of createReadStream(file.path)) {
    moved();
    yield piece;
    sent += piece.length;
    if (sent - told < STEP) continue;
    told = sent;
    file.hear({ upload: id, pieces: [], sent });
  }
}

/** Where a file is to be put, and the id that it will have. */
async function place(
  { ask, v1, whom }: TogetherCalls,
  { name }: RowFile,
  signal: AbortSignal,
): Promise<{ readonly id: string; readonly to: URL }> {
  const query = { file_name: name, file_type: 'jsonl', purpose: PURPOSE };
  const told = await ask({ wanted: 'a place for a file', again: true }, placed, signal, async (one) => {
    try {
      const body = new URLSearchParams(query).toString();
      const headers = { 'content-type': 'application/x-www-form-urlencoded' };
      await v1.post('/files', { query, body, headers, signal: one }).asResponse();
    } catch (error) {
      const answer = thrown(error);
      if (!(answer instanceof BadStatus) || answer.status !== 302) throw error;
      return { id: answer.headers.get('x-together-file-id'), to: answer.headers.get('location') };
    }
    return {};
  });
  const to = new URL(told.to);
  // Encrypted, or on the host that the person named, as in a test.
  if (to.protocol !== 'https:' && to.hostname !== new URL(v1.baseURL).hostname)
    throw new UserError(`${whom.label} wants the file put at ${to.host} without encryption, which is not done.`);
  return { id: told.id, to };
}

const placed = z.object({ id: z.string().min(1), to: z.url() });

/** Waits until the file is checked. Throws a UserError where it is rejected, or takes too long. */
async function checkedThere(calls: TogetherCalls, file: RowFile, id: string, signal: AbortSignal): Promise<string> {
  const { ask, v1, pace, whom } = calls;
  // Together's Python client asks for the check (together 1.5, UploadManager); where it begins by itself this says nothing.
  await ask({ wanted: 'a check of a file', again: true }, z.unknown(), signal, (one) =>
    v1.post(`/files/${encodeURIComponent(id)}/preprocess`, { signal: one }),
  ).catch((error: unknown) => {
    if (!(error instanceof Refused)) throw error;
  });
  const until = Date.now() + pace.limit * CHECKING;
  for (;;) {
    const now = await ask({ wanted: `the file ${file.name}`, again: true }, stored, signal, (one) =>
      v1.files.retrieve(id, { signal: one }),
    );
    if (isRejected(now))
      throw new Refused(
        `${whom.label} rejects the file ${file.name}: ${wordsOf(now.validation_report?.error ?? '') || 'it does not say why'}.`,
      );
    if (now.processing_status === 'COMPLETED' || (!now.processing_status && now.Processed === true)) return id;
    if (Date.now() > until)
      throw new UserError(
        `${whom.label} has not checked the file ${file.name} yet: go on later, it is not sent again.`,
      );
    await sleep(pace.pause, signal);
  }
}
